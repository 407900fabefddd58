"""The monthly roll-up of what people said, its reports, and what was handed over."""

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
