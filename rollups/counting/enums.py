"""Dimensions of the roll-up, and the states of a report and of its items."""

from dataclasses import dataclass

from django.db import models


class Dimension(models.TextChoices):
    """What the rows of one area are grouped by."""

    TOTAL = "total", "合计"
    CATEGORY = "category", "类别"
    PLACE = "place", "地点"
    CHANNEL = "channel", "来源"


class Step(models.TextChoices):
    """The steps of a month's roll-up, in order; each is one transaction."""

    COUNTS = "counts", "计数"
    TOPICS = "topics", "归并热点"
    REPORTS = "reports", "写成月报初稿"


class ReportState(models.TextChoices):
    DRAFT = "draft", "初稿"
    CHECKED = "checked", "已核对，等批准"
    APPROVED = "approved", "已批准"


class ItemState(models.TextChoices):
    PROPOSED = "proposed", "拟移交"
    HANDED_OVER = "handed_over", "待签收"
    SIGNED = "signed", "办理中"
    RETURNED = "returned", "退回，等改派"
    ANSWERED = "answered", "已反馈，等公布"
    PUBLISHED = "published", "已公布反馈"


# States in which the government owes something.
OWED_ITEMS = (ItemState.HANDED_OVER, ItemState.SIGNED)


class ItemVerb(models.TextChoices):
    HAND_OVER = "hand_over", "移交"
    SIGN = "sign", "签收"
    RETURN = "return", "退回"
    ANSWER = "answer", "反馈"
    SEND_BACK = "send_back", "退回补充"
    PUBLISH = "publish", "公布反馈"


@dataclass(frozen=True)
class ItemMove:
    sources: tuple[ItemState, ...]
    target: ItemState


# Every move an item may make; the database's constraint is generated from this table.
ITEM_MOVES: dict[ItemVerb, ItemMove] = {
    ItemVerb.HAND_OVER: ItemMove(
        (ItemState.PROPOSED, ItemState.RETURNED), ItemState.HANDED_OVER
    ),
    ItemVerb.SIGN: ItemMove((ItemState.HANDED_OVER,), ItemState.SIGNED),
    ItemVerb.RETURN: ItemMove(
        (ItemState.HANDED_OVER, ItemState.SIGNED), ItemState.RETURNED
    ),
    ItemVerb.ANSWER: ItemMove((ItemState.SIGNED,), ItemState.ANSWERED),
    ItemVerb.SEND_BACK: ItemMove((ItemState.ANSWERED,), ItemState.SIGNED),
    ItemVerb.PUBLISH: ItemMove((ItemState.ANSWERED,), ItemState.PUBLISHED),
}
