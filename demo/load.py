"""Loading the demonstration county into an empty portal, in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from cases.loop.enums import CaseKind
from cases.loop.services.answering import sweep_promises
from cases.loop.services.rating import close_unrated
from cases.loop.services.sweeps import notify_of_deadlines
from cases.models import Case
from demo.cases.months import play_months
from demo.cases.stories import play_stories
from demo.cases.suggestions import make_suggestions
from demo.county.chat_groups import build_chat_groups
from demo.county.groupings import build_groupings
from demo.county.places import County, build_county
from demo.county.stations import build_stations
from demo.decisions.budget import play_budget
from demo.decisions.drafts import play_drafts
from demo.decisions.investments import play_investments
from demo.decisions.livelihood import play_livelihood, read_old_notices
from demo.decisions.sittings import play_sittings
from demo.deputies.contact import play_contact_days
from demo.deputies.years import play_years
from office.models import Delivery, Division, Unit, User
from office.text.errors import ServiceError
from rollups.models import RollUp

# Real lists of places, read where they lie; the project carries a sample of its own.
DIVISIONS = Path(settings.ROOT).parent / "shared" / "data" / "divisions"


class NotEmpty(ServiceError):
    """The portal holds data; the demonstration never mixes with it."""


def is_empty() -> bool:
    return not any(model.objects.exists() for model in (User, Unit, Division))


def load_demo(
    *,
    divisions: Path = DIVISIONS,
    on_step: Callable[[int, int, str], None] = lambda number, total, name: None,
) -> int:
    """Build the county and play its cases; returns how many. Raises NotEmpty.

    ``on_step`` is called before each step with its number, how many there are, its name.
    """
    with transaction.atomic():
        if not is_empty():
            raise NotEmpty("库里已有数据，没有载入演示县。演示只能载入空库。")
        # Beat may roll the last month up meanwhile; it waits, and finds it done.
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(RollUp._meta.db_table)
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        with _without_savepoints():
            on_step(1, len(STEPS) + 1, "区划、机构和人员")
            county = build_county(divisions)
            for number, (name, play) in enumerate(STEPS, start=2):
                on_step(number, len(STEPS) + 1, name)
                play(county)
    return Case.objects.exclude(kind=CaseKind.SUGGESTION).count()


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """Any error ends the whole loading, and savepoints are a third of its statements."""
    features = connection.features
    before, features.uses_savepoints = features.uses_savepoints, False
    try:
        yield
    finally:
        features.uses_savepoints = before


def _bring_up_to_date(county: County) -> None:
    read_old_notices()
    today = timezone.localdate()
    close_unrated(today=today)
    sweep_promises(today=today)
    notify_of_deadlines(today=today)
    # Invented phone numbers may be somebody's: nothing of this leaves the house.
    Delivery.objects.all().delete()


STEPS: tuple[tuple[str, Callable[[County], object]], ...] = (
    ("联络站", build_stations),
    ("编站编组", build_groupings),
    ("社情民意", play_stories),
    ("接待日", play_contact_days),
    ("微信群", build_chat_groups),
    ("代表建议", make_suggestions),
    ("历年履职", play_years),
    ("月汇总", play_months),
    ("民生实事项目", play_livelihood),
    ("政府投资项目", play_investments),
    ("预算", play_budget),
    ("法规草案意见", play_drafts),
    ("列席", play_sittings),
    ("到今天为止的期限", _bring_up_to_date),
)
