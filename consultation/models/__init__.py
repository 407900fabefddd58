"""The monthly roll-up of what people said, its reports, and what was handed over."""

from consultation.models.reports import ItemEvent, Report, ReportItem
from consultation.models.rollups import HotTopic, RollUp, RollUpRow, TopicCase

__all__ = [
    "HotTopic",
    "ItemEvent",
    "Report",
    "ReportItem",
    "RollUp",
    "RollUpRow",
    "TopicCase",
]
