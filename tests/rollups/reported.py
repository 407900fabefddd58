"""A month in the states needed by the tests."""

from datetime import date

from rollups.handing.services.handing import hand_over_item, sign_item
from rollups.models import Report
from rollups.months.services import roll_up_month
from rollups.reports.services.reporting import approve_report, check_report
from tests.county import moment, submitted

NOVEMBER = date(2026, 11, 1)
DECEMBER_1 = date(2026, 12, 1)
WELL = (
    "王富村的机井抽不上水，麦地浇不了，请水利局来看看。",
    "村里的机井抽不上水已经半个月，麦地没法浇。",
    "王富村机井抽不上水来，麦地都旱了，浇不了。",
)
BUS = (
    "去县城的公交车一天只有两班，老人看病不方便。",
    "公交车班次太少，去县城看病要等半天。",
    "希望增加去县城的公交车班次，老人看病坐不上车。",
)


def speak(county, *texts, at="2026-11-03 09:00"):
    return [
        submitted(county, text=text, phone=f"1380539{number:04}", at=moment(at))
        for number, text in enumerate(texts)
    ]


def drafted_report(county, *texts) -> Report:
    """The town's draft of November 2026 with one item to hand over."""
    speak(county, *(texts or WELL))
    rollup = roll_up_month(month=NOVEMBER, today=DECEMBER_1)
    return rollup.reports.get(town=county.town)


def approved_report(county) -> Report:
    report = drafted_report(county)
    check_report(report=report, by=county.town_office)
    return approve_report(report=report, by=county.office)


def handed_item(county):
    return hand_over_item(
        item=approved_report(county).items.get(),
        by=county.town_office,
        at=moment("2026-12-02 09:00"),
    )


def signed_item(county):
    return sign_item(
        item=handed_item(county),
        by=county.town_handler,
        at=moment("2026-12-03 09:00"),
    )
