"""Models of the monthly roll-up: counts, reports, items handed over."""

from rollups.counting.models import HotTopic, RollUp, RollUpRow, TopicCase
from rollups.reports.models import ItemEvent, Report, ReportItem

__all__ = [
    "HotTopic",
    "ItemEvent",
    "Report",
    "ReportItem",
    "RollUp",
    "RollUpRow",
    "TopicCase",
]
