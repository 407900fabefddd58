"""What may be done with a deputies' suggestion: rows of the same table as any case."""

from cases.loop import permissions as may
from cases.loop.actions.action import Action, of_verb, with_all
from cases.loop.enums import OPEN_STATUSES, CaseStatus, Verb
from cases.loop.forms import actions as ask
from cases.loop.models.rounds import Extension
from cases.loop.services import screening
from cases.suggestions import forms as form_of
from cases.suggestions import permissions as suggestions_permissions
from cases.suggestions.services import drafts as suggesting
from cases.suggestions.services import extension as suggestion_time
from cases.suggestions.services import rating as suggestion_rating
from cases.suggestions.services import steps as suggestion_steps
from cases.suggestions.services.rating import SuggestionGrades
from cases.suggestions.services.steps import Talk

JOINABLE = (CaseStatus.RECEIVED, CaseStatus.ACCEPTED)
IN_HAND = (CaseStatus.IN_HAND, CaseStatus.DRAFTED)
TAKEN_UP = (*(s for s in OPEN_STATUSES if s != CaseStatus.RECEIVED),)
RATEABLE = (CaseStatus.ANSWERED, CaseStatus.CLOSED)


def _has_question(case) -> bool:
    return Extension.objects.filter(round__case=case, granted__isnull=True).exists()


def _meet(case, data, user, form):
    unit = data.pop("unit")
    suggestion_steps.record_meeting(case=case, unit=unit, talk=Talk(**data), by=user)


def _join(case, data, user, form):
    suggesting.answer_invitation(suggestion=case.suggestion, by=user, **data)


def _ask_joint(case, data, user, form):
    suggesting.ask_proposers(suggestion=case.suggestion, by=user, **data)


def _rate(case, data, user, form):
    suggestion_rating.rate_suggestion(
        case=case, ratings=SuggestionGrades(**data), by=user
    )


def _turn(case, data, user, form):
    suggesting.turn_into_suggestion(
        case=case, lead=data.pop("lead"), words=suggesting.Words(**data), by=user
    )


ACTIONS = (
    Action(
        "accept_suggestion",
        "审查立案",
        may.can_screen,
        of_verb(Verb.ACCEPT),
        ask.EmptyForm,
        with_all(screening.accept_case),
        "primary",
    ),
    Action(
        "hand_over",
        "交办建议",
        may.can_assign,
        of_verb(Verb.ASSIGN),
        form_of.HandOverForm,
        with_all(suggestion_steps.assign_suggestion),
        "primary",
    ),
    Action(
        "join",
        "答复联名邀请",
        suggestions_permissions.can_join_suggestion,
        JOINABLE,
        form_of.JoinForm,
        _join,
        "primary",
    ),
    Action(
        "rate",
        "评价办理",
        suggestions_permissions.can_rate_suggestion,
        RATEABLE,
        form_of.RateForm,
        _rate,
        "primary",
    ),
    Action(
        "meet",
        "记面商",
        suggestions_permissions.can_record_meeting,
        IN_HAND,
        form_of.MeetForm,
        _meet,
        "primary",
    ),
    Action(
        "decide_six_months",
        "批复延长",
        may.can_decide_extension,
        OPEN_STATUSES,
        form_of.DecideForm,
        with_all(suggestion_time.decide_six_months),
        "primary",
        when=_has_question,
    ),
    Action(
        "ask_six_months",
        "申请延到六个月",
        may.can_ask_extension,
        IN_HAND,
        ask.ReasonForm,
        with_all(suggestion_time.ask_six_months),
        when=lambda c: c.round_no == 1 and not c.suggestion.is_hard,
    ),
    Action(
        "make_key",
        "列为重点督办",
        suggestions_permissions.can_make_key,
        TAKEN_UP,
        form_of.KeyForm,
        with_all(suggestion_steps.make_key),
        when=lambda c: not c.suggestion.key_leader,
    ),
    Action(
        "show",
        "公开建议",
        may.can_publish,
        (*TAKEN_UP, *RATEABLE),
        ask.PublishForm,
        with_all(suggestion_steps.publish_suggestion),
        when=lambda c: not c.is_public and not c.suggestion.hidden,
    ),
    Action(
        "unfit",
        "不作为建议办理",
        may.can_screen,
        of_verb(Verb.DECLINE),
        form_of.UnfitForm,
        with_all(suggestion_steps.decline_suggestion),
    ),
    Action(
        "ask_joint",
        "请代表联名",
        suggestions_permissions.can_withdraw_suggestion,
        JOINABLE,
        form_of.AskJointForm,
        _ask_joint,
    ),
    Action(
        "take_back",
        "书面撤回",
        suggestions_permissions.can_withdraw_suggestion,
        of_verb(Verb.WITHDRAW),
        ask.ReasonForm,
        with_all(suggestion_steps.withdraw_suggestion),
    ),
    Action(
        "suggest",
        "写成代表建议",
        suggestions_permissions.can_turn_into_suggestion,
        (*OPEN_STATUSES, *RATEABLE, CaseStatus.DECLINED),
        form_of.TurnForm,
        _turn,
        when=lambda c: c.merged_into_id is None,
    ),
)
