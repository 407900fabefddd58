"""What may be done with any case from the desk: one row an action.

Other parts add theirs with ``ACTIONS.add``, once, when apps are ready.
"""

from cases.loop import permissions as may
from cases.loop.actions import steps
from cases.loop.actions.action import CaseAction, of_verb, with_case
from cases.loop.enums import OPEN_STATUSES, OPINIONS, CaseStatus, Verb
from cases.loop.forms import actions as ask
from cases.loop.forms import publication as of_words
from cases.loop.services import (
    answering,
    consent,
    handling,
    rating,
    releasing,
    routing,
    screening,
)
from cases.loop.services import clock as clockwork
from office.text.secrecy import seal
from office.web.actions import Actions

HANDLED = (CaseStatus.IN_HAND, CaseStatus.DRAFTED)
CAN_BE_SHOWN = tuple(
    status
    for status in CaseStatus
    if status
    not in (
        CaseStatus.WALLED,
        CaseStatus.DECLINED,
        CaseStatus.WITHDRAWN,
        CaseStatus.MERGED,
    )
)


REVEALED = "revealed"


class Reveal(CaseAction):
    """What was revealed is shown once, on the page of the case, and nowhere else.

    It travels sealed in the session: a message would go to the browser in a cookie.
    """

    def announce(self, request, obj, result):
        shown = f"{obj.number}：{result or '（没有留）'}。这次查看已写进审计记录。"
        request.session[REVEALED] = seal(shown)


