"""Calling an election and its list of names: what is refused, and what two clerks get."""

from datetime import date, timedelta

import pytest

from deputies.elections.services import candidates as elections
from deputies.elections.services.candidates import Call, ElectionError
from deputies.models import Announcement, Candidate, Constituency, Election, Term
from deputies.register.services.mandates import Person
from office.models import AuditEntry
from tests.sessions import at_once

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 20)
CALL = Call(DAY, date(2026, 5, 1), "公告〔2026〕5号")
NAMED = date(2026, 6, 10)


def term(**facts):
    values = {"level": "county", "number": 20, "starts_on": date(2027, 1, 12), **facts}
    return Term.objects.create(**values)


def constituency(county, of, number=1, seats=1):
    return Constituency.objects.create(
        term=of,
        level=of.level,
        town=county.town,
        number=number,
        name=f"第 {number} 选区",
        seats=seats,
    )


@pytest.fixture
def free(county):
    """A constituency of the current term whose one seat is free."""
    current = term(number=19, starts_on=date(2022, 1, 15), is_current=True)
    return constituency(county, current)


@pytest.fixture
def election(free):
    return call(free)


def call(free, kind="by", when=CALL):
    return elections.call_election(constituency=free, kind=kind, call=when, by=None)


def nominate(election, name="丁一", nominated_by="party", **known):
    person = Person(name=name, gender="male", born="1975-04")
    return elections.add_candidate(
        election=election, person=person, nominated_by=nominated_by, by=None, **known
    )


def settle(election, finals, on=NAMED, document="名单公告"):
    return elections.settle_candidates(
        election=election, finals=finals, on=on, document=document, by=None
    )


# --- Calling ---------------------------------------------------------------------------


def test_a_by_election_is_of_the_current_term_only(county):
    coming = constituency(county, term())

    with pytest.raises(ElectionError, match="筹备中的一届用换届选举"):
        call(coming)
    assert call(coming, "rerun").seats == 1


def test_a_term_that_is_over_elects_nobody(county):
    over = term(number=18, starts_on=date(2017, 1, 1), ends_on=date(2022, 1, 14))

    with pytest.raises(ElectionError, match="已经届满"):
        call(constituency(county, over))


@pytest.mark.parametrize(
    ("when", "why"),
    [
        (Call(DAY, CALL.decided_on, "  "), "文件"),
        (Call(CALL.decided_on - timedelta(days=1), CALL.decided_on, "公告"), "早于"),
        (Call(date(2099, 1, 2), date(2099, 1, 1), "公告"), "还没有决定"),
    ],
)
def test_a_refused_call_leaves_no_announcement(free, when, why):
    with pytest.raises(ElectionError, match=why):
        call(free, when=when)

    assert not Announcement.objects.exists()


def test_an_election_may_be_on_the_day_it_was_decided(free):
    assert call(free, when=Call(DAY, DAY, "公告")).day == DAY


def test_a_general_election_leaves_out_who_is_full_or_elects_already(county):
    coming = term()
    running, fresh = constituency(county, coming, 1), constituency(county, coming, 2)
    call(running, "general")

    count = elections.call_general_elections(term=coming, call=CALL, by=None)

    assert count == 1
    assert Election.objects.get(constituency=fresh).kind == "general"
    assert Election.objects.filter(constituency=running).count() == 1


def test_a_general_election_that_failed_is_called_again(county):
    coming = term()
    row = call(constituency(county, coming), "general")
    Election.objects.filter(pk=row.pk).update(state="failed")

    assert elections.call_general_elections(term=coming, call=CALL, by=None) == 1


def test_a_general_election_is_of_a_term_in_preparation(free):
    with pytest.raises(ElectionError, match="不在筹备中"):
        elections.call_general_elections(term=free.term, call=CALL, by=None)


