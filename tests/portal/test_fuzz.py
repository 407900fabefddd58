"""Odd input to every route and every form: an answer in words, never a 500.

What is sent is drawn from one list with a fixed seed: a run is bounded, and a failure
comes again.
"""

import random
import re

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, get_resolver

from cases.loop.enums import Grade
from tests.county import drafted, in_hand, published, rated, submitted
from tests.guards.test_project import APPS, tracked
from tests.portal.test_actions import begin, every

pytestmark = pytest.mark.django_db

ODD = (
    "",
    " ",
    "x",
    "\x00",
    "水\x00渠",
    "0",
    "-1",
    "1e9",
    "9" * 30,
    "²",
    "١٢",
    "１２",
    "NaN",
    "Infinity",
    "0001-01",
    "0000-00-00",
    "9999-12-31",
    "2026-02-30",
    "2026-11-23T99:99",
    "[" * 300,
    '{"a":',
    "' or 1=1 --",
    "<script>",
    "%s%n{0}",
    "../../etc/passwd",
    "😀" * 40,
    "\u202e\ufffe\uffff",
    "a" * 3000,
)
ROUNDS = 5
# Sends the browser to another site or answers for ever; nothing of ours is asked there.
NOT_OURS = ("metrics", "static", "media")
PEOPLE = ("office", "keeper", "handler", "deputy_user", None)
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")


def routes(resolver=None, before="") -> list[str]:
    """The address of every route, with ``<type:name>`` where something goes."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            found.append(address)
        else:
            found += routes(entry, address)
    return [address for address in found if not address.startswith(NOT_OURS)]


def names_asked_for() -> list[str]:
    """Every name that a view or a form of ours takes from an address."""
    names = set()
    for path in tracked(*(f"{app}/*.py" for app in APPS)):
        names |= set(re.findall(r'GET\.get(?:list)?\(\s*"(\w+)"', path.read_text()))
    return sorted(names | {"q", "after", "before", "page", "show", "o", "e", "p"})


def some_keys() -> list[str]:
    """Keys of rows that exist, of any table, and some that do not."""
    keys = {"1", "0", "9223372036854775807", "99999999999999999999"}
    for model in apps.get_models():
        if model._meta.pk.get_internal_type().endswith("AutoField"):
            first = model._base_manager.order_by("pk").values_list("pk", flat=True)
            keys |= {str(pk) for pk in first[:1]}
    return sorted(keys)


def filled(address: str, draw: random.Random, keys: list[str]) -> str:
    def argument(match: re.Match) -> str:
        if match[1] == "int":
            return draw.choice(keys)
        return draw.choice(("x", "tanyi", "水", "²", "1", "..", "a" * 200, "%00"))

    text = ARGUMENT.sub(argument, address)
    # What is left of the admin's own patterns of letters.
    return "/" + re.sub(r"\(\?P<\w+>[^)]*\)", "x", text).strip("^$").lstrip("/")


@pytest.fixture
def house(county):
    published(county, rated(county, Grade.SOLVED, text="路灯修好了吗。"))
    in_hand(county, text="村卫生室一星期只开两天。")
    drafted(county, text="集市的垃圾没人清。")
    submitted(county, text="桥面裂了一道缝。")
    return county


@pytest.mark.parametrize("who", PEOPLE)
def test_no_address_answers_odd_words_with_a_500(house, who):
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(getattr(house, who))
    draw, keys, names = random.Random(f"{who}"), some_keys(), names_asked_for()  # noqa: S311
    wrong = []
    for route in routes():
        for method in (client.get, client.post):
            address = filled(route, draw, keys)
            asked = {name: draw.choice(ODD) for name in draw.sample(names, 12)}
            if "logout" not in address:
                answer = method(address, asked)
                if answer.status_code >= 500:
                    wrong.append((method.__name__, address, asked))
    assert len(routes()) > 200
    assert wrong == []


def odd_value(draw: random.Random):
    if draw.random() < 0.1:
        return SimpleUploadedFile("照片.jpg", draw.choice(ODD).encode() + b"\xff\xd8")
    return draw.choice(ODD)


@pytest.mark.parametrize(("group", "name"), every)
def test_no_form_of_an_action_answers_odd_words_with_a_500(county, group, name):
    _, _, address, person, sent = begin(county, group, name)
    client = Client(raise_request_exception=False)
    client.force_login(person)
    draw = random.Random(f"{group.key} {name}")  # noqa: S311
    form = client.get(address).context
    fields = set(sent)
    if form and "form" in form and hasattr(form["form"], "fields"):
        fields |= set(form["form"].fields)
    for _ in range(ROUNDS):
        # One or two fields are odd, the others as they should be: deeper than all odd.
        odd = draw.sample(sorted(fields), min(len(fields), draw.choice((1, 2, 9))))
        typed = {**sent, **{field: odd_value(draw) for field in odd}}
        answer = client.post(address, {k: v for k, v in typed.items() if v is not None})
        assert answer.status_code < 500, typed
