"""The deputies' data of the demonstration: suggestions, activities, a year."""

import pytest
from django.utils import timezone

from cases.loop.enums import CaseKind, CaseStatus
from cases.models import Case, Suggestion
from demo.cases.suggestions import TOLD
from demo.cases.texts import MARK
from deputies.activities.enums.activities import DecisionState
from deputies.models import Activity, Evaluation, Objection, Sheet
from deputies.performance.enums import EvaluationState, ScoreBand

# One county for all tests of the demonstration.
from tests.demo.test_load_demo import demo, loaded  # noqa: F401

pytestmark = pytest.mark.django_db


def test_suggestions_stand_in_every_state_and_are_marked(demo):  # noqa: F811
    found = Suggestion.objects.all()

    assert found.count() == len(TOLD)
    assert all(MARK in text.text for text in found)
    assert found.filter(case=None).count() == 1
    cases = Case.objects.filter(kind=CaseKind.SUGGESTION)
    assert set(cases.values_list("status", flat=True)) == {
        CaseStatus.RECEIVED,
        CaseStatus.IN_HAND,
        CaseStatus.DRAFTED,
        CaseStatus.ANSWERED,
        CaseStatus.CLOSED,
    }
    assert found.exclude(key_leader="").count() == 1


def test_activities_have_evidence_and_each_decision(demo):  # noqa: F811
    rows = Activity.objects.all()

    assert set(rows.values_list("state", flat=True)) == set(DecisionState.values)
    assert all(row.files.exists() for row in rows)


def test_last_year_is_settled_with_an_objection_and_grades(demo):  # noqa: F811
    year = Evaluation.objects.get()

    assert year.year == timezone.localdate().year - 1
    assert year.state == EvaluationState.SETTLED
    sheets = Sheet.objects.filter(evaluation=year)
    assert set(sheets.values_list("score_band", flat=True)) == set(ScoreBand.values)
    assert Objection.objects.get().upheld is False
    points = sheets.first().points.filter(activity_record__key__startswith="demo:")
    titles = list(points.values_list("activity_record__title", flat=True))
    assert titles
    assert all(MARK in title for title in titles)
