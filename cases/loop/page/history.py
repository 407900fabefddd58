"""What the page of a case is made of: its rounds, steps, answers and files."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from cases.loop.enums import ReplyState
from cases.loop.models.answers import Reply
from cases.loop.models.cases import Case, CaseEvent, CaseFile
from cases.loop.models.releases import ReleasedWords
from cases.loop.models.rounds import Round
from cases.loop.querysets import history
from cases.loop.services.reference_cache import reference_cache
from office.web.prepared import Prepared, read_together

_PUBLISHED = Prepared(
    lambda key: Case.objects.published().filter(pk=key),
    without=("search", "public_search", "text"),
)
_ROUNDS = Prepared(lambda key: Round.objects.filter(case=key))
_EVENTS = Prepared(lambda key: CaseEvent.objects.filter(case=key), without=("note",))
_REPLIES = Prepared(
    lambda key: Reply.objects.filter(round__case=key, state=ReplyState.RELEASED)
)
_FILES = Prepared(lambda key: CaseFile.objects.filter(case=key))
_WORDS = Prepared(lambda key: ReleasedWords.objects.readable().filter(event__case=key))
# A larger number is no key of a row.
MOST_KEY = 2**63 - 1


@dataclass(frozen=True)
class History:
    """Each reply with its round and unit, each file with its attachment.

    ``words`` are those of its steps that anybody may read now.
    """

    rounds: list[Round]
    events: list[CaseEvent]
    replies: list[Reply]
    files: list[CaseFile]
    words: list[ReleasedWords]


def history_of(case: Case) -> History:
    """With who did each step; what was fetched with the case is not read again."""
    # A case that another was merged into comes without.
    prefetch_related_objects([case], *history())
    replies, files, words = read_together(case.pk, _REPLIES, _FILES, _WORDS)
    rounds = list(case.rounds.all())
    return _joined(History(rounds, list(case.events.all()), replies, files, words))


def published_case(pk: int) -> tuple[Case, History] | None:
    """A case that everybody may read, in one round trip; without the people."""
    if pk > MOST_KEY:
        return None
    found, *parts = read_together(
        pk, _PUBLISHED, _ROUNDS, _EVENTS, _REPLIES, _FILES, _WORDS
    )
    if not found:
        return None
    (case,), known, history = found, reference_cache(), History(*parts)
    known.attach([case])
    case.station = known.station_of(case.station_id)
    for row in history.rounds:
        row.lead, row.rule = known.unit(row.lead_id), known.rule(row.rule_id)
    for event in history.events:
        event.unit = known.unit(event.unit_id)
    return case, _joined(history)


def _joined(history: History) -> History:
    known, rounds = reference_cache(), {row.pk: row for row in history.rounds}
    for reply in history.replies:
        reply.round, reply.unit = rounds[reply.round_id], known.unit(reply.unit_id)
    if history.files:
        prefetch_related_objects(history.files, "attachment")
    return history
