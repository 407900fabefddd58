"""``/desk/`` of a deputy: what they owe, what their constituency says, what they did."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet
from django.urls import reverse

from cases.loop.models.cases import Case
from cases.loop.worklist import case_queues_of
from cases.suggestions.models import Suggestion
from cases.suggestions.worklist import LISTS
from deputies.activities.enums.records import RecordColumn
from deputies.models import Activity, ActivityRecord, Mandate, Sheet
from office.models import Notice, User
from office.people.enums import Role
from office.web.work_queue import QueueTile, count_at_once, desk_lists_of
from office.web.work_queue import tiles as waiting_tiles

# What they owe themselves, in the order of the page.
OWED_SUGGESTIONS = ("join", "rate", "draft")
# What is known of their constituency; not owed by them.
SAID = ("fresh", "unfinished", "soon", "overdue")
SHOWN = 5
SHOWN_SUGGESTIONS = SHOWN_NOTICES = 3


@dataclass(frozen=True)
class Numbers:
    """Everything the dashboard counts, in one query. ``said`` and ``owed`` are tiles."""

    said: list[QueueTile]
    owed: list[QueueTile]
    waiting: int
    activity_records: list[tuple[str, int]]


def numbers_of(user: User, today: date) -> Numbers:
    """``waiting``: activities not yet verified; ``activity_records``: of the year, by column."""
    duties = case_queues_of(user)
    lists = [LISTS[key] for key in OWED_SUGGESTIONS]
    activities = Activity.objects.filter(deputy__user=user).waiting()
    activity_records = (
        ActivityRecord.objects.counting().of_year(today.year).filter(deputy__user=user)
    )
    wanted: list[QuerySet] = [duty.rows(user, today) for duty in duties]
    wanted += [row.rows(user) for row in lists]
    wanted += [
        activities,
        *(activity_records.filter(column=column) for column in RecordColumn),
    ]
    elsewhere = desk_lists_of(user)
    wanted += [row.rows(user) for row in elsewhere]
    counts = count_at_once(wanted)
    desk, suggestions = reverse("portal:desk"), reverse("cases:suggestions")
    tiles = {
        duty.key: QueueTile(duty.label, count, f"{desk}?show={duty.key}", duty.tone)
        for duty, count in zip(duties, counts, strict=False)
    }
    after = len(duties)
    owed = [
        QueueTile(row.label, count, f"{suggestions}?show={row.key}")
        for row, count in zip(lists, counts[after:], strict=False)
    ]
    # A deputy who also answers for a unit owes what the unit owes.
    owed += [tile for key, tile in tiles.items() if key not in SAID]
    after += len(lists)
    last = after + 1 + len(RecordColumn.labels)
    owed += waiting_tiles(elsewhere, counts[last:])
    return Numbers(
        said=[tiles[key] for key in SAID],
        owed=[tile for tile in owed if tile.count],
        waiting=counts[after],
        activity_records=list(
            zip(RecordColumn.labels, counts[after + 1 : last], strict=True)
        ),
    )


def seats_of(user: User) -> QuerySet[Mandate]:
    """Seats held now, each with ``places``: the names of its villages."""
    rows = Mandate.objects.in_office().filter(deputy__user=user)
    places = ArrayAgg(
        "constituency__villages__name",
        filter=Q(constituency__villages__isnull=False),
        order_by="constituency__villages__code",
        default=[],
    )
    rows = rows.select_related("term", "constituency__town", "deputy")
    return rows.annotate(places=places)


def spoken(user: User) -> QuerySet[Case]:
    """The newest of what this deputy may read of their constituency and station."""
    rows = Case.objects.visible_to(user).filter(kind="opinion")
    return rows.for_list().order_by("-pk")[:SHOWN]


def own_suggestions(user: User) -> QuerySet[Suggestion]:
    """The newest they lead."""
    rows = Suggestion.objects.filter(lead__deputy__user=user)
    return rows.select_related("case__holder").order_by("-pk")[:SHOWN_SUGGESTIONS]


def newest_sheet(user: User) -> Sheet | None:
    rows = Sheet.objects.filter(mandate__deputy__user=user)
    return rows.select_related("evaluation").order_by("-evaluation__year").first()


def unread(user: User) -> QuerySet[Notice]:
    return user.notices.filter(read_at__isnull=True).order_by("-pk")[:SHOWN_NOTICES]


def is_for(user: User) -> bool:
    return user.has_role(Role.DEPUTY)
