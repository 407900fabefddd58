"""Deadlines watched: due soon, overdue, each told once a day to the one who holds it."""

from datetime import date

from cases.models import Case
from cases.services import telling
from office.deadlines import cn_date, load_calendar


def tell_of_deadlines(*, today: date) -> int:
    """Tell holders what is due soon and what is overdue; running it twice is harmless.

    The outbox refuses the same person-thing-day twice, so two workers tell once.
    """
    calendar = load_calendar()
    if not calendar.is_workday(today):
        return 0
    told = 0
    day = today.isoformat()
    for case in Case.objects.due_soon(today).select_related("holder").iterator():
        left = calendar.workdays_between(today, case.due_on)
        when = "今天到期" if left == 0 else f"还剩 {left} 个工作日"
        text = f"{case.number}“{case.title}”{when}（{cn_date(case.due_on)}）。"
        telling.tell_unit_of_deadline(
            case, kind="due_soon", title="意见快到期了", text=text, day=day
        )
        told += 1
    for case in Case.objects.overdue(today).select_related("holder").iterator():
        late = calendar.workdays_between(case.due_on, today)
        text = f"{case.number}“{case.title}”已超期 {late} 个工作日，请马上答复。"
        telling.tell_unit_of_deadline(
            case, kind="overdue", title="意见超期了", text=text, day=day
        )
        told += 1
    return told
