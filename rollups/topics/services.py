"""热点 of a month: gathered, grouped, kept with what the office wrote on them."""

from collections.abc import Iterator

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from cases.loop.enums import CaseStatus
from cases.models import Case
from office.models import Division
from rollups.counting.models import HotTopic, RollUp, TopicCase
from rollups.counting.services import window
from rollups.topics.rules.topics import (
    SAME_OVER_TIME,
    Message,
    Topic,
    cosine,
    hot_topics,
    quote_of,
)

# The county's report shows ten; the rest are for the towns, each its own.
MOST = 60
KEPT_CENTRE = 200


@transaction.atomic
def find_topics(rollup: RollUp) -> int:
    """Group what the month said; returns how many topics. The caller holds the roll-up.

    Counting again keeps what the office wrote: it goes to the new topic that shares most
    of its messages; a topic without one stays as it was.
    """
    cases = {case.pk: case for case in _said_in(rollup)}
    found = hot_topics(_messages(cases), most=MOST)
    towns = _towns()
    edited = _edited(rollup)
    before = _month_before(rollup)
    rollup.topics.exclude(pk__in=edited).delete()
    for topic in found:
        row = _save(rollup, topic, before)
        TopicCase.objects.bulk_create(
            TopicCase(topic=row, case_id=pk, town_id=towns.get(cases[pk].division_id))
            for pk in topic.ids
        )
        _hand_on(row, set(topic.ids), edited)
    return len(found)


def _said_in(rollup: RollUp) -> Iterator[Case]:
    asked = window(rollup.month)
    rows = Case.objects.filter(
        received_at__gte=asked["since"], received_at__lt=asked["until"]
    ).exclude(kind="suggestion")
    left = (CaseStatus.MERGED, CaseStatus.DECLINED, CaseStatus.WITHDRAWN)
    rows = rows.exclude(status__in=left).select_related("submitter", "division__parent")
    return rows.defer("search", "public_search").order_by("pk").iterator(500)


def _messages(cases: dict[int, Case]) -> Iterator[Message]:
    followers: dict[int, list[Case]] = {}
    merged = Case.objects.filter(merged_into__in=list(cases)).select_related(
        "submitter"
    )
    for case in merged.defer("search", "public_search", "text").order_by("pk"):
        followers.setdefault(case.merged_into_id or 0, []).append(case)
    for case in cases.values():
        spoke = [case, *followers.get(case.pk, [])]
        yield Message(
            id=case.pk,
            text=f"{case.title}\n{case.text}",
            place=case.division.place_name,
            day=timezone.localdate(case.received_at),
            people=tuple(_person(one) for one in spoke),
            may_quote=_may_quote(case),
        )


def _person(case: Case) -> str:
    """Who spoke, without saying who: one phone is one person."""
    submitter = getattr(case, "submitter", None)
    return submitter.phone_hash if submitter and submitter.phone_hash else f"#{case.pk}"


def _may_quote(case: Case) -> bool:
    """个人信息保护法 第十三条: only with the consent of whoever said it."""
    submitter = getattr(case, "submitter", None)
    return bool(submitter and submitter.may_publish)


def drop_quotes(case: Case) -> None:
    """Consent was withdrawn: the quotes of ``case`` leave every topic, at once."""
    said = quote_of(f"{case.title}\n{case.text}")
    topics = HotTopic.objects.select_for_update().filter(members__case=case)
    for topic in topics.order_by("pk"):
        kept = [quote for quote in topic.quotes if quote != said]
        if kept != topic.quotes:
            topic.quotes = kept
            topic.save(update_fields=["quotes"])


def _towns() -> dict[int, int]:
    """The town of each place."""
    rows = Division.objects.exclude(level="county").values_list(
        "pk", "level", "parent_id", "successor__parent_id", "successor__level"
    )
    return {
        pk: pk if level == "town" else (moved if above == "town" else parent)
        for pk, level, parent, moved, above in rows
    }


def _month_before(rollup: RollUp) -> list[HotTopic]:
    month = rollup.month - relativedelta(months=1)
    return list(HotTopic.objects.filter(rollup__month=month))


def _save(rollup: RollUp, topic: Topic, before: list[HotTopic]) -> HotTopic:
    likeness, nearest = max(
        ((cosine(topic.centre, row.centre), -n) for n, row in enumerate(before)),
        default=(0.0, 0),
    )
    best = sorted(topic.centre.items(), key=lambda row: (-row[1], row[0]))
    return HotTopic.objects.create(
        rollup=rollup,
        title=topic.title[:60],
        count=topic.count,
        people=topic.people,
        first_day=topic.first_day,
        last_day=topic.last_day,
        quotes=list(topic.quotes),
        centre=dict(best[:KEPT_CENTRE]),
        continues=before[-nearest] if likeness >= SAME_OVER_TIME else None,
    )


def _edited(rollup: RollUp) -> dict[int, HotTopic]:
    rows = rollup.topics.prefetch_related("members")
    return {row.pk: row for row in rows if row.is_edited}


def _hand_on(row: HotTopic, ids: set[int], edited: dict[int, HotTopic]) -> None:
    """Give ``row`` what was written on the earlier topic of which it holds most."""
    for pk, old in list(edited.items()):
        known = {member.case_id for member in old.members.all()}
        if len(known & ids) * 2 <= len(known):
            continue
        row.heading, row.remark, row.is_left_out = (
            old.heading,
            old.remark,
            old.is_left_out,
        )
        row.save(update_fields=["heading", "remark", "is_left_out"])
        old.items.update(topic=row)
        old.delete()
        del edited[pk]
        return
