"""``make audit``: checks the locked dependencies for known vulnerabilities.

Asks the advisory services of the package registries, by pip-audit and npm audit. Not a
part of ``make test``: the answer changes while the code does not, and needs the
network. Exit status: 0 all checked, nothing known; 1 vulnerabilities known; 2 a service
did not answer for everything, so that the result is incomplete.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.node import npm_command

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("base", "embedded", "dev", "node")
LONGEST_REASON = 200


@dataclass
class Findings:
    """Known vulnerabilities, a line each.

    And what could not be checked, with the reason.
    """

    checked: int = 0
    known: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)


def read_pip_audit(lock: str, out: str, err: str) -> Findings:
    """pip-audit also exits with 0 if the service knew none of the packages."""
    rows = _object(out).get("dependencies")
    if rows is None:
        return Findings(unchecked=[f"{lock}：{_reason(err)}"])
    found = Findings()
    for row in rows:
        if "skip_reason" in row:
            found.unchecked.append(f"{lock}：{row['skip_reason'][:LONGEST_REASON]}")
            continue
        found.checked += 1
        for known in row["vulns"]:
            fixed = "、".join(known["fix_versions"]) or "还没有"
            name = f"{row['name']} {row['version']}"
            found.known.append(f"{name}  {known['id']}  修好的版本：{fixed}")
    return found


def read_npm_audit(out: str, err: str) -> Findings:
    data = _object(out)
    if "vulnerabilities" not in data:
        reason = data.get("message") or _reason(err)
        return Findings(unchecked=[f"package-lock.json：{reason[:LONGEST_REASON]}"])
    return Findings(
        checked=data["metadata"]["dependencies"]["total"],
        known=[
            f"{name} {row['range']}  {row['severity']}"
            for name, row in sorted(data["vulnerabilities"].items())
        ],
    )


def _object(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _reason(err: str) -> str:
    """The last line of a traceback names the error."""
    lines = [line for line in err.splitlines() if line.strip()]
    return lines[-1][:LONGEST_REASON] if lines else "没有回答"


def _python(lock: str) -> Findings:
    program = str(Path(sys.executable).with_name("pip-audit"))
    path = str(ROOT / "requirements" / f"{lock}.txt")
    # With hashes nothing has to be resolved: each pinned version is checked.
    how = ["--disable-pip", "--require-hashes", "--progress-spinner", "off"]
    done = subprocess.run(
        [program, "-r", path, *how, "-f", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    return read_pip_audit(f"{lock}.txt", done.stdout, done.stderr)


def _node() -> Findings:
    npm, path = npm_command()
    done = subprocess.run(
        [*npm, "audit", "--json"],
        cwd=ROOT / "frontend",
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    return read_npm_audit(done.stdout, done.stderr)


def report(findings: list[Findings]) -> int:
    """Print the findings; returns the exit status."""
    known = [line for one in findings for line in one.known]
    unchecked = [line for one in findings for line in one.unchecked]
    print(f"查了 {sum(one.checked for one in findings)} 个依赖。")
    for line in known:
        print(f"已知漏洞：{line}")
    if unchecked:
        print("漏洞库没有回答，下面的没有查成，不能当作没有漏洞：")
        for line in unchecked:
            print(f"  {line}")
    elif not known:
        print("没有已知漏洞。")
    if known:
        return 1
    return 2 if unchecked else 0


if __name__ == "__main__":
    sys.exit(report([*(_python(lock) for lock in LOCKS), _node()]))
