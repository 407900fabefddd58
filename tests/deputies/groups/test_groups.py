"""Stations, delegations and deputy groups: independent; bulk assignment; gaps."""

import pytest
from django.db import IntegrityError, transaction

from deputies.groups import services as service
from deputies.groups.page import gaps_of
from deputies.groups.services import GroupingError
from deputies.models import (
    Constituency,
    Grouping,
    GroupingSeat,
    LiaisonStation,
    Mandate,
    Term,
)
from office.models import AuditEntry
from tests.deputies.people import seat
from tests.sessions import together

pytestmark = pytest.mark.django_db
URL = "/desk/assign/"


@pytest.fixture
def house(county):
    return build(county)


def build(county):
    county.liu = seat(county, "d0001", "刘青", user=county.deputy_user)
    county.chen = seat(county, "d0002", "陈禾")
    county.stone = seat(county, "d0003", "石磊", town=county.other_town)
    county.term = Term.objects.get(level="county")
    county.one, county.two = (delegation(county, name) for name in ("一团", "二团"))
    return county


def delegation(county, name, kind="delegation", **changes):
    return service.create_grouping(
        kind=kind, term=county.term, name=name, by=county.office, **changes
    )


def assigned(county, grouping, *people, **changes):
    mandates = [person.mandate for person in people]
    return service.assign_to_grouping(
        grouping=grouping, mandates=mandates, by=county.office, **changes
    )


def members(grouping):
    rows = GroupingSeat.objects.filter(grouping=grouping)
    return set(rows.values_list("mandate__deputy__name", flat=True))


def gaps():
    found = gaps_of(
        Mandate.objects.in_office(),
        Constituency.objects.all(),
        LiaisonStation.objects.all(),
    )
    return {gap.name: gap.count for gap in found}


# --- Services -----------------------------------------------------------------------------


def test_who_is_put_into_another_delegation_leaves_the_first(house):
    assert assigned(house, house.one, house.liu, house.chen) == 2
    assigned(house, house.two, house.chen)

    assert members(house.one) == {"刘青"}
    assert members(house.two) == {"陈禾"}
    entry = AuditEntry.objects.filter(action="assign_to_grouping").first()
    assert entry.detail["moved"] == 1


def test_a_delegation_a_group_and_a_roster_are_three_things(house):
    group = delegation(house, "水利小组", "group")
    assigned(house, house.one, house.liu, leads=True)
    assigned(house, group, house.liu)
    service.assign_to_station(
        station=house.station, mandates=[house.liu.mandate], by=house.office
    )

    assert members(house.one) == members(group) == {"刘青"}
    assert house.station.roster.get() == house.liu.mandate
    assert GroupingSeat.objects.get(grouping=house.one).leads


def test_the_database_holds_one_of_each_kind(house):
    assigned(house, house.one, house.liu)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupingSeat.objects.create(
            grouping=house.two, kind="delegation", mandate=house.liu.mandate
        )


def test_nobody_leaves_a_roster_when_others_are_added(house):
    for person in (house.liu, house.chen, house.chen):
        service.assign_to_station(
            station=house.station, mandates=[person.mandate], by=house.office
        )

    assert house.station.roster.count() == 2


def test_only_deputies_in_office_of_the_same_term_are_taken(house):
    town_deputy = seat(house, "d0009", "孙禾", level="town")
    with pytest.raises(GroupingError, match="不是"):
        assigned(house, house.one, town_deputy)
    with pytest.raises(GroupingError, match="不是石井镇选的"):
        assigned(
            house,
            delegation(house, "石井组", "group", town=house.other_town),
            house.liu,
        )
    Mandate.objects.filter(pk=house.liu.mandate.pk).update(status="suspended")
    with pytest.raises(GroupingError, match="现任"):
        assigned(house, house.one, house.liu)
    with pytest.raises(GroupingError, match="至少勾选"):
        assigned(house, house.one)


def test_a_closed_station_takes_nobody(house):
    LiaisonStation.objects.update(is_open=False)
    with pytest.raises(GroupingError, match="关闭"):
        service.assign_to_station(
            station=house.station, mandates=[house.liu.mandate], by=house.office
        )


def test_one_name_once_a_term(house):
    with pytest.raises(GroupingError, match="同名"):
        delegation(house, "一团")


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_put_a_deputy_into_one_delegation(county):
    build(county)
    together(
        lambda: assigned(county, county.one, county.liu, county.chen),
        lambda: assigned(county, county.two, county.chen, county.liu),
    )

    seats = GroupingSeat.objects.all()
    assert seats.count() == 2
    assert len({row.grouping_id for row in seats}) == 1


# --- Gaps ---------------------------------------------------------------------------------


