"""Loading the demonstration county into an empty portal, in one transaction."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases.loop.services.answering import sweep_promises
from cases.loop.services.rating import close_unrated
from cases.loop.services.sweeps import notify_of_deadlines
from demo.cases.months import play_months
from demo.cases.stories import play_stories
from demo.cases.suggestions import make_suggestions
from demo.county.chat_groups import build_chat_groups
from demo.county.groupings import build_groupings
from demo.county.places import build_county
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

# Real lists of places, if present; the project includes a sample of its own.
DIVISIONS = Path(settings.ROOT).parent / "shared" / "data" / "divisions"


class NotEmpty(ServiceError):
    """The portal holds data; the demonstration is never mixed with it."""


def is_empty() -> bool:
    return not any(model.objects.exists() for model in (User, Unit, Division))


@transaction.atomic
def load_demo(*, divisions: Path = DIVISIONS) -> int:
    """Build the county and play its cases; returns how many. Raises NotEmpty."""
    if not is_empty():
        raise NotEmpty("库里已有数据，没有载入演示县。演示只能载入空库。")
    county = build_county(divisions)
    build_stations(county)
    build_groupings(county)
    played = play_stories(county)
    play_contact_days(county)
    build_chat_groups(county)
    make_suggestions(county)
    play_years(county)
    play_months(county)
    play_livelihood(county)
    play_investments(county)
    play_budget(county)
    play_drafts(county)
    play_sittings(county)
    read_old_notices()
    today = timezone.localdate()
    close_unrated(today=today)
    sweep_promises(today=today)
    notify_of_deadlines(today=today)
    # Invented phone numbers may be real ones: all external deliveries are removed.
    Delivery.objects.all().delete()
    return played
