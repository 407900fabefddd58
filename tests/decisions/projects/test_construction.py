"""Projects under way: reported, late by the days, changed only with consent, told once."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.template.loader import render_to_string

from cases.models import Feedback
from decisions.models import Project, ProjectChange, ProjectStep
from decisions.projects.enums import CaseNews, ChangeState, ProjectState, ProjectVerb
from decisions.projects.page.project import facts_of
from decisions.projects.services import changes, programmes, proposals, visits
from decisions.projects.services import construction as construction
from decisions.projects.services.construction import Progress
from decisions.projects.services.proposals import Screening
from decisions.resolutions.errors import DecisionError
from decisions.resolutions.rules import Decided
from deputies.models import Grouping
from office.models import Notice
from tests.county import accepted
from tests.decisions.projects.projects import (
    COMMITTEE,
    GOVERNMENT,
    programme,
    project,
    reviewed,
    running,
    voted,
)
from tests.sessions import at_once, together

pytestmark = pytest.mark.django_db
PASSED = Screening(True, True, True, True)


def progress(row, percent=40, day=date(2026, 5, 31), paid="300000", reached=(), **more):
    values = {
        "day": day,
        "text": "已清淤 500 米。",
        "percent": percent,
        "invested": Decimal(paid),
        "paid": Decimal(paid),
        "reached": reached,
        **more,
    }
    return Progress(**values)


def report(county, row, *args, **kwargs):
    return construction.report_progress(
        project=row, progress=progress(row, *args, **kwargs), by=county.handler
    )


def test_a_milestone_is_late_by_its_day_and_by_nobodys_tick(county):
    row = running(county)
    rows = Project.objects.filter(pk=row.pk)
    assert not rows.late(date(2026, 6, 30)).exists()
    assert rows.late(date(2026, 7, 1)).exists()
    report(county, row, reached=row.milestones.all(), day=date(2026, 7, 3))
    assert not rows.late(date(2026, 7, 4)).exists()
    assert row.milestones.get().done_on == date(2026, 7, 3)


def test_sums_only_grow_and_never_pass_the_total(county):
    row = running(county)
    report(county, row, paid="300000")
    with pytest.raises(DecisionError, match="累计数"):
        report(county, row, paid="200000", day=date(2026, 6, 30))
    with pytest.raises(DecisionError, match="超过了总投资"):
        report(county, row, paid="1200000.01", day=date(2026, 6, 30))
    with pytest.raises(DecisionError, match="比这次晚"):
        report(county, row, paid="400000", day=date(2026, 5, 1))
    with pytest.raises(DecisionError, match="还没有到"):
        report(county, row, day=date(2099, 1, 1))
    seen = Project.objects.with_progress(date(2026, 6, 1)).get(pk=row.pk)
    assert (seen.percent, seen.paid) == (40, Decimal("300000"))


def test_the_same_report_twice_is_one_and_another_of_the_day_is_another(county):
    row = running(county)
    report(county, row)
    with pytest.raises(DecisionError, match="一样"):
        report(county, row)
    report(county, row, text="又清淤 100 米。")
    assert row.reports.count() == 2


def test_nothing_is_reported_before_the_start(county):
    plan = programme(county)
    with pytest.raises(DecisionError, match="不能填报"):
        report(county, project(county, plan))


def test_without_consent_nothing_changes(county):
    row = running(county)
    change = changes.ask_change(
        project=row,
        kind="change",
        reason="汛期来得早。电话 13805391234",
        ends_on=date(2026, 12, 20),
        by=county.handler,
    )
    assert "13805391234" not in change.reason
    row.refresh_from_db()
    assert row.ends_on == date(2026, 11, 30)
    with pytest.raises(DecisionError, match="由谁决定"):
        changes.consent_change(
            change=change, decided=Decided("", date(2026, 6, 1), ""), by=county.office
        )
    with pytest.raises(DecisionError, match="自己的申请"):
        changes.consent_change(change=change, decided=COMMITTEE, by=county.handler)
    row.refresh_from_db()
    assert row.ends_on == date(2026, 11, 30)
    changes.consent_change(change=change, decided=COMMITTEE, by=county.office)
    row.refresh_from_db()
    assert row.ends_on == date(2026, 12, 20)
    step = row.steps.get(verb=ProjectVerb.CHANGE)
    assert "2026年11月30日" in step.note
    assert step.resolution.decider == COMMITTEE.decider
    assert Notice.objects.filter(kind="project_change", user=county.handler).exists()


def test_the_database_itself_refuses_a_change_without_consent(county):
    row = running(county)
    change = changes.ask_change(
        project=row, kind="stop", reason="缺钱", by=county.handler
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectChange.objects.filter(pk=change.pk).update(state=ChangeState.CONSENTED)
    with pytest.raises(DatabaseError), transaction.atomic():
        Project.objects.filter(pk=row.pk).update(state=ProjectState.PROPOSED)


def test_a_stopped_project_goes_on_only_by_another_decision(county):
    row = running(county)

    def decide(kind):
        asked = changes.ask_change(
            project=row, kind=kind, reason="征地", by=county.handler
        )
        changes.consent_change(change=asked, decided=COMMITTEE, by=county.office)
        row.refresh_from_db()

    decide("stop")
    assert row.state == ProjectState.STOPPED
    with pytest.raises(DecisionError, match="不能填报"):
        report(county, row)
    decide("resume")
    assert row.state == ProjectState.RUNNING


def test_a_milestone_moves_only_with_consent(county):
    row = running(county)
    with pytest.raises(DecisionError, match="办变更"):
        construction.add_milestone(
            project=row, name="验收", planned_on=date(2026, 12, 1), by=county.office
        )
    change = changes.ask_change(
        project=row,
        kind="change",
        reason="汛期",
        milestone=row.milestones.get(),
        milestone_on=date(2026, 8, 31),
        by=county.handler,
    )
    with pytest.raises(DecisionError, match="还没有答复"):
        changes.ask_change(project=row, kind="stop", reason="又一个", by=county.handler)
    changes.consent_change(change=change, decided=COMMITTEE, by=county.office)
    assert row.milestones.get().planned_on == date(2026, 8, 31)


def test_a_refused_change_says_why_and_leaves_all_as_it_was(county):
    row = running(county)
    change = changes.ask_change(
        project=row, kind="stop", reason="缺钱", by=county.handler
    )
    with pytest.raises(DecisionError, match="理由"):
        changes.refuse_change(change=change, answer=" ", by=county.office)
    changes.refuse_change(change=change, answer="资金已经到位。", by=county.office)
    row.refresh_from_db()
    assert row.state == ProjectState.RUNNING


def finished(county, row, verb=ProjectVerb.FINISH):
    report(county, row, 100, reached=row.milestones.all())
    return construction.end_project(
        project=row,
        verb=verb,
        text="全长 1200 米清完，电话 13805391234。",
        on=date(2026, 11, 20),
        by=county.signer,
    )


def grown_out_of_a_case(county):
    """A running project that began with what a resident said."""
    case = accepted(county)
    plan = programme(county, seats=1)
    rows = reviewed(county, plan, 2)
    proposal = proposals.propose_from_case(programme=plan, case=case, by=county.office)
    proposals.take_proposal(
        proposal=proposal, project=rows[0], screening=PASSED, by=county.office
    )
    construction.add_milestone(
        project=rows[0], name="主体完工", planned_on=date(2026, 6, 30), by=county.office
    )
    voted(county, plan, *["a."] * 3)
    programmes.decide_projects(
        programme=plan,
        projects=rows[:1],
        verb=ProjectVerb.START,
        decided=GOVERNMENT,
        by=county.office,
    )
    rows[0].refresh_from_db()
    return rows[0], case


def test_who_said_it_and_who_voted_are_told_once_when_it_is_finished(county):
    row, case = grown_out_of_a_case(county)
    finished(county, row)
    step = case.events.filter(verb=CaseNews.PROJECT_NEWS).last()
    assert "办完了" in step.public_note
    assert "13805391234" not in step.public_note
    told = Notice.objects.filter(kind="project_news")
    to_resident = told.filter(user=None, text__contains="办完了")
    assert to_resident.count() == 1
    voters = told.filter(user__username__startswith="v", text__contains="办完了")
    assert voters.count() == 3
    assert Feedback.objects.filter(station=county.station).count() == 1
    with pytest.raises(DecisionError, match="不能完成"):
        construction.end_project(
            project=row,
            verb=ProjectVerb.FINISH,
            text="再说一次",
            on=date(2026, 11, 21),
            by=county.signer,
        )
    assert told.filter(user=None, text__contains="办完了").count() == 1


def test_an_open_milestone_stands_against_done(county):
    row = running(county)
    with pytest.raises(DecisionError, match="主体完工"):
        construction.end_project(
            project=row,
            verb=ProjectVerb.FINISH,
            text="好了",
            on=date(2026, 11, 20),
            by=county.signer,
        )
    construction.end_project(
        project=row,
        verb=ProjectVerb.CARRY_OVER,
        text="雨季停工两个月。",
        on=date(2026, 11, 20),
        by=county.signer,
    )
    row.refresh_from_db()
    assert row.is_under_way


def test_a_visit_with_findings_asks_for_an_answer_once(county):
    row = running(county)
    term = row.programme.ballot.electors.first().mandate.term
    group = Grouping.objects.create(kind="group", term=term, name="探沂镇代表小组")
    seen = {
        "project": row,
        "group": group,
        "visited_on": date(2026, 9, 20),
        "findings": "护栏没有装。",
        "is_good": False,
        "by": county.deputy_user,
    }
    visit = visits.record_visit(**seen)
    assert visit.quarter == "2026年第 3 季度"
    assert Notice.objects.filter(kind="project_visit", user=county.handler).exists()
    with pytest.raises(DecisionError, match="已经写过"):
        visits.record_visit(**seen)
    visits.answer_visit(visit=visit, answer="9 月 28 日装好。", by=county.handler)
    with pytest.raises(DecisionError, match="答复过"):
        visits.answer_visit(visit=visit, answer="再答", by=county.handler)


def test_the_answer_of_a_unit_is_public_when_another_person_has_read_it(county, client):
    row = running(county)
    term = row.programme.ballot.electors.first().mandate.term
    visit = visits.record_visit(
        project=row,
        group=Grouping.objects.create(kind="group", term=term, name="探沂镇代表小组"),
        visited_on=date(2026, 9, 20),
        findings="护栏没有装。",
        is_good=False,
        by=county.deputy_user,
    )
    visits.answer_visit(visit=visit, answer="9 月 28 日装好。", by=county.handler)
    public = facts_of(row, date(2026, 10, 1))
    page = "decisions/projects/parts/visits.html"
    assert "9 月 28 日装好" not in render_to_string(page, public)
    with pytest.raises(DecisionError, match="另一人"):
        visits.release_visit_answer(visit=visit, by=county.handler)

    visits.release_visit_answer(visit=visit, by=county.deputy_user)

    public = facts_of(row, date(2026, 10, 1))
    assert "9 月 28 日装好" in render_to_string(page, public)


def test_steps_are_never_rewritten(county):
    row = running(county)
    with pytest.raises(DatabaseError), transaction.atomic():
        ProjectStep.objects.filter(project=row)._raw_delete("default")


@pytest.mark.django_db(transaction=True)
def test_one_of_two_who_finish_at_once(county):
    row = running(county)
    report(county, row, 100, reached=row.milestones.all())

    def finish():
        return construction.end_project(
            project=row,
            verb=ProjectVerb.FINISH,
            text="完成。",
            on=date(2026, 11, 20),
            by=county.signer,
        )

    answers = at_once(2, finish)
    assert sum(isinstance(a, DecisionError) for a in answers) == 1
    assert row.steps.filter(verb=ProjectVerb.FINISH).count() == 1


@pytest.mark.django_db(transaction=True)
def test_consent_and_refusal_at_once_leave_one_answer(county):
    row = running(county)
    change = changes.ask_change(
        project=row, kind="stop", reason="缺钱", by=county.handler
    )
    answers = together(
        lambda: changes.consent_change(
            change=change, decided=COMMITTEE, by=county.office
        ),
        lambda: changes.refuse_change(change=change, answer="不", by=county.office2),
    )
    assert sum(isinstance(a, DecisionError) for a in answers) == 1
    change.refresh_from_db()
    row.refresh_from_db()
    assert (change.state == "consented") == (row.state == ProjectState.STOPPED)
