"""联系选民日: the 5th of each month, moved past holidays."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from office.deadlines import cn_date, load_calendar

DAY_OF_MONTH = 5


@dataclass(frozen=True)
class ContactDay:
    """``day`` is when deputies are there; ``nominal`` the 5th it stands for."""

    day: date
    nominal: date

    @property
    def sentence(self) -> str:
        rule = f"接待日是每月 {DAY_OF_MONTH} 日。"
        if self.day == self.nominal:
            return rule
        return f"{rule}{cn_date(self.nominal)}不上班，顺延到{cn_date(self.day)}。"


def contact_day_of(year: int, month: int) -> ContactDay:
    """The contact day of a month: the 5th, or the first worked day after it."""
    nominal = date(year, month, DAY_OF_MONTH)
    return ContactDay(load_calendar().next_workday(nominal), nominal)


def next_contact_day(today: date) -> ContactDay:
    """The first contact day that is not over on ``today``."""
    # A long holiday may carry one month's day beyond the 5th of ``today``'s month only.
    this = contact_day_of(today.year, today.month)
    if this.day >= today:
        return this
    after = today.replace(day=1) + relativedelta(months=1)
    return contact_day_of(after.year, after.month)


def coming_contact_days(today: date, count: int) -> list[ContactDay]:
    """The next ``count`` contact days, one a month."""
    days = [next_contact_day(today)]
    while len(days) < count:
        month = days[-1].nominal + relativedelta(months=1)
        days.append(contact_day_of(month.year, month.month))
    return days
