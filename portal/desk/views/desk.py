"""The desk of units, stations and deputies: what I owe, one case, what I was told."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.loop.models.cases import Case
from cases.loop.permissions import can_open_desk, can_read_accusations, can_take_in
from cases.loop.services.reference_cache import reference_cache
from cases.loop.worklist import BY_KEY, case_queues_of, count_case_queues
from deputies.contact.worklist import kept_days, own_duties
from office.calendar.services.deadlines import load_calendar
from office.web.access import needs
from office.web.key_pages import KeyPage
from office.web.work_queue import desk_tiles_of
from portal.desk.page import is_for
from portal.desk.views.dashboard import dashboard

ORDERS = {"due": ("due_on", "id"), "new": ("-id",)}


def may_use_desk(user) -> bool:
    return can_open_desk(user) or can_read_accusations(user)


@needs(may_use_desk)
@require_safe
def desk(request):
    """What waits, by duty; ``?show=`` opens one list, ``?q=`` searches all that is seen."""
    today, user = timezone.localdate(), request.user
    if is_for(user) and not request.GET:
        return dashboard(request)
    duties = case_queues_of(user) if can_open_desk(user) else []
    counted = count_case_queues(duties, user, today)
    duty, rows, order = _asked(request, counted, today)
    page = KeyPage(
        rows.for_rows(),
        order=order,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    reference_cache().attach(page.rows)
    context = {
        "counted": counted,
        "tiles": desk_tiles_of(request),
        "duty": duty,
        "page": page,
        "q": request.GET.get("q", "")[:50],
        "today": today,
        "may_record": can_take_in(user),
        "calendar": load_calendar(),
        "own_duties": own_duties(user, today),
        "kept_days": kept_days(user, today),
    }
    return render(request, "portal/desk/desk.html", context)


def _asked(request, counted, today):
    seen = Case.objects.visible_to(request.user)
    words = request.GET.get("q", "").replace("\x00", "")[:50]
    if words:
        return None, seen.matching(words), ORDERS["new"]
    key = request.GET.get("show", "")
    if key == "all":
        return None, seen, ORDERS["new"]
    duty = BY_KEY.get(key) or next((d for d, n in counted if n), None)
    if duty is None:
        return None, seen, ORDERS["new"]
    order = ORDERS["due"] if duty.key in ("overdue", "soon", "hand") else ORDERS["new"]
    return duty, duty.rows(request.user, today), order
