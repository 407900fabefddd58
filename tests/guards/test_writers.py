"""Files to download are written in one place, which knows what a file can hold."""

import re

from tests.guards.test_project import APPS, tracked
from tests.paths import ROOT

WRITERS = "office/sheets/"
MAKES_A_FILE = re.compile(r"\bWorkbook\(|csv\.(?:writer|DictWriter)\(|\bDocument\(\)")


def test_workbooks_csv_and_word_files_are_written_by_office_sheets_only():
    names = {
        str(path.relative_to(ROOT))
        for path in tracked(*(f"{app}/*.py" for app in APPS))
        if MAKES_A_FILE.search(path.read_text())
    }
    assert names
    assert {name for name in names if not name.startswith(WRITERS)} == set()
