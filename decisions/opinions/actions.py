"""Actions on a draft open for opinions, and on one opinion."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from decisions.opinions import permissions as may
from decisions.opinions.enums import DraftState, OpinionSource
from decisions.opinions.forms import (
    DecideForm,
    DeskOpinionForm,
    InformantOpinionForm,
    MergeForm,
    PutOffForm,
    ReportDraftForm,
    SettleForm,
    VersionForm,
)
from decisions.opinions.models import Draft, Opinion
from decisions.opinions.page import book_of
from decisions.opinions.services import drafts, opinions
from office.models import User
from office.web.actions import Action, Actions, by_role, calls
from office.web.forms import ConfirmForm, sent

_S = DraftState
_with_draft = partial(calls, argument="draft")
_keeps = by_role(may.can_keep_drafts)


@dataclass(frozen=True, kw_only=True)
class DraftAction(Action):
    states: Collection[DraftState]
    service_decides: bool = True

    def is_due(self, obj: Draft) -> bool:
        return obj.state in self.states and self.when(obj)


def _article(request, row: Draft):
    """The article named by ``?article=``; None for the whole draft."""
    articles = {str(leaf.article.pk): leaf.article for leaf in book_of(row, []).leaves}
    return articles.get(request.GET.get("article", ""))


def _speak_form(form_class: type[DeskOpinionForm]):
    def build(request, row: Draft):
        form = form_class(*sent(request), initial={"key": secrets.token_urlsafe(16)})
        form.article = _article(request, row)
        return form

    return build


def _speak_title(request, row: Draft) -> dict:
    return {"title": f"对{_article(request, row) or '全文'}提意见"}


def _speak(row: Draft, *, source: OpinionSource, key: str, by: User, **said):
    opinions.give_opinion(
        draft=row,
        source=source,
        source_key=f"{source}:{by.pk}:{key}",
        by=by if source == OpinionSource.DEPUTY else None,
        **said,
    )


_of_speaking = partial(
    DraftAction,
    states=(_S.OPEN,),
    arguments=lambda form: {**form.cleaned_data, "article": form.article},
    more=_speak_title,
    button="提交",
    done="收到了。",
)

DRAFT_ACTIONS = Actions(
    DraftAction(
        name="open",
        label="公布，开始征求",
        may=_keeps,
        states=(_S.RECEIVED,),
        form=ConfirmForm,
        run=_with_draft(drafts.open_draft),
        lead=lambda draft: "全文立即公开，信息员收到通知，不能收回",
        done="公布了，联系点和采集点的信息员收到了通知。",
    ),
    _of_speaking(
        name="informant",
        label="代信息员录入",
        may=_keeps,
        form=_speak_form(InformantOpinionForm),
        run=partial(_speak, source=OpinionSource.INFORMANT),
    ),
    DraftAction(
        name="report",
        label="汇总上报",
        may=_keeps,
        states=(_S.CLOSED,),
        form=ReportDraftForm,
        run=_with_draft(drafts.report_draft),
        done="登记好了。",
    ),
    DraftAction(
        name="settle",
        label="公布采纳情况",
        may=_keeps,
        states=(_S.REPORTED,),
        form=SettleForm,
        run=_with_draft(drafts.settle_draft),
        done="公布了，提出的人收到了结果。",
    ),
    DraftAction(
        name="version",
        label="加一稿",
        may=_keeps,
        states=(_S.RECEIVED, _S.OPEN, _S.CLOSED, _S.REPORTED),
        form=VersionForm,
        run=_with_draft(drafts.add_version),
        done="导入了，看看哪几条变了。",
    ),
    DraftAction(
        name="end",
        label="改截止",
        title="改截止时间",
        may=_keeps,
        states=(_S.RECEIVED, _S.OPEN),
        form=PutOffForm,
        run=_with_draft(drafts.put_off),
        done="改好了。",
    ),
)

# A deputy's own opinion is listed separately: it is no step of the draft.
SPEAK_ACTIONS = Actions(
    _of_speaking(
        name="speak",
        label="对全文提意见",
        may=by_role(may.can_speak_as_deputy),
        when=lambda row: row.is_open,
        form=_speak_form(DeskOpinionForm),
        run=partial(_speak, source=OpinionSource.DEPUTY),
    ),
)


def _decide_form(request, row: Opinion) -> DecideForm:
    initial = {"outcome": row.outcome, "reason": row.reason}
    return DecideForm(*sent(request), initial=initial)


def _merge_form(request, row: Opinion) -> MergeForm:
    return MergeForm(*sent(request), opinion=row)


_of_opinion = partial(
    Action,
    may=_keeps,
    when=lambda row: row.draft.state in opinions.DECIDING,
    lead=lambda row: f"{row.where}：{row.text[:80]}",
    back=lambda row: row.draft,
    done="写好了。",
)

OPINION_ACTIONS = Actions(
    _of_opinion(
        name="decide",
        label="采纳情况",
        form=_decide_form,
        run=calls(opinions.decide_opinion, "opinion"),
    ),
    _of_opinion(
        name="merge",
        label="合并同样的意见",
        form=_merge_form,
        run=calls(opinions.merge_opinions, "main"),
    ),
)
