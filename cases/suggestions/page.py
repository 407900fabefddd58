"""Template data on the suggestion that a case is or has become."""

from cases.loop.enums import CaseKind
from cases.loop.models.cases import Case
from cases.suggestions.models import Meeting, Suggestion, SuggestionRating


def about_suggestion(case: Case) -> dict:
    """The facts of a suggestion, or the suggestions that grew out of an opinion."""
    if case.kind != CaseKind.SUGGESTION:
        grown = Suggestion.objects.filter(from_case=case, case__isnull=False)
        return {"grown": grown.select_related("case", "lead__deputy")[:20]}
    suggestion = case.suggestion
    return {
        "suggestion": suggestion,
        "proposers": suggestion.proposers.select_related("mandate__deputy"),
        "meetings": Meeting.objects.filter(round__case=case).select_related(
            "unit", "proposer__mandate__deputy"
        ),
        "ratings": SuggestionRating.objects.filter(
            proposer__suggestion=suggestion
        ).select_related("round", "proposer__mandate__deputy"),
    }
