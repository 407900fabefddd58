"""代表资格: confirmed, suspended, restored, ended; by legal causes, once, recorded."""

from datetime import date, timedelta

import pytest
from django.db import Error
from django.utils import timezone

from deputies.mandates.rules import CAUSE_LAWS, deciding_body
from deputies.mandates.services import steps
from deputies.mandates.services.steps import Decision
from deputies.models import Mandate, MandateChange
from deputies.register.enums import EndCause
from deputies.register.services import mandates
from deputies.register.services.mandates import MandateError, Person
from office.models import AuditEntry
from tests.deputies.people import confirm, decided, seat
from tests.sessions import at_once, together

ELECTED, LATER = date(2022, 1, 15), date(2026, 3, 1)


@pytest.fixture
def sitting(county):
    return seat(county, "liuqing", "刘青").mandate


@pytest.fixture
def waiting(county, sitting):
    return elect(sitting.constituency, "许长河")


def elect(constituency, name):
    person = Person(name=name, gender="male")
    return mandates.elect_deputy(
        constituency=constituency, on=ELECTED, person=person, by=None
    )


def end(mandate, cause="moved_away", day=LATER, by=None):
    return steps.end_mandate(mandate=mandate, cause=cause, decision=decided(day), by=by)


def suspend(mandate, day=LATER):
    return steps.suspend_mandate(
        mandate=mandate, cause="detained", decision=decided(day), by=None
    )


def test_a_step_is_on_record_with_its_article_and_who_decided_it(county, sitting):
    change = end(sitting, "moved_away", by=county.office)
    sitting.refresh_from_db()
    assert (sitting.status, sitting.end_cause, sitting.ends_on) == (
        "ended",
        "moved_away",
        LATER,
    )
    assert change.law == "代表法第六十二条第一款第一项"
    assert (change.decided_by, change.by) == ("费县人大常委会", county.office)
    assert AuditEntry.objects.get(action="end_mandate").detail["cause"] == "moved_away"


def test_the_law_knows_seven_causes_and_death(county):
    seven = [c for c in EndCause if CAUSE_LAWS[c].startswith("代表法第六十二条第一款")]
    assert len(seven) == 7
    assert CAUSE_LAWS[EndCause.DIED] == "代表法第六十二条第二款"


@pytest.mark.parametrize(
    ("level", "step", "body"),
    [
        ("county", "confirm", "费县人大常委会"),
        ("county", "end", "费县人大常委会"),
        ("town", "confirm", "探沂镇人大主席团"),
        ("town", "end", "探沂镇人民代表大会"),
    ],
)
def test_a_town_decides_about_its_own_deputies(county, level, step, body):
    assert deciding_body(level, county.town, step) == body


def test_a_suspended_deputy_comes_back(county, sitting):
    suspend(sitting)
    assert not Mandate.objects.in_office().exists()
    steps.restore_mandate(mandate=sitting, decision=decided(LATER), by=county.office)
    assert Mandate.objects.in_office().exists()
    assert [c.step for c in sitting.changes.all()] == ["restore", "suspend"]


def test_steps_that_the_state_does_not_allow_are_refused(county, sitting, waiting):
    with pytest.raises(MandateError, match="不用再确认"):
        confirm(sitting)
    with pytest.raises(MandateError, match="暂停执行职务的"):
        steps.restore_mandate(mandate=sitting, decision=decided(LATER), by=None)
    with pytest.raises(MandateError, match="资格有效的"):
        suspend(waiting)
    with pytest.raises(MandateError, match="当选无效"):
        end(waiting, "moved_away")
    with pytest.raises(MandateError, match="当选无效"):
        end(sitting, "invalid")
    end(waiting, "invalid")
    with pytest.raises(MandateError, match="已经终止"):
        end(waiting, "invalid")


def test_the_database_lets_no_ended_seat_come_back(sitting):
    end(sitting)
    with pytest.raises(Error, match="Invalid transition"):
        Mandate.objects.filter(pk=sitting.pk).update(status="valid", end_cause="")


def test_a_step_on_record_does_not_change(sitting):
    change = end(sitting)
    with pytest.raises(Error, match="written_once"):
        MandateChange.objects.filter(pk=change.pk).update(document="别的")


@pytest.mark.parametrize("cause", ["", "tired", "term_ended", "resigned", "recalled"])
def test_a_seat_does_not_end_without_a_cause_of_the_law(sitting, cause):
    with pytest.raises(MandateError, match=r"法定事由|按表决结果"):
        end(sitting, cause)


