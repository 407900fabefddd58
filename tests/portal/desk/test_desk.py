"""``/desk/``: what waits for whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.accusations.services import accusing
from cases.loop.enums import Grade
from cases.loop.services import routing, screening
from cases.loop.worklist import case_queues_of
from cases.models import Accusation, Case
from tests import county as made

pytestmark = pytest.mark.django_db
DESK = reverse("portal:desk")


@pytest.fixture
def desk(client, county):
    """Open the desk of somebody: ``desk(county.handler, show="hand")``."""

    def opened(user, **asked):
        client.force_login(user)
        return client.get(DESK, asked)

    return opened


def counts(response):
    return {duty.key: count for duty, count in response.context["counted"]}


def rows(response):
    return {case.pk for case in response.context["page"].rows}


@pytest.fixture
def cases(county):
    """One case at each stop."""
    county.received = made.submitted(county, text="桥面裂了一道缝。")
    county.accepted_case = made.accepted(county, text="路灯不亮。")
    county.assigned_case = made.assigned(county, text="井盖丢了。")
    county.handled = made.in_hand(county, text="村卫生室只开两天。")
    county.drafted_case = made.drafted(county, text="集市垃圾没人清。").round.case
    county.again = made.rated(county, Grade.NOT_SOLVED, text="下水道返味。")
    return county


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("keeper", {"accept": "received"}),
        ("handler", {"sign": "assigned_case", "hand": "handled"}),
        ("signer", {"release": "drafted_case"}),
        ("office", {"release": "drafted_case", "stuck": "again"}),
        ("road_handler", {}),
        ("other_office", {}),
    ],
)
def test_each_sees_what_waits_for_them(desk, cases, who, expected):
    user = getattr(cases, who)
    found = counts(desk(user))

    for key, name in expected.items():
        assert found[key] == 1, key
        assert rows(desk(user, show=key)) == {getattr(cases, name).pk}
    if not expected:
        assert not any(found.values())


def test_every_number_is_the_length_of_its_list(desk, cases):
    for user in (cases.office, cases.handler, cases.signer, cases.keeper):
        for key, count in counts(desk(user)).items():
            assert len(rows(desk(user, show=key))) == count, (user, key)


def test_somebody_elses_case_is_not_found(client, cases):
    client.force_login(cases.road_handler)

    for case in Case.objects.all():
        assert client.get(case.get_absolute_url()).status_code == 404
        act = reverse("cases:case_act", args=[case.pk, "note"])
        assert client.get(act).status_code == 404


def test_the_dispatcher_sees_what_departments_have(desk, cases):
    seen = rows(desk(cases.dispatcher, show="all"))

    assert cases.handled.pk in seen
    assert cases.received.pk not in seen


def test_a_deputy_sees_what_they_recorded(client, desk, county):
    client.force_login(county.deputy_user)
    before = rows(desk(county.deputy_user, show="all"))
    case = made.submitted(county, by=county.deputy_user, channel="deputy")

    assert rows(desk(county.deputy_user, show="all")) - before == {case.pk}


def test_search_finds_two_characters_among_what_one_may_see(desk, cases):
    assert rows(desk(cases.handler, q="井盖")) == {cases.assigned_case.pk}
    assert rows(desk(cases.road_handler, q="井盖")) == set()
    assert rows(desk(cases.handler, q="没有的")) == set()


def test_nobody_without_a_post_opens_the_desk(client, county):
    client.force_login(made.person("xinren", "新人"))

    assert client.get(DESK).status_code == 403


def test_what_is_due_comes_first(desk, county):
    late = made.in_hand(county, text="早的。")
    later = made.in_hand(county, text="晚的。")
    day = timezone.localdate()
    Case.objects.filter(pk=late.pk).update(due_on=day - timedelta(9))
    Case.objects.filter(pk=later.pk).update(due_on=day - timedelta(1))

    response = desk(county.handler, show="overdue")
    assert [c.pk for c in response.context["page"].rows] == [late.pk, later.pk]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("who", ["handler", "office"])
def test_a_longer_desk_asks_no_more_of_the_database(
    client, county, django_assert_max_num_queries, who, count
):
    for _ in range(count):
        made.in_hand(county)
    client.force_login(getattr(county, who))
    client.get(DESK, {"show": "all"})

    with django_assert_max_num_queries(12):
        assert len(client.get(DESK, {"show": "all"}).context["page"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_longer_history_asks_no_more_of_the_database(
    client, county, django_assert_max_num_queries, count
):
    case = made.in_hand(county)
    for _ in range(count):
        routing.add_assisting_unit(
            case=case, unit=county.roads, by=county.office
        ) if not (
            case.assignments.filter(unit=county.roads).exists()
        ) else made.submitted(county)
        screening.merge_case(case=made.submitted(county), into=case, by=county.office)
    client.force_login(county.office)
    client.get(case.get_absolute_url())

    with django_assert_max_num_queries(24):
        client.get(case.get_absolute_url())


def test_duties_are_those_of_the_role(county):
    def keys(user):
        return {duty.key for duty in case_queues_of(user)}

    assert "accept" in keys(county.keeper) - keys(county.handler)
    assert "sign" in keys(county.handler) - keys(county.keeper)
    assert "release" in keys(county.signer) - keys(county.handler)
    assert "extension" in keys(county.office) - keys(county.signer)


# --- Recording for others, notices, accusations -----------------------------------------


def record(**changes):
    data = {
        "key": "k" * 22,
        "channel": "phone",
        "told_by": "11月23日来电，王站长接听",
        "text": "电线垂下来了，孩子够得着。",
        "place": "小学门口",
        "name": "张大爷",
        "phone": "13805391234",
        "consent": "on",
    }
    return {**data, **changes}


def test_a_keeper_records_what_was_said_by_phone(client, county):
    client.force_login(county.keeper)
    text = record(division=county.village.pk)
    answer = client.post(reverse("cases:case_record"), text)

    case = Case.objects.get()
    assert answer["Location"] == reverse("cases:case_slip", args=[case.pk])
    assert (case.channel, case.recorded_by) == ("phone", county.keeper)
    assert case.station == county.station
    assert case.submitter.consent is not None
    assert case.code_shown in client.get(answer["Location"]).content.decode()


def test_recording_twice_with_one_form_makes_one_case(client, county):
    client.force_login(county.keeper)
    text = record(division=county.village.pk)
    first = client.post(reverse("cases:case_record"), text)
    second = client.post(reverse("cases:case_record"), text)

    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"text": ""},
        {"told_by": ""},
        {"channel": "hearsay"},
        {"phone": "12"},
        {"division": "0"},
        # A name and a phone, and nobody told the person what becomes of them.
        {"consent": ""},
    ],
)
def test_a_record_that_lacks_something_keeps_what_was_typed(client, county, changes):
    client.force_login(county.keeper)
    text = record(**{"division": county.village.pk, **changes})
    answer = client.post(reverse("cases:case_record"), text)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "小学门口" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_handler_does_not_record(client, county):
    client.force_login(county.handler)

    assert client.get(reverse("cases:case_record")).status_code == 403


def test_only_who_records_receptions_keeps_the_form_on_the_phone(client, county):
    """The browser fetches what it keeps: for others that was a refusal at each visit."""
    for user, kept in ((county.keeper, True), (county.handler, False)):
        client.force_login(user)
        page = client.get(reverse("portal:desk")).content.decode()
        assert ("data-outbox" in page) is kept


def test_notices_are_ones_own_and_are_read_once(client, county):
    made.assigned(county)
    client.force_login(county.handler)
    page = client.get(reverse("office:notices"))
    assert [n.user for n in page.context["page"].rows] == [county.handler]

    client.post(reverse("office:notices_read"))
    assert not county.handler.notices.filter(read_at=None).exists()
    assert county.signer.notices.filter(read_at=None).exists()


@pytest.fixture
def accusation(county):
    return accusing.submit_accusation(
        code="ABCD2345",
        text="某某收了钱。",
        accused="某某",
        name="",
        phone="",
        factor="老槐树",
    )


def test_accusations_exist_for_their_officer_only(client, county, accusation):
    listed = reverse("cases:accusations")
    one = reverse("cases:accusation", args=[accusation.pk])
    for user in (county.office, county.keeper, county.handler, county.dispatcher):
        client.force_login(user)
        assert client.get(listed).status_code == 404
        assert client.get(one).status_code == 404
        assert (
            client.post(one, {"state": "accepted", "public_note": "x"}).status_code
            == 404
        )

    client.force_login(county.accusation_officer)
    client.post(one, {"reason": "登记移送"})
    assert "某某收了钱。" in client.get(one).content.decode()


def test_the_officer_moves_an_accusation_on(client, county, accusation):
    client.force_login(county.accusation_officer)
    one = reverse("cases:accusation", args=[accusation.pk])
    client.post(one, {"reason": "登记移送"})
    page = client.get(one)
    state = page.context["form"].fields["state"].choices[0][0]
    client.post(one, {"state": state, "public_note": "已经受理。", "note": ""})

    found = Accusation.objects.get()
    assert found.state == state
