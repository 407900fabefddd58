"""The effects of staff actions on a case, through their page.

For whom each is open, when, and that it is done once: ``tests/portal/test_actions.py``.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.loop.enums import CaseStatus, Grade, ResultClass, Verb
from cases.loop.services import answering, rating, routing, screening
from cases.loop.services import clock as clockwork
from cases.loop.services.answering import Answer
from cases.models import Accusation, Case, Extension, Reply
from office.models import AuditEntry
from tests import county as made
from tests.pages import source_of

pytestmark = pytest.mark.django_db
SOON = (timezone.localdate() + timedelta(10)).isoformat()


def act_url(case, name):
    return reverse("cases:case_act", args=[case.pk, name])


def act(user, case, name, **text):
    """Send one action as ``user`` from a new client."""
    client = Client()
    client.force_login(user)
    return client.post(act_url(case, name), text)


def now_assigned(county):
    """Assigned today, so that requests are within the time limit."""
    case = made.submitted(county, at=timezone.now())
    screening.accept_case(case=case, level="county", by=county.keeper)
    routing.assign_case(case=case, lead=county.water, by=county.office)
    case.refresh_from_db()
    return case


def now_in_hand(county):
    return routing.sign_case(case=now_assigned(county), by=county.handler)


def now_drafted(county):
    case = now_in_hand(county)
    answering.draft_reply(
        case=case,
        unit=county.water,
        answer=Answer("水渠已经清完。", ResultClass.SOLVED),
        by=county.handler,
    )
    case.refresh_from_db()
    return case


def extension_asked(county):
    case = now_in_hand(county)
    clockwork.ask_extension(case=case, days=3, reason="等雨停。", by=county.handler)
    return case


def suspended(county):
    case = now_in_hand(county)
    clockwork.suspend_case(
        case=case,
        reason="resident",
        text="等提出人补照片。",
        limit_on=timezone.localdate() + timedelta(7),
        by=county.handler,
    )
    case.refresh_from_db()
    return case


def merged(county):
    main = made.assigned(county)
    return screening.merge_case(
        case=made.submitted(county), into=main, by=county.office
    )


def promised(county):
    case = now_in_hand(county)
    promise = Answer(
        "列入明年计划。",
        ResultClass.PLANNED,
        "修好水渠",
        timezone.localdate() + timedelta(90),
    )
    reply = answering.draft_reply(
        case=case, unit=county.water, answer=promise, by=county.handler
    )
    answering.release_reply(reply=reply, by=county.signer)
    case.refresh_from_db()
    return case


def answered_twice(county):
    case = made.rated(county, Grade.NOT_SOLVED)
    routing.assign_case(case=case, lead=county.water, by=county.office2)
    case.refresh_from_db()
    routing.sign_case(case=case, by=county.handler)
    reply = answering.draft_reply(
        case=case,
        unit=county.water,
        answer=Answer("还在等资金。", ResultClass.CONSTRAINED),
        by=county.handler,
    )
    answering.release_reply(reply=reply, by=county.office2)
    case.refresh_from_db()
    return case


def twice_not_solved(county):
    case = answered_twice(county)
    rating.rate_case(case=case, grade=Grade.NOT_SOLVED)
    case.refresh_from_db()
    return case


def with_assistant(county):
    case = now_in_hand(county)
    routing.add_assisting_unit(case=case, unit=county.roads, by=county.office)
    return case


def draft_of(case):
    return Reply.objects.filter(round__case=case).latest("pk").pk


# name: (case before, who may, form data, status after, a word in the event's text)
STEPS = {
    "accept": (
        made.submitted,
        "keeper",
        lambda c, case: {"level": "town", "division": c.village.pk},
        CaseStatus.ACCEPTED,
        Verb.ACCEPT,
    ),
    "assign": (
        made.accepted,
        "office",
        lambda c, case: {"lead": c.water.pk, "assist": [c.roads.pk]},
        CaseStatus.ASSIGNED,
        Verb.ASSIGN,
    ),
    "sign": (
        made.assigned,
        "handler",
        lambda c, case: {},
        CaseStatus.IN_HAND,
        Verb.SIGN,
    ),
    "draft": (
        now_in_hand,
        "handler",
        lambda c, case: {
            "unit": c.water.pk,
            "result_class": "solved",
            "text": "水渠已经清完。",
        },
        CaseStatus.DRAFTED,
        Verb.DRAFT,
    ),
    "release": (
        now_drafted,
        "signer",
        lambda c, case: {"reply": draft_of(case), "public_text": "水渠已经清完。"},
        CaseStatus.ANSWERED,
        Verb.RELEASE,
    ),
    "send_back": (
        now_drafted,
        "signer",
        lambda c, case: {"reply": draft_of(case), "reason": "写明长度。"},
        CaseStatus.IN_HAND,
        Verb.SEND_BACK,
    ),
    "decide_extension": (
        extension_asked,
        "office",
        lambda c, case: {"granted": "1", "answer": "同意。"},
        CaseStatus.IN_HAND,
        Verb.GRANT_EXTENSION,
    ),
    "note": (
        now_in_hand,
        "handler",
        lambda c, case: {"text": "到现场看过。", "is_public": "on"},
        CaseStatus.IN_HAND,
        Verb.NOTE,
    ),
    "assist": (
        with_assistant,
        "road_handler",
        lambda c, case: {"opinion": "路由我们修。"},
        CaseStatus.IN_HAND,
        Verb.ASSIST_ANSWER,
    ),
    "add_unit": (
        now_in_hand,
        "office",
        lambda c, case: {"unit": c.roads.pk},
        CaseStatus.IN_HAND,
        Verb.ADD_UNIT,
    ),
    "ask_extension": (
        now_in_hand,
        "handler",
        lambda c, case: {"days": "3", "reason": "等雨停。"},
        CaseStatus.IN_HAND,
        Verb.ASK_EXTENSION,
    ),
    "suspend": (
        now_in_hand,
        "handler",
        lambda c, case: {"reason": "resident", "text": "等照片。", "limit_on": SOON},
        CaseStatus.SUSPENDED,
        Verb.SUSPEND,
    ),
    "resume": (
        suspended,
        "handler",
        lambda c, case: {},
        CaseStatus.IN_HAND,
        Verb.RESUME,
    ),
    "return": (
        now_assigned,
        "handler",
        lambda c, case: {"reason": "归交通局管。"},
        CaseStatus.ACCEPTED,
        Verb.RETURN,
    ),
    "merge": (
        made.submitted,
        "keeper",
        lambda c, case: {"into": made.assigned(c, text="同一条水渠。").number},
        CaseStatus.MERGED,
        Verb.MERGE,
    ),
    "unmerge": (
        merged,
        "office",
        lambda c, case: {},
        CaseStatus.ACCEPTED,
        Verb.UNMERGE,
    ),
    "decline": (
        made.submitted,
        "keeper",
        lambda c, case: {"reason": "court"},
        CaseStatus.DECLINED,
        Verb.DECLINE,
    ),
    "urge": (
        now_in_hand,
        "dispatcher",
        lambda c, case: {"note": "请说明进展。"},
        CaseStatus.IN_HAND,
        Verb.URGE,
    ),
    "settle_promise": (
        promised,
        "office",
        lambda c, case: {
            "promise": case.promises.get().pk,
            "kept": "1",
            "report": "已经修好。",
        },
        CaseStatus.ANSWERED,
        Verb.KEEP_PROMISE,
    ),
    "publish": (
        now_in_hand,
        "office",
        lambda c, case: {"title": "水渠堵了", "text": "水渠堵了。"},
        CaseStatus.IN_HAND,
        Verb.PUBLISH,
    ),
    "reveal": (
        now_in_hand,
        "handler",
        lambda c, case: {"field": "phone", "reason": "约时间看现场"},
        CaseStatus.IN_HAND,
        None,
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_the_right_person_takes_the_step(county, name):
    before, who, text, after, verb = STEPS[name]
    case = before(county)
    page = Client()
    page.force_login(getattr(county, who))
    assert page.get(act_url(case, name)).status_code == 200

    answer = act(getattr(county, who), case, name, **text(county, case))

    assert answer.status_code == 302, answer.context["form"].errors
    case.refresh_from_db()
    assert case.status == after
    if verb:
        event = case.events.filter(verb=verb).last()
        assert event.by == getattr(county, who)


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("release", "handler"),
        ("send_back", "handler"),
        ("decide_extension", "handler"),
        ("add_unit", "handler"),
        ("merge", "handler"),
        ("publish", "handler"),
        ("settle_promise", "handler"),
        ("urge", "handler"),
        ("draft", "office"),
        ("suspend", "office"),
        ("reveal", "dispatcher"),
        ("draft", "dispatcher"),
    ],
)
def test_who_sees_the_case_but_may_not_take_the_step_is_refused(county, name, who):
    before, _, text, _, _ = STEPS[name]
    case = made.assigned(county) if name == "merge" else before(county)
    was = (case.status, case.events.count())
    answer = act(getattr(county, who), case, name, **text(county, case))

    case.refresh_from_db()
    assert answer.status_code == 403
    assert (case.status, case.events.count()) == was


@pytest.mark.parametrize(
    "name", ["accept", "draft", "suspend", "ask_extension", "note"]
)
def test_what_is_missing_is_asked_for(county, name):
    before, who, _, _, _ = STEPS[name]
    case = before(county)
    was = (case.status, case.events.count())
    answer = act(getattr(county, who), case, name)

    case.refresh_from_db()
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert (case.status, case.events.count()) == was


@pytest.mark.parametrize("odd", ["\x00", "😀" * 50, "字" * 6000, "<script>1</script>"])
def test_odd_words_are_kept_or_refused_but_never_break(county, odd):
    case = now_in_hand(county)
    answer = act(
        county.handler,
        case,
        "draft",
        unit=county.water.pk,
        result_class="solved",
        text=f"清完了{odd}",
    )

    assert answer.status_code in (200, 302)
    if answer.status_code == 200:
        assert answer.context["form"].errors
        assert "清完了" in answer.content.decode()
    else:
        shown = Client()
        shown.force_login(county.handler)
        assert "<script>1" not in shown.get(case.get_absolute_url()).content.decode()


def test_what_was_typed_is_kept_when_the_service_refuses(county):
    case = now_in_hand(county)
    answer = act(
        county.handler,
        case,
        "draft",
        unit=county.water.pk,
        result_class="planned",
        text="明年春天修。",
    )

    assert answer.status_code == 200
    assert "明年春天修。" in answer.content.decode()
    assert not Reply.objects.exists()


def test_putting_behind_the_wall_leaves_nothing_here(county):
    case = made.submitted(county, text="村主任收了钱。")
    answer = act(county.keeper, case, "wall")

    assert answer["Location"] == reverse("portal:desk")
    assert not Case.objects.filter(pk=case.pk).exists()
    assert Accusation.objects.count() == 1
    client = Client()
    client.force_login(county.office)
    assert client.get(case.get_absolute_url()).status_code == 404


def test_closing_after_a_meeting_is_for_who_supervises_the_second_round(county):
    case = answered_twice(county)
    data = {"minutes": "三方商定，资金到位后再修。"}

    assert act(county.handler, case, "close_after_meeting", **data).status_code == 403
    assert act(county.office2, case, "close_after_meeting", **data).status_code == 302
    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED


@pytest.mark.django_db(transaction=True)
def test_unpublishing_takes_the_page_away(county):
    case = made.published(county, now_in_hand(county))
    public = Client().get(case.get_public_url())
    act(county.office, case, "unpublish", reason="提出人不愿公开。")

    assert public.status_code == 200
    assert Client().get(case.get_public_url()).status_code == 404


def test_revealing_writes_who_and_why(county):
    case = now_in_hand(county)
    client = Client()
    client.force_login(county.handler)
    data = {"field": "phone", "reason": "约时间看现场"}
    page = client.post(act_url(case, "reveal"), data, follow=True)

    assert "13805390000" in page.content.decode()
    entry = AuditEntry.objects.get(action="reveal")
    assert (entry.user, entry.reason) == (county.handler, "约时间看现场")


def test_revealing_without_a_reason_shows_nothing(county):
    case = now_in_hand(county)
    page = act(county.handler, case, "reveal", field="phone", reason="")

    assert "13805390000" not in page.content.decode()
    assert not AuditEntry.objects.filter(action="reveal").exists()


def test_a_refused_extension_moves_no_day(county):
    case = extension_asked(county)
    before = case.due_on
    act(county.office, case, "decide_extension", granted="", answer="按期办。")

    case.refresh_from_db()
    assert case.due_on == before
    assert Extension.objects.get().granted is False


def test_the_page_of_a_case_offers_what_is_open_in_its_style(client, county):
    case = made.accepted(county)
    client.force_login(county.office)
    page = client.get(case.get_absolute_url())
    links = dict.fromkeys(action.name for action in page.context["actions"])

    assert next(iter(links)) == "assign"
    assert "sign" not in links
    assert all(act_url(case, name) in page.content.decode() for name in links)
    assert "btn btn-primary" in source_of(page)
    assert "btn btn-outline-danger" in source_of(page)
