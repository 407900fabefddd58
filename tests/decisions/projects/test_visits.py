"""季度督查: when a group may write, when the unit is asked, and answers that stay."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from decisions.models import ProjectVisit
from decisions.projects.services import construction, visits
from decisions.resolutions.errors import DecisionError
from deputies.models import Grouping, Term
from office.models import Notice
from tests.decisions.projects.projects import programme, project, running
from tests.sessions import at_once

pytestmark = pytest.mark.django_db


def group(name="探沂镇代表小组"):
    term, _ = Term.objects.get_or_create(
        level="county", number=19, defaults={"starts_on": date(2022, 1, 15)}
    )
    return Grouping.objects.get_or_create(kind="group", term=term, name=name)[0]


def visit(county, row, **changes):
    values = {
        "group": group(),
        "visited_on": date(2026, 9, 20),
        "findings": "护栏没有装，找 13805391234。",
        "is_good": False,
        "by": county.deputy_user,
        **changes,
    }
    return visits.record_visit(project=row, **values)


def test_nothing_is_visited_before_it_is_decided(county):
    with pytest.raises(DecisionError, match="确定以后"):
        visit(county, project(county, programme(county)))


def test_what_ended_may_still_be_visited(county):
    row = running(county)
    construction.end_project(
        project=row, verb="fail", text="没有完成。", on=date(2026, 11, 20), by=None
    )

    assert visit(county, row).project == row


def test_a_visit_is_of_today_or_before_and_says_what_was_seen(county):
    row, today = running(county), timezone.localdate()

    with pytest.raises(DecisionError, match="还没有到"):
        visit(county, row, visited_on=today + timedelta(days=1))
    with pytest.raises(DecisionError, match="看到了什么"):
        visit(county, row, findings=" \n")
    assert not ProjectVisit.objects.exists()
    assert "13805391234" not in visit(county, row, visited_on=today).findings


def test_where_all_was_well_nobody_is_asked(county):
    visit(county, running(county), is_good=True)

    assert not Notice.objects.filter(kind="project_visit").exists()


def test_another_group_writes_of_the_same_day(county):
    row = running(county)
    visit(county, row)

    visit(county, row, group=group("费城代表小组"))

    assert row.visits.count() == 2
    asked = Notice.objects.filter(kind="project_visit", user=county.handler)
    assert asked.count() == 2


def test_an_answer_has_words_and_hides_phones(county):
    seen = visit(county, running(county))

    with pytest.raises(DecisionError, match="请写答复"):
        visits.answer_visit(visit=seen, answer="  ", by=county.handler)
    answered = visits.answer_visit(
        visit=seen, answer="装好了，电话 13905391234。", by=county.handler
    )

    assert answered.answered_by == county.handler
    assert "13905391234" not in answered.answer


@pytest.mark.django_db(transaction=True)
def test_a_group_that_sends_twice_writes_once(county):
    row = running(county)
    group()

    answers = at_once(2, lambda: visit(county, row))

    assert sum(isinstance(one, DecisionError) for one in answers) == 1
    assert Notice.objects.filter(kind="project_visit", user=county.handler).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_answers(county):
    seen = visit(county, running(county))

    answers = at_once(
        2, lambda: visits.answer_visit(visit=seen, answer="装好了。", by=county.handler)
    )

    assert sum(isinstance(one, DecisionError) for one in answers) == 1
