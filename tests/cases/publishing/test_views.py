import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.accusations.services import wall
from cases.loop.enums import DeclineReason, Grade
from cases.loop.services import handling, screening
from cases.models import Case, CaseFile, Category, Submitter
from office.models import Division
from office.places.enums import DivisionLevel
from tests.cases.files import photo, stored
from tests.county import (
    answered,
    in_hand,
    published,
    rated,
    submitted,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
SECRET = "电话13805391234，身份证371325198001011234，车牌鲁Q12345，别处找不到的话"


class FreshClient(Client):
    """Never shown a kept page: these tests never commit, so nothing leaves it behind."""

    def get(self, *args, **kwargs):
        cache.clear()
        response = super().get(*args, **kwargs)
        if response.streaming:
            response.body = b"".join(response.streaming_content)
        return response


@pytest.fixture
def client():
    return FreshClient()


def queries(client, url):
    with CaptureQueriesContext(connection) as seen:
        response = client.get(url)
    assert response.status_code == 200
    return len(seen)


def listed(client, **query):
    return client.get(reverse("cases:cases"), query).content.decode()


def several_published(county, count):
    for number in range(count):
        case = answered(county, text=f"第{number}条水渠堵了，下雨就淹路。")
        published(county, case)


@pytest.mark.parametrize("name", ["portal:home", "cases:cases"])
def test_three_published_cases_cost_as_many_queries_as_one(client, county, name):
    several_published(county, 1)
    one = queries(client, reverse(name))
    several_published(county, 2)

    assert queries(client, reverse(name)) == one <= MOST_QUERIES


def test_case_page_costs_the_same_with_one_note_and_with_three(client, county):
    case = published(county, in_hand(county))
    note(county, case, 1)
    one = queries(client, case.get_public_url())
    note(county, case, 2)

    assert queries(client, case.get_public_url()) == one <= MOST_QUERIES


def note(county, case, count):
    for number in range(count):
        handling.note_progress(
            case=case, text=f"到现场 {number}", is_public=True, by=county.handler
        )


def test_what_is_not_published_is_nowhere(client, county):
    case = submitted(county, text="没有公开的一件事")

    for url in (reverse("portal:home"), reverse("cases:cases"), "/s/tanyi"):
        assert "没有公开的一件事" not in client.get(url).content.decode()
    assert client.get(case.get_public_url()).status_code == 404
    assert case.number not in listed(client, q="公开")


def test_a_case_taken_off_is_gone(client, county):
    case = published(county, answered(county))
    assert client.get(case.get_public_url()).status_code == 200

    screening.unpublish_case(case=case, reason="当事人要求", by=county.office)

    assert client.get(case.get_public_url()).status_code == 404
    assert "水渠" not in listed(client)


def test_public_page_shows_masked_words_and_never_the_person(client, county):
    case = answered(county, text=f"水渠堵了。{SECRET}", name="李大山")
    published(county, case)

    page = client.get(case.get_public_url()).content.decode()

    assert "水渠堵了" in page
    for secret in ("13805391234", "198001011234", "鲁Q12345", "李大山", "13805390000"):
        assert secret not in page
    assert case.tracking_code not in page


def test_public_page_says_nothing_of_what_is_inside(client, county):
    case = published(county, in_hand(county))
    handling.note_progress(
        case=case, text="内部研究的意见", is_public=False, by=county.handler
    )

    page = client.get(case.get_public_url()).content.decode()

    assert "内部研究的意见" not in page
    assert "费县水利局签收" in page


def test_public_page_holds_both_answers_of_two_rounds(client, county):
    case = published(county, rated(county, Grade.NOT_SOLVED))

    page = client.get(case.get_public_url()).content.decode()

    assert "水渠已经清完" in page
    assert "没有解决" in page


def test_accusations_are_in_no_public_place(client, county):
    case = submitted(county, text="村干部贪污的事")
    wall.put_behind_wall(case=case, by=county.keeper)

    for url in (reverse("portal:home"), reverse("cases:cases"), "/s/tanyi"):
        assert "贪污" not in client.get(url).content.decode()
    assert client.get(case.get_public_url()).status_code == 404
    assert client.get(reverse("cases:case_me_too", args=[case.pk])).status_code == 404


def test_a_word_of_two_characters_finds_a_case(client, county):
    published(county, in_hand(county, text="村东头的水渠堵了。"))
    published(county, in_hand(county, text="路灯坏了三个月。"))

    found = listed(client, q="水渠")

    assert "村东头的水渠堵了" in found
    assert "路灯坏了" not in found


def test_words_of_an_answer_are_found(client, county):
    published(county, answered(county))

    assert "水渠堵了" in listed(client, q="清完")


def test_list_is_narrowed_by_town_category_and_state(client, county):
    roads = Category.objects.filter(parent__isnull=True).first()
    published(
        county, answered(county, text="石井镇的路坑多。", division=county.other_town)
    )
    here = published(county, rated(county, Grade.SOLVED, category=roads))

    town = listed(client, town=county.town.pk)
    assert here.public_title in town
    assert "石井镇的路坑多" not in town
    assert "石井镇的路坑多" not in listed(client, category=roads.pk)
    assert "石井镇的路坑多" not in listed(client, state="closed")
    assert "石井镇的路坑多" in listed(client, state="answered")


def test_list_of_one_station_leaves_out_others(client, county):
    published(county, answered(county, text="在站里说的水渠。"))
    published(county, answered(county, text="不在站里说的路灯。", station=None))

    page = listed(client, station="tanyi")

    assert "在站里说的水渠" in page
    assert "不在站里说的路灯" not in page


def test_pages_follow_each_other_without_gap_or_repeat(client, county):
    several_published(county, 1)
    model = Case.objects.get()
    for number in range(24):
        case = Case.objects.get(pk=model.pk)
        case.pk, case.number, case.tracking_code = (
            None,
            f"复{number}",
            f"COPY{number:04}",
        )
        case.save(force_insert=True)
        Submitter.objects.create(case=case, may_publish=True)
    seen, after = [], ""

    while True:
        page = client.get(reverse("cases:cases"), {"after": after}).context["page"]
        seen += [row.pk for row in page.rows]
        after = page.next
        if not after:
            break

    assert len(seen) == len(set(seen)) == 25


@pytest.mark.parametrize(
    "query",
    [
        {"q": "\x00水"},
        {"q": "长" * 5000},
        {"q": "😀"},
        {"q": "'; drop table"},
        {"town": "abc"},
        {"town": "999999999999999999999"},
        {"category": "\x00"},
        {"state": "nonsense"},
        {"after": "%%%"},
        {"after": "W10"},
        {"before": "\x00"},
        {"station": "\x00"},
        {"station": "没有"},
    ],
)
def test_odd_addresses_of_the_list_are_answered(client, county, query):
    assert client.get(reverse("cases:cases"), query).status_code == 200


def test_a_search_too_long_says_so_and_keeps_the_words(client, county):
    page = listed(client, q="长" * 51)

    assert "最多 50 字" in page
    assert "长" * 51 in page


@pytest.mark.parametrize("pk", [0, 999999, 99999999999999999999])
def test_case_numbers_nobody_has_are_not_found(client, county, pk):
    assert client.get(f"/cases/{pk}").status_code == 404


def test_declined_case_is_not_public_even_when_it_was_published(client, county):
    case = published(county, submitted(county))
    screening.decline_case(case=case, reason=DeclineReason.COURT, by=county.keeper)

    assert client.get(case.get_public_url()).status_code == 404


def test_place_and_county_filter_find_villages_of_the_town(client, county):
    published(county, answered(county, division=county.village))
    village = Division.objects.get(pk=county.village.pk)

    assert village.parent.level == DivisionLevel.TOWN
    assert "水渠堵了" in listed(client, town=county.town.pk)


# --- Files ------------------------------------------------------------------------------


def case_with_photo(county, *, is_public=False):
    case = submitted(county, attachments=[stored(photo())])
    shown = CaseFile.objects.get(case=case)
    CaseFile.objects.filter(pk=shown.pk).update(is_public=is_public)
    return case, reverse("cases:case_file", args=[shown.pk])


def test_photo_of_an_unpublished_case_is_for_nobody_outside(client, county):
    _, url = case_with_photo(county)

    assert client.get(url).status_code == 404


def test_photo_not_approved_stays_hidden_on_a_published_case(client, county):
    case, url = case_with_photo(county)
    published(county, case)

    assert client.get(url).status_code == 404


def test_approved_photo_of_a_published_case_is_served_safely(client, county):
    case, url = case_with_photo(county, is_public=True)
    published(county, case)

    response = client.get(url)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.body.startswith(b"\xff\xd8")


def test_staff_who_see_the_case_see_its_photo_and_others_do_not(client, county):
    _, url = case_with_photo(county)

    client.force_login(county.keeper)
    assert client.get(url).status_code == 200
    client.force_login(county.other_office)
    assert client.get(url).status_code == 404


def test_who_asked_sees_their_own_photo(client, county):
    case, url = case_with_photo(county)
    client.post(case.get_track_url(), {"factor": "0000"})

    assert client.get(url).status_code == 200
