"""Every article that code, pages and docs cite is one that the law has, and says it.

``docs/citations.csv`` lists what is cited: the law, the article, and words that stand in the
article. ``docs/laws.csv`` lists the laws, with the names they are cited by. Where the
texts of the laws lie beside the repository, the words are looked up in them.
"""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.guards.test_project import tracked
from tests.paths import ROOT, SHARED

LAWS = SHARED / "laws"
NUMERAL = "一二三四五六七八九十百零〇"
ARTICLE = rf"第[{NUMERAL}]+条"
# What may stand between two articles of one citation: paragraphs, items, "至", "、".
CHAIN = re.compile(rf"{ARTICLE}(?:(?:第[{NUMERAL}]+[款项])*[、至，和]?\s?{ARTICLE})*")
AFTER_NAME = re.compile(r"》?(?:（[^）]{0,20}）)?[ 　]?")
SAMPLE = """# 示例条例

第一条 为了示例，制定本条例。

第二条 代表提出建议，应当
在三日内转交。
"""


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "docs" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def laws_by_name() -> dict[str, str]:
    """Each name a law is cited by, to its short name."""
    names = {}
    for row in rows("laws.csv"):
        for name in (row["short"], row["title"], *row["also"].split("；")):
            if name:
                names[name] = row["short"]
    return names


def cited_in(text: str, names: dict[str, str]) -> set[tuple[str, str]]:
    """Pairs of law and article of ``text``; a law without a known name is not found."""
    found = set()
    ordered = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"({ordered}){AFTER_NAME.pattern}({CHAIN.pattern})")
    for match in pattern.finditer(text):
        articles = re.findall(ARTICLE, match[2])
        found |= {(names[match[1]], article) for article in articles}
    return found


def articles_of(text: str) -> dict[str, str]:
    """The articles of a law by number, without blanks and ends of lines."""
    found: dict[str, list[str]] = defaultdict(list)
    article = ""
    for line in text.splitlines():
        if start := re.match(rf"({ARTICLE})[\s　]", line):
            article = start[1]
        if line.startswith("#"):
            article = ""
        if article:
            found[article].append(line)
    return {key: re.sub(r"\s", "", "".join(lines)) for key, lines in found.items()}


def sources() -> list[Path]:
    wanted = ("*.py", "*.md", "*.html", "*.json")
    kept = [p for p in tracked(*wanted) if "migrations" not in p.parts]
    return [path for path in kept if path.relative_to(ROOT).parts[0] != "tests"]


def test_the_register_holds_what_is_cited_and_nothing_else():
    names = laws_by_name()
    cited = set()
    for path in sources():
        cited |= cited_in(path.read_text(), names)

    listed = {(row["law"], row["article"]) for row in rows("citations.csv")}
    assert cited - listed == set()
    assert listed - cited == set()


def test_every_law_named_before_an_article_is_known():
    """A title that no register has is one that nobody looked up."""
    names = "|".join(re.escape(n) for n in laws_by_name())
    title = re.compile(
        rf"《([^《》]+(?:〈[^〉]+〉[^《》]*)?)》(?:（[^）]*）)?第[{NUMERAL}]+条"
    )
    unknown = {
        f"{path.relative_to(ROOT)}: {match[1]}"
        for path in sources()
        for match in title.finditer(path.read_text())
        if "示例" not in match[1] and not re.fullmatch(names, match[1])
    }
    assert unknown == set()


def test_old_provincial_texts_say_that_they_are_to_be_checked():
    old = [row for row in rows("laws.csv") if row["checked"] == "待核"]
    assert old
    for path in tracked("office/calendar/reference/*.json", "docs/glossary.md"):
        for line in path.read_text().splitlines():
            for row in old:
                names = (row["short"], row["title"])
                if any(name in line for name in names) and "第" in line:
                    assert "待核" in line, f"{path.name}: {line.strip()[:80]}"


def without_text(row: dict[str, str], texts: dict[str, dict[str, str]]) -> str:
    """What is wrong with a row of the register, or nothing."""
    articles = texts.get(row["law"])
    if articles is None:
        return ""
    text = articles.get(row["article"])
    if text is None:
        return f"{row['law']}{row['article']}: 没有这一条"
    if row["words"] not in text:
        return f"{row['law']}{row['article']}: 没有“{row['words']}”"
    return ""


def test_an_article_that_is_not_there_or_says_something_else_is_found():
    texts = {"示例条例": articles_of(SAMPLE)}

    def judged(article: str, words: str) -> str:
        return without_text(
            {"law": "示例条例", "article": article, "words": words}, texts
        )

    assert judged("第二条", "应当在三日内转交") == ""
    assert "没有这一条" in judged("第三条", "转交")
    assert "没有“五日内”" in judged("第二条", "五日内")


def test_the_articles_say_what_the_register_says():
    texts = {}
    for row in rows("laws.csv"):
        if row["file"] and (LAWS / row["file"]).exists():
            texts[row["short"]] = articles_of((LAWS / row["file"]).read_text())
    wrong = [without_text(row, texts) for row in rows("citations.csv")]

    assert [line for line in wrong if line] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（代表法 第六十二条第一款第三项）", {("代表法", "第六十二条")}),
        (
            "代表法（2025）第五十一条、第五十二条",
            {("代表法", "第五十一条"), ("代表法", "第五十二条")},
        ),
        (
            "选举法 第三十条至第三十二条",
            {("选举法", "第三十条"), ("选举法", "第三十二条")},
        ),
        ("《示例法》第一条", set()),
    ],
)
def test_citations_are_read_as_people_write_them(text, expected):
    assert cited_in(text, laws_by_name()) == expected
