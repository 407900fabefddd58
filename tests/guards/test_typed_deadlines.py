"""How long somebody has is a rule row with versions; a sentence never spells it."""

import re

from tests.guards.test_project import APPS, tracked
from tests.paths import ROOT

LENGTH = re.compile(r"[0-9一二两三四五六七八九十]+ ?个?(?:工作日|月|天|日)(?:以|之)?内")
# Sentences that count, and the law of another organ whose clock is not kept here.
COUNTING = {
    "cases/loop/services/screening.py": "信访机关会在 15 日内告知您是否受理",
    "templates/deputies/chat_groups/list.html": "一个月内有记录的",
}


def test_no_sentence_spells_how_long_a_rule_allows():
    found = []
    for path in sources():
        name = str(path.relative_to(ROOT))
        for number, line in enumerate(path.read_text().splitlines(), 1):
            spelled = LENGTH.search(line) and not line.lstrip().startswith("#")
            if spelled and COUNTING.get(name, "\n") not in line:
                found.append(f"{name}:{number}: {line.strip()}")
    assert not found


def sources():
    own = (f"{app}/*.py" for app in APPS if app != "demo")
    return tracked(*own, "templates/*.html")
