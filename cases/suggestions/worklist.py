"""Which suggestions wait for whom, and what was promised to deputies."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from cases.loop.enums import CaseStatus, PromiseState
from cases.loop.models.answers import Promise
from cases.loop.permissions import ANSWERING, SUPERVISING
from cases.suggestions.enums import ProposerState
from cases.suggestions.models import Proposer, Suggestion, SuggestionRating
from cases.suggestions.querysets import SuggestionQuerySet
from deputies.models import Mandate
from office.models import User
from office.people.enums import Role


@dataclass(frozen=True)
class SuggestionList:
    """One list; ``roles`` says to whom it is shown."""

    key: str
    label: str
    rows: Callable[[User], SuggestionQuerySet]
    roles: tuple[Role, ...]
    why_empty: str


def _own(user: User) -> SuggestionQuerySet:
    return Suggestion.objects.filter(lead__deputy__user=user)


def _proposed(user: User, state: ProposerState) -> SuggestionQuerySet:
    rows = Proposer.objects.filter(mandate__deputy__user=user, state=state)
    return Suggestion.objects.filter(pk__in=rows.values("suggestion"))


def _to_join(user: User) -> SuggestionQuerySet:
    waiting = Q(case__isnull=True) | Q(
        case__status__in=[CaseStatus.RECEIVED, CaseStatus.ACCEPTED]
    )
    return _proposed(user, ProposerState.ASKED).filter(waiting)


def _to_rate(user: User) -> SuggestionQuerySet:
    rated = SuggestionRating.objects.filter(
        proposer__suggestion=OuterRef("pk"),
        proposer__mandate__deputy__user=user,
        round__number=OuterRef("case__round_no"),
    )
    answered = _proposed(user, ProposerState.CONFIRMED).filter(
        case__status=CaseStatus.ANSWERED
    )
    return answered.exclude(Exists(rated))


def _of_status(*statuses: CaseStatus) -> Callable[[User], SuggestionQuerySet]:
    def rows(user: User) -> SuggestionQuerySet:
        seen = Suggestion.objects.visible_to(user)
        return seen.filter(case__status__in=statuses, case__holder__in=user.unit_ids())

    return rows


_DEPUTY = (Role.DEPUTY,)
_ALL = (
    SuggestionList("join", "等我确认联名", _to_join, _DEPUTY, "没有等您确认的。"),
    SuggestionList("rate", "等我评价", _to_rate, _DEPUTY, "没有等您评价的。"),
    SuggestionList(
        "draft",
        "我的草稿",
        lambda user: _own(user).drafts(),
        _DEPUTY,
        "没有草稿。",
    ),
    SuggestionList(
        "mine",
        "我提的",
        lambda user: _proposed(user, ProposerState.CONFIRMED).submitted(),
        _DEPUTY,
        "还没有提过建议。",
    ),
    SuggestionList(
        "hand_over",
        "待交办",
        _of_status(CaseStatus.RECEIVED, CaseStatus.ACCEPTED, CaseStatus.REOPENED),
        SUPERVISING,
        "没有等交办的建议。",
    ),
    SuggestionList(
        "hand",
        "在办",
        _of_status(CaseStatus.ASSIGNED, CaseStatus.IN_HAND, CaseStatus.DRAFTED),
        ANSWERING,
        "没有在办的建议。",
    ),
    SuggestionList(
        "key",
        "重点督办",
        lambda user: (
            Suggestion.objects.visible_to(user).submitted().exclude(key_leader="")
        ),
        (*SUPERVISING, *ANSWERING, *_DEPUTY, Role.GOVERNMENT_OFFICE),
        "没有重点督办的建议。",
    ),
    SuggestionList(
        "all",
        "全部",
        lambda user: Suggestion.objects.visible_to(user).submitted(),
        (*SUPERVISING, *ANSWERING, *_DEPUTY, Role.GOVERNMENT_OFFICE),
        "没有建议。",
    ),
)
LISTS = {row.key: row for row in _ALL}


def lists_of(user: User) -> list[SuggestionList]:
    return [row for row in _ALL if user.has_role(*row.roles)]


def open_promises(user: User):
    """Promises not yet kept. Deputies also read what their town was promised in
    earlier terms: a promise does not end with the term of the one it was made to."""
    rows = Promise.objects.filter(case__kind="suggestion").exclude(
        state=PromiseState.KEPT
    )
    if not user.has_role(*SUPERVISING, *ANSWERING, Role.GOVERNMENT_OFFICE):
        own = Mandate.objects.in_office().filter(deputy__user=user)
        earlier = Q(
            case__suggestion__lead__term__is_current=False,
            case__suggestion__hidden="",
            case__suggestion__lead__constituency__town__in=own.values(
                "constituency__town"
            ),
        )
        mine = _proposed(user, ProposerState.CONFIRMED)
        rows = rows.filter(earlier | Q(case__suggestion__in=mine))
    else:
        seen = Suggestion.objects.visible_to(user)
        rows = rows.filter(case__suggestion__in=seen)
    return rows.select_related(
        "case", "reply__unit", "case__suggestion__lead__term"
    ).order_by("due_on", "pk")
