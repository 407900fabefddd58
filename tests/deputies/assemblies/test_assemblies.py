"""人代会会议: who is due, who attended; absence without leave is counted and warned of."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from deputies.assemblies import services as service
from deputies.assemblies.services import AssemblyError, Days
from deputies.mandates.services import steps as mandate_steps
from deputies.models import ActivityRecord, Assembly
from deputies.register.services.mandates import MandateError
from office.models import AuditEntry, Notice
from tests.deputies.people import decided, seat
from tests.pages import source_of
from tests.sessions import at_once, together

DAYS = Days(date(2026, 1, 20), date(2026, 1, 23))


@pytest.fixture
def people(county):
    return [
        seat(county, code, name)
        for code, name in (("guoxin", "郭新"), ("dingyi", "丁一"), ("wangwu", "王五"))
    ]


@pytest.fixture
def meeting(county, people):
    return opened(people[0].mandate.term, county.office)


def opened(term, by, number=1, town=None, days=DAYS):
    return service.open_assembly(term=term, town=town, number=number, days=days, by=by)


def row_of(meeting, person):
    return meeting.attendances.get(mandate=person.mandate)


def mark(meeting, person, state, reason="", by=None):
    return service.record_attendance(
        attendance=row_of(meeting, person), state=state, reason=reason, by=by
    )


def settle(meeting, people, *states):
    """Set a state for everybody, then close the session."""
    for person, state in zip(people, states, strict=True):
        mark(meeting, person, state, "出差，常委会批准" if state == "excused" else "")
    return service.close_assembly(assembly=meeting, by=None)


def absent_at(term, people, number):
    days = Days(date(2024 + number, 2, 1), date(2024 + number, 2, 1))
    meeting = opened(term, None, number, days=days)
    settle(meeting, people, "absent", "present", "present")
    return meeting


def test_who_is_in_office_is_due_and_who_is_suspended_is_not(county, people):
    mandate_steps.suspend_mandate(
        mandate=people[1].mandate,
        cause="detained",
        decision=decided(date(2026, 1, 1)),
        by=None,
    )
    meeting = opened(people[0].mandate.term, county.office)
    due = {row.mandate.deputy.name for row in meeting.attendances.all()}
    assert due == {"郭新", "王五"}
    assert AuditEntry.objects.filter(action="open_assembly").exists()


def test_a_town_has_sessions_of_its_own_deputies(county, people):
    own = seat(county, "own", "镇代表", level="town")
    seat(county, "away", "外镇代表", level="town", town=county.other_town)
    meeting = opened(own.mandate.term, None, town=county.town)
    assert [row.mandate for row in meeting.attendances.all()] == [own.mandate]
    assert str(meeting) == "探沂镇第 19 届人大第 1 次会议"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"number": 2}, "下一次是第 1 次会议"),
        ({"days": Days(date(2026, 1, 2), date(2026, 1, 1))}, "不能早于开始日"),
    ],
)
def test_a_session_that_does_not_follow_is_refused(county, people, changes, message):
    with pytest.raises(AssemblyError, match=message):
        opened(people[0].mandate.term, None, **changes)


def test_who_came_and_who_did_not_is_in_the_record_of_activity_records(
    county, people, meeting
):
    assert settle(meeting, people, "present", "absent", "excused") == 1
    activity_records = {
        (d.deputy.name, d.kind, d.day) for d in ActivityRecord.objects.all()
    }
    assert activity_records == {
        ("郭新", "session", DAYS.ends_on),
        ("丁一", "absent_session", DAYS.ends_on),
    }


def test_nothing_is_settled_while_anybody_is_unknown(county, people, meeting):
    service.record_present(
        assembly=meeting, present=[row_of(meeting, people[0])], by=None
    )
    with pytest.raises(AssemblyError, match="还有 2 名"):
        service.close_assembly(assembly=meeting, by=None)
    assert not ActivityRecord.objects.exists()


def test_a_session_is_not_settled_before_it_ended(county, people):
    today = timezone.localdate()
    days = Days(today, today + timedelta(days=2))
    meeting = opened(people[0].mandate.term, None, days=days)
    for person in people:
        mark(meeting, person, "present")
    with pytest.raises(AssemblyError, match="还没有结束"):
        service.close_assembly(assembly=meeting, by=None)


def test_ticks_leave_absences_and_leave_alone(county, people, meeting):
    mark(meeting, people[1], "absent")
    rows = [row_of(meeting, person) for person in people]
    service.record_present(assembly=meeting, present=[rows[0], rows[2]], by=None)
    service.record_present(assembly=meeting, present=[rows[0]], by=None)
    states = [row_of(meeting, person).state for person in people]
    assert states == ["present", "absent", "due"]


def test_leave_says_who_approved_it(county, people, meeting):
    with pytest.raises(AssemblyError, match="谁批准"):
        mark(meeting, people[0], "excused")


def test_one_absence_warns_and_two_may_end_the_seat(county, people):
    mandate = people[0].mandate
    absent_at(mandate.term, people, 1)
    notice = Notice.objects.get(kind="absent_assembly")
    assert notice.user == people[0].user and "累计 1 次" in notice.text
    assert "第六十二条" in notice.text

    def end():
        return mandate_steps.end_mandate(
            mandate=mandate,
            cause="absent_twice",
            decision=decided(date(2026, 3, 1)),
            by=None,
        )

    with pytest.raises(MandateError, match="不到两次"):
        end()
    absent_at(mandate.term, people, 2)
    mandate.refresh_from_db()
    # Two absences do not end a mandate automatically: a committee reports, a body
    # announces.
    assert (mandate.status, mandate.absences) == ("valid", 2)
    assert end().law == "代表法第六十二条第一款第三项"


def test_a_correction_voids_the_activity_record_and_writes_the_right_one(
    county, people, meeting
):
    settle(meeting, people, "absent", "present", "present")
    with pytest.raises(AssemblyError, match="写明理由"):
        mark(meeting, people[0], "present")
    mark(meeting, people[0], "present", "签到表第 3 行有本人签名")
    activity_records = ActivityRecord.objects.filter(deputy=people[0].deputy)
    assert [d.kind for d in activity_records.counting()] == ["session"]
    assert "签到表" in activity_records.get(voided_at__isnull=False).void_reason
    assert people[0].mandate.absences == 0


def test_a_closed_session_takes_no_ticks(county, people, meeting):
    settle(meeting, people, "present", "present", "present")
    with pytest.raises(AssemblyError, match="逐人更正"):
        service.record_present(assembly=meeting, present=[], by=None)
    with pytest.raises(AssemblyError, match="逐人更正"):
        service.close_assembly(assembly=meeting, by=None)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_register_a_session_once(county, people):
    term = people[0].mandate.term
    results = at_once(2, lambda: opened(term, None))
    assert sum(isinstance(r, AssemblyError) for r in results) == 1
    assert Assembly.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clerks_settle_a_session_once(county, people, meeting):
    for person in people:
        mark(meeting, person, "absent")
    results = at_once(2, lambda: service.close_assembly(assembly=meeting, by=None))
    assert sum(isinstance(r, AssemblyError) for r in results) == 1
    assert ActivityRecord.objects.count() == Notice.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_corrections_at_once_write_one_activity_record(county, people, meeting):
    settle(meeting, people, "absent", "present", "present")
    work = [
        lambda: mark(meeting, people[0], "present", "签到表有签名"),
        lambda: mark(meeting, people[0], "present", "会场照片里有本人"),
    ]
    results = together(*work)
    assert sum(isinstance(r, AssemblyError) for r in results) == 1
    assert (
        ActivityRecord.objects.filter(deputy=people[0].deputy).counting().count() == 1
    )


# --- The pages -------------------------------------------------------------------------


@pytest.fixture
def office(client, county):
    client.force_login(county.office)
    return client


def test_a_session_is_registered_ticked_and_settled_by_pages(office, county, people):
    data = {"term": people[0].mandate.term_id, "number": 1}
    data |= {"starts_on": "2026-01-20", "ends_on": "2026-01-23"}
    office.post("/desk/assemblies/new", data)
    meeting = Assembly.objects.get()
    url = meeting.get_absolute_url()
    page = office.get(url).content.decode()
    assert page.index("丁一") < page.index("王五") < page.index("郭新")
    rows = [row_of(meeting, person) for person in people]
    office.post(url, {"present": [rows[1].pk, rows[2].pk]})
    office.post(f"/desk/assemblies/attendance/{rows[0].pk}", {"state": "absent"})
    page = office.post(f"{url}/close", follow=True).content.decode()
    assert "未经批准不出席 1 名" in page
    page = source_of(office.get("/desk/assemblies/"))
    assert "1 次，再一次就终止" in page
    page = source_of(office.get(people[0].mandate.get_absolute_url()))
    assert "本届未经批准不出席 1 次" in page
    assert "没有登记" not in office.get(url).content.decode().split("<h2>代表</h2>")[1]


def test_what_is_wrong_is_said(office, county, people, meeting):
    url = "/desk/assemblies/new"
    data = {"term": meeting.term_id, "number": 9}
    data |= {"starts_on": "2026-01-20", "ends_on": "2026-01-23"}
    assert "下一次是第 2 次会议" in office.post(url, data).content.decode()
    for bad in ({}, {**data, "number": "9" * 30}, {**data, "ends_on": "2026-01-19"}):
        assert office.post(url, bad).status_code == 200
    row = row_of(meeting, people[0])
    page = office.post(f"/desk/assemblies/attendance/{row.pk}", {"state": "excused"})
    assert "谁批准" in page.content.decode()
    assert (
        office.post(meeting.get_absolute_url(), {"present": ["x"]}).status_code == 200
    )


def test_a_town_keeps_its_own_sessions_and_reads_the_countys(client, county, meeting):
    own = seat(county, "own", "镇代表", level="town")
    away = seat(county, "away", "外镇代表", level="town", town=county.other_town)
    mine = opened(own.mandate.term, None, town=county.town)
    theirs = opened(away.mandate.term, None, town=county.other_town)
    client.force_login(county.town_office)
    assert client.get(mine.get_absolute_url()).status_code == 200
    assert client.get(meeting.get_absolute_url()).status_code == 200
    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert client.post(mine.get_absolute_url(), {"present": []}).status_code == 302
    assert client.post(meeting.get_absolute_url(), {"present": []}).status_code == 403
    assert client.post(f"{meeting.get_absolute_url()}/close").status_code == 403
    row = meeting.attendances.first()
    assert client.get(f"/desk/assemblies/attendance/{row.pk}").status_code == 403


def test_a_deputy_opens_the_event_of_a_point_and_reads_the_own_line(
    client, people, meeting
):
    settle(meeting, people, "present", "absent", "present")
    client.force_login(people[0].user)
    activity_record = ActivityRecord.objects.get(deputy=people[0].deputy)
    page = client.get(activity_record.url).content.decode()
    assert "郭新" in page and "丁一" not in page
    assert client.get("/desk/assemblies/").status_code == 403
    other = opened(people[0].mandate.term, None, 2)
    other.attendances.filter(mandate=people[0].mandate).delete()
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.post(meeting.get_absolute_url(), {"present": []}).status_code == 403


def test_lists_cost_the_same_with_one_and_with_three(
    office, county, people, django_assert_num_queries, django_assert_max_num_queries
):
    term = people[0].mandate.term
    meeting = opened(term, None)
    pages = ("/desk/assemblies/", meeting.get_absolute_url())
    counts = []
    for url in pages:
        office.get(url)
        with django_assert_max_num_queries(12) as used:
            office.get(url)
        counts.append(len(used))
    settle(meeting, people, "absent", "absent", "absent")
    opened(term, None, 2)
    opened(term, None, 3)
    for url, count in zip(pages, counts, strict=True):
        with django_assert_num_queries(count):
            office.get(url)
