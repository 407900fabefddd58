"""Casting beside a bare POST, whole congresses within their time, a million ballots counted."""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from http.client import HTTPConnection
from importlib import import_module

import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.utils import timezone

from ballots.boxes.rules import blind
from ballots.counting import services as counting
from ballots.models import Ballot, Box
from ballots.rules.rules import RuleDraft
from ballots.setup import services as ballots
from ballots.setup.services import Frame, ItemDraft
from ballots.voting import services as voting
from bench.report import Line
from bench.servers import web_server
from bench.throughput import Request, Target, form, rates, send
from deputies.models import Assembly, Constituency, Deputy, Mandate, Term
from office.models import Division, RoleGrant, Unit, User
from office.people.enums import Role
from office.places.enums import DivisionLevel
from tools import blinding

ITEMS, SEATS = 24, 20
CONGRESS, CONGRESS_SECONDS = 300, 60
MANY_SECONDS = 600
THREADS = 4
LEAST, MOST = 0.5, 3.0

FILL = """
INSERT INTO ballots_ballotpaper (label, ballot_id, box, marks, is_spoiled, is_valid)
SELECT left(md5(n::text || random()::text), 16), %(ballot)s, '',
    (SELECT array_agg(CASE WHEN random() < 0.8 AND n + item > 0 THEN 1 ELSE 0 END)
        FROM generate_series(1, %(items)s) AS item), false, random() < 0.99
FROM generate_series(1, %(rows)s) AS n
"""


def ballot_lines(url: str, seconds: float, voters: int, papers: int) -> list[Line]:
    """``voters``: how many cast in the long run; ``papers``: how many are counted."""
    people = _seat(max(voters, CONGRESS))
    with web_server("feixian.wsgi") as portal, web_server("bench.floor.wsgi") as floor:
        return [
            _beside(portal, floor, _open(people), seconds),
            *_congress(portal, people[:CONGRESS], CONGRESS_SECONDS),
            *_congress(portal, people[:voters], MANY_SECONDS),
            _count(url, _open(people[:3]), papers),
        ]


def _seat(count: int) -> list[User]:
    town = Division.objects.filter(level=DivisionLevel.TOWN).earliest("pk")
    unit = Unit.objects.first()
    term = Term.objects.create(
        level="county", number=19, starts_on=date(2022, 1, 15), is_current=True
    )
    seat = Constituency.objects.create(
        term=term, level="county", town=town, number=1, name="第 1 选区", seats=3
    )
    users = User.objects.bulk_create(
        User(username=f"voter{n}", name=f"代表{n}") for n in range(count)
    )
    now = timezone.now()
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=Role.DEPUTY, unit=unit, started_at=now)
        for user in users
    )
    people = Deputy.objects.bulk_create(
        Deputy(code=user.username, name=user.name, gender="female", user=user)
        for user in users
    )
    Mandate.objects.bulk_create(
        Mandate(
            deputy=person,
            term=term,
            level="county",
            constituency=seat,
            status="valid",
            starts_on=term.starts_on,
        )
        for person in people
    )
    return users


def _open(people: list[User]) -> Ballot:
    """A ballot of 24 items on which all of ``people`` are present."""
    by = User.objects.filter(grants__role=Role.CONGRESS_OFFICE).first()
    ballot = ballots.draft_ballot(
        purpose="other",
        frame=Frame(
            "票决",
            "从 24 项里确定 20 项",
            "费县人民代表大会",
            assembly=_session_of_today(),
        ),
        rule=RuleDraft(seats=SEATS, max_marks=SEATS),
        items=[ItemDraft(str(n), f"第 {n} 项") for n in range(1, ITEMS + 1)],
        by=by,
    )
    mandates = Mandate.objects.filter(deputy__user__in=people)
    ballots.set_electorate(ballot=ballot, mandates=mandates, by=by)
    ballots.set_tellers(ballot=ballot, tellers=people[:2], chief=people[0], by=by)
    for teller in people[:2]:
        ballots.take_key(ballot=ballot, by=teller)
    ballot = ballots.check_ballot(ballot=ballot, by=by)
    ballots.mark_present(ballot=ballot, came=ballot.electors.all(), by=by)
    return voting.open_ballot(ballot=ballot, by=by)


def _session_of_today() -> Assembly:
    today = timezone.localdate()
    row, _ = Assembly.objects.get_or_create(
        term=Term.objects.get(level="county", is_current=True),
        number=1,
        defaults={"starts_on": today, "ends_on": today + timedelta(days=2)},
    )
    return row


def _cells() -> list[str]:
    marks = ["1"] * SEATS + [""] * (ITEMS - SEATS)
    secrets.SystemRandom().shuffle(marks)
    return marks


