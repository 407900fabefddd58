"""Cases of the demonstration county, played day by day.

A story in ``data/stories/*.json`` names its steps as ``verb@days`` or
``verb@days:detail``, ``days`` being working days before the day of loading, so that
deadlines are always near, whenever the county is loaded. A story that leads to the
congress of ``terms.SESSIONS`` has a fixed day (``on``) instead, and steps at working
days after it.
"""

import json
import re
from datetime import date
from typing import Any

from demo.cases.context import DemoContext
from demo.cases.months import voices
from demo.cases.player import Player
from demo.county.places import DATA, County


def play_stories(county: County) -> int:
    """Play every story in chronological order; returns how many."""
    context = DemoContext(county)
    told = [_dated(context, story) for story in read_stories()]
    stories = [*told, *voices(context)]
    players = [Player(context, story) for story in stories]
    for day in range(max(t.story["ago"] for t in players), 0, -1):
        for player in players:
            player.play_day(day)
    return len(players)


def _dated(context: DemoContext, story: dict[str, Any]) -> dict[str, Any]:
    """A story with ``on`` began on that day; its steps are working days after it."""
    if "on" not in story:
        return story
    began = date.fromisoformat(story["on"])
    ago = context.calendar.workdays_between(began, context.today)
    steps = re.sub(r"@(\d+)", lambda data: f"@{ago - int(data[1])}", story["steps"])
    return {**story, "ago": ago, "steps": steps}


def read_stories() -> list[dict[str, Any]]:
    files = sorted((DATA / "stories").glob("*.json"))
    return [
        story
        for file in files
        for story in json.loads(file.read_text(encoding="utf-8"))
    ]
