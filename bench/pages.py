"""One page, many cases: what each page costs in time and queries, without any cache."""

import statistics
import time
from collections.abc import Callable
from itertools import count
from urllib.parse import quote

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.report import Cost
from bench.samples import COMMON, RARE
from cases.models import Case
from office.models import User
from office.web.key_pages import KeyPage

WARM, RUNS = 5, 40
ORDER = ("-published_at", "-id")
DEEP = 20_000
_fresh = count()


def measure_pages() -> dict[str, Cost]:
    """The cost of every page at the number of cases there is now."""
    return {name: _cost(ask) for name, ask in _askers().items()}


def _cost(ask: Callable[[], None]) -> Cost:
    for _ in range(WARM):
        ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    queries = len(captured)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    # The lower quartile: whatever else runs on the machine only adds.
    return Cost(statistics.quantiles(times, n=4)[0] * 1000, queries)


def _askers() -> dict[str, Callable[[], None]]:
    anybody, resident = Client(), Client()
    newest = Case.objects.published().order_by(*ORDER)
    shown = list(newest.values_list("pk", flat=True)[: WARM * 4])
    own = Case.objects.get(pk=shown[0])
    session = resident.session
    session["proved"] = [own.tracking_code]
    session.save()
    deep = f"/cases/?after={_deep_token(newest)}"
    numbers = count()

    def a_case() -> None:
        _get(anybody, f"/cases/{shown[next(numbers) % len(shown)]}")

    return {
        "station": lambda: _get(anybody, "/s/s0"),
        "list": lambda: _get(anybody, "/cases/"),
        "list_deep": lambda: _get(anybody, deep),
        "case": a_case,
        "track": lambda: _get(resident, f"/c/{own.tracking_code}"),
        "desk": _as("jingban", "/desk/"),
        "admin": _as("gongwei", "/admin/cases/case/"),
        "search_rare": lambda: _get(anybody, f"/cases/?q={quote(RARE)}"),
        "search_common": lambda: _get(anybody, f"/cases/?q={quote(COMMON)}"),
    }


def _as(username: str, path: str) -> Callable[[], None]:
    client = _signed_in(username)
    return lambda: _get(client, path)


def _signed_in(username: str) -> Client:
    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(User.objects.get(username=username), backend=backend)
    return client


def session_of(username: str) -> str:
    """The key of a session in which this person is signed in."""
    return str(_signed_in(username).session.session_key)


def _get(client: Client, path: str) -> None:
    """Ask under an address never asked before, so that no cached page answers."""
    sign = "&" if "?" in path else "?"
    own = path.startswith(("/admin", "/desk"))
    address = path if own else f"{path}{sign}before=t{next(_fresh)}"
    response = client.get(address, HTTP_HOST="localhost")
    if response.status_code != 200:
        raise RuntimeError(f"{path} gives {response.status_code}")


def _deep_token(newest) -> str:
    """The token of the page after the 20 000th case (after the middle one of fewer)."""
    deep = min(DEEP, newest.count() // 2)
    row = newest[deep]
    return KeyPage(newest.filter(pk=row.pk), order=ORDER)._token(row)
