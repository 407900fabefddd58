"""The input of a demonstration resident, as from a live form or recorded by a keeper."""

from datetime import datetime
from typing import Any

from cases.loop.enums import IntakeChannel
from cases.loop.services.building import Intake
from cases.receptions.models import Outcome
from cases.receptions.services import Conversation
from demo.cases.context import DemoContext
from demo.county.places import County
from office.models import Division, User

MARK = "（示例）"
# Spoken at a station: recorded as a reception.
RECEIVED = (IntakeChannel.DEPUTY, IntakeChannel.COUNTER)


def intake_of(context: DemoContext, story: dict[str, Any], at: datetime) -> Intake:
    county, key = context.county, story.get("town", "")
    channel = IntakeChannel(story.get("channel", "station_page"))
    known: dict[str, Any] = {
        "station": context.stations.get(story.get("station", key)),
        "consent": context.consent,
        "by": _recorder(county, key, channel),
        "factor": story.get("word", ""),
        **{name: story.get(name, "") for name in ("place", "name", "phone", "told_by")},
    }
    return Intake(
        channel=channel,
        text=story["text"] + MARK,
        title=story["title"],
        division=_place(county, key, story.get("village", "")),
        category=context.categories[story["category"]],
        may_publish="publish" in story["steps"],
        at=at,
        **known,
    )


def conversation_of(
    context: DemoContext, story: dict[str, Any], at: datetime
) -> tuple[Conversation, User]:
    """The same as a reception record, and the keeper who records it."""
    county, key = context.county, story["town"]
    station = context.stations[story.get("station", key)]
    seat = station.roster.select_related("deputy").earliest("pk")
    data = Conversation(
        key=f"demo-{story['key']}",
        station=station,
        deputy=seat.deputy,
        division=_place(county, key, story.get("village", "")),
        words=story["text"] + MARK,
        outcome=Outcome.CASE,
        at=at,
        name=story.get("name", ""),
        phone=story.get("phone", ""),
        factor=story.get("word", "") or story["key"],
        may_publish="publish" in story["steps"],
    )
    return data, county.users[f"{key}_zhan"]


def _place(county: County, key: str, village: str) -> Division:
    town = county.towns.get(key)
    if town is None:
        return county.whole
    if not village:
        return town
    return town.children.get(name=village, valid_until__isnull=True)


def _recorder(county: County, key: str, channel: IntakeChannel) -> User | None:
    """Who records it; nobody if the resident submitted on the station's page."""
    if channel == IntakeChannel.STATION_PAGE:
        return None
    return county.users[f"{key}_zhan" if key else "gongwei"]
