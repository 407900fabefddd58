"""One run: load few, measure, load many, measure, then against the floor, then import."""

import argparse
import time

from bench.ballots import ballot_lines
from bench.county import build_county
from bench.intake import WHO, draft_sessions, import_rates
from bench.load import load_cases
from bench.pages import measure_pages, session_of
from bench.report import Line, growth_lines, print_lines, rate_lines
from bench.rollup import rollup_lines
from bench.samples import make_messages
from bench.servers import web_server
from bench.throughput import (
    Target,
    form,
    from_drafts,
    in_turn,
    never_kept,
    rates,
    signed_in,
)
from bench.topics import topic_lines
from cases.models import Case

LEAST_IMPORTED = 3000
ROLE = "portal"


def run(url: str, asked: argparse.Namespace) -> int:
    """Measure and print; 0 when everything holds. ``url`` is the superuser's."""
    build_county()
    lines: list[Line] = []
    if asked.only in ("", "growth"):
        load_cases(url, asked.small, ROLE)
        small = measure_pages()
    start = time.monotonic()
    load_cases(url, asked.rows, ROLE)
    print(f"{asked.rows} cases loaded in {time.monotonic() - start:.0f} s", flush=True)
    if asked.only in ("", "growth"):
        lines += growth_lines(small, measure_pages())
        print_lines(lines)
    if asked.only in ("", "rates"):
        beside = rate_lines(measure_rates(asked.seconds, asked.drafts))
        print_lines(beside)
        lines += beside
    if asked.only in ("", "rollup"):
        counted = [
            *rollup_lines(url, asked.rows),
            *topic_lines(make_messages(asked.messages)),
        ]
        print_lines(counted)
        lines += counted
    if asked.only in ("", "ballots"):
        cast = ballot_lines(url, asked.seconds, asked.voters, asked.papers)
        print_lines(cast)
        lines += cast
    if asked.only in ("", "import"):
        taken = import_line(asked.imported)
        print_lines([taken])
        lines.append(taken)
    missed = [line.name for line in lines if not line.holds]
    print(f"missed: {', '.join(missed)}" if missed else "all hold")
    return 1 if missed else 0


def import_line(number: int) -> Line:
    alone, whole = import_rates(number)
    note = f"{whole:.0f}/s with reading and dry run"
    return Line("import, rows/s", alone, LEAST_IMPORTED, at_least=True, note=note)


def measure_rates(seconds: float, drafts: int) -> dict[str, float]:
    """Requests a second of the portal's pages and of the floor's."""
    newest = Case.objects.published().order_by("-published_at")
    cases = [f"/cases/{pk}" for pk in newest.values_list("pk", flat=True)[:50]]
    stations = [f"/s/s{number}" for number in range(50)]
    lists = ["/cases/", *(f"/cases/?station=s{number}" for number in range(20))]
    items = [path.replace("/cases/", "/items/") for path in cases]
    waiting = draft_sessions(drafts)
    text = {"text": "示例" * 30}
    with web_server("bench.floor.wsgi") as floor, web_server("feixian.wsgi") as portal:
        targets = {
            "floor constant": Target(floor, in_turn("/constant")),
            "cached": Target(portal, in_turn("/s/s1")),
            "floor item": Target(floor, never_kept(*items)),
            "station": Target(portal, in_turn(*stations)),
            "station anew": Target(portal, never_kept(*stations)),
            "case": Target(portal, in_turn(*cases)),
            "case anew": Target(portal, never_kept(*cases)),
            "floor list": Target(floor, never_kept("/items/")),
            "list": Target(portal, in_turn(*lists)),
            "list anew": Target(portal, never_kept(*lists)),
            "desk": Target(portal, signed_in("/desk/", session_of("jingban"))),
            "workbench": Target(
                portal, signed_in("/admin/cases/case/", session_of("gongwei"))
            ),
            "floor post": Target(floor, form("/new", text), 302),
            "submit": Target(portal, from_drafts("/cases/new/who", WHO, waiting), 302),
        }
        return rates(targets, seconds)
