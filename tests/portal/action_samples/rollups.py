"""Items of a month's report."""

from rollups.handing.actions import DRAFT_ACTIONS, ITEM_ACTIONS
from rollups.handing.services import handing
from rollups.reports.services.reporting import check_report
from tests.portal.action_samples.sample import Group, Sample, each, named
from tests.rollups.handing.test_handing import ANSWER, answered_item
from tests.rollups.reported import (
    approved_report,
    drafted_report,
    handed_item,
    signed_item,
)


def approved(county):
    return approved_report(county).items.get()


def drafted(county):
    return drafted_report(county).items.get()


def checked(county):
    report = drafted_report(county)
    check_report(report=report, by=county.town_office)
    return report.items.get()


def published(county):
    return handing.publish_answer(
        item=answered_item(county), public_text=ANSWER, by=county.town_office
    )


def because(county, item):
    return {"reason": "写明日期。"}


ITEM = {
    "sign": Sample(before=handed_item, who="town_handler"),
    "answer": Sample(
        before=signed_item,
        who="town_handler",
        sent=lambda c, i: {"result_class": "solved", "text": ANSWER},
    ),
    "publish": Sample(
        before=answered_item,
        who="town_office",
        sent=lambda c, i: {"public_text": ANSWER},
    ),
    "hand-over": Sample(
        before=approved,
        who="town_office",
        sent=lambda c, i: {"unit": c.town_government.pk},
    ),
    "send-back": Sample(before=answered_item, who="town_office", sent=because),
    "return": Sample(before=handed_item, who="town_handler", sent=because),
}
DRAFT = {
    "edit": Sample(
        before=drafted,
        who="town_office",
        sent=lambda c, i: {"title": "机井", "text": "请办。", "unit": c.water.pk},
        again="the same words again change nothing",
        late=checked,
    ),
    "drop": Sample(before=drafted, who="town_office"),
}

GROUPS = (
    Group(
        key="item",
        actions=ITEM_ACTIONS,
        address=named("rollups:item_act"),
        samples=ITEM,
        late=published,
        contested="sign",
    ),
    Group(
        key="item of a draft",
        actions=DRAFT_ACTIONS,
        address=each(edit="rollups:item_edit", drop="rollups:item_drop"),
        samples=DRAFT,
        late=checked,
    ),
)
