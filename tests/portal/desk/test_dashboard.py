"""``/desk/`` of a deputy: duties, cases of the constituency, activities."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cases.models import Case
from cases.suggestions.services import drafts as suggesting
from deputies.activities.enums.records import RecordKind
from deputies.activities.services.records import write_activity_record
from deputies.performance.services.evaluations import count_year, open_year
from office.notices.services.outbox import notify
from tests.cases import suggested
from tests.county import in_hand, person, submitted
from tests.deputies.people import seat

pytestmark = pytest.mark.django_db
DESK = reverse("portal:desk")
MOST_QUERIES = 12


@pytest.fixture
def one(county):
    """The county's deputy, whose constituency contains the county's village."""
    return seat(county, "d0001", "刘青", user=county.deputy_user)


@pytest.fixture
def desk(client, one):
    client.force_login(one.user)
    return lambda **asked: client.get(DESK, asked)


def tiles(found):
    return {tile.title: tile.count for tile in found}


def many_cases(county, number):
    """Copies of one opinion of the village; half of them in handling and late."""
    first = in_hand(county)
    rows = []
    for index in range(number - 1):
        row = Case.objects.get(pk=first.pk)
        row.pk, row.source_key = None, None
        row.number, row.tracking_code = f"样〔2026〕{index}号", f"Y{index:08}"
        row.due_on = date(2026, 11, 2) if index % 2 else date(2027, 11, 2)
        rows.append(row)
    Case.objects.bulk_create(rows)


def test_a_deputy_with_500_cases_costs_no_more_than_twelve_queries(desk, county):
    many_cases(county, 500)
    desk()
    with CaptureQueriesContext(connection) as asked:
        answer = desk()

    assert answer.status_code == 200
    assert Case.objects.visible_to(county.deputy_user).count() == 500
    assert len(asked) <= MOST_QUERIES, [q["sql"][:80] for q in asked.captured_queries]


def test_more_of_everything_costs_no_more_queries(desk, county):
    def queries():
        desk()
        with CaptureQueriesContext(connection) as asked:
            desk()
        return len(asked)

    county.liu = seat_of(county)
    submitted(county)
    suggested.draft(county)
    first = queries()
    for _ in range(2):
        submitted(county)
        suggested.draft(county)
    assert queries() == first


def seat_of(county):
    from types import SimpleNamespace

    deputy = county.deputy_user.deputy
    return SimpleNamespace(mandate=deputy.mandates.get(), user=county.deputy_user)


def test_the_numbers_of_the_constituency_open_their_rows(desk, county):
    submitted(county, text="井盖丢了三个月。")
    late = in_hand(county)
    Case.objects.filter(pk=late.pk).update(
        due_on=timezone.localdate() - timedelta(days=3)
    )
    for tile in desk().context["numbers"].said:
        rows = desk(show=tile.url.split("=")[1]).context["page"].rows
        assert len(rows) == tile.count, tile

    text = tiles(desk().context["numbers"].said)
    assert text == {"本月新来": 2, "还在办": 2, "快到期": 0, "超期": 1}


def test_the_constituency_says_its_villages_and_who_spoke(desk, county):
    submitted(county, text="井盖丢了三个月。")

    page = desk().content.decode()

    assert county.village.name in page
    assert "井盖丢了三个月" in page


def test_what_lies_outside_is_not_on_the_page(desk, county):
    far = submitted(
        county, text="外村的路灯不亮。", division=county.other_town, station=None
    )

    assert far not in desk().context["spoken"]
    assert tiles(desk().context["numbers"].said)["还在办"] == 0


def test_what_a_deputy_owes_is_on_top(client, county):
    suggested.deputies(county)
    case = suggested.chen_asked(county)
    client.force_login(county.chen.user)

    page = client.get(DESK)

    assert tiles(page.context["numbers"].owed) == {"等我确认联名": 1}
    assert f"{reverse('cases:suggestions')}?show=join" in page.content.decode()
    suggesting.answer_invitation(
        suggestion=case.suggestion,
        joins=True,
        version=case.suggestion.text_version,
        by=county.chen.user,
    )
    assert client.get(DESK).context["numbers"].owed == []


def test_a_draft_of_ones_own_is_owed_and_listed(desk, county):
    county.liu = seat_of(county)
    draft = suggested.draft(county)

    page = desk()

    assert tiles(page.context["numbers"].owed) == {"我的草稿": 1}
    assert list(page.context["suggestions"]) == [draft]


def test_activity_records_of_the_year_and_the_newest_sheet_are_shown(desk, county, one):
    today = timezone.localdate()
    for number in range(2):
        write_activity_record(
            deputy=one.deputy,
            kind=RecordKind.CHECK_IN,
            day=today - timedelta(days=number),
            key=f"test:{number}",
            title="报到",
        )
    count_year(
        evaluation=open_year(year=today.year, by=county.office), by=county.office
    )

    page = desk()

    assert page.context["numbers"].activity_records == [
        ("系统记录", 2),
        ("申报核实", 0),
        ("扣分", 0),
    ]
    assert page.context["sheet"].total == 4
    assert f"<b>{page.context['sheet'].total}</b>" in page.content.decode()


def test_unread_notices_are_shown_and_read_ones_are_not(desk, one):
    for number in (1, 2):
        notify(
            key=f"test:{number}",
            kind="test",
            title=f"第 {number} 条",
            text="内容",
            url="",
            user=one.user,
        )
    one.user.notices.filter(title="第 1 条").update(read_at=timezone.now())

    page = desk().content.decode()

    assert "第 2 条" in page
    assert "第 1 条" not in page


def test_a_deputy_who_also_answers_for_a_unit_owes_what_the_unit_owes(client, county):
    from office.people.enums import Role

    both = person(
        "jianzhi",
        "柳禾",
        (Role.DEPUTY, county.town_congress),
        (Role.HANDLER, county.water),
    )
    in_hand(county)
    client.force_login(both)

    assert tiles(client.get(DESK).context["numbers"].owed)["在办"] == 1


def test_who_is_no_deputy_keeps_the_list(client, county):
    case = in_hand(county)
    client.force_login(county.handler)

    assert [c.pk for c in client.get(DESK).context["page"].rows] == [case.pk]


def test_a_deputy_without_a_seat_or_anything_reads_why_it_is_empty(client, county):
    client.force_login(county.deputy_user)

    page = client.get(DESK).content.decode()

    for why in ("没有等您办的。", "本届还没有您的选区。", "选区里还没有人说。"):
        assert why in page


def test_strange_words_in_the_address_are_no_error(desk):
    for strange in ("\x00", "😀", "x" * 5000):
        assert desk(show=strange, q=strange, after=strange).status_code == 200


# --- Installed on a phone
# --------------------------------------------------------------


@pytest.mark.parametrize("size", [192, 512])
def test_the_icons_of_the_manifest_are_pictures_of_their_size(client, db, size):
    icons = client.get(reverse("portal:desk_manifest")).json()["icons"]
    src = next(icon["src"] for icon in icons if icon["sizes"] == f"{size}x{size}")

    with Image.open(finders.find(src.removeprefix(settings.STATIC_URL))) as drawn:
        picture = drawn.convert("RGB")

    assert picture.size == (size, size)
    # The bowl below the middle, the bean above it, background in the corner.
    assert picture.getpixel((size // 2, size * 6 // 10)) == (0x1B, 0x19, 0x17)
    assert picture.getpixel((size // 2, size // 3)) == (0x8A, 0x19, 0x19)
    assert picture.getpixel((2, 2)) == (0xFC, 0xFB, 0xF8)


def test_a_browser_that_shows_no_svg_in_its_tab_is_given_a_picture(client, db):
    page = client.get("/").content.decode()
    src = re.search(r'<link rel="icon" href="([^"]+\.png)"', page)[1]

    with Image.open(finders.find(src.removeprefix(settings.STATIC_URL))) as picture:
        assert picture.size == (32, 32)


def test_the_app_starts_on_a_page_that_links_its_manifest(client, desk):
    start = client.get(reverse("portal:desk_manifest")).json()["start_url"]

    assert (
        f'href="{reverse("portal:desk_manifest")}"'
        in client.get(start).content.decode()
    )
