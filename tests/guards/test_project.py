"""Rules that a reader would otherwise have to remember."""

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.paths import ROOT

# From the one that knows nothing of the others to the one that knows them all.
APPS = (
    "office",
    "deputies",
    "cases",
    "rollups",
    "ballots",
    "consultation",
    "decisions",
    "governance",
    "supervision",
    "portal",
    "demo",
)
# May lock any row, what lies behind the wall included (ADR 5).
MAY_SEE_EVERYTHING = {
    "cases/accusations/services/wall.py",
    "cases/imports/personal_data.py",
    "cases/loop/personal_data.py",
    "cases/imports/services/imports.py",
    "cases/loop/services/clock.py",
    "cases/loop/services/intake.py",
    "cases/loop/services/moves.py",
    "cases/loop/services/screening.py",
}
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create"}
WRITES |= {"update_or_create", "delete"}


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        [
            "git",
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
            *patterns,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [
        ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()
    ]


def text_files() -> list[Path]:
    kinds = {".py", ".html", ".js", ".mjs", ".scss", ".md", ".toml", ".yml", ".sh"}
    kinds |= {".in", ".txt", ".json", ""}
    return [path for path in tracked() if path.suffix in kinds]


@pytest.mark.django_db
def test_migrations_say_what_the_models_say():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_views_do_not_write():
    found = []
    for path in tracked("*/views.py", "*/views/*.py", "*/actions.py", "*/actions/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            ):
                continue
            if node.func.attr in WRITES and "session" not in ast.dump(node.func.value):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")

    assert found == []


def test_only_named_services_look_behind_the_wall():
    users = {
        str(path.relative_to(ROOT))
        for path in tracked("*.py")
        if re.search(r"\bCase\.everything\b", path.read_text(encoding="utf-8"))
        and not str(path.relative_to(ROOT)).startswith(("tests/", "bench/"))
    }

    assert users <= MAY_SEE_EVERYTHING


def test_no_marks_of_unfinished_work_are_left():
    mark = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in text_files()
        if "package-lock" not in path.name and path.suffix != ".txt"
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
        if mark.search(line)
    ]

    assert found == []


def test_no_test_is_skipped():
    mark = re.compile(r"pytest\.(mark\.)?(skip|skipif|xfail)\b")
    found = [
        str(path.relative_to(ROOT))
        for path in tracked("tests/*.py")
        if path != Path(__file__) and mark.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_lock_files_carry_hashes_and_no_hosts():
    for path in tracked("requirements/*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path.name
        assert "sha256:" in text, path.name

    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    for name, package in packages["packages"].items():
        assert "resolved" not in package, name
        assert not name or package.get("integrity", "").startswith("sha512-"), name


def test_documents_lead_to_files_that_are_there():
    link = re.compile(r"\]\((?!\w+:)([^)#]+)|`((?:docs|deploy|bench|tests)/[\w./-]+)`")
    lost = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in tracked("*.md")
        for found in link.finditer(page.read_text(encoding="utf-8"))
        for target in [found[1] or found[2]]
        if not any((start / target).exists() for start in (ROOT, page.parent))
    ]
    assert not lost, lost


def test_no_file_names_a_path_of_one_machine():
    found = [
        str(path.relative_to(ROOT))
        for path in text_files()
        if re.search(r"(?<![\w.])/(?:root|home)/\w", path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize("app", APPS)
def test_vague_file_names_do_not_come_back(app):
    vague = {"utils.py", "helpers.py", "common.py", "base.py", "manager.py", "misc.py"}

    assert [p for p in tracked(f"{app}/*.py") if p.name in vague] == []