def _ready(box: Box) -> Iterator[Request]:
    """Ballots whose tickets are signed already: only the casting is asked."""
    key = blind.SigningKey.read(box.key)
    while True:
        token = blinding.prepare(secrets.token_bytes(blind.TOKEN_BYTES))
        hidden = blinding.blinded(token, key.modulus)
        signed = key.blind_sign(hidden.message)
        yield _cast(
            box, token, blinding.finalized(token, signed, hidden.inverse, key.modulus)
        )


def _cast(box: Box, token: bytes, signed: bytes) -> Request:
    data = {
        "box": box.name,
        "token": token.hex(),
        "signature": signed.hex(),
        "cells": _cells(),
    }
    return Request(f"/vote/{box.ballot.code}/cast", text=json.dumps(data))


def _beside(portal: int, floor: int, ballot: Ballot, seconds: float) -> Line:
    """Tickets are prepared before the clock runs: signing is not casting."""
    box = ballot.boxes.get()
    source = _ready(box)
    # As many as there are people: an urn that holds more than its own says nothing.
    ready = [next(source) for _ in range(ballot.members)]

    def stream() -> Iterator[Request]:
        while ready:
            yield ready.pop()

    found = rates(
        {
            "floor post": Target(floor, form("/new", {"text": "示例" * 30}), 302),
            "cast": Target(portal, stream),
        },
        seconds,
    )
    note = f"{found['cast']:.0f}/s beside {found['floor post']:.0f}/s"
    ratio = found["cast"] / found["floor post"]
    return Line("cast ÷ floor post", ratio, LEAST, at_least=True, note=note)


def _congress(portal: int, people: list[User], most: float) -> list[Line]:
    """Everybody takes a ticket and casts, over HTTP, ``THREADS`` at a time."""
    ballot = _open(people)
    box = ballot.boxes.get()
    waiting = [(person, _session(person)) for person in people]
    receipts: list[str] = []
    failed: list[str] = []
    lock = threading.Lock()

    def work() -> None:
        link = HTTPConnection("127.0.0.1", portal, timeout=60)
        while True:
            with lock:
                if not waiting or failed:
                    return
                _, session = waiting.pop()
            try:
                receipt = _vote(link, box, session)
            except (ValueError, KeyError) as error:
                failed.append(repr(error))
                return
            receipts.append(receipt)

    start = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - start
    if failed:
        raise RuntimeError(failed[0])
    cast = voting.turnout(ballot)["cast"]
    lost = abs(len(people) - cast) + len(people) - len(set(receipts))
    count = len(people)
    note = f"{count / took:.0f} voters/s, ticket and ballot"
    return [
        Line(f"{count} vote, seconds", took, most, note=note),
        Line(f"{count} vote, lost or twice", lost, 0),
    ]


def _session(person: User) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return store.session_key


def _vote(link: HTTPConnection, box: Box, session: str) -> str:
    """What frontend/js/voting.js does. Returns the receipt."""
    modulus = int(box.modulus, 16)
    token = blinding.prepare(secrets.token_bytes(blind.TOKEN_BYTES))
    hidden = blinding.blinded(token, modulus)
    address = f"/vote/{box.ballot.code}"
    asked = Request(
        f"{address}/ticket", {"hidden": hidden.message.hex()}, {"sessionid": session}
    )
    told = _told(send(link, asked))
    signed = blinding.finalized(
        token, bytes.fromhex(told["signed"]), hidden.inverse, modulus
    )
    return _told(send(link, _cast(box, token, signed)))["receipt"]


def _told(answer: tuple[int, bytes]) -> dict[str, str]:
    status, body = answer
    if status != 200:
        raise ValueError(f"{status} {body[:200].decode()}")
    return json.loads(body)


def _count(url: str, ballot: Ballot, papers: int) -> Line:
    """The portal's count beside a statement that sums the same marks, in turn."""
    with psycopg.connect(url, autocommit=True) as link:
        data = {"ballot": ballot.pk, "items": ITEMS, "rows": papers}
        link.execute(FILL, data)
        link.execute("VACUUM ANALYZE ballots_ballotpaper")
    sums = ", ".join(f"sum(marks[{n}]) FILTER (WHERE is_valid)" for n in range(1, 25))
    by_hand = f"SELECT {sums} FROM ballots_ballotpaper WHERE ballot_id = %s"
    rule = counting.rule_of(ballot)
    alone, ours = [], []
    for _ in range(3):
        start = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(by_hand, [ballot.pk])
            expected = [int(n or 0) for n in cursor.fetchone()]
        alone.append(time.perf_counter() - start)
        start = time.perf_counter()
        sheet = counting.count_marks(ballot, rule)
        ours.append(time.perf_counter() - start)
    votes = {item.code: item.votes for item in sheet.items}
    if [votes[str(n)] for n in range(1, ITEMS + 1)] != expected:
        raise RuntimeError("the count and the statement do not agree")
    note = f"{min(ours):.2f} s beside {min(alone):.2f} s, {papers} ballots"
    return Line("tally ÷ statement", min(ours) / min(alone), MOST, note=note)
