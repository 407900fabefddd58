import base64
import json

import pytest

from office.models import Division
from office.places.enums import DivisionLevel
from office.web.key_pages import KeyPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """Nine places; three share each name, so that the key decides among equals."""
    return [
        Division.objects.create(
            code=f"37132510{n}", name=f"镇{n // 3}", level=DivisionLevel.COUNTY
        )
        for n in range(9)
    ]


def page(order=("name", "-id"), size=4, **asked):
    return KeyPage(Division.objects.all(), order=order, size=size, **asked)


def test_going_forward_shows_every_row_once(places):
    seen, token = [], ""
    for _ in range(3):
        one = page(after=token)
        seen += one.rows
        token = one.next

    assert token == ""
    assert seen == list(Division.objects.order_by("name", "-id"))


def test_going_back_shows_the_page_one_came_from(places):
    first = page()
    second = page(after=first.next)

    assert page(before=second.previous).rows == first.rows
    assert first.previous == ""
    assert page(before=second.previous).previous == ""


def test_a_row_that_comes_meanwhile_moves_nothing(places):
    first = page(order=("-id",))
    Division.objects.create(code="371325199", name="新", level=DivisionLevel.COUNTY)
    second = page(order=("-id",), after=first.next)

    assert not set(first.rows) & set(second.rows)


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "%%%",
        "水",
        base64.urlsafe_b64encode(b"[]").decode(),
        base64.urlsafe_b64encode(b'{"a":1}').decode(),
        base64.urlsafe_b64encode(json.dumps(["镇0", "x"]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps(["\x00", 1]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps([None, 1]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps(["镇0", 10**40]).encode()).decode(),
    ],
)
def test_a_token_that_cannot_be_read_gives_the_first_page(places, token):
    assert page(after=token).rows == page().rows
    assert page(before=token).rows == page().rows


def test_an_empty_list_has_no_neighbours():
    one = page()

    assert (one.rows, one.next, one.previous) == ([], "", "")


def test_a_page_costs_one_query(places, django_assert_num_queries):
    with django_assert_num_queries(1):
        page()
