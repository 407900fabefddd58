"""Notices about a suggestion. Deputies have accounts, so each has an inbox."""

from cases.suggestions.models import Proposer, Suggestion
from office.models import User
from office.notices.services.outbox import notify


def _notify(
    suggestion: Suggestion,
    user: User | None,
    kind: str,
    title: str,
    text: str,
    *,
    key: str,
) -> None:
    if user is None:
        return
    notify(
        key=f"{kind}:{key}:{user.pk}",
        kind=kind,
        title=title,
        text=text[:500],
        url=suggestion.get_absolute_url(),
        user=user,
    )


def ask_to_join(suggestion: Suggestion, proposer: Proposer) -> None:
    text = f"{suggestion.lead.deputy}代表请您联名提出“{suggestion.title}”。看过内容再答复，确认以前不算您提的。"
    key = f"{proposer.pk}:{suggestion.text_version}"
    user = proposer.mandate.deputy.user
    _notify(suggestion, user, "join_asked", "请您联名", text, key=key)


def notify_lead_of_answer(suggestion: Suggestion, proposer: Proposer) -> None:
    text = (
        f"{proposer}代表对“{suggestion.title}”的答复：{proposer.get_state_display()}。"
    )
    key = f"{proposer.pk}:{suggestion.text_version}"
    user = suggestion.lead.deputy.user
    _notify(suggestion, user, "join_answered", "联名答复", text, key=key)


def notify_proposers(
    suggestion: Suggestion, kind: str, title: str, text: str, *, key: str
) -> int:
    """Notify all proposers; returns how many."""
    rows = suggestion.proposers.filter(state="confirmed")
    notified = 0
    for proposer in rows.select_related("mandate__deputy__user"):
        user = proposer.mandate.deputy.user
        _notify(suggestion, user, kind, title, text, key=key)
        notified += user is not None
    return notified
