"""Projects, changes, visits, proposals."""

from datetime import date

from decisions.projects.actions.oversight import CHANGE_ACTIONS, VISIT_ACTIONS
from decisions.projects.actions.project import PROJECT_ACTIONS
from decisions.projects.actions.proposal import CASE_ACTIONS, PROPOSAL_ACTIONS
from decisions.projects.services import changes, proposals, visits
from deputies.models import Grouping
from tests.county import accepted
from tests.decisions.projects import projects as made
from tests.decisions.projects.test_construction import finished, report
from tests.decisions.projects.test_livelihood import ended, rated, said
from tests.portal.action_samples.sample import Group, Sample, each, named

DECIDED = {
    "decider": "费县人民政府第 41 次常务会议",
    "decided_on": "2026-02-01",
    "document": "费政会〔2026〕4 号",
}
PROGRESS = {
    "day": "2026-06-20",
    "percent": "40",
    "invested": "48",
    "paid": "36.5",
    "text": "清淤 500 米。",
}
SEVERAL = "as many as there are"


def ready(county):
    """Running, with every milestone reached."""
    row = made.running(county)
    report(county, row, 100, reached=row.milestones.all())
    return row


def done(county):
    """Finished, and the congress was satisfied."""
    row = finished(county, made.running(county))
    rated(county, row, 300, 222, 200, 20, 2, 0)
    return row


def prepared(county):
    return made.project(county, made.programme(county))


def ending(county, row):
    return {"on": "2026-11-20", "text": "全长 1200 米。"}


def group(county, row):
    term = row.programme.ballot.electors.first().mandate.term
    return Grouping.objects.create(kind="group", term=term, name="探沂镇代表小组")


def card(county, thing):
    return {
        "name": "村里装路灯",
        "content": "装 40 盏。",
        "total": "12",
        "this_year": "12",
        "money_from": "县财政",
        "ends_on": "2026-11-30",
        "unit": county.water.pk,
        "division": county.village.pk,
        "approval": "",
        "mode": "",
    }


def judged(county, row):
    numbers = {"members": 300, "voted": 222, "satisfied": 200, "basically": 20}
    numbers |= {"unsatisfied": 2, "abstained": 0}
    return {"held_by": "六次会议", "held_on": "2026-11-20", **numbers}


PROJECT = {
    "report": Sample(before=made.running, who="handler", sent=lambda c, r: PROGRESS),
    "finish": Sample(before=ready, who="handler", sent=ending),
    "finish-basically": Sample(before=ready, who="handler", sent=ending),
    "fail": Sample(before=made.running, who="handler", sent=ending),
    "carry-over": Sample(before=made.running, who="handler", sent=ending),
    "change": Sample(
        before=made.running,
        who="handler",
        sent=lambda c, r: {"kind": "stop", "reason": "汛期。"},
    ),
    "visit": Sample(
        before=made.running,
        who="office",
        sent=lambda c, r: {
            "group": group(c, r).pk,
            "visited_on": "2026-09-20",
            "findings": "护栏没有装。",
        },
    ),
    "edit": Sample(
        before=prepared,
        who="office",
        sent=card,
        again="the same words again change nothing",
        late=made.running,
    ),
    "milestone": Sample(
        before=prepared,
        who="office",
        sent=lambda c, r: {"name": "主体完工", "planned_on": "2026-06-30"},
        again=SEVERAL,
        late=made.running,
    ),
    "satisfaction": Sample(before=ended, who="office", sent=judged),
    "archive": Sample(before=done, who="office", sent=lambda c, r: DECIDED),
}


def asked(county):
    return changes.ask_change(
        project=made.running(county), kind="stop", reason="汛期。", by=county.handler
    )


def refused_change(county):
    return changes.refuse_change(
        change=asked(county), answer="不能停。", by=county.office
    )


def visited(county):
    row = made.running(county)
    return visits.record_visit(
        project=row,
        group=group(county, row),
        visited_on=date(2026, 9, 20),
        findings="护栏没有装。",
        is_good=False,
        by=county.deputy_user,
    )


def visit_answered(county):
    return visits.answer_visit(
        visit=visited(county), answer="装了。", by=county.handler
    )


def proposed(county):
    plan = made.programme(county)
    made.project(county, plan)
    return said(county, plan)


def refused(county):
    return proposals.refuse_proposal(
        proposal=proposed(county),
        refusal="not_broad",
        reason="太少。",
        by=county.office,
    )


def taken(county, row):
    tests = ("is_broad", "is_public", "is_feasible", "is_affordable")
    project = row.programme.projects.get()
    return dict.fromkeys(tests, "on") | {"project": project.pk}


def case_in_time(county):
    made.programme(county)
    return accepted(county)


def year_of(county, case):
    return {"programme": made.Programme.objects.get().pk}


CHANGE = {
    "consent": Sample(before=asked, who="office", sent=lambda c, r: DECIDED),
    "refuse": Sample(
        before=asked, who="office", sent=lambda c, r: {"answer": "不能停。"}
    ),
}
VISIT = {
    "answer": Sample(
        before=visited, who="handler", sent=lambda c, r: {"answer": "装好了。"}
    ),
    "release": Sample(before=visit_answered, who="office", late=visited),
}
PROPOSAL = {
    "take": Sample(before=proposed, who="office", sent=taken),
    "refuse": Sample(
        before=proposed,
        who="office",
        sent=lambda c, r: {"refusal": "not_broad", "reason": "受益的人少。"},
    ),
}
CASE = {"propose": Sample(before=case_in_time, who="office", sent=year_of)}


GROUPS = (
    Group(
        key="project",
        actions=PROJECT_ACTIONS,
        address=named("decisions:project_act"),
        samples=PROJECT,
        late=prepared,
        contested="fail",
    ),
    Group(
        key="change",
        actions=CHANGE_ACTIONS,
        address=named("decisions:change_act"),
        samples=CHANGE,
        late=refused_change,
        contested="consent",
    ),
    Group(
        key="visit",
        actions=VISIT_ACTIONS,
        address=each(
            answer="decisions:visit_answer", release="decisions:visit_release"
        ),
        samples=VISIT,
        late=visit_answered,
    ),
    Group(
        key="proposal",
        actions=PROPOSAL_ACTIONS,
        address=named("decisions:proposal_act"),
        samples=PROPOSAL,
        late=refused,
        contested="take",
    ),
    Group(
        key="case of a proposal",
        actions=CASE_ACTIONS,
        address=each(propose="decisions:case_propose"),
        samples=CASE,
        stranger="town_handler",
        contested="propose",
    ),
)