def test_the_towns_own_congresses_share_one_announcement(county):
    """Several committees announce together; one alone by its name."""
    coming = term(level="town")
    constituency(county, coming)
    other = constituency(county, coming, 2)
    other.town = county.other_town
    other.save()

    elections.call_general_elections(term=coming, call=CALL, by=None)

    assert Announcement.objects.get().issued_by == "各乡镇选举委员会"


@pytest.mark.django_db(transaction=True)
def test_two_clerks_call_one_general_election(county):
    coming = term()
    for number in (1, 2):
        constituency(county, coming, number)

    answers = at_once(
        2, lambda: elections.call_general_elections(term=coming, call=CALL, by=None)
    )

    assert sorted(map(str, answers)) == ["2", "没有还要选举的选区。"]
    assert Election.objects.count() == 2
    assert Announcement.objects.count() == 1


# --- Names -----------------------------------------------------------------------------


def test_backers_are_kept_for_voters_only(election):
    assert nominate(election, "丁一", "voters", backers=12).backers == 12
    assert nominate(election, "王五", "party", backers=12).backers is None


def test_a_name_taken_off_twice_says_that_somebody_else_did(election):
    row = nominate(election)
    elections.remove_candidate(candidate=row, by=None)

    with pytest.raises(ElectionError, match="刚由别人去掉"):
        elections.remove_candidate(candidate=row, by=None)
    assert AuditEntry.objects.filter(action="remove_candidate").count() == 1


def test_the_final_list_is_settled_once(election):
    row = nominate(election)
    settle(election, {row.pk: None})

    with pytest.raises(ElectionError, match="不能再定名单"):
        settle(election, {row.pk: None})
    with pytest.raises(ElectionError, match="不能这样登记"):
        nominate(election, "王五")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"document": " "}, "文件"),
        ({"on": CALL.decided_on - timedelta(days=1)}, "七日以前"),
        ({"on": DAY - timedelta(days=6)}, "七日以前"),
    ],
)
def test_a_list_without_paper_or_out_of_time_changes_nobody(election, changes, why):
    row = nominate(election)

    with pytest.raises(ElectionError, match=why):
        settle(election, {row.pk: 5}, **changes)

    row.refresh_from_db()
    assert (row.is_final, row.preliminary_votes) == (False, None)


def test_a_name_of_another_election_is_not_on_the_list(county, election):
    other = call(constituency(county, election.constituency.term, 2))
    stranger = nominate(other, "王五")

    with pytest.raises(ElectionError, match="1 至 2 名"):
        settle(election, {stranger.pk: None})


def test_preliminary_votes_are_written_for_all_or_for_none(election):
    """The list says by what it is ordered: half of the votes would make that untrue."""
    pair = [nominate(election, name) for name in ("丁一", "郭新")]

    with pytest.raises(ElectionError, match="每一名正式候选人都要填预选得票"):
        settle(election, {pair[0].pk: 20, pair[1].pk: None})

    assert not Candidate.objects.filter(is_final=True).exists()


@pytest.mark.django_db(transaction=True)
def test_two_clerks_settle_one_list(election):
    pair = [nominate(election, name) for name in ("丁一", "郭新")]

    answers = at_once(2, lambda: settle(election, {row.pk: None for row in pair}))

    assert sum(isinstance(one, ElectionError) for one in answers) == 1
    assert Announcement.objects.filter(kind="candidates").count() == 1


# --- Not held --------------------------------------------------------------------------


def test_an_election_is_dropped_with_a_reason_and_once(election):
    with pytest.raises(ElectionError, match="理由"):
        elections.drop_election(election=election, reason=" ", by=None)
    dropped = elections.drop_election(election=election, reason="并入换届", by=None)
    assert (dropped.state, dropped.outcome) == ("dropped", "并入换届")

    with pytest.raises(ElectionError, match="不能取消"):
        elections.drop_election(election=election, reason="并入换届", by=None)
    with pytest.raises(ElectionError, match="不能这样登记"):
        nominate(election)
