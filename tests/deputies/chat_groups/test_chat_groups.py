"""The register of WeChat groups: maintained by hand, each log with its author."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from deputies.chat_groups import services as service
from deputies.chat_groups.services import ChatGroupError, ChatGroupFacts
from deputies.models import ChatGroup, ChatGroupLog
from office.models import AuditEntry
from tests.deputies.people import seat
from tests.pages import source_of
from tests.sessions import at_once

pytestmark = pytest.mark.django_db
URL = "/desk/chat-groups/"


@pytest.fixture
def house(county):
    county.liu = seat(county, "d0001", "刘青", user=county.deputy_user)
    county.chen = seat(county, "d0002", "陈禾", town=county.other_town)
    county.group = registered(county.liu, "王富村议事群")
    return county


def facts(person, name="王富村议事群", **changes):
    values = {
        "name": name,
        "owner": person.deputy,
        "constituency": person.mandate.constituency,
        "members": 86,
    }
    return ChatGroupFacts(**{**values, **changes})


def registered(person, name="王富村议事群", **changes):
    return service.register_chat_group(facts=facts(person, name, **changes), by=None)


def logged(house, key="k1", **changes):
    values = {
        "group": house.group,
        "day": timezone.localdate(),
        "text": "转发供水通知，回答了三个人的问题",
        "source_key": key,
        "by": house.liu.user,
    }
    return service.log_chat_group(**{**values, **changes})


def names(answer):
    return [group.name for group in answer.context["page"].rows]


# --- Services -----------------------------------------------------------------------------


def test_a_log_says_who_when_and_what_and_moves_the_last_day(house):
    today = timezone.localdate()
    logged(house, members=91)
    logged(house, "k2", day=today - timedelta(days=9), members=70)

    house.group.refresh_from_db()
    assert (house.group.active_on, house.group.members) == (today, 91)
    assert [log.by for log in house.group.logs.all()] == [house.liu.user] * 2


def test_the_same_form_sent_twice_is_one_line(house):
    assert logged(house).pk == logged(house).pk


def test_what_should_not_be_in_a_log_is_masked(house):
    assert "13805390000" not in logged(house, text="有人留了 13805390000").text


@pytest.mark.parametrize(
    ("changes", "data"),
    [
        ({"text": "  "}, "请写一句"),
        ({"day": date(2999, 1, 1)}, "还没有到"),
        ({"members": 501}, "500"),
    ],
)
def test_a_log_that_cannot_be_is_refused(house, changes, data):
    with pytest.raises(ChatGroupError, match=data):
        logged(house, **changes)


def test_a_log_is_written_once(house):
    log = logged(house)
    for change in (
        lambda: ChatGroupLog.objects.filter(pk=log.pk).update(text="另一句"),
        log.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_owner_is_a_deputy_of_the_constituency(house):
    with pytest.raises(ChatGroupError, match="不是这个选区选的代表"):
        registered(house.liu, "借来的群", constituency=house.chen.mandate.constituency)


def test_one_name_once_in_a_constituency_until_it_is_closed(house):
    with pytest.raises(ChatGroupError, match="同名"):
        registered(house.liu)
    service.close_chat_group(group=house.group, reason="并入大群", by=house.office)

    assert registered(house.liu).is_open


def test_a_closed_group_keeps_its_log_and_takes_no_more(house):
    logged(house)
    service.close_chat_group(group=house.group, reason="并入大群", by=house.office)
    with pytest.raises(ChatGroupError, match="停用"):
        logged(house, "k2")
    with pytest.raises(ChatGroupError, match="停用"):
        service.close_chat_group(group=house.group, reason="再来", by=house.office)

    assert house.group.logs.count() == 1
    entry = AuditEntry.objects.get(action="close_chat_group")
    assert entry.reason == "并入大群"


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_form_at_once_leave_one_line(county):
    county.liu = seat(county, "d0001", "刘青", user=county.deputy_user)
    county.group = registered(county.liu)
    first, second = at_once(2, lambda: logged(county))

    assert first.pk == second.pk
    assert ChatGroupLog.objects.count() == 1


# --- Pages --------------------------------------------------------------------------------


def test_everybody_sees_the_groups_they_answer_for(client, house):
    registered(house.chen, "石井镇群")
    for user, seen in (
        (house.office, {"王富村议事群", "石井镇群"}),
        (house.town_office, {"王富村议事群"}),
        (house.other_office, {"石井镇群"}),
        (house.liu.user, {"王富村议事群"}),
        (house.chen.user, {"石井镇群"}),
    ):
        client.force_login(user)
        assert set(names(client.get(URL))) == seen, user
    client.force_login(house.handler)
    assert client.get(URL).status_code == 403


def test_a_deputy_logs_on_the_page_of_the_own_group_only(client, house):
    client.force_login(house.liu.user)
    data = {"text": "通知停水", "day": "2026-01-05", "members": "90", "key": "abc"}
    for _ in range(2):
        answer = client.post(f"{URL}{house.group.pk}", data)
        assert answer.status_code == 302
    assert house.group.logs.get().text == "通知停水"
    assert "通知停水" in client.get(f"{URL}{house.group.pk}").content.decode()

    client.force_login(house.chen.user)
    assert client.post(f"{URL}{house.group.pk}", data).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {"text": "", "day": "2026-01-05"},
        {"text": "话", "day": "2026-01-05", "key": "\x00"},
        {"text": "话", "day": "2999-01-05"},
        {"text": "话", "day": "昨天"},
        {"text": "话", "day": "2026-01-05", "members": "9" * 30},
    ],
)
def test_a_wrong_form_keeps_what_was_typed(client, house, data):
    client.force_login(house.liu.user)
    answer = client.post(f"{URL}{house.group.pk}", {"key": "abc", **data})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not house.group.logs.exists()


def test_nobody_logs_in_a_closed_group(client, house):
    service.close_chat_group(group=house.group, reason="并入大群", by=house.office)
    client.force_login(house.liu.user)

    assert "记一次活动" not in client.get(f"{URL}{house.group.pk}").content.decode()
    assert client.post(f"{URL}{house.group.pk}", {"text": "话"}).status_code == 403


def test_the_filter_finds_the_quiet_and_the_closed(client, house):
    registered(house.chen, "安静的群")
    logged(house)
    client.force_login(house.office)

    assert names(client.get(URL, {"show": "quiet"})) == ["安静的群"]
    assert names(client.get(URL, {"q": "陈禾"})) == ["安静的群"]
    assert names(client.get(URL, {"town": house.town.pk})) == ["王富村议事群"]
    assert names(client.get(URL, {"show": "closed"})) == []
    assert "一个月内有记录的 1 个" in source_of(client.get(URL))


@pytest.mark.parametrize("asked", [{"q": "\x00"}, {"town": "x"}, {"after": "%%"}])
def test_nonsense_in_the_address_shows_the_list(client, house, asked):
    client.force_login(house.office)
    assert client.get(URL, asked).status_code == 200


def test_one_group_and_three_cost_the_same_queries(
    client, house, django_assert_max_num_queries, django_assert_num_queries
):
    client.force_login(house.office)
    client.get(URL)
    with django_assert_max_num_queries(10) as one:
        client.get(URL)
    asked = len(one)
    registered(house.chen, "二群")
    registered(house.liu, "三群")
    with django_assert_num_queries(asked):
        client.get(URL)


def test_the_workbench_registers_and_changes_a_group(client, house):
    client.force_login(house.office)
    data = {
        "name": "新群",
        "owner": house.chen.deputy.pk,
        "constituency": house.chen.mandate.constituency_id,
        "members": "40",
    }
    client.post("/admin/deputies/chatgroup/add/", data)
    made = ChatGroup.objects.get(name="新群")
    client.post(
        f"/admin/deputies/chatgroup/{made.pk}/change/", {**data, "name": "新群二"}
    )
    made.refresh_from_db()

    assert (made.name, made.members) == ("新群二", 40)
    assert made.members_on == timezone.localdate()
    actions = AuditEntry.objects.filter(action__endswith="_chat_group")
    assert {"register_chat_group", "change_chat_group"} <= set(
        actions.values_list("action", flat=True)
    )


def test_the_workbench_says_so_when_the_owner_is_of_elsewhere(client, house):
    client.force_login(house.office)
    data = {
        "name": "借来的群",
        "owner": house.liu.deputy.pk,
        "constituency": house.chen.mandate.constituency_id,
    }
    answer = client.post("/admin/deputies/chatgroup/add/", data, follow=True)

    assert "不是这个选区选的代表" in answer.content.decode()
    assert not ChatGroup.objects.filter(name="借来的群").exists()
