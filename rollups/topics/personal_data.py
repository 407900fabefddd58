"""What many said, quoted: the quotes of a topic go with any case that it was made of."""

from collections.abc import Collection

from django.db.models import QuerySet

from office.text.personal_data import PersonalData, rows_of
from rollups.counting.models import HotTopic, TopicCase

GONE = "（已转）"


def _of_cases(pks: Collection[int]) -> QuerySet:
    topics = TopicCase.objects.filter(case__in=pks).values("topic")
    return rows_of(HotTopic).filter(pk__in=topics)


ROWS = (
    PersonalData(
        HotTopic,
        words={"title": GONE, "heading": "", "remark": "", "quotes": [], "centre": {}},
        of_cases=_of_cases,
    ),
)
