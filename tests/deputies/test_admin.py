"""The registers on the workbench: refusals of services are shown beside the field."""

from datetime import date

import pytest

from deputies.models import Constituency, Deputy, LiaisonStation, Mandate, Term
from deputies.register.enums import MandateStatus
from deputies.register.services import mandates
from deputies.register.services.mandates import Person
from office.models import AuditEntry

ELECTED_ON = date(2022, 1, 15)


@pytest.fixture
def term(county):
    return Term.objects.create(
        level="county", number=19, starts_on=ELECTED_ON, is_current=True
    )


@pytest.fixture
def constituency(county, term):
    seat = Constituency.objects.create(
        term=term,
        level="county",
        town=county.town,
        number=1,
        name="探沂第 1 选区",
        seats=1,
    )
    seat.villages.add(county.village)
    return seat


@pytest.fixture
def office(client, county):
    client.force_login(county.office)
    return client


def station_form(county, **changes):
    values = {
        "code": "tanyi-1",
        "name": "王富村代表联络点",
        "kind": "point",
        "basis": "area",
        "division": county.village.pk,
        "parent": county.station.pk,
        "unit": "",
        "address": "王富村党群服务中心",
        "hours": "",
        "phone": "",
        "keeper": "",
        "transport": "",
        "longitude": "",
        "latitude": "",
        "roster": [],
    }
    return {**values, **changes}


def test_every_list_and_form_opens_for_the_office(office, county, constituency):
    county.station.refresh_from_db()
    for model in ("term", "constituency", "deputy", "mandate", "liaisonstation"):
        assert office.get(f"/admin/deputies/{model}/").status_code == 200, model
    for model in ("constituency", "mandate", "liaisonstation"):
        assert office.get(f"/admin/deputies/{model}/add/").status_code == 200, model


def test_a_town_reads_and_does_not_write(client, county, constituency):
    client.force_login(county.town_office)
    assert client.get("/admin/deputies/constituency/").status_code == 200
    assert client.get("/admin/deputies/constituency/add/").status_code == 403


def test_a_point_takes_the_unit_of_its_station(office, county):
    answer = office.post("/admin/deputies/liaisonstation/add/", station_form(county))
    assert answer.status_code == 302, answer.context["errors"]
    point = LiaisonStation.objects.get(code="tanyi-1")
    assert point.unit == county.station_unit
    assert AuditEntry.objects.filter(action="create_station").exists()


def test_a_point_without_a_station_is_refused_and_what_was_typed_stays(office, county):
    answer = office.post(
        "/admin/deputies/liaisonstation/add/", station_form(county, parent="")
    )
    assert answer.status_code == 200
    assert "联络点要写明属于哪个联络站" in answer.content.decode()
    assert "王富村代表联络点" in answer.content.decode()
    assert LiaisonStation.objects.count() == 1


def test_a_code_that_is_taken_is_said_at_its_field(office, county):
    answer = office.post(
        "/admin/deputies/liaisonstation/add/", station_form(county, code="tanyi")
    )
    assert answer.status_code == 200
    assert "已存在" in answer.content.decode()


def test_changing_a_station_keeps_its_code(office, county):
    url = f"/admin/deputies/liaisonstation/{county.station.pk}/change/"
    changed = station_form(
        county, code="other", kind="station", parent="", unit=county.station_unit.pk
    )
    answer = office.post(url, changed)
    assert answer.status_code == 302, answer.context["errors"]
    county.station.refresh_from_db()
    assert (county.station.code, county.station.name) == ("tanyi", "王富村代表联络点")


def test_closing_by_action_leaves_the_directory(office, county):
    office.post(
        "/admin/deputies/liaisonstation/",
        {"action": "close", "_selected_action": [county.station.pk]},
    )
    county.station.refresh_from_db()
    assert not county.station.is_open


def election_form(constituency, **changes):
    values = {
        "constituency": constituency.pk,
        "starts_on": "2022-01-15",
        "deputy": "",
        "name": "许长河",
        "gender": "male",
        "ethnicity": "汉族",
        "born": "1975-04",
        "occupation": "种粮大户",
    }
    return {**values, **changes}


def test_a_new_person_is_elected_by_the_form(office, constituency):
    answer = office.post("/admin/deputies/mandate/add/", election_form(constituency))
    assert answer.status_code == 302, answer.context["errors"]
    mandate = Mandate.objects.get()
    assert (mandate.deputy.name, mandate.status) == ("许长河", MandateStatus.ELECTED)


def test_a_filled_constituency_takes_no_more(office, constituency):
    office.post("/admin/deputies/mandate/add/", election_form(constituency))
    answer = office.post(
        "/admin/deputies/mandate/add/", election_form(constituency, name="何玉梅")
    )
    assert answer.status_code == 200
    assert "已经选满" in answer.content.decode()
    assert Deputy.objects.count() == 1


def test_a_person_without_a_name_is_asked_for_it(office, constituency):
    answer = office.post(
        "/admin/deputies/mandate/add/", election_form(constituency, name="", gender="")
    )
    assert answer.status_code == 200
    assert answer.content.decode().count("第一次当选的，请填写这一项。") == 2


@pytest.fixture
def mandate(constituency):
    return mandates.elect_deputy(
        constituency=constituency,
        on=ELECTED_ON,
        person=Person(name="许长河", gender="male"),
        by=None,
    )


def test_the_register_shows_a_seat_and_does_not_change_it(office, mandate):
    url = f"/admin/deputies/mandate/{mandate.pk}/change/"
    assert "当选待确认" in office.get(url).content.decode()
    assert office.post(url, {"status": "valid"}).status_code == 403
    mandate.refresh_from_db()
    assert mandate.status == MandateStatus.ELECTED


def constituency_form(county, term, **changes):
    values = {
        "term": term.pk,
        "level": "county",
        "town": county.town.pk,
        "number": 2,
        "name": "探沂第 2 选区",
        "seats": 2,
        "population": 4000,
        "villages": [county.village.pk],
        "units": [],
    }
    return {**values, **changes}


def test_a_constituency_is_added_and_the_audit_says_by_whom(office, county, term):
    answer = office.post(
        "/admin/deputies/constituency/add/", constituency_form(county, term)
    )
    assert answer.status_code == 302, answer.context["errors"]
    entry = AuditEntry.objects.get(action="add_constituency")
    assert entry.user == county.office


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"seats": 4}, "应选代表一名至三名"),
        ({"villages": []}, "至少选一个村居"),
        ({"level": "town"}, "这一届是县级的"),
        ({"number": 1}, "这个编号已经有选区了"),
    ],
)
def test_a_wrong_constituency_is_explained(
    office, county, term, constituency, changes, message
):
    answer = office.post(
        "/admin/deputies/constituency/add/", constituency_form(county, term, **changes)
    )
    assert answer.status_code == 200
    assert message in answer.content.decode()


def test_villages_of_another_town_are_refused(office, county, term):
    answer = office.post(
        "/admin/deputies/constituency/add/",
        constituency_form(county, term, town=county.other_town.pk),
    )
    assert "王富村不在石井镇" in answer.content.decode()