ACTIONS = Actions(
    CaseAction(
        name="accept",
        label="受理",
        may=may.can_screen,
        statuses=of_verb(Verb.ACCEPT),
        form=ask.AcceptForm,
        run=with_case(screening.accept_case),
        style="primary",
        kinds=OPINIONS,
    ),
    CaseAction(
        name="assign",
        label="交办",
        may=may.can_assign,
        statuses=of_verb(Verb.ASSIGN),
        form=ask.AssignForm,
        run=with_case(routing.assign_case),
        style="primary",
        kinds=OPINIONS,
    ),
    CaseAction(
        name="sign",
        label="签收",
        may=may.can_sign,
        statuses=of_verb(Verb.SIGN),
        form=ask.EmptyForm,
        run=with_case(routing.sign_case),
        style="primary",
    ),
    CaseAction(
        name="draft",
        label="起草答复",
        may=may.can_draft,
        statuses=HANDLED,
        form=ask.DraftForm,
        run=steps.draft,
        style="primary",
    ),
    CaseAction(
        name="release",
        label="复核发布",
        may=may.can_release,
        statuses=of_verb(Verb.RELEASE),
        form=of_words.ReleaseForm,
        run=lambda case, **known: answering.release_reply(**known),
        style="primary",
    ),
    CaseAction(
        name="send_back",
        label="退回修改",
        may=may.can_release,
        statuses=of_verb(Verb.SEND_BACK),
        form=ask.SendBackForm,
        run=lambda case, **known: answering.send_back_reply(**known),
    ),
    CaseAction(
        name="decide_extension",
        label="批复延期",
        may=may.can_decide_extension,
        statuses=OPEN_STATUSES,
        form=ask.DecideExtensionForm,
        run=lambda case, **known: clockwork.decide_extension(**known),
        arguments=lambda form: {**form.cleaned_data, "extension": form.extension},
        style="primary",
        when=steps.has_extension,
        kinds=OPINIONS,
    ),
    CaseAction(
        name="note",
        label="记办理情况",
        may=may.can_note,
        statuses=OPEN_STATUSES,
        form=ask.NoteForm,
        run=steps.note,
        # The service takes notes of the loop itself later than that.
        service_decides=False,
    ),
    CaseAction(
        name="assist",
        label="写协办意见",
        may=may.can_assist,
        statuses=(CaseStatus.ASSIGNED, *HANDLED),
        form=ask.OpinionForm,
        run=steps.assist,
    ),
    CaseAction(
        name="add_unit",
        label="请单位协办",
        may=may.can_assign,
        statuses=(CaseStatus.ASSIGNED, CaseStatus.IN_HAND),
        form=ask.UnitForm,
        run=with_case(routing.add_assisting_unit),
    ),
    CaseAction(
        name="ask_extension",
        label="申请延期",
        may=may.can_ask_extension,
        statuses=HANDLED,
        form=ask.ExtensionForm,
        run=with_case(clockwork.ask_extension),
        kinds=OPINIONS,
    ),
    CaseAction(
        name="suspend",
        label="停表",
        may=may.can_suspend,
        statuses=of_verb(Verb.SUSPEND),
        form=ask.SuspendForm,
        run=with_case(clockwork.suspend_case),
        kinds=OPINIONS,
    ),
    CaseAction(
        name="resume",
        label="恢复计时",
        may=may.can_suspend,
        statuses=of_verb(Verb.RESUME),
        form=ask.EmptyForm,
        run=with_case(clockwork.resume_case),
        style="primary",
        kinds=OPINIONS,
    ),
    CaseAction(
        name="return",
        label="退回改派",
        may=may.can_return,
        statuses=of_verb(Verb.RETURN),
        form=ask.ReasonForm,
        run=with_case(routing.return_case),
    ),
    CaseAction(
        name="merge",
        label="并案",
        may=may.can_screen,
        statuses=of_verb(Verb.MERGE),
        form=ask.MergeForm,
        run=with_case(screening.merge_case),
        kinds=OPINIONS,
        more=steps.similar,
    ),
    CaseAction(
        name="unmerge",
        label="撤销并案",
        may=may.can_assign,
        statuses=of_verb(Verb.UNMERGE),
        form=ask.EmptyForm,
        run=with_case(screening.unmerge_case),
        kinds=OPINIONS,
    ),
    CaseAction(
        name="decline",
        label="不予受理",
        may=may.can_screen,
        statuses=of_verb(Verb.DECLINE),
        form=ask.DeclineForm,
        run=with_case(screening.decline_case),
        kinds=OPINIONS,
    ),
    CaseAction(
        name="urge",
        label="催办",
        may=may.can_urge,
        statuses=OPEN_STATUSES,
        form=ask.UrgeForm,
        run=with_case(handling.urge_case),
    ),
    CaseAction(
        name="settle_promise",
        label="核定承诺",
        may=may.can_settle_promise,
        statuses=tuple(CaseStatus),
        form=ask.PromiseForm,
        run=lambda case, **known: answering.settle_promise(**known),
        when=steps.has_promise,
    ),
    CaseAction(
        name="close_after_meeting",
        label="三方会商后办结",
        may=may.can_close_after_meeting,
        statuses=of_verb(Verb.CLOSE_AFTER_MEETING),
        form=ask.MinutesForm,
        run=with_case(rating.close_after_meeting),
        when=lambda c: c.round_no > 1,
    ),
    CaseAction(
        name="publish",
        label="公开",
        may=may.can_publish,
        statuses=CAN_BE_SHOWN,
        form=of_words.PublishForm,
        run=with_case(screening.publish_case),
        when=steps.may_be_published,
        kinds=OPINIONS,
    ),
    CaseAction(
        name="consent",
        label="登记公开意愿",
        may=may.can_screen,
        statuses=tuple(CaseStatus),
        form=of_words.ConsentForm,
        run=with_case(consent.answer_publication),
        kinds=OPINIONS,
    ),
    CaseAction(
        name="release_words",
        label="公开过程里的话",
        may=may.can_publish,
        statuses=CAN_BE_SHOWN,
        form=of_words.ReleaseWordsForm,
        run=with_case(releasing.release_words),
        when=steps.has_waiting_words,
    ),
    CaseAction(
        name="hide_words",
        label="停止公开过程里的话",
        may=may.can_publish,
        statuses=CAN_BE_SHOWN,
        form=of_words.HideWordsForm,
        run=with_case(releasing.hide_words),
        when=steps.has_public_words,
    ),
    CaseAction(
        name="unpublish",
        label="停止公开",
        may=may.can_publish,
        statuses=CAN_BE_SHOWN,
        form=ask.ReasonForm,
        run=with_case(screening.unpublish_case),
        when=lambda c: c.is_public,
    ),
    Reveal(
        name="reveal",
        label="查看联系方式",
        may=may.can_reveal,
        statuses=tuple(CaseStatus),
        form=of_words.RevealForm,
        run=with_case(screening.reveal_submitter),
        kinds=OPINIONS,
    ),
)
