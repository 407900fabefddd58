"""Each dependency is used, and none forbids what the portal does with it."""

import re
import subprocess
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REQUIREMENTS = ROOT / "requirements"


def direct(name):
    """The names in a file of dependencies, extras left out."""
    lines = (REQUIREMENTS / f"{name}.in").read_text(encoding="utf-8").splitlines()
    found = (re.match(r"[A-Za-z0-9][\w.-]*", line) for line in lines)
    return [match[0].lower() for match in found if match]


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def modules_by_distribution():
    found: dict[str, set[str]] = {}
    for module, distributions in packages_distributions().items():
        for name in distributions:
            found.setdefault(canonical(name), set()).add(module)
    return found


@cache
def own_text():
    """What may use a library: code, scripts and settings of tools, but not tests."""
    kinds = ("*.py", "*.sh", "Makefile", "pyproject.toml", ":!tests")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *kinds],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    paths = (ROOT / name for name in listed)
    return "\n".join(p.read_text(encoding="utf-8") for p in paths if p.is_file())


@pytest.mark.parametrize("name", direct("base"))
def test_a_runtime_dependency_is_used(name):
    modules = modules_by_distribution()[canonical(name)] - {"tests", "docs"}

    # By import, or by its dotted path in the settings; argon2 by Django's hasher.
    names = "|".join(re.escape(module) for module in modules)
    used = re.search(rf"(?i)(import|from) ({names})\b|[\"'.]({names})", own_text())
    started = re.search(rf"exec ({names})\b", own_text())
    assert used or started


@pytest.mark.parametrize("lock", ["base", "dev", "embedded", "node"])
def test_a_dependency_says_why_it_is_there(lock):
    lines = (REQUIREMENTS / f"{lock}.in").read_text(encoding="utf-8").splitlines()

    silent = [line for line in lines if not re.match(r"-c |\S+ +# \S", line)]
    assert silent == []
