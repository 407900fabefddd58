"""代表名额: the law's formula at its limits, and the evenness of seats per population."""

import pytest

from deputies.models import Constituency, Term
from deputies.terms.figures import shares_of, widest_first
from deputies.terms.rules import count_quota


@pytest.mark.parametrize(
    ("level", "people", "total"),
    [
        ("county", 783_200, 296),
        ("county", 4_999, 140),
        ("county", 5_000, 141),
        ("county", 1_550_000, 450),
        ("county", 1_555_000, 450),
        ("town", 60_000, 85),
        ("town", 1_499, 45),
        ("town", 172_500, 160),
        ("town", 500_000, 160),
    ],
)
def test_base_and_added_make_the_number_up_to_the_most(level, people, total):
    assert count_quota(level, people).total == total


def test_the_sum_is_written_out_with_its_article():
    assert count_quota("county", 783_200).sentence == (
        "140 + 783,200 ÷ 5,000（取整 156）= 296（选举法第十二条第一款第三项）"
    )
    assert "不得超过 160，按 160" in count_quota("town", 200_000).sentence


@pytest.mark.parametrize(
    ("level", "people", "seats", "allowed"),
    [
        ("county", 783_200, 296, True),
        ("county", 783_200, 295, False),
        ("county", 783_200, 297, False),
        ("county", 49_999, 120, True),
        ("county", 50_000, 120, False),
        ("town", 1_999, 30, True),
        ("town", 2_000, 30, False),
        ("town", 1_999, 0, False),
    ],
)
def test_only_a_small_place_may_have_fewer(level, people, seats, allowed):
    assert (count_quota(level, people).objection(seats) == "") is allowed


def drawn(number, people, seats=1, level="county", town=1):
    return Constituency(
        level=level, number=number, population=people, seats=seats, town_id=town
    )


def test_the_most_uneven_constituency_comes_first_and_the_unknown_last():
    rows = [drawn(1, 1000), drawn(2, None), drawn(3, 3000, seats=2), drawn(4, 2400)]
    shares = widest_first(shares_of(rows))

    assert [s.constituency.number for s in shares] == [4, 1, 3, 2]
    assert [s.percent for s in shares] == [50, -38, -6, None]
    assert [s.warns for s in shares] == [True, True, False, False]


def test_a_town_is_measured_by_its_own_average():
    rows = [drawn(1, 1000, level="town", town=1), drawn(1, 3000, level="town", town=2)]
    assert [share.percent for share in shares_of(rows)] == [0, 0]


def test_a_term_is_over_only_when_another_began():
    assert Term(is_current=False).is_in_preparation
    assert not Term(is_current=True).is_over
