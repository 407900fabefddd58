"""One opinion: given once and in time, merged with its like, decided with a reason."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from decisions.models import (
    Article,
    CollectionPoint,
    Draft,
    DraftVersion,
    Informant,
    Opinion,
)
from decisions.opinions.enums import DraftState
from decisions.opinions.services import opinions
from decisions.resolutions.errors import DecisionError
from tests.sessions import at_once, together

pytestmark = pytest.mark.django_db


def draft(state=DraftState.OPEN, closes_in=10):
    """A draft in ``state`` with one article of two paragraphs."""
    row = Draft.objects.create(
        kind="law",
        title="某条例（草案）",
        body="临沂市人大常委会",
        document="5 号",
        received_on=date(2026, 5, 1),
        closes_at=timezone.now() + timedelta(days=closes_in),
        state=state,
        report_document="6 号" if state in ("reported", "settled") else "",
        reported_on=date(2026, 6, 1) if state in ("reported", "settled") else None,
        result="已反馈" if state == "settled" else "",
        settled_on=date(2026, 7, 1) if state == "settled" else None,
    )
    version = DraftVersion.objects.create(draft=row, number=1, name="一审稿")
    Article.objects.create(version=version, position=1, number=5, text="甲。\n乙。")
    return row


def article(row):
    return Article.objects.get(version__draft=row)


def give(row, key="k1", text="请写明时限。", **more):
    values = {"source": "public", **more}
    return opinions.give_opinion(draft=row, text=text, source_key=key, **values)


def given(row, key="k1", **facts):
    """Opinions as they lie there after the closing, without having been open."""
    values = {"source": "public", "text": f"意见 {key}", **facts}
    return Opinion.objects.create(draft=row, source_key=key, **values)


def merge(county, main, *others):
    return opinions.merge_opinions(main=main, others=others, by=county.office)


def decide(county, row, outcome="adopted", reason=""):
    return opinions.decide_opinion(
        opinion=row, outcome=outcome, reason=reason, by=county.office
    )


# --- Giving ----------------------------------------------------------------------------


@pytest.mark.parametrize("state", [s for s in DraftState if s != DraftState.OPEN])
def test_only_an_open_draft_takes_opinions(state):
    with pytest.raises(DecisionError, match="已经截止，或者还没有开始"):
        give(draft(state))
    assert not Opinion.objects.exists()


def test_a_form_sent_again_after_the_closing_is_still_the_first(county):
    row = draft()
    first = give(row)
    Draft.objects.filter(pk=row.pk).update(closes_at=timezone.now())

    assert give(row) == first
    with pytest.raises(DecisionError, match="截止"):
        give(row, "k2")


@pytest.mark.parametrize("text", ["", " \n", "\x00\u202e"])
def test_an_opinion_has_words(text):
    with pytest.raises(DecisionError, match="请写意见"):
        give(draft(), text=text)


@pytest.mark.parametrize(
    ("paragraph", "where"), [(1, "第五条第一款"), (2, "第五条第二款")]
)
def test_it_stands_at_a_paragraph_that_is_there(paragraph, where):
    row = draft()

    assert give(row, article=article(row), paragraph=paragraph).where == where


@pytest.mark.parametrize("paragraph", [-1, 3])
def test_a_paragraph_that_is_not_there_is_refused(paragraph):
    row = draft()

    with pytest.raises(DecisionError, match=f"第五条没有第 {paragraph} 款"):
        give(row, article=article(row), paragraph=paragraph)


def test_a_paragraph_without_its_article_is_of_the_whole():
    assert give(draft(), paragraph=2).where == "全文"


def test_an_informant_is_named_and_kept_for_no_other_source(county):
    point = CollectionPoint.objects.create(
        kind="contact", name="点", division=county.town, opened_on=date(2025, 1, 1)
    )
    who = Informant.objects.create(
        point=point, name="王", profession="教师", since=date(2025, 1, 1)
    )
    row = draft()

    with pytest.raises(DecisionError, match="请选信息员"):
        give(row, source="informant")
    assert give(row, source="informant", informant=who).informant == who
    assert give(row, "k2", source="deputy", informant=who).informant is None


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_is_one_opinion(county):
    row = draft()

    first, second = at_once(2, lambda: give(row))

    assert first == second
    assert Opinion.objects.count() == 1


# --- Merging ---------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["received", "open", "settled"])
def test_nothing_is_sorted_before_the_closing_or_after_the_result(county, state):
    row = draft(DraftState(state))
    main, other = given(row), given(row, "k2")

    with pytest.raises(DecisionError, match="截止以后、公布结果以前"):
        merge(county, main, other)
    with pytest.raises(DecisionError, match="截止以后、公布结果以前"):
        decide(county, main)


def test_merged_ones_lose_their_own_outcome_and_merging_again_changes_nothing(county):
    row = draft(DraftState.CLOSED)
    main, other = given(row), given(row, "k2")
    decide(county, other, "refused", "不采纳。")

    assert merge(county, main, other, main) == 1
    assert merge(county, main, other) == 1

    other.refresh_from_db()
    assert (other.merged_into, other.outcome, other.reason) == (main, "", "")


def test_no_chains(county):
    row = draft(DraftState.CLOSED)
    first, second, third = (given(row, key) for key in ("k1", "k2", "k3"))
    merge(county, first, second)

    with pytest.raises(DecisionError, match="请选那一条"):
        merge(county, second, third)
    with pytest.raises(DecisionError, match="已经并过"):
        merge(county, third, first)
    with pytest.raises(DecisionError, match="已经并过"):
        merge(county, third, second)


def test_one_of_another_draft_leaves_all_unmerged(county):
    row = draft(DraftState.CLOSED)
    main, other = given(row), given(row, "k2")
    stranger = given(draft(DraftState.CLOSED), "k3")

    with pytest.raises(DecisionError, match="同一部草案"):
        merge(county, main, other, stranger)
    assert not Opinion.objects.filter(merged_into__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_two_merged_into_each_other_at_once_make_no_circle(county):
    row = draft(DraftState.CLOSED)
    first, second = given(row), given(row, "k2")

    answers = together(
        lambda: merge(county, first, second), lambda: merge(county, second, first)
    )

    assert sum(isinstance(one, DecisionError) for one in answers) == 1
    assert Opinion.objects.filter(merged_into__isnull=True).count() == 1


# --- Deciding --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "reason", "why"),
    [
        ("", "", "采纳情况"),
        ("maybe", "再看", "采纳情况"),
        ("partly", " ", "要写理由"),
        ("refused", "", "要写理由"),
    ],
)
def test_what_is_not_taken_says_why(county, outcome, reason, why):
    row = given(draft(DraftState.CLOSED))

    with pytest.raises(DecisionError, match=why):
        decide(county, row, outcome, reason)
    row.refresh_from_db()
    assert row.outcome == ""


def test_a_decision_may_be_changed_until_the_result_is_published(county):
    row = given(draft(DraftState.REPORTED))
    decide(county, row, "refused", "上级不同意，问 13805391234。")

    row.refresh_from_db()
    assert "13805391234" not in row.reason
    assert decide(county, row).outcome == "adopted"


def test_a_merged_one_has_no_outcome_of_its_own(county):
    row = draft(DraftState.CLOSED)
    main, other = given(row), given(row, "k2")
    merge(county, main, other)

    with pytest.raises(DecisionError, match="同一个结果"):
        decide(county, other)


@pytest.mark.django_db(transaction=True)
def test_decided_by_one_and_merged_by_another_at_once_has_one_outcome(county):
    row = draft(DraftState.CLOSED)
    main, other = given(row), given(row, "k2")

    together(
        lambda: decide(county, other, "refused", "不采纳。"),
        lambda: merge(county, main, other),
    )

    other.refresh_from_db()
    assert (other.merged_into, other.outcome) == (main, "")
