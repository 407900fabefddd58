"""Actions on an item of a report: hand over, sign, answer, publish."""

from dataclasses import dataclass
from functools import partial

from office.web.actions import Action, Actions, calls
from office.web.forms import sent
from rollups.counting.enums import ITEM_MOVES, ItemState, ItemVerb, ReportState
from rollups.handing import permissions as may
from rollups.handing.forms import AnswerForm, HandOverForm, ItemForm, PublishForm
from rollups.handing.services import handing
from rollups.reports.forms import ReasonForm
from rollups.reports.models import ReportItem
from rollups.reports.permissions import can_edit_report

_with_item = partial(calls, argument="item")


@dataclass(frozen=True, kw_only=True)
class ItemAction(Action):
    verb: ItemVerb
    service_decides: bool = True

    def is_due(self, obj: ReportItem) -> bool:
        return obj.state in ITEM_MOVES[self.verb].sources and self.when(obj)


def _about(form_class):
    """The form with the item's present values."""

    def build(request, item: ReportItem):
        initial = {"unit": item.unit, "public_text": item.answer}
        initial |= {"text": item.answer, "result_class": item.result_class}
        return form_class(*sent(request), initial=initial)

    return build


_of_item = partial(ItemAction, lead=lambda item: item.title)

ITEM_ACTIONS = Actions(
    _of_item(
        name="sign",
        label="签收",
        verb=ItemVerb.SIGN,
        may=may.can_answer_item,
        run=_with_item(handing.sign_item),
        done="签收了。",
    ),
    _of_item(
        name="answer",
        label="写反馈",
        verb=ItemVerb.ANSWER,
        may=may.can_answer_item,
        form=_about(AnswerForm),
        run=_with_item(handing.answer_item),
        done="反馈交给了人大，公布以后联络站和群众会看到。",
    ),
    _of_item(
        name="publish",
        label="公布反馈",
        verb=ItemVerb.PUBLISH,
        may=may.can_publish_item,
        form=_about(PublishForm),
        run=_with_item(handing.publish_answer),
        done="公布了，联络站的页面上已有，提过这件事的人收到了通知。",
    ),
    _of_item(
        name="hand-over",
        label="移交",
        verb=ItemVerb.HAND_OVER,
        may=may.can_hand_over,
        when=lambda item: item.report.is_approved,
        form=_about(HandOverForm),
        run=_with_item(handing.hand_over_item),
        done="移交了，单位收到了通知。",
    ),
    _of_item(
        name="send-back",
        label="退回补充",
        verb=ItemVerb.SEND_BACK,
        may=may.can_publish_item,
        form=_about(ReasonForm),
        run=_with_item(handing.send_back_answer),
        done="退回了，单位收到了通知。",
    ),
    _of_item(
        name="return",
        label="不归我们管，退回",
        verb=ItemVerb.RETURN,
        may=may.can_answer_item,
        form=_about(ReasonForm),
        run=_with_item(handing.return_item),
        done="退回了，人大收到了通知。",
    ),
)


def _edit_form(request, item: ReportItem) -> ItemForm:
    initial = {"title": item.title, "text": item.text, "unit": item.unit}
    return ItemForm(*sent(request), initial=initial)


def _is_draft(item: ReportItem) -> bool:
    return item.state == ItemState.PROPOSED and item.report.state == ReportState.DRAFT


_of_draft = partial(
    Action,
    may=lambda user, item: can_edit_report(user, item.report),
    when=_is_draft,
    lead=lambda item: str(item.report),
    back=lambda item: item.report,
    service_decides=True,
)

# Only while the report is written; an item has no steps yet.
DRAFT_ACTIONS = Actions(
    _of_draft(
        name="edit",
        label="改",
        title="改这一项",
        button="保存",
        form=_edit_form,
        run=lambda item, by, **known: handing.edit_item(item=item, **known),
        done="保存好了。",
    ),
    _of_draft(
        name="drop",
        label="不移交",
        style="outline-danger",
        run=lambda item, by: handing.drop_item(item=item),
        done="这一项不移交了。",
    ),
)
