"""What everybody may read: home, the list of published cases, one case."""

from django.core.cache import cache
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.loop.enums import CaseStatus
from cases.loop.figures import count_cases, figures_of, start_of_year
from cases.loop.models.cases import Case
from cases.publishing.views import ORDER
from office.web.access import public
from office.web.page_cache import public_page

COUNTY_FIGURES_SECONDS = 60


LATEST = 5


@public
@require_safe
@public_page()
def home(request):
    today = timezone.localdate()
    done = Case.objects.published().filter(status=CaseStatus.CLOSED, grade="solved")
    context = {
        "today": today,
        "counts": cache.get_or_set(
            f"county-counts:{today}", lambda: _county(today), COUNTY_FIGURES_SECONDS
        ),
        "done": done.for_list().order_by(*ORDER)[:LATEST],
        "latest": Case.objects.published().for_list().order_by(*ORDER)[:LATEST],
    }
    return render(request, "portal/home/home.html", context)


def _county(today):
    """The county today; kept for a minute, because it counts every open case."""
    cases = Case.objects.all()
    owed = cases.owed()
    return {
        "open": cases.open().count(),
        "due_today": owed.filter(due_on=today).count(),
        "overdue": cases.overdue(today).count(),
        "answered_today": cases.filter(answered_at__date=today).count(),
        "figures": figures_of(count_cases(cases, start_of_year(today))),
    }
