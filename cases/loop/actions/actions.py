"""What may be done with any case from the desk: one row an action.

Other parts add theirs with ``register_actions``.
"""

from collections.abc import Iterable

from cases.loop import permissions as may
from cases.loop.actions.action import Action, of_verb, with_all
from cases.loop.enums import OPEN_STATUSES, CaseStatus, PromiseState, Verb
from cases.loop.forms import actions as ask
from cases.loop.models.answers import Promise
from cases.loop.models.cases import Case
from cases.loop.models.rounds import Extension
from cases.loop.services import answering, handling, rating, routing, screening
from cases.loop.services import clock as clockwork
from cases.loop.services.answering import Answer
from office.files.services import take_in_file
from office.models import User

HANDLED = (CaseStatus.IN_HAND, CaseStatus.DRAFTED)


def _draft(case, data, user, form):
    answer = Answer(
        data["text"], data["result_class"], data["promise"], data["promise_on"]
    )
    answering.draft_reply(case=case, unit=data["unit"], answer=answer, by=user)


def _note(case, data, user, form):
    upload = data["files"]
    files = [take_in_file(upload=upload, by=user)] if upload else []
    handling.note_progress(
        case=case,
        text=data["text"],
        attachments=files,
        is_public=data["is_public"],
        by=user,
    )


def _decide(case, data, user, form):
    clockwork.decide_extension(
        extension=form.extension,
        granted=data["granted"],
        answer=data["answer"],
        by=user,
    )


def _assist(case, data, user, form):
    units = user.unit_ids(*may.ANSWERING)
    part = case.assignments.filter(
        unit__in=units, duty="assist", returned_at__isnull=True
    ).last()
    routing.answer_as_assistant(assignment=part, opinion=data["opinion"], by=user)


def _has_extension(case: Case) -> bool:
    return Extension.objects.filter(round__case=case, granted__isnull=True).exists()


def _has_promise(case: Case) -> bool:
    open_ones = Promise.objects.filter(case=case).exclude(state=PromiseState.KEPT)
    return open_ones.exists()


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

ACTIONS = {
    action.name: action
    for action in (
        Action(
            "accept",
            "受理",
            may.can_screen,
            of_verb(Verb.ACCEPT),
            ask.AcceptForm,
            with_all(screening.accept_case),
            "primary",
        ),
        Action(
            "assign",
            "交办",
            may.can_assign,
            of_verb(Verb.ASSIGN),
            ask.AssignForm,
            with_all(routing.assign_case),
            "primary",
        ),
        Action(
            "sign",
            "签收",
            may.can_sign,
            of_verb(Verb.SIGN),
            ask.EmptyForm,
            with_all(routing.sign_case),
            "primary",
        ),
        Action(
            "draft",
            "起草答复",
            may.can_draft,
            HANDLED,
            ask.DraftForm,
            _draft,
            "primary",
        ),
        Action(
            "release",
            "复核发布",
            may.can_release,
            of_verb(Verb.RELEASE),
            ask.ReleaseForm,
            lambda c, s, u, f: answering.release_reply(
                reply=s["reply"], public_text=s["public_text"], by=u
            ),
            "primary",
        ),
        Action(
            "send_back",
            "退回修改",
            may.can_release,
            of_verb(Verb.SEND_BACK),
            ask.SendBackForm,
            lambda c, s, u, f: answering.send_back_reply(
                reply=s["reply"], reason=s["reason"], by=u
            ),
        ),
        Action(
            "decide_extension",
            "批复延期",
            may.can_decide_extension,
            OPEN_STATUSES,
            ask.DecideExtensionForm,
            _decide,
            "primary",
            when=_has_extension,
        ),
        Action(
            "note",
            "记办理情况",
            may.can_note,
            OPEN_STATUSES,
            ask.NoteForm,
            _note,
        ),
        Action(
            "assist",
            "写协办意见",
            may.can_assist,
            (CaseStatus.ASSIGNED, *HANDLED),
            ask.OpinionForm,
            _assist,
        ),
        Action(
            "add_unit",
            "请单位协办",
            may.can_assign,
            (CaseStatus.ASSIGNED, CaseStatus.IN_HAND),
            ask.UnitForm,
            with_all(routing.add_assisting_unit),
        ),
        Action(
            "ask_extension",
            "申请延期",
            may.can_ask_extension,
            HANDLED,
            ask.ExtensionForm,
            with_all(clockwork.ask_extension),
        ),
        Action(
            "suspend",
            "停表",
            may.can_suspend,
            of_verb(Verb.SUSPEND),
            ask.SuspendForm,
            with_all(clockwork.suspend_case),
        ),
        Action(
            "resume",
            "恢复计时",
            may.can_suspend,
            of_verb(Verb.RESUME),
            ask.EmptyForm,
            with_all(clockwork.resume_case),
            "primary",
        ),
        Action(
            "return",
            "退回改派",
            may.can_return,
            of_verb(Verb.RETURN),
            ask.ReasonForm,
            with_all(routing.return_case),
        ),
        Action(
            "merge",
            "并案",
            may.can_screen,
            of_verb(Verb.MERGE),
            ask.MergeForm,
            with_all(screening.merge_case),
        ),
        Action(
            "unmerge",
            "撤销并案",
            may.can_assign,
            of_verb(Verb.UNMERGE),
            ask.EmptyForm,
            with_all(screening.unmerge_case),
        ),
        Action(
            "decline",
            "不予受理",
            may.can_screen,
            of_verb(Verb.DECLINE),
            ask.DeclineForm,
            with_all(screening.decline_case),
        ),
        Action(
            "urge",
            "催办",
            may.can_urge,
            OPEN_STATUSES,
            ask.UrgeForm,
            with_all(handling.urge_case),
        ),
        Action(
            "settle_promise",
            "核定承诺",
            may.can_settle_promise,
            tuple(CaseStatus),
            ask.PromiseForm,
            lambda c, s, u, f: answering.settle_promise(by=u, **s),
            when=_has_promise,
        ),
        Action(
            "close_after_meeting",
            "三方会商后办结",
            may.can_close_after_meeting,
            of_verb(Verb.CLOSE_AFTER_MEETING),
            ask.MinutesForm,
            with_all(rating.close_after_meeting),
            when=lambda c: c.round_no > 1,
        ),
        Action(
            "publish",
            "公开",
            may.can_publish,
            CAN_BE_SHOWN,
            ask.PublishForm,
            with_all(screening.publish_case),
            when=lambda c: not c.is_public,
        ),
        Action(
            "unpublish",
            "停止公开",
            may.can_publish,
            CAN_BE_SHOWN,
            ask.ReasonForm,
            with_all(screening.unpublish_case),
            when=lambda c: c.is_public,
        ),
        Action(
            "reveal",
            "查看联系方式",
            may.can_reveal,
            tuple(CaseStatus),
            ask.RevealForm,
            with_all(screening.reveal_submitter),
        ),
    )
}


def register_actions(actions: Iterable[Action]) -> None:
    """Add what another part lets people do with a case; called once, when apps are ready."""
    ACTIONS.update((action.name, action) for action in actions)


def open_actions(user: User, case: Case) -> list[Action]:
    """What this person may do with the case as it stands, the expected step first."""
    return [action for action in ACTIONS.values() if action.is_open(user, case)]
