"""What may be done with a deputies' suggestion: rows of the same table as any case."""

from cases.loop import permissions as may
from cases.loop.actions.action import CaseAction, of_verb, with_case
from cases.loop.actions.steps import has_extension
from cases.loop.enums import OPEN_STATUSES, OPINIONS, SUGGESTIONS, CaseStatus, Verb
from cases.loop.forms import actions as ask
from cases.loop.forms.publication import PublishForm
from cases.suggestions import forms as form_of
from cases.suggestions import permissions as suggestions_permissions
from cases.suggestions.services import drafts as suggesting
from cases.suggestions.services import extension as suggestion_time
from cases.suggestions.services import rating as suggestion_rating
from cases.suggestions.services import steps as suggestion_steps
from cases.suggestions.services.drafts import JOINABLE
from cases.suggestions.services.rating import SuggestionGrades
from cases.suggestions.services.steps import Talk

IN_HAND = (CaseStatus.IN_HAND, CaseStatus.DRAFTED)
TAKEN_UP = (*(s for s in OPEN_STATUSES if s != CaseStatus.RECEIVED),)
RATEABLE = (CaseStatus.ANSWERED, CaseStatus.CLOSED)


def _meet(case, *, unit, by, **talk):
    suggestion_steps.record_meeting(case=case, unit=unit, talk=Talk(**talk), by=by)


def _join(case, **known):
    suggesting.answer_invitation(suggestion=case.suggestion, **known)


def _ask_joint(case, **known):
    suggesting.ask_proposers(suggestion=case.suggestion, **known)


def _rate(case, *, by, **grades):
    suggestion_rating.rate_suggestion(
        case=case, ratings=SuggestionGrades(**grades), by=by
    )


def _turn(case, *, lead, by, **words):
    suggesting.turn_into_suggestion(
        case=case, lead=lead, words=suggesting.Words(**words), by=by
    )


ACTIONS = (
    CaseAction(
        name="accept_suggestion",
        label="审查立案",
        may=may.can_screen,
        statuses=of_verb(Verb.ACCEPT),
        form=ask.EmptyForm,
        run=with_case(suggestion_steps.accept_suggestion),
        style="primary",
        kinds=SUGGESTIONS,
    ),
    CaseAction(
        name="hand_over",
        label="交办建议",
        may=may.can_assign,
        statuses=of_verb(Verb.ASSIGN),
        form=form_of.HandOverForm,
        run=with_case(suggestion_steps.assign_suggestion),
        style="primary",
        kinds=SUGGESTIONS,
    ),
    CaseAction(
        name="join",
        label="答复联名邀请",
        may=suggestions_permissions.can_join_suggestion,
        statuses=JOINABLE,
        form=form_of.JoinForm,
        run=_join,
        style="primary",
        kinds=SUGGESTIONS,
    ),
    CaseAction(
        name="rate",
        label="评价办理",
        may=suggestions_permissions.can_rate_suggestion,
        statuses=RATEABLE,
        form=form_of.RateForm,
        run=_rate,
        style="primary",
        kinds=SUGGESTIONS,
    ),
    CaseAction(
        name="meet",
        label="记面商",
        may=suggestions_permissions.can_record_meeting,
        statuses=IN_HAND,
        form=form_of.MeetForm,
        run=_meet,
        style="primary",
        kinds=SUGGESTIONS,
    ),
    CaseAction(
        name="decide_six_months",
        label="批复延长",
        may=may.can_decide_extension,
        statuses=OPEN_STATUSES,
        form=form_of.DecideForm,
        run=with_case(suggestion_time.decide_six_months),
        style="primary",
        when=has_extension,
        kinds=SUGGESTIONS,
    ),
    CaseAction(
        name="ask_six_months",
        label="申请延到六个月",
        may=may.can_ask_extension,
        statuses=IN_HAND,
        form=ask.ReasonForm,
        run=with_case(suggestion_time.ask_six_months),
        when=lambda c: c.round_no == 1 and not c.suggestion.is_hard,
        kinds=SUGGESTIONS,
    ),
    CaseAction(
        name="make_key",
        label="列为重点督办",
        may=suggestions_permissions.can_make_key,
        statuses=TAKEN_UP,
        form=form_of.KeyForm,
        run=with_case(suggestion_steps.make_key),
        when=lambda c: not c.suggestion.key_leader,
        kinds=SUGGESTIONS,
    ),
    CaseAction(
        name="show",
        label="公开建议",
        may=may.can_publish,
        statuses=(*TAKEN_UP, *RATEABLE),
        form=PublishForm,
        run=with_case(suggestion_steps.publish_suggestion),
        when=lambda c: not c.is_public and not c.suggestion.hidden,
        kinds=SUGGESTIONS,
    ),
    CaseAction(
        name="unfit",
        label="不作为建议办理",
        may=may.can_screen,
        statuses=of_verb(Verb.DECLINE),
        form=form_of.UnfitForm,
        run=with_case(suggestion_steps.decline_suggestion),
        kinds=SUGGESTIONS,
    ),
    CaseAction(
        name="ask_joint",
        label="请代表联名",
        may=suggestions_permissions.can_withdraw_suggestion,
        statuses=JOINABLE,
        form=form_of.AskJointForm,
        run=_ask_joint,
        kinds=SUGGESTIONS,
    ),
    CaseAction(
        name="take_back",
        label="书面撤回",
        may=suggestions_permissions.can_withdraw_suggestion,
        statuses=of_verb(Verb.WITHDRAW),
        form=ask.ReasonForm,
        run=with_case(suggestion_steps.withdraw_suggestion),
        kinds=SUGGESTIONS,
    ),
    CaseAction(
        name="suggest",
        label="写成代表建议",
        may=suggestions_permissions.can_turn_into_suggestion,
        statuses=(*OPEN_STATUSES, *RATEABLE, CaseStatus.DECLINED),
        form=form_of.TurnForm,
        run=_turn,
        when=lambda c: c.merged_into_id is None,
        kinds=OPINIONS,
    ),
)