def test_every_gap_is_counted(house):
    # Each constituency of the fixture has three seats.
    assert gaps() == {
        "vacant": 2,
        "empty": 1,
        "no-station": 3,
        "two-stations": 0,
        "no-delegation": 3,
        "no-group": 3,
    }
    house.station.roster.add(house.liu.mandate)
    second = LiaisonStation.objects.create(
        code="second",
        name="产业园联络站",
        kind="station",
        division=house.town,
        unit=house.station_unit,
        address="产业园",
    )
    second.roster.add(house.liu.mandate)
    assigned(house, house.one, house.liu)

    found = gaps()
    assert (found["empty"], found["no-station"], found["two-stations"]) == (0, 2, 1)
    assert found["no-delegation"] == 2


# --- Pages --------------------------------------------------------------------------------


def shown(client, **asked):
    answer = client.get(URL, asked)
    assert answer.status_code == 200
    return [str(row) for row in answer.context["page"].object_list], answer


def test_each_gap_opens_its_rows(client, house):
    client.force_login(house.office)
    for name, count in gaps().items():
        assert len(shown(client, show=name)[0]) == count, name


def test_a_town_sees_and_puts_only_its_own(client, house):
    client.force_login(house.town_office)
    rows, answer = shown(client)

    assert len(rows) == 2
    offered = str(answer.context["put"]["target"])
    assert "探沂镇人大代表联络站" in offered and "一团" not in offered
    data = {"pick": [house.stone.mandate.pk], "target": f"station:{house.station.pk}"}
    client.post(f"{URL}many", {**data, "sure": "1"})
    assert not house.station.roster.exists()
    client.force_login(house.handler)
    assert client.get(URL).status_code == 403


def test_many_are_looked_at_first_and_put_in_then(client, house):
    assigned(house, house.two, house.chen)
    client.force_login(house.office)
    data = {
        "pick": [house.liu.mandate.pk, house.chen.mandate.pk],
        "target": f"grouping:{house.one.pk}",
    }
    preview = client.post(f"{URL}many", data).content.decode()
    assert "从二团移来" in preview
    assert members(house.one) == set()

    client.post(f"{URL}many", {**data, "sure": "1"})
    assert members(house.one) == {"刘青", "陈禾"}


def test_an_overlap_of_stations_is_warned_of(client, house):
    house.station.roster.add(house.liu.mandate)
    second = LiaisonStation.objects.create(
        code="second",
        name="产业园联络站",
        kind="station",
        division=house.town,
        unit=house.station_unit,
        address="产业园",
    )
    client.force_login(house.office)
    data = {"pick": [house.liu.mandate.pk], "target": f"station:{second.pk}"}

    assert (
        "同时还在探沂镇人大代表联络站"
        in client.post(f"{URL}many", data).content.decode()
    )


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"pick": ["x", "９" * 400, "9" * 400], "target": "station:1"},
        {"pick": ["1"], "target": "nowhere:1"},
        {"pick": ["1"], "target": "\x00"},
    ],
)
def test_nonsense_is_told_of_and_changes_nothing(client, house, data):
    client.force_login(house.office)
    answer = client.post(f"{URL}many", data, follow=True)

    assert "请勾选代表" in answer.content.decode()
    assert not GroupingSeat.objects.exists()


def test_a_delegation_is_opened_on_its_page(client, house):
    client.force_login(house.office)
    data = {"kind": "group", "term": house.term.pk, "name": "农业小组"}
    assert client.post(f"{URL}new", data).status_code == 302
    assert Grouping.objects.filter(name="农业小组", town=None).exists()
    again = client.post(f"{URL}new", data)
    assert "同名" in again.content.decode()
    wrong = client.post(f"{URL}new", {**data, "town": house.town.pk, "name": "x"})
    assert "县一届的不选" in wrong.content.decode()


def test_the_public_page_names_delegation_and_group(client, house):
    assigned(house, house.one, house.liu, leads=True)

    assert "一团，团长" in client.get("/d/d0001").content.decode()


@pytest.mark.parametrize("asked", [{"q": "\x00"}, {"town": "x"}, {"page": "x"}])
def test_nonsense_in_the_address_shows_the_list(client, house, asked):
    client.force_login(house.office)
    shown(client, **asked)


def test_three_deputies_cost_as_many_queries_as_one(
    client, county, django_assert_max_num_queries, django_assert_num_queries
):
    county.liu = seat(county, "d0001", "刘青", user=county.deputy_user)
    county.station.roster.add(county.liu.mandate)
    county.term = Term.objects.get(level="county")
    county.one = delegation(county, "一团")
    assigned(county, county.one, county.liu)
    client.force_login(county.office)
    shown(client)
    with django_assert_max_num_queries(20) as one:
        shown(client)
    asked = len(one)
    for n in (2, 3):
        person = seat(county, f"d000{n}", f"代表{n}")
        county.station.roster.add(person.mandate)
        assigned(county, county.one, person)
    with django_assert_num_queries(asked):
        shown(client)