@pytest.mark.parametrize(
    ("on", "decided_on", "message"),
    [
        (date(2021, 1, 1), LATER, "不能早于当选日"),
        (LATER, date(2026, 2, 1), "不能早于生效日"),
        (LATER, timezone.localdate() + timedelta(days=1), "还没有决定"),
        (date(2022, 2, 1), LATER, "在这之后才生效"),
    ],
)
def test_days_that_cannot_be_are_refused(county, sitting, on, decided_on, message):
    suspend(sitting, date(2025, 1, 1))
    decision = Decision(on, decided_on, "公告")
    with pytest.raises(MandateError, match=message):
        steps.restore_mandate(mandate=sitting, decision=decision, by=None)


def test_all_who_were_elected_together_are_confirmed_or_none(county, sitting, waiting):
    other = elect(sitting.constituency, "何玉梅")
    both = [waiting, other]
    with pytest.raises(MandateError):
        steps.confirm_mandates(
            mandates=[*both, sitting], decision=decided(LATER), by=None
        )
    assert Mandate.objects.filter(status="elected").count() == 2
    done = steps.confirm_mandates(mandates=both, decision=decided(LATER), by=None)
    assert done == 2
    assert not Mandate.objects.filter(status="elected").exists()


@pytest.mark.django_db(transaction=True)
def test_two_clerks_end_a_seat_once(county, sitting):
    results = at_once(2, lambda: end(sitting))
    assert sum(isinstance(r, MandateChange) for r in results) == 1
    assert sum(isinstance(r, MandateError) for r in results) == 1
    assert sitting.changes.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_seat_that_one_clerk_ends_is_not_suspended_by_another(county, sitting):
    together(lambda: end(sitting), lambda: suspend(sitting))
    sitting.refresh_from_db()
    assert sitting.status == "ended"
    assert sitting.changes.filter(step="end").count() == 1


# --- The pages -------------------------------------------------------------------------


@pytest.fixture
def office(client, county):
    client.force_login(county.office)
    return client


SAID = {"on": "2026-03-01", "decided_on": "2026-03-02", "document": "公告〔2026〕1号"}


def test_a_seat_goes_its_way_by_pages(office, sitting):
    url = sitting.get_absolute_url()
    page = office.get(url).content.decode()
    assert "暂停执行职务" in page and "恢复执行职务" not in page
    office.post(f"{url}/suspend", {**SAID, "cause": "serving"})
    page = office.get(url).content.decode()
    assert "代表法第六十一条第一款第二项" in page and "公告〔2026〕1号" in page
    office.post(f"{url}/restore", {**SAID, "on": "2026-03-02"})
    office.post(f"{url}/end", {**SAID, "on": "2026-03-02", "cause": "died"})
    page = office.get(url).content.decode()
    assert "终止：去世" in page and "终止资格</a>" not in page


def test_what_is_wrong_is_said_and_what_was_typed_stays(office, sitting):
    url = f"{sitting.get_absolute_url()}/end"
    page = office.post(url, {**SAID, "decided_on": "2026-02-01"}).content.decode()
    assert "决定日期不能早于生效日" in page and "公告〔2026〕1号" in page
    for bad in ({}, {**SAID, "cause": "x"}, {**SAID, "document": "\x00"}):
        assert office.post(url, bad).status_code == 200
    assert office.get(f"{sitting.get_absolute_url()}/promote").status_code == 404
    sitting.refresh_from_db()
    assert sitting.status == "valid"


def test_who_waits_is_confirmed_by_one_page(office, sitting, waiting):
    elect(sitting.constituency, "丁一")
    url = f"/desk/register/{sitting.term_id}"
    assert "确认 2 名当选人的资格" in office.get(f"{url}/deputies").content.decode()
    page = office.get(f"{url}/confirm").content.decode()
    assert page.index("丁一") < page.index("许长河")
    refused = office.post(f"{url}/confirm", {**SAID, "mandates": [sitting.pk]})
    assert refused.status_code == 200
    office.post(f"{url}/confirm", {**SAID, "mandates": [waiting.pk]})
    waiting.refresh_from_db()
    assert waiting.status == "valid"
    assert Mandate.objects.filter(status="elected").count() == 1


def test_a_town_reads_a_seat_and_takes_no_step(client, county, sitting):
    client.force_login(county.town_office)
    url = sitting.get_absolute_url()
    page = client.get(url)
    assert page.status_code == 200 and "终止资格" not in page.content.decode()
    assert client.post(f"{url}/end", SAID).status_code == 403
    assert client.get(f"/desk/register/{sitting.term_id}/confirm").status_code == 403


def test_a_seat_costs_the_same_with_one_step_and_with_three(
    office, county, sitting, django_assert_num_queries, django_assert_max_num_queries
):
    url = sitting.get_absolute_url()
    suspend(sitting)
    office.get(url)
    with django_assert_max_num_queries(12) as used:
        office.get(url)
    steps.restore_mandate(mandate=sitting, decision=decided(LATER), by=None)
    suspend(sitting)
    with django_assert_num_queries(len(used)):
        office.get(url)
