"""选举和补选: eligibility, order of candidates, who is elected by which numbers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from deputies.elections.services import candidates as elections
from deputies.elections.services import results as election_results
from deputies.elections.services.candidates import Call, ElectionError
from deputies.elections.services.results import Result
from deputies.elections.services.rules import Count, candidates_wanted
from deputies.mandates.services import steps as mandate_steps
from deputies.models import (
    Announcement,
    Candidate,
    Constituency,
    Election,
    Mandate,
    Term,
)
from deputies.register.services.mandates import MandateError, Person
from tests.deputies.people import decided, seat
from tests.sessions import at_once, together

DECIDED, NAMED, DAY = date(2026, 5, 1), date(2026, 6, 10), date(2026, 6, 20)
ANNOUNCED = date(2026, 6, 21)
CALL = Call(DAY, DECIDED, "公告〔2026〕5号")


@pytest.fixture
def vacancy(county):
    """A constituency of three seats; one deputy in office, one deceased."""
    left = seat(county, "hechi", "何迟").mandate
    seat(county, "liuqing", "刘青")
    mandate_steps.end_mandate(
        mandate=left, cause="died", decision=decided(date(2026, 4, 1)), by=None
    )
    row = left.constituency
    row.seats = 2
    row.save()
    return row


@pytest.fixture
def election(vacancy):
    return called(vacancy)


def called(constituency, kind="by", call=CALL):
    return elections.call_election(
        constituency=constituency, kind=kind, call=call, by=None
    )


def nominate(election, name, nominated_by="party", **known):
    person = Person(name=name, gender="male", born="1975-04", occupation="种粮大户")
    return elections.add_candidate(
        election=election, person=person, nominated_by=nominated_by, by=None, **known
    )


def settle(election, *candidates, on=NAMED, **votes):
    finals = {one.pk: votes.get(one.name) for one in candidates}
    return elections.settle_candidates(
        election=election, finals=finals, on=on, document="名单公告", by=None
    )


def result(votes, runoff=None, **known):
    numbers = {"electors": 1000, "voters": 600, "ballots": 600, "invalid": 10, **known}
    return Result(
        count=Count(**numbers),
        votes={one.pk: n for one, n in votes.items()},
        runoff={one.pk: n for one, n in (runoff or {}).items()},
        on=ANNOUNCED,
        document="结果公告",
    )


def record(election, votes, runoff=None, **known):
    return election_results.record_result(
        election=election, result=result(votes, runoff, **known), by=None
    )


@pytest.fixture
def two(election):
    """An election with its final list."""
    pair = [nominate(election, name) for name in ("郭新", "丁一")]
    settle(election, *pair)
    return pair


# --- Calling ---------------------------------------------------------------------------


def test_a_by_election_fills_the_seats_that_are_free_and_is_announced(election):
    assert (election.seats, election.state) == (1, "open")
    text = Announcement.objects.get(kind="election")
    assert (text.issued_by, text.law) == ("费县人大常委会", "选举法第五十七条")
    assert "2026年6月20日" in text.text and "不在网上投票" in text.text


def test_a_full_constituency_has_no_by_election(county):
    mandate = seat(county, "liuqing", "刘青").mandate
    Constituency.objects.filter(pk=mandate.constituency_id).update(seats=1)
    with pytest.raises(ElectionError, match="没有缺额"):
        called(mandate.constituency)


def test_one_election_at_a_time_in_a_constituency(vacancy, election):
    with pytest.raises(ElectionError, match="已有一次选举"):
        called(vacancy)
    elections.drop_election(election=election, reason="与换届一并进行", by=None)
    assert called(vacancy).state == "open"


def test_days_that_cannot_be_are_refused(vacancy):
    tomorrow = timezone.localdate() + timedelta(days=1)
    for call in (
        Call(DECIDED, DAY, "公告"),
        Call(tomorrow, tomorrow, "公告"),
        Call(DAY, DECIDED, " "),
    ):
        with pytest.raises(ElectionError):
            called(vacancy, call=call)


def test_a_term_in_preparation_elects_everywhere_on_one_day(county):
    term = Term.objects.create(level="county", number=20, starts_on=date(2027, 1, 12))
    for number, town in enumerate((county.town, county.other_town), 1):
        Constituency.objects.create(
            term=term, level="county", town=town, number=number, name="选区", seats=3
        )
    assert elections.call_general_elections(term=term, call=CALL, by=None) == 2
    text = Announcement.objects.get()
    assert "2 个选区选举代表 6 名" in text.text
    assert text.issued_by == "费县选举委员会"
    with pytest.raises(ElectionError, match="没有还要选举"):
        elections.call_general_elections(term=term, call=CALL, by=None)


# --- Candidates ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "seats", "wanted"),
    [
        ("general", 1, (2, 2)),
        ("general", 2, (3, 4)),
        ("general", 3, (4, 6)),
        ("rerun", 1, (2, 2)),
        ("by", 1, (1, 2)),
        ("by", 2, (2, 4)),
    ],
)
def test_more_candidates_than_seats_but_not_in_a_by_election(kind, seats, wanted):
    assert candidates_wanted(kind, seats) == wanted


def test_the_final_list_is_announced_by_strokes_and_not_by_pinyin(election):
    pair = [nominate(election, name) for name in ("丁一", "卜三")]
    names = [one.name for one in settle(election, *reversed(pair))]
    assert names == ["丁一", "卜三"]
    text = Announcement.objects.get(kind="candidates")
    assert "按姓名笔画排列" in text.text
    assert text.text.index("丁一") < text.text.index("卜三")
    assert "丁一，男，汉族，1975-04，种粮大户" in text.text


def test_after_a_preliminary_election_its_votes_order_the_list(election):
    pair = [nominate(election, name) for name in ("丁一", "郭新")]
    names = [one.name for one in settle(election, *pair, 丁一=200, 郭新=310)]
    assert names == ["郭新", "丁一"]
    assert "按预选得票排列" in Announcement.objects.get(kind="candidates").text


def test_who_is_not_nominated_by_the_law_is_refused(county, election):
    with pytest.raises(ElectionError, match="十人以上"):
        nominate(election, "丁一", "voters", backers=9)
    assert nominate(election, "丁一", "voters", backers=10).backers == 10
    with pytest.raises(ElectionError, match="已经在名单里"):
        nominate(election, "丁一")
    with pytest.raises(ElectionError, match="不能这样登记"):
        nominate(election, "王五", "written_in")
    sitting = Mandate.objects.get(status="valid").deputy
    with pytest.raises(ElectionError, match="已有代表资格"):
        nominate(election, "", deputy=sitting)
    with pytest.raises(ElectionError):
        nominate(election, "  ")


def test_a_final_list_too_long_or_too_late_is_refused(election):
    three = [nominate(election, name) for name in ("丁一", "王五", "郭新")]
    with pytest.raises(ElectionError, match="1 至 2 名"):
        settle(election, *three)
    with pytest.raises(ElectionError, match="七日以前"):
        settle(election, three[0], on=date(2026, 6, 14))
    settle(election, three[0], on=date(2026, 6, 13))
    with pytest.raises(ElectionError, match="不能再去掉"):
        elections.remove_candidate(candidate=three[1], by=None)


# --- The result ------------------------------------------------------------------------


def test_more_than_half_of_those_who_voted_elect(election, two):
    first, second = two
    assert record(election, {first: 301, second: 289}) == [first]
    first.refresh_from_db()
    election.refresh_from_db()
    assert (first.mandate.status, first.mandate.starts_on) == ("elected", DAY)
    assert (election.state, election.outcome) == ("held", "")
    text = Announcement.objects.get(kind="result")
    assert "参加投票 600 人" in text.text and "郭新，得票 301" in text.text
    assert "丁一" not in text.text


def test_half_is_not_more_than_half_and_another_election_follows(election, two):
    first, second = two
    assert record(election, {first: 300, second: 290}) == []
    election.refresh_from_db()
    assert (election.state, election.outcome) == ("held", "还缺 1 名，另行选举。")
    # 选举法 第四十五条: in the rerun the most votes win, with at least a third of the
    # ballots.
    again = called(election.constituency, "rerun")
    pair = [nominate(again, name) for name in ("郭新", "丁一")]
    settle(again, *pair)
    assert record(again, {pair[0]: 199, pair[1]: 200}) == [pair[1]]


def test_a_third_of_the_ballots_is_needed_in_a_rerun(vacancy):
    again = called(vacancy, "rerun")
    pair = [nominate(again, name) for name in ("郭新", "丁一")]
    settle(again, *pair)
    assert record(again, {pair[0]: 199, pair[1]: 150}) == []


def test_a_tie_is_voted_on_again_and_never_decided_by_a_key(vacancy):
    Constituency.objects.filter(pk=vacancy.pk).update(seats=3)
    both = called(vacancy)
    three = [nominate(both, name) for name in ("郭新", "丁一", "王五")]
    settle(both, *three)
    votes = {three[0]: 400, three[1]: 350, three[2]: 350}
    with pytest.raises(ElectionError, match="丁一、王五票数相等"):
        record(both, votes)
    assert not Mandate.objects.filter(status="elected").exists()
    runoff = {three[1]: 200, three[2]: 260}
    assert record(both, votes, runoff) == [three[0], three[2]]


@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        ({"voters": 500, "ballots": 500}, "没有过全体选民的半数"),
        ({"voters": 600, "ballots": 601}, "所投的票数多于投票人数"),
    ],
)
def test_an_election_that_is_not_valid_elects_nobody(election, two, numbers, why):
    assert record(election, {two[0]: 450, two[1]: 30}, **numbers) == []
    election.refresh_from_db()
    assert election.state == "failed" and why in election.outcome
    assert not Mandate.objects.filter(status="elected").exists()
    assert called(election.constituency).state == "open"


@pytest.mark.parametrize(
    ("votes", "numbers"),
    [
        ((591, 0), {}),
        ((400, 400), {}),
        ((10, 10), {"voters": 1001}),
        ((10, 10), {"invalid": 601}),
    ],
)
def test_numbers_that_cannot_be_are_refused(election, two, votes, numbers):
    with pytest.raises(ElectionError):
        record(election, dict(zip(two, votes, strict=True)), **numbers)
    election.refresh_from_db()
    assert election.state == "named"


def test_whom_voters_wrote_in_may_be_elected(election, two):
    third = nominate(election, "王五", "written_in")
    assert record(election, {two[0]: 100, two[1]: 90, third: 400}) == [third]


def test_who_was_a_deputy_before_stays_one_person(county, election):
    before = Mandate.objects.get(status="ended").deputy
    again = nominate(election, "", deputy=before)
    settle(election, again)
    record(election, {again: 500})
    assert before.mandates.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clerks_call_one_by_election(vacancy):
    results = at_once(2, lambda: called(vacancy))
    assert sum(isinstance(r, ElectionError) for r in results) == 1
    assert Election.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clerks_record_one_result(election, two):
    results = at_once(2, lambda: record(election, {two[0]: 400, two[1]: 100}))
    assert sum(isinstance(r, ElectionError) for r in results) == 1
    assert Mandate.objects.filter(status="elected").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_name_is_not_removed_while_the_list_is_settled(election):
    pair = [nominate(election, name) for name in ("郭新", "丁一")]
    results = together(
        lambda: settle(election, *pair),
        lambda: elections.remove_candidate(candidate=pair[1], by=None),
    )
    election.refresh_from_db()
    finals = election.candidates.filter(is_final=True).count()
    # Whichever session was first: the announced list is not changed afterwards.
    if isinstance(results[1], ElectionError):
        assert (election.state, finals) == ("named", 2)
    else:
        assert (election.state, finals) == ("named", 1)
    text = Announcement.objects.get(kind="candidates")
    assert ("丁一" in text.text) is (finals == 2)


# --- The pages -------------------------------------------------------------------------


@pytest.fixture
def office(client, county):
    client.force_login(county.office)
    return client


def test_a_by_election_goes_its_way_by_pages(office, client, vacancy):
    page = office.get("/desk/elections/").content.decode()
    assert "登记补选" in page and "不在网上进行" in page
    data = {"day": "2026-06-20", "decided_on": "2026-05-01", "document": "公告"}
    office.post(f"/desk/elections/by/{vacancy.pk}", data)
    row = Election.objects.get()
    url = row.get_absolute_url()
    who = {"name": "王五", "gender": "male", "nominated_by": "voters", "backers": 9}
    assert "十人以上" in office.post(f"{url}/candidate", who).content.decode()
    office.post(f"{url}/candidate", {**who, "backers": 12, "born": "1980-02"})
    office.post(f"{url}/candidate", {**who, "name": "丁一", "nominated_by": "party"})
    page = office.get(url).content.decode()
    assert page.index("丁一") < page.index("王五")
    first, second = Candidate.objects.order_by("pk")
    listed = {"on": "2026-06-10", "document": "名单", "finals": [first.pk, second.pk]}
    page = office.post(f"{url}/settle", {**listed, f"pre_{first.pk}": 5})
    assert "每一名正式候选人都要填" in page.content.decode()
    office.post(f"{url}/settle", listed)
    counted = {"on": "2026-06-21", "document": "结果", "electors": 1000}
    counted |= {"voters": 600, "ballots": 590, "invalid": 5}
    votes = {f"votes_{first.pk}": 400, f"votes_{second.pk}": 150}
    page = office.post(f"{url}/result", {**counted, **votes, "voters": 1001})
    assert "不能多于全体选民" in page.content.decode()
    office.post(f"{url}/result", {**counted, **votes})
    page = office.get(url).content.decode()
    assert "（当选）" in page and "选举有效" in page
    public = client.get("/announcements/").content.decode()
    assert "正式候选人名单" in public and "结果公告" in public


def test_bad_input_is_answered(office, vacancy, election, two):
    url = election.get_absolute_url()
    for act in ("settle", "result", "candidate", "drop"):
        for bad in ({}, {"on": "x", "document": "\x00", "finals": ["x"]}):
            assert office.post(f"{url}/{act}", bad).status_code == 200, act
    odd = {"deputy": "d9999", "nominated_by": "written_in"}
    assert "没有这个代码" in office.post(f"{url}/candidate", odd).content.decode()
    assert office.get("/desk/elections/by/999999").status_code == 404


def test_a_town_reads_elections_and_keeps_none(client, county, vacancy, election):
    client.force_login(county.town_office)
    url = election.get_absolute_url()
    assert client.get("/desk/elections/").status_code == 200
    page = client.get(url).content.decode()
    assert "登记候选人" not in page
    for act in ("settle", "result", "candidate", "drop"):
        assert client.get(f"{url}/{act}").status_code == 403
    assert client.get(f"/desk/elections/by/{vacancy.pk}").status_code == 403


def test_who_ends_the_seat_again_is_refused_after_the_result(election, two):
    record(election, {two[0]: 400, two[1]: 100})
    two[0].refresh_from_db()
    with pytest.raises(MandateError, match="当选无效"):
        mandate_steps.end_mandate(
            mandate=two[0].mandate, cause="died", decision=decided(ANNOUNCED), by=None
        )


def test_lists_cost_the_same_with_one_and_with_three(
    office, county, vacancy, django_assert_num_queries, django_assert_max_num_queries
):
    row = called(vacancy)
    nominate(row, "郭新")
    pages = ("/desk/elections/", row.get_absolute_url())
    counts = []
    for url in pages:
        office.get(url)
        with django_assert_max_num_queries(12) as used:
            office.get(url)
        counts.append(len(used))
    nominate(row, "丁一")
    nominate(row, "王五")
    for number in (7, 8):
        other = Constituency.objects.create(
            term=vacancy.term,
            level="county",
            town=county.other_town,
            number=number,
            name=f"第 {number} 选区",
            seats=1,
        )
        called(other)
    for url, count in zip(pages, counts, strict=True):
        with django_assert_num_queries(count):
            office.get(url)
