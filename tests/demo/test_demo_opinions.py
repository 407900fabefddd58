"""The demonstration's drafts, points and meetings: the county's own figures."""

import pytest
from django.utils import timezone

from decisions.models import CollectionPoint, Draft, Informant, Opinion
from decisions.sittings.figures import figures_of
from demo.cases.texts import MARK
from deputies.models import Assembly

# One county for all tests of the demonstration.
from tests.demo.test_load_demo import demo, loaded  # noqa: F401

pytestmark = pytest.mark.django_db


def test_two_points_fourteen_points_and_109_informants(demo):  # noqa: F811
    assert CollectionPoint.objects.filter(kind="contact").count() == 2
    assert CollectionPoint.objects.filter(kind="collection").count() == 14
    assert Informant.objects.filter(until=None).count() == 109


def test_nine_drafts_of_law_and_more_than_360_opinions(demo):  # noqa: F811
    laws = Draft.objects.filter(kind="law")

    assert laws.count() == 9
    words = Opinion.objects.filter(draft__in=laws)
    assert words.count() >= 360
    assert all(MARK in text for text in words.values_list("text", flat=True))
    assert {"open", "settled"} <= set(laws.values_list("state", flat=True))
    settled = words.filter(draft__state="settled", merged_into=None)
    assert settled.exists()
    assert not settled.filter(outcome="").exists()
    assert Draft.objects.filter(kind="matter").count() == 2


def test_176_person_times_and_120_speeches(demo):  # noqa: F811
    year = Assembly.objects.filter(town=None).latest("starts_on").starts_on.year
    numbers = {name: number for name, number, _ in figures_of(year)}

    assert numbers["列席"] == 176
    assert numbers["发言"] == 120
    assert 0 < numbers["采纳"] < numbers["提出建议"]
    assert year <= timezone.localdate().year
