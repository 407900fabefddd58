"""``make bench``: pages at 1 000 and at 1 000 000 cases, compared with a bare project."""

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command

from bench.servers import data_servers, superuser_url

STATE = Path(__file__).resolve().parent.parent / ".local" / "bench"


def main(argv: list[str] | None = None) -> int:
    asked = _arguments().parse_args(argv)
    with data_servers(Path(asked.state)) as database:
        os.environ["DJANGO_SETTINGS_MODULE"] = "feixian.settings"
        django.setup()
        call_command("migrate", verbosity=0)
        # Imported late: it contains models, which need the settings and the servers.
        return import_module("bench.run").run(superuser_url(database), asked)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--small", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=3.0, help="of each round")
    parser.add_argument("--imported", type=int, default=20_000)
    parser.add_argument("--messages", type=int, default=10_000, help="of hot topics")
    parser.add_argument("--voters", type=int, default=10_000)
    parser.add_argument("--papers", type=int, default=1_000_000)
    parser.add_argument("--drafts", type=int, default=1500)
    parser.add_argument("--state", default=str(STATE))
    parser.add_argument(
        "--only",
        default="",
        help="growth, rates, rollup, ballots or import; everything when not given",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
