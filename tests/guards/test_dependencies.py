"""Each dependency is used, and none forbids what the portal does with it."""

import json
import re
import subprocess
from functools import cache
from importlib.metadata import (
    PackageNotFoundError,
    metadata,
    packages_distributions,
)
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


# May be used, changed and passed on under any licence; only notices must be kept.
PERMISSIVE = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "PSF-2.0",
    "Zlib",
}
# Copyleft that ends at the library, which is imported unchanged.
LIBRARY_ONLY = {
    "psycopg": {"LGPL-3.0-only"},
    "psycopg-binary": {"LGPL-3.0-only"},
    "gmpy2": {"LGPL-3.0-or-later"},
    "python-stdnum": {"LGPL-2.1-or-later"},
    "certifi": {"MPL-2.0"},
    "fido2": {"MPL-2.0"},
}
# Said by the licence file where the metadata is vague.
READ_BY_HAND = {"qrcode": "BSD-3-Clause"}
WORDS = {
    "apache": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause",
    "mit license": "MIT",
    "gnu lesser general public license v2 or later (lgplv2+)": "LGPL-2.1-or-later",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
}


def locked(name):
    text = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"^([A-Za-z0-9][\w.-]*)==", text, re.MULTILINE)))


def licences(name):
    """SPDX expressions; all of them hold."""
    if name in READ_BY_HAND:
        return [READ_BY_HAND[name]]
    told = metadata(name)
    if expression := told.get("License-Expression"):
        return [expression]
    kinds = [c for c in told.get_all("Classifier", []) if c.startswith("License ::")]
    found = [kind.rpartition(" :: ")[2] for kind in kinds] or [told.get("License", "")]
    return [WORDS.get(one.lower(), one) for one in found]


def allows(expression, allowed):
    """``A AND B`` needs both, ``A OR B`` one of them; brackets do not occur together."""
    parts = re.split(r"\s+AND\s+", expression.strip("()"))
    return all(set(re.split(r"\s+OR\s+", part)) & allowed for part in parts)


def test_no_runtime_dependency_forbids_what_the_portal_does():
    refused = {}
    for name in locked("base"):
        try:
            found = licences(name)
        except PackageNotFoundError:
            continue  # of another operating system or version of Python
        allowed = PERMISSIVE | LIBRARY_ONLY.get(name, set())
        if not all(allows(one, allowed) for one in found):
            refused[name] = found
    assert refused == {}


def build_only(name):
    """resvg draws the icons while the pages are built; nothing of it goes out with them."""
    return {"MPL-2.0"} if name.startswith("node_modules/@resvg/") else set()


def test_no_library_of_the_pages_forbids_it_either():
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    refused = {
        name: package.get("license", "")
        for name, package in lock["packages"].items()
        if name and not package.get("dev")
        if not allows(package.get("license", ""), PERMISSIVE | build_only(name))
    }
    assert refused == {}


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("BSD-3-Clause AND Zlib", True),
        ("BSD-3-Clause AND GPL-3.0-only", False),
        ("(BSD-2-Clause OR GPL-2.0-only)", True),
        ("AGPL-3.0-or-later", False),
        ("", False),
    ],
)
def test_expressions_are_understood(expression, allowed):
    assert allows(expression, PERMISSIVE) is allowed


def test_the_licence_is_in_both_languages():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert "木兰宽松许可证，第2版" in text
    assert "Mulan Permissive Software License，Version 2 (Mulan PSL v2)" in text
