"""Requests a second of the portal beside those of the floor, under the same gunicorn."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from urllib.parse import urlencode

THREADS, ROUNDS = 2, 3
TOKEN = "b" * 32


@dataclass(frozen=True)
class Request:
    path: str
    body: dict[str, str] | None = None
    cookies: dict[str, str] = field(default_factory=dict)
    # JSON, sent without cookies.
    text: str = ""


Requests = Callable[[], Iterator[Request]]


@dataclass(frozen=True)
class Target:
    """What is asked of which server; ``requests`` makes a new stream for each round."""

    port: int
    requests: Requests
    expect: int = 200


def rates(targets: dict[str, Target], seconds: float) -> dict[str, float]:
    """Requests a second of each target: the middle of several rounds, taken in turn."""
    found: dict[str, list[float]] = {name: [] for name in targets}
    for target in targets.values():
        _rate(target, max(seconds / 3, 0.2))
    for _ in range(ROUNDS):
        for name, target in targets.items():
            found[name].append(_rate(target, seconds))
    return {name: statistics.median(values) for name, values in found.items()}


def _rate(target: Target, seconds: float) -> float:
    stream, lock = target.requests(), threading.Lock()
    done, failed = [], []
    end = time.perf_counter() + seconds

    def work() -> None:
        link = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
        mine = 0
        while time.perf_counter() < end:
            with lock:
                request = next(stream, None)
            if request is None:
                break
            status, _ = send(link, request)
            if status != target.expect:
                failed.append((request.path, status))
                break
            mine += 1
        done.append(mine)
        link.close()

    start = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise RuntimeError(f"{failed[0][0]} gives {failed[0][1]}")
    return sum(done) / (time.perf_counter() - start)


def send(link: http.client.HTTPConnection, request: Request) -> tuple[int, bytes]:
    """Status and body of the answer."""
    headers = {"Host": "127.0.0.1"}
    cookies = dict(request.cookies)
    body = None
    if request.body is not None:
        cookies["csrftoken"] = TOKEN
        body = urlencode({**request.body, "csrfmiddlewaretoken": TOKEN})
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    if request.text:
        body = request.text
        headers["Content-Type"] = "application/json"
    if cookies:
        headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in cookies.items())
    link.request("GET" if body is None else "POST", request.path, body, headers)
    answer = link.getresponse()
    return answer.status, answer.read()


def in_turn(*paths: str) -> Requests:
    """The same addresses again and again."""
    return lambda: (Request(path) for path in cycle(paths))


_fresh = count(1)


def signed_in(path: str, session: str) -> Requests:
    """One address again and again, by one person."""
    return lambda: (Request(path, cookies={"sessionid": session}) for _ in count())


def never_kept(*paths: str) -> Requests:
    """Each address in turn, with a token that no cached page has and that leads nowhere."""

    def stream() -> Iterator[Request]:
        for number in _fresh:
            path = paths[number % len(paths)]
            yield Request(f"{path}{'&' if '?' in path else '?'}before=t{number}")

    return stream


def form(path: str, body: dict[str, str]) -> Requests:
    def stream() -> Iterator[Request]:
        while True:
            yield Request(path, body)

    return stream


def from_drafts(path: str, body: dict[str, str], sessions: list[str]) -> Requests:
    """One form for each prepared session; a session is never used twice."""

    def stream() -> Iterator[Request]:
        while sessions:
            yield Request(path, body, {"sessionid": sessions.pop()})

    return stream
