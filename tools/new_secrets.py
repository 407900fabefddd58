"""``make secrets``: fill the secrets that are still blank in .env, with good ones.

Needs nothing but Python. Without a .env it begins from .env.example. What is filled in
already stays: a changed HASH_KEY finds no phone again, a lost FIELD_KEYS opens nothing.
"""

import base64
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAKERS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "HASH_KEY": lambda: secrets.token_urlsafe(32),
    "FIELD_KEYS": lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
    "POSTGRES_PASSWORD": lambda: secrets.token_hex(24),
}


def filled(text: str) -> tuple[str, list[str]]:
    """``text`` of a .env with every blank secret filled, and the names of these."""
    lines, made = [], []
    given = {line.split("=", 1)[0] for line in text.splitlines() if "=" in line}
    for line in [*text.splitlines(), *(f"{n}=" for n in MAKERS if n not in given)]:
        name, sign, value = line.partition("=")
        if sign and name in MAKERS and not value.strip().strip("\"'"):
            line = f"{name}={MAKERS[name]()}"
            made.append(name)
        lines.append(line)
    return "\n".join(lines) + "\n", made


def main(root: Path = ROOT) -> int:
    path = root / ".env"
    source = path if path.exists() else root / ".env.example"
    text, made = filled(source.read_text(encoding="utf-8"))
    if made:
        # Written beside and moved: an interrupted run leaves no half of the secrets.
        beside = root / ".env.new"
        beside.unlink(missing_ok=True)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        beside.replace(path)
    print(f"已写入 {path}：{'、'.join(made)}" if made else "密钥都已经有了，没有改动。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
