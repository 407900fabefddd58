"""Enums of drafts, opinions and their outcomes."""

from dataclasses import dataclass

from django.db import models


class DraftKind(models.TextChoices):
    LAW = "law", "法规草案"
    MATTER = "matter", "重大事项"


class DraftState(models.TextChoices):
    RECEIVED = "received", "待公布"
    OPEN = "open", "征求意见"
    CLOSED = "closed", "已截止，整理意见"
    REPORTED = "reported", "已上报"
    SETTLED = "settled", "已反馈结果"


class DraftVerb(models.TextChoices):
    RECEIVE = "receive", "收到任务"
    OPEN = "open", "公布，开始征求意见"
    CLOSE = "close", "截止"
    REPORT = "report", "汇总上报"
    SETTLE = "settle", "公布采纳情况"
    # Recorded without a change of state.
    VERSION = "version", "收到新的一稿"


@dataclass(frozen=True)
class DraftMove:
    source: DraftState
    target: DraftState


_S, _V = DraftState, DraftVerb
# Task received → published → opinions → merged → reported → outcome published.
DRAFT_MOVES: dict[DraftVerb, DraftMove] = {
    _V.OPEN: DraftMove(_S.RECEIVED, _S.OPEN),
    _V.CLOSE: DraftMove(_S.OPEN, _S.CLOSED),
    _V.REPORT: DraftMove(_S.CLOSED, _S.REPORTED),
    _V.SETTLE: DraftMove(_S.REPORTED, _S.SETTLED),
}
PUBLIC = (_S.OPEN, _S.CLOSED, _S.REPORTED, _S.SETTLED)


class ArticleChange(models.TextChoices):
    """How an article relates to the previous version."""

    SAME = "same", "没有变"
    MOVED = "moved", "条号变了"
    EDITED = "edited", "文字改了"
    NEW = "new", "新增"


class OpinionSource(models.TextChoices):
    DEPUTY = "deputy", "代表"
    INFORMANT = "informant", "信息员"
    PUBLIC = "public", "群众"


class Outcome(models.TextChoices):
    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    REFUSED = "refused", "没有采纳"


class PointKind(models.TextChoices):
    """立法法 第九十条: contact points are set up by the levels with legislative power."""

    CONTACT = "contact", "基层立法联系点"
    COLLECTION = "collection", "立法信息采集点"


# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "receive_draft": "建立征求意见",
    "put_off_draft": "改征求意见的截止",
    "add_point": "加立法联系点、采集点",
    "add_informant": "加信息员",
}
