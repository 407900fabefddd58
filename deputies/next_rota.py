"""What a resident is told of a station's next contact day: when, where, who."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Prefetch

from deputies import contact_days
from deputies.contact_enums import RhythmKind
from deputies.models import ContactDay, LiaisonStation, RosterDuty
from deputies.rhythms import days_in_month
from office.deadlines import load_calendar


@dataclass(frozen=True)
class NextRota:
    """``rota`` is the published one; None while it is not announced."""

    day: date
    sentence: str
    rota: ContactDay | None

    @property
    def names(self) -> list[str]:
        if self.rota is None:
            return []
        return [duty.deputy.name for duty in self.rota.coming]


def next_rota(station: LiaisonStation, today: date) -> NextRota:
    """The first contact day that is not over. A point without deputies shows its station's."""
    rota = _published(station, today)
    if rota is None and station.parent_id is not None:
        rota = _published(station.parent, today)
    expected, rule = _expected(station, today)
    if rota is not None and rota.day <= expected.day:
        moved = contact_days.ContactDay(rota.day, rota.original_day, expected.basis)
        return NextRota(rota.day, rule or moved.sentence, rota)
    return NextRota(expected.day, rule or expected.sentence, None)


def _published(station: LiaisonStation, today: date) -> ContactDay | None:
    coming = Prefetch(
        "duties",
        RosterDuty.objects.not_excused()
        .select_related("deputy")
        .order_by("mandate__level", "pk"),
        to_attr="coming",
    )
    days = station.contact_days.announced().coming(today)
    return days.select_related("station").prefetch_related(coming).first()


def _expected(
    station: LiaisonStation, today: date
) -> tuple[contact_days.ContactDay, str]:
    """The next day by the station's rhythm, and the rhythm in words where it has one."""
    rhythm = getattr(station, "rhythm", None)
    if rhythm is None:
        return contact_days.next_contact_day(today), ""
    calendar = load_calendar()
    first = today.replace(day=1) - relativedelta(months=1)
    # Every n-th week may leave out a month or two.
    for n in range(6):
        month = first + relativedelta(months=n)
        for day in days_in_month(rhythm, month.year, month.month, calendar):
            if day.day >= today:
                plain = rhythm.kind == RhythmKind.MONTH_DAY
                return day, "" if plain else f"接待日是{rhythm.said}。"
    return contact_days.next_contact_day(today), ""
