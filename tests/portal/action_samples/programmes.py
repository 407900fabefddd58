"""A year of projects: its list, its decisions, the vote, the choice."""

from decisions.projects.actions.programme import PROGRAMME_ACTIONS
from decisions.projects.enums import ProjectVerb
from decisions.projects.services import programmes
from tests.ballots import congress
from tests.decisions.projects import projects as made
from tests.decisions.projects.test_investment import ranked
from tests.portal.action_samples.projects import DECIDED, SEVERAL, card
from tests.portal.action_samples.sample import Group, Sample, named


def listed(county):
    plan = made.programme(county)
    made.project(county, plan, "修桥")
    made.project(county, plan, "修路")
    return plan


def with_candidates(county):
    plan = listed(county)
    programmes.decide_projects(
        programme=plan,
        projects=list(plan.projects.all()),
        verb=ProjectVerb.NOMINATE,
        decided=made.GOVERNMENT,
        by=county.office,
    )
    return plan


def reviewed(county):
    congress.seat_deputies(county, 3)
    plan = made.programme(county, seats=1)
    made.reviewed(county, plan, 2)
    return plan


def voted(county):
    plan = reviewed_only(county)
    made.voted(county, plan, *["a."] * 3)
    plan.refresh_from_db()
    return plan


def reviewed_only(county):
    plan = made.programme(county, seats=1)
    made.reviewed(county, plan, 2)
    return plan


def investments(county):
    return ranked(county)[0]


def chosen(county, plan):
    return DECIDED | {"projects": [row.pk for row in plan.projects.all()]}


def selection(county, plan):
    rows = list(plan.projects.order_by("rank", "number"))
    text = {f"disposition-{row.pk}": "reserve" for row in rows}
    return DECIDED | text | {f"take-{row.pk}": "on" for row in rows[:2]}


def frame(county, plan):
    return {
        "seats": 2,
        "shortlist": 0,
        "marks": 0,
        "tie_rule": plan.tie_rule,
        "tie_at_half": plan.tie_at_half,
    }


PROGRAMME = {
    "add": Sample(
        before=made.programme, who="office", sent=card, again=SEVERAL, late=voted
    ),
    "nominate": Sample(before=listed, who="office", sent=chosen),
    "review": Sample(before=with_candidates, who="office", sent=chosen),
    "vote": Sample(before=reviewed, who="office", sent=lambda c, p: DECIDED),
    "select": Sample(
        before=investments, who="dispatcher", sent=selection, late=made.programme
    ),
    "start": Sample(
        before=voted,
        who="office",
        sent=lambda c, p: DECIDED | {"projects": [p.projects.get(state="chosen").pk]},
        late=made.programme,
    ),
    "drop": Sample(
        before=listed,
        who="office",
        sent=lambda c, p: chosen(c, p) | {"disposition": "reserve"},
    ),
    "edit": Sample(
        before=made.programme,
        who="office",
        sent=frame,
        again="the same rules again change nothing",
        late=voted,
    ),
}


GROUPS = (
    Group(
        key="programme",
        actions=PROGRAMME_ACTIONS,
        address=named("decisions:programme_act"),
        samples=PROGRAMME,
        late=voted,
        contested="nominate",
    ),
)
