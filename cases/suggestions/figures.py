"""Satisfaction of deputies: two dimensions with denominators; unrated ones separate."""

from django.db.models import Count, F, Q

from cases.loop.enums import Attitude, CaseStatus
from cases.loop.figures import Figure
from cases.suggestions.models import Proposer, SuggestionRating
from cases.suggestions.querysets import SuggestionQuerySet


def figures_of_year(suggestions: SuggestionQuerySet, year: int) -> list[Figure]:
    """For suggestions answered in ``year``, by the last answer of each.

    满意率 = 满意 ÷（满意 + 基本满意 + 不满意）. Unrated ones are in neither.
    """
    answered = suggestions.filter(
        case__answered_at__year=year,
        case__status__in=[CaseStatus.ANSWERED, CaseStatus.CLOSED],
    )
    ratings = SuggestionRating.objects.filter(
        proposer__suggestion__in=answered.values("pk"),
        round__number=F("round__case__round_no"),
    )
    good = Q(process=Attitude.GOOD)
    fine = Q(result=Attitude.GOOD)
    counted = ratings.aggregate(
        rated=Count("pk"),
        good_process=Count("pk", filter=good),
        good_result=Count("pk", filter=fine),
        fair=Count("pk", filter=Q(result__in=[Attitude.GOOD, Attitude.FAIR])),
    )
    asked = Proposer.objects.filter(
        suggestion__in=answered.values("pk"), state="confirmed"
    ).count()
    rated = counted["rated"]
    silent = f"另有 {asked - rated} 名没有反馈，不计入。"
    return [
        _figure("办理过程满意率", counted["good_process"], rated, "满意", silent),
        _figure("办理结果满意率", counted["good_result"], rated, "满意", silent),
        _figure(
            "结果满意或基本满意率", counted["fair"], rated, "满意和基本满意", silent
        ),
    ]


def _figure(name: str, over: int, under: int, text: str, note: str) -> Figure:
    return Figure(name, over, under, (text, "评价"), note=note)
