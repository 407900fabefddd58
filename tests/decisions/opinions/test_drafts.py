"""征求意见: said until the last second, kept at its article, each with its outcome."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from decisions.models import Draft, Informant, Opinion
from decisions.opinions.page import book_of
from decisions.opinions.services import drafts, opinions
from decisions.resolutions.errors import DecisionError
from decisions.tasks import close_drafts
from office.models import Notice
from tests.decisions.opinions.test_rules import SAMPLE
from tests.pages import source_of
from tests.sessions import at_once

pytestmark = pytest.mark.django_db
SECOND = SAMPLE.replace("第二条　", "第二条　为了便民，").replace(
    "第三条之一 不公开的，说明理由。", ""
)


def received(county, **changes):
    values = {
        "kind": "law",
        "title": "某条例（草案）",
        "body": "临沂市人大常委会",
        "document": "临人办函 5 号",
        "received_on": date(2026, 5, 1),
        "closes_at": timezone.now() + timedelta(days=20),
        "text": SAMPLE,
        **changes,
    }
    return drafts.receive_draft(by=county.office, **values)


def opened(county, **changes):
    return drafts.open_draft(draft=received(county, **changes), by=county.office)


def article(draft, number):
    return draft.versions.first().articles.get(number=number, sub=0)


def say(draft, text="请写明时限。", key="k1", **more):
    values = {"source": "public", "text": text, "source_key": key, **more}
    return opinions.give_opinion(draft=draft, **values)


def closed(draft, time_machine):
    time_machine.move_to(draft.closes_at + timedelta(seconds=1))
    assert close_drafts() == 1
    draft.refresh_from_db()


def test_an_opinion_is_given_once_masked_and_at_its_paragraph(county):
    draft = opened(county)
    row = say(
        draft,
        "第二款太宽，电话 13805391234。",
        article=article(draft, 2),
        paragraph=2,
    )
    assert say(draft, "再按一次", article=article(draft, 2)) == row
    assert row.where == "第二条第二款"
    assert "13805391234" not in row.text
    with pytest.raises(DecisionError, match="没有第 9 款"):
        say(draft, key="k2", article=article(draft, 2), paragraph=9)
    with pytest.raises(DecisionError, match="不是这部草案"):
        say(opened(county), key="k3", article=article(draft, 2))


def test_late_by_a_second_is_late_and_before_the_opening_too(county, time_machine):
    with pytest.raises(DecisionError, match="还没有开始"):
        say(received(county))
    draft = opened(county)
    time_machine.move_to(draft.closes_at - timedelta(seconds=1), tick=False)
    say(draft)
    time_machine.move_to(draft.closes_at, tick=False)
    with pytest.raises(DecisionError, match="截止"):
        say(draft, key="k2")
    with pytest.raises(DecisionError, match="现在以后"):
        drafts.put_off(draft=draft, closes_at=draft.closes_at, by=county.office)


def test_nobody_closes_it_before_the_day_that_was_published(county):
    with pytest.raises(DecisionError, match="不能提前"):
        drafts.close_draft(draft=opened(county), by=county.office)


def test_a_new_version_keeps_each_opinion_at_its_article(county):
    draft = opened(county)
    edited = say(draft, "好。", article=article(draft, 2))
    last = draft.versions.first().articles.get(number=3, sub=1)
    dropped = say(draft, "理由要公开。", key="k2", article=last)
    version, _ = drafts.add_version(
        draft=draft, name="二审稿", text=SECOND, by=county.office
    )

    changes = dict(version.articles.values_list("number", "change"))
    assert changes == {1: "same", 2: "edited", 3: "same"}
    book = book_of(draft, [edited, dropped])
    at = {leaf.article.number: leaf.opinions for leaf in book.leaves}
    assert at == {1: [], 2: [edited], 3: []}
    assert [(leaf.article, leaf.opinions) for leaf in book.gone] == [(last, [dropped])]
    edited.refresh_from_db()
    assert edited.article.version != version
    with pytest.raises(DatabaseError), transaction.atomic():
        version.articles.update(text="改")


def test_two_articles_of_one_number_are_refused_and_nothing_is_written(county):
    with pytest.raises(DecisionError, match="两个第五条"):
        received(county, text="第五条 甲。\n第五条 乙。")
    assert not Draft.objects.exists()


def test_reported_and_settled_only_with_an_outcome_for_each(county, time_machine):
    draft = opened(county)
    first = say(draft, phone="13805390009")
    same = say(draft, "也请写时限。", key="k2", source="deputy", by=county.deputy_user)
    other = say(draft, "不要罚款。", key="k3")
    with pytest.raises(DecisionError, match="截止以后"):
        opinions.decide_opinion(
            opinion=first, outcome="adopted", reason="", by=county.office
        )
    closed(draft, time_machine)
    assert opinions.merge_opinions(main=first, others=[same], by=county.office) == 1
    with pytest.raises(DecisionError, match="同一个结果"):
        opinions.decide_opinion(
            opinion=same, outcome="adopted", reason="", by=county.office
        )
    opinions.decide_opinion(
        opinion=first, outcome="adopted", reason="", by=county.office
    )
    with pytest.raises(DecisionError, match="理由"):
        opinions.decide_opinion(
            opinion=other, outcome="refused", reason=" ", by=county.office
        )
    drafts.report_draft(
        draft=draft,
        document="费人办报 3 号",
        reported_on=date(2026, 6, 1),
        by=county.office,
    )
    with pytest.raises(DecisionError, match="还有 1 条"):
        drafts.settle_draft(draft=draft, result="已通过", by=county.office)
    opinions.decide_opinion(
        opinion=other, outcome="refused", reason="上位法有规定。", by=county.office
    )
    drafts.settle_draft(draft=draft, result="十月一日起施行。", by=county.office)
    with pytest.raises(DecisionError, match="不能公布"):
        drafts.settle_draft(draft=draft, result="再来", by=county.office)
    told = Notice.objects.filter(kind="draft_news")
    assert told.filter(user=county.deputy_user, text__contains="采纳").count() == 1
    assert told.filter(user=None).count() == 1


def test_informants_of_open_points_are_told(county):
    point = drafts.add_point(
        kind="collection",
        name="探沂采集点",
        division=county.town,
        opened_on=date(2025, 1, 1),
        by=county.office,
    )
    data = {"point": point, "profession": "板材", "since": date(2025, 1, 1)}
    drafts.add_informant(name="李一", phone="13805390001", by=county.office, **data)
    drafts.add_informant(name="李二", by=county.office, **data)
    with pytest.raises(DecisionError, match="已经有信息员李一"):
        drafts.add_informant(name="李一", by=county.office, **data)
    draft = opened(county)
    assert Notice.objects.filter(kind="draft_news").count() == 1
    assert draft.steps.get(verb="open").note == "转给 1 个点"
    with pytest.raises(DecisionError, match="请选信息员"):
        say(draft, source="informant")
    row = say(draft, source="informant", informant=Informant.objects.first())
    assert row.informant.point == point


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_by_two_requests_is_one_opinion(county):
    draft = opened(county)
    answers = at_once(2, lambda: say(draft))
    assert answers[0] == answers[1]
    assert Opinion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_close_it_once(county):
    draft = opened(county)
    now = draft.closes_at + timedelta(seconds=1)
    answers = at_once(2, lambda: drafts.close_due(now=now))
    assert sum(answers) == 1
    assert draft.steps.filter(verb="close").count() == 1


# --- Pages --------------------------------------------------------------------------------


def test_a_resident_speaks_on_an_article_and_reads_the_outcome_later(
    client, county, time_machine
):
    draft = opened(county)
    page = source_of(client.get(draft.get_public_url()))
    url = reverse("decisions:opinion_new", args=[draft.pk])
    address = f"{url}?article={article(draft, 2).pk}"
    assert address in page
    key = client.get(address).context["form"]["key"].initial
    data = {"key": key, "text": "写清时限", "paragraph": "2", "phone": ""}
    assert client.post(address, {**data, "text": ""}).status_code == 200
    phone = {**data, "phone": "13805390009"}
    assert "请先看告知书再勾选" in source_of(client.post(address, phone))
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 302
    row = Opinion.objects.get()
    assert row.where == "第二条第二款"
    assert "写清时限" not in source_of(client.get(draft.get_public_url()))
    closed(draft, time_machine)
    assert "已经截止" in source_of(client.get(address))
    client.force_login(county.office)
    decide = reverse("decisions:opinion_act", args=[row.pk, "decide"])
    assert client.post(decide, {"outcome": "adopted"}).status_code == 302
    report = {"document": "费人办报 1 号", "reported_on": "2026-06-02"}
    act = reverse("decisions:draft_act", args=[draft.pk, "report"])
    assert client.post(act, report).status_code == 302
    act = reverse("decisions:draft_act", args=[draft.pk, "settle"])
    assert client.post(act, {"result": "通过了。"}).status_code == 302
    cache.clear()
    shown = source_of(client.get(draft.get_public_url()))
    assert "写清时限" in shown
    assert "采纳 1 条" in shown


def test_a_draft_comes_in_by_its_page_from_a_file(client, county):
    client.force_login(county.office)
    data = {
        "kind": "law",
        "title": "某条例",
        "body": "市人大常委会",
        "document": "函 1 号",
        "received_on": "2026-05-01",
        "closes_at": str(timezone.localdate() + timedelta(days=30)),
    }
    url = reverse("decisions:draft_new")
    twice = SimpleUploadedFile("稿.txt", "第五条 甲。\n第五条 乙。".encode())
    wrong = client.post(url, {**data, "file": twice})
    assert "有两个第五条" in source_of(wrong)
    assert "市人大常委会" in source_of(wrong)
    file = SimpleUploadedFile("稿.txt", SAMPLE.encode())
    assert client.post(url, {**data, "file": file}).status_code == 302
    draft = Draft.objects.get()
    assert draft.versions.get().articles.count() == 4
    assert client.get(draft.get_public_url()).status_code == 404
    opens = reverse("decisions:draft_open", args=[draft.pk])
    assert client.post(opens).status_code == 302
    assert client.get(draft.get_public_url()).status_code == 200


def test_a_deputy_speaks_at_the_desk_and_sees_only_their_own(client, county):
    draft = opened(county)
    other = say(draft, "别人的意见。")
    client.force_login(county.deputy_user)
    waiting = client.get(reverse("decisions:desk_drafts"), {"show": "say"})
    assert waiting.context["page"].rows == [draft]
    url = reverse("decisions:draft_speak", args=[draft.pk])
    address = f"{url}?article={article(draft, 1).pk}"
    key = client.get(address).context["form"]["key"].initial
    assert client.post(address, {"key": key, "text": "我的意见"}).status_code == 302
    shown = source_of(client.get(draft.get_absolute_url()))
    assert "我的意见" in shown
    assert other.text not in shown
    empty = client.get(reverse("decisions:desk_drafts"), {"show": "say"})
    assert empty.context["page"].rows == []
    decide = reverse("decisions:opinion_act", args=[other.pk, "decide"])
    assert client.get(decide).status_code == 403


def test_a_matter_is_asked_as_a_whole(client, county):
    draft = opened(county, kind="matter", title="城区停车收费", text="")
    url = reverse("decisions:opinion_new", args=[draft.pk])
    key = client.get(url).context["form"]["key"].initial
    assert client.post(url, {"key": key, "text": "先试半年"}).status_code == 302
    assert Opinion.objects.get().where == "全文"
    with pytest.raises(DecisionError, match="分条"):
        drafts.add_version(draft=draft, name="二", text=SAMPLE, by=county.office)


@pytest.mark.parametrize("asked", ["x", "\x00", "9" * 30, "-1"])
def test_an_article_that_is_none_asks_about_the_whole(client, county, asked):
    url = reverse("decisions:opinion_new", args=[opened(county).pk])
    assert client.get(url, {"article": asked}).context["article"] is None


def test_too_many_from_one_place_are_told_to_wait_and_keep_what_they_wrote(
    client, county
):
    draft = opened(county)
    url = reverse("decisions:opinion_new", args=[draft.pk])
    for number in range(20):
        client.post(url, {"key": f"k{number}", "text": "意见"})
    page = source_of(client.post(url, {"key": "k99", "text": "第二十一条意见"}))
    assert "过十分钟再提" in page
    assert "第二十一条意见" in page


@pytest.mark.parametrize("name", ["drafts", "desk_drafts"])
def test_a_longer_list_costs_no_more_queries(client, county, name):
    client.force_login(county.office)

    def queries():
        cache.clear()
        with CaptureQueriesContext(connection) as made:
            found = len(client.get(reverse(f"decisions:{name}")).context["page"].rows)
        return found, len(made)

    say(opened(county))
    queries()
    one = queries()
    for number in (2, 3):
        say(opened(county), key=f"q{number}")
    assert (one[0], queries()) == (1, (3, one[1]))


def test_a_draft_with_many_opinions_costs_as_much(client, county):
    draft = opened(county)
    client.force_login(county.office)

    def queries():
        with CaptureQueriesContext(connection) as made:
            client.get(draft.get_absolute_url())
        return len(made)

    say(draft, key="a", article=article(draft, 1))
    queries()
    one = queries()
    for number in range(5):
        say(draft, key=f"b{number}", article=article(draft, number % 3 + 1))
    assert queries() == one
