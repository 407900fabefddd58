"""The deputy's own page at ``/desk/``."""

from django.shortcuts import render
from django.utils import timezone

from deputies.activities.permissions import can_declare
from deputies.contact.worklist import kept_days, own_duties
from office.calendar.services.deadlines import load_calendar
from portal.desk import page as own


def dashboard(request):
    """First the duties, then the constituency and the deputy's activities."""
    today, user = timezone.localdate(), request.user
    context = {
        "today": today,
        "calendar": load_calendar(),
        "own_duties": own_duties(user, today),
        "kept_days": kept_days(user, today),
        "numbers": own.numbers_of(user, today),
        "seats": own.seats_of(user),
        "may_declare": can_declare(user),
        "spoken": own.spoken(user),
        "suggestions": own.own_suggestions(user),
        "sheet": own.newest_sheet(user),
        "notices": own.unread(user),
    }
    return render(request, "portal/desk/deputy.html", context)
