"""The pages of receptions: the form, its answer to a script, the list, the worker."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Reception
from tests.county import moment
from tests.deputies.rota import people_of_station

pytestmark = pytest.mark.django_db
NEW = "/desk/receptions/new"
JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(moment("2026-11-05 09:40"))


@pytest.fixture
def one(county):
    return people_of_station(county)[0]


def fields(county, one, **changes):
    values = {
        "key": "k1",
        "station": county.station.pk,
        "deputy": one.deputy.pk,
        "division": county.village.pk,
        "words": "村东头的水渠堵了。",
        "outcome": "case",
        "phone": "13805390000",
    }
    return {**values, **changes}


def test_a_deputy_writes_down_a_conversation_and_hands_out_the_slip(
    client, county, one
):
    client.force_login(one.user)

    answer = client.post(NEW, fields(county, one), follow=True)

    record = Reception.objects.get()
    page = answer.content.decode()
    assert answer.request["PATH_INFO"] == record.get_absolute_url()
    assert record.case.code_shown not in page
    assert "13805390000" not in page
    slip = client.get(f"/desk/cases/{record.case.pk}/slip")
    assert record.case.code_shown in slip.content.decode()


def test_a_script_is_answered_with_an_address_and_twice_with_the_same(
    client, county, one
):
    client.force_login(one.user)

    first = client.post(NEW, fields(county, one), **JSON).json()
    again = client.post(NEW, fields(county, one), **JSON).json()

    assert first == again == {"url": Reception.objects.get().get_absolute_url()}
    assert Case.objects.count() == 1


def test_a_script_is_told_what_to_change(client, county, one):
    client.force_login(one.user)

    answer = client.post(NEW, fields(county, one, words="", phone="12"), **JSON)

    assert answer.status_code == 422
    assert "请写下他说了什么。" in answer.json()["errors"]
    assert Reception.objects.count() == 0


def test_what_was_typed_stays(client, county, one):
    client.force_login(one.user)

    sent = fields(
        county, one, outcome="answered_on_spot", words="桥裂了😀\x00", name="王"
    )
    page = client.post(NEW, sent).content.decode()

    assert "请写下怎么答复的" in page
    assert "桥裂了😀" in page and 'value="王"' in page


def test_a_record_that_waited_keeps_its_own_time(client, county, one):
    client.force_login(one.user)
    client.post(NEW, fields(county, one, at="2026-11-04T01:30:00Z"))
    client.post(NEW, fields(county, one, key="k2", at="2031-01-01T00:00:00Z"))
    client.post(NEW, fields(county, one, key="k3", at="坏的"))

    times = [r.at for r in Reception.objects.order_by("pk")]
    now = moment("2026-11-05 09:40")
    assert times[0] == moment("2026-11-04 09:30")
    assert [at.date() for at in times[1:]] == [now.date()] * 2


def test_a_keeper_names_the_deputy_who_received(client, county, one):
    client.force_login(county.keeper)
    assert "哪位代表接待" in client.get(NEW).content.decode()

    client.post(NEW, fields(county, one))

    assert Reception.objects.get().recorded_by == county.keeper


def test_who_has_no_station_is_told_what_to_do(client, county):
    client.force_login(county.deputy_user)

    assert "还没有排进" in client.get(NEW).content.decode()


def test_a_station_of_others_is_refused(client, county, one):
    client.force_login(county.other_office)

    answer = client.post(NEW, fields(county, one))

    assert Reception.objects.count() == 0
    assert answer.status_code == 200


def test_a_reception_is_seen_by_its_people_only(client, county, one):
    client.force_login(one.user)
    client.post(NEW, fields(county, one))
    path = Reception.objects.get().get_absolute_url()

    def status(user):
        client.force_login(user)
        return client.get(path).status_code

    assert status(county.keeper) == status(county.town_office) == 200
    assert status(county.office) == 200
    assert status(county.other_office) == 404
    assert status(county.handler) == 403


def test_three_receptions_cost_as_many_queries_as_one(client, county, one):
    client.force_login(one.user)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/desk/receptions/").status_code == 200
        return len(seen)

    client.post(NEW, fields(county, one))
    queries()
    first = queries()
    for key in ("k2", "k3"):
        client.post(NEW, fields(county, one, key=key))

    assert queries() == first


def test_the_worker_and_the_manifest_are_served_from_the_desk(client, db):
    worker = client.get("/desk/sw.js")
    manifest = client.get("/desk/manifest.webmanifest")

    assert worker["Content-Type"] == "text/javascript"
    assert "no-cache" in worker["Cache-Control"]
    assert "default-src 'self'" in worker["Content-Security-Policy"]
    assert manifest["Content-Type"] == "application/manifest+json"
    assert manifest.json()["scope"] == "/desk/"


def test_the_token_says_whose_session_it_is(client, county, one):
    assert client.get("/desk/receptions/token").status_code == 302
    client.force_login(one.user)

    assert client.get("/desk/receptions/token").json()["user"] == one.user.pk
