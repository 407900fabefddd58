"""The house's own plan: apps, parts, and the closed list of files in a part (ADR 25)."""

import ast
import re
from pathlib import Path

import pytest

from tests.guards.test_project import APPS, tracked
from tests.paths import ROOT

PART_FILES = {
    "actions",
    "enums",
    "errors",
    "figures",
    "forms",
    "models",
    "notifications",
    "page",
    "permissions",
    "personal_data",
    "querysets",
    "rules",
    "services",
    "sheets",
    "urls",
    "views",
    "worklist",
}
# Found by name, by Django, Celery or pytest.
APP_FILES = {"__init__", "apps", "tasks", "urls"}
APP_FOLDERS = {"admin", "management", "migrations", "models", "templatetags"}
# Tools that every part uses; their files are named after what they know.
TOOLBOXES = {"office/text", "office/sheets", "office/web"}
# A part has data beside its code where every installation starts with it.
DATA_FOLDERS = {"reference", "data"}
DEMO = "demo"
MOST_MODULES = 12
MOST_LINES = 400


def modules(app: str) -> list[Path]:
    """The app's own modules, as paths below it, migrations aside."""
    found = [path.relative_to(ROOT / app) for path in tracked(f"{app}/*.py")]
    return [path for path in found if path.parts[0] not in APP_FOLDERS]


@pytest.mark.parametrize("app", [app for app in APPS if app != DEMO])
def test_at_the_top_of_an_app_stands_only_what_is_found_by_name(app):
    top = {path.stem for path in modules(app) if len(path.parts) == 1}

    assert top <= APP_FILES


@pytest.mark.parametrize("app", [app for app in APPS if app != DEMO])
def test_a_part_has_the_same_files_everywhere(app):
    odd = {
        str(Path(app) / path)
        for path in modules(app)
        if len(path.parts) > 1
        and f"{app}/{path.parts[0]}" not in TOOLBOXES
        and path.parts[1] != "__init__.py"
        and path.parts[1].removesuffix(".py") not in PART_FILES | DATA_FOLDERS
    }

    assert odd == set()


@pytest.mark.parametrize("app", APPS)
def test_no_app_has_more_modules_at_its_top_than_a_glance_takes_in(app):
    assert len([p for p in modules(app) if len(p.parts) == 1]) <= MOST_MODULES


@pytest.mark.parametrize("app", APPS)
def test_no_module_is_longer_than_it_can_be_read(app):
    long = {
        str(path): lines
        for path in modules(app)
        if (lines := (ROOT / app / path).read_text().count("\n")) > MOST_LINES
        # One file on purpose: strangers download it and run it alone.
        and (app, str(path)) != ("ballots", "tally/rules.py")
    }

    assert long == {}


@pytest.mark.parametrize("app", APPS)
def test_models_are_imported_from_where_they_are_defined(app):
    """Inside an app; ``models/__init__`` re-exports for the apps above."""
    found = [
        str(path)
        for path in modules(app)
        for node in ast.walk(ast.parse((ROOT / app / path).read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == f"{app}.models"
    ]

    assert found == []


@pytest.mark.parametrize("number", range(len(APPS)))
def test_no_app_spells_an_address_of_what_stands_above_it(number):
    above = "|".join(APPS[number + 1 :]) or "nothing"
    if APPS[number] in ("rollups", "consultation", "decisions", "governance"):
        # Beside each other; import-linter keeps them apart.
        above = "portal|demo"
    spelled = re.compile(rf"""["'](?:{above}):[a-z_]+["']""")
    files = tracked(f"{APPS[number]}/*.py", f"templates/{APPS[number]}/*.html")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in files
        for match in spelled.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


# Their tests still stand in files of another name; the list only gets shorter.
NOT_YET = {
    "ballots/boxes/services.py",
    "ballots/conduct/services.py",
    "cases/accusations/services.py",
    "cases/publishing/services.py",
    "office/people/services/login.py",
}


def services() -> list[Path]:
    """Every service module of every part, without the packages' own ``__init__``."""
    found = [Path(app) / path for app in APPS for path in modules(app)]
    return [
        path
        for path in found
        if len(path.parts) > 2
        and path.parts[2].removesuffix(".py") == "services"
        and path.name != "__init__.py"
    ]


def has_test_of_its_name(path: Path) -> bool:
    """``cases/loop/services/rating.py`` → ``tests/cases/loop/test_rating.py``.

    A part with a single ``services.py``: ``test_services.py``, or named as the part is.
    """
    app, part, name = path.parts[0], path.parts[1], path.stem
    names = {name, part} if path.parts[2] == "services.py" else {name}
    folder = ROOT / "tests" / app / part
    return any((folder / f"test_{one}.py").is_file() for one in names)


def test_every_service_module_has_a_test_file_of_its_name():
    without = {str(path) for path in services() if not has_test_of_its_name(path)}

    assert without - NOT_YET == set(), "write tests/<app>/<part>/test_<name>.py"
    assert NOT_YET - without == set(), "take it off the list: it has its file now"
