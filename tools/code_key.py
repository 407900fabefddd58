"""A key of the code as it is now: what was done under the same key need not be repeated."""

import hashlib
import platform
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_READ = ("tests", "bench")


def key_of_code(root: Path = ROOT) -> str:
    """A hash of the own packages with all their files, and of the installed ones' names."""
    digest = hashlib.sha256(f"{sys.version} {platform.machine()}".encode())
    for installed in installed_packages():
        digest.update(f"{installed}\n".encode())
    for path in sorted(_sources(root)):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root)} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:20]


def installed_packages() -> list[str]:
    """Names and versions of what is installed in this environment."""
    packages = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    return sorted(path.name for path in packages)


def _sources(root: Path) -> Iterator[Path]:
    for package in root.glob("*/__init__.py"):
        if package.parent.name in NOT_READ:
            continue
        for path in package.parent.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path
    # How the tests make the template that tools/cluster_cache.py keeps.
    yield root / "tests" / "databases.py"
