"""Actions with a case that are more than one call of a service, and what they depend on."""

from cases.loop import permissions as may
from cases.loop.enums import PromiseState
from cases.loop.models.answers import Promise
from cases.loop.models.cases import Case
from cases.loop.models.releases import ReleasedWords
from cases.loop.models.rounds import Extension
from cases.loop.models.submitters import Submitter
from cases.loop.services import answering, handling, routing
from cases.loop.services.answering import Answer
from cases.loop.services.releasing import waiting_words
from cases.loop.services.similar import similar_cases
from office.files.services import take_in_file


def draft(case, *, unit, text, result_class, promise, promise_on, by):
    answer = Answer(text, result_class, promise, promise_on)
    answering.draft_reply(case=case, unit=unit, answer=answer, by=by)


def note(case, *, text, files, is_public, by):
    kept = [take_in_file(upload=files, by=by)] if files else []
    handling.note_progress(
        case=case, text=text, attachments=kept, is_public=is_public, by=by
    )


def assist(case, *, opinion, by):
    part = case.assignments.filter(
        unit__in=by.unit_ids(*may.ANSWERING), duty="assist", returned_at__isnull=True
    ).last()
    routing.answer_as_assistant(assignment=part, opinion=opinion, by=by)


def has_extension(case: Case) -> bool:
    return Extension.objects.filter(round__case=case, granted__isnull=True).exists()


def has_promise(case: Case) -> bool:
    open_ones = Promise.objects.filter(case=case).exclude(state=PromiseState.KEPT)
    return open_ones.exists()


def may_be_published(case: Case) -> bool:
    """Not public yet, and whoever said it agreed; the service says why not."""
    agreed = Submitter.objects.filter(case=case, may_publish=True)
    return not case.is_public and agreed.exists()


def has_waiting_words(case: Case) -> bool:
    return waiting_words(case).exists()


def has_public_words(case: Case) -> bool:
    return ReleasedWords.objects.filter(event__case=case, is_public=True).exists()


def similar(request, case: Case) -> dict:
    """What a case might be merged into."""
    found = similar_cases(
        case.text,
        among=Case.objects.visible_to(request.user),
        division=case.division,
        public=False,
        leave_out=[case.pk],
        limit=5,
    )
    return {"similar": found}
