"""The numbers of a paper vote: what cannot be is refused, and nothing is half written."""

from datetime import date

import pytest

from deputies.elections.services import candidates as elections
from deputies.elections.services import results
from deputies.elections.services.candidates import Call, ElectionError
from deputies.elections.services.results import Result
from deputies.elections.services.rules import Count
from deputies.models import Announcement, Candidate, Constituency, Mandate, Term
from deputies.register.services.mandates import MandateError, Person, elect_deputy

pytestmark = pytest.mark.django_db
DAY, ANNOUNCED = date(2026, 6, 20), date(2026, 6, 21)


@pytest.fixture
def free(county):
    current = Term.objects.create(
        level="county", number=19, starts_on=date(2022, 1, 15), is_current=True
    )
    return Constituency.objects.create(
        term=current, level="county", town=county.town, number=1, name="选区", seats=2
    )


@pytest.fixture
def election(free):
    call = Call(DAY, date(2026, 5, 1), "公告")
    return elections.call_election(constituency=free, kind="by", call=call, by=None)


def nominate(election, name, nominated_by="party"):
    person = Person(name=name, gender="male", born="1975-04")
    return elections.add_candidate(
        election=election, person=person, nominated_by=nominated_by, by=None
    )


@pytest.fixture
def names(election):
    """Three on the final list, and one who was nominated and is not."""
    rows = [nominate(election, name) for name in ("郭新", "丁一", "王五", "赵六")]
    elections.settle_candidates(
        election=election,
        finals={row.pk: None for row in rows[:3]},
        on=date(2026, 6, 10),
        document="名单",
        by=None,
    )
    return rows


def record(election, votes, runoff=None, on=ANNOUNCED, document="结果", **numbers):
    values = {"electors": 1000, "voters": 600, "ballots": 600, "invalid": 10}
    result = Result(
        count=Count(**{**values, **numbers}),
        votes={row.pk: n for row, n in votes.items()},
        runoff={row.pk: n for row, n in (runoff or {}).items()},
        on=on,
        document=document,
    )
    return results.record_result(election=election, result=result, by=None)


def test_a_result_waits_for_the_final_list(election):
    with pytest.raises(ElectionError, match="不能登记结果"):
        record(election, {})


def test_a_result_is_recorded_once(election, names):
    record(election, {names[0]: 400, names[1]: 310})

    with pytest.raises(ElectionError, match="不能登记结果"):
        record(election, {names[0]: 400, names[1]: 310})
    assert Mandate.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"document": " "}, "文件"),
        ({"on": date(2026, 6, 19)}, "选举日以后"),
        ({"on": date(2099, 1, 1)}, "今天以前"),
        ({"voters": 1001}, "全体选民"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    election, names, changes, why
):
    with pytest.raises(ElectionError, match=why):
        record(election, {names[0]: 400}, **changes)

    assert not Candidate.objects.filter(votes__isnull=False).exists()
    assert not Announcement.objects.filter(kind="result").exists()


def test_a_ballot_names_no_more_than_the_seats(election, names):
    """第四十四条: 590 valid ballots for two seats hold 1180 votes and not one more."""
    with pytest.raises(ElectionError, match="得票合计"):
        record(election, {names[0]: 590, names[1]: 590, names[2]: 1})

    elected = record(election, {names[0]: 590, names[1]: 589, names[2]: 1})
    assert elected == [names[0], names[1]]


def test_votes_for_who_is_not_on_the_ballot_are_refused_and_not_lost(election, names):
    with pytest.raises(ElectionError, match="不在正式候选人里"):
        record(election, {names[0]: 400, names[3]: 350})


def test_votes_below_zero_are_refused(election, names):
    with pytest.raises(ElectionError, match="不能是负数"):
        record(election, {names[0]: 400, names[1]: -1})
    with pytest.raises(ElectionError, match="不能是负数"):
        record(election, {names[0]: 400}, invalid=-1)
    with pytest.raises(ElectionError, match="不能是负数"):
        record(election, {names[0]: 400}, {names[0]: -1})


def test_the_seat_that_stays_empty_is_said_in_the_announcement(election, names):
    record(election, {names[0]: 400, names[1]: 100})

    text = Announcement.objects.get(kind="result").text
    assert "还缺 1 名，另行选举。" in text
    assert "当选代表 1 名" in text


def test_an_invalid_election_keeps_its_numbers(election, names):
    assert record(election, {names[0]: 400}, voters=500, ballots=500) == []

    election.refresh_from_db()
    assert (election.state, election.voters, election.invalid) == ("failed", 500, 10)


def test_a_seat_filled_meanwhile_undoes_the_whole_result(election, names, free):
    """One of the two seats went to somebody else: none of the numbers stays."""
    elect_deputy(
        constituency=free, on=DAY, person=Person(name="孙七", gender="male"), by=None
    )

    with pytest.raises(MandateError, match="已经选满"):
        record(election, {names[0]: 400, names[1]: 310})

    election.refresh_from_db()
    assert (election.state, election.voters) == ("named", None)
    assert Mandate.objects.count() == 1
    assert not Candidate.objects.filter(mandate__isnull=False).exists()
