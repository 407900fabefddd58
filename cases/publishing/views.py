"""What everybody may read: home, the list of published cases, one case."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.loop.enums import OPEN_STATUSES, CaseKind, CaseStatus
from cases.loop.models.cases import Case, CaseFile
from cases.loop.page.clock import clock_of
from cases.loop.page.history import published_case
from cases.loop.page.step import Reader
from cases.loop.page.timeline import timeline_of
from cases.loop.services.reference_cache import reference_cache
from cases.publishing.forms import CaseFilterForm
from deputies.models import LiaisonStation
from office.files.services import serve_attachment
from office.web.access import public
from office.web.key_pages import KeyPage
from office.web.page_cache import public_page

ORDER = ("-published_at", "-id")
STATES = {
    "open": OPEN_STATUSES,
    "answered": (CaseStatus.ANSWERED,),
    "closed": (CaseStatus.CLOSED,),
}


@public
@require_safe
@public_page("q", "town", "category", "state", "station", "after", "before")
def cases(request):
    form = CaseFilterForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    rows = Case.objects.published().exclude(kind=CaseKind.SUGGESTION)
    if asked.get("q"):
        rows = rows.publicly_matching(asked["q"])
    if asked.get("town"):
        rows = rows.of_place(asked["town"])
    if asked.get("category"):
        rows = rows.filter(category=asked["category"])
    if asked.get("state"):
        rows = rows.filter(status__in=STATES[asked["state"]])
    station = _station(request.GET.get("station", ""))
    if station:
        rows = rows.filter(station=station)
    page = KeyPage(
        rows.for_rows(),
        order=ORDER,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    reference_cache().attach(page.rows)
    context = {"form": form, "page": page, "station": station}
    return render(request, "cases/publishing/list.html", context)


def _station(code: str) -> LiaisonStation | None:
    if not code or "\x00" in code:
        return None
    return LiaisonStation.objects.open_to_public().filter(code=code).first()


@public
@require_safe
@public_page()
def case(request, pk: int):
    found = published_case(pk)
    if found is None:
        raise Http404
    (case, history), today = found, timezone.localdate()
    context = {
        "case": case,
        "clock": clock_of(case, today=today, history=history),
        "timeline": timeline_of(
            case, reader=Reader.PUBLIC, today=today, history=history
        ),
        "may_join": case.kind != CaseKind.SUGGESTION
        and (case.is_open or case.status == CaseStatus.ANSWERED),
    }
    return render(request, "cases/publishing/case.html", context)


@public
@require_safe
def case_file(request, pk: int):
    """A file of a case: who may see the thing it belongs to may see the file."""
    files = CaseFile.objects.select_related("attachment", "case")
    shown = get_object_or_404(files, pk=pk)
    if not _may_see(request, shown):
        raise Http404
    response = serve_attachment(shown.attachment)
    if not (shown.is_public and shown.case.is_public):
        # What somebody handed in is kept by no browser that others use.
        response["Cache-Control"] = "no-store"
    return response


def _may_see(request, shown: CaseFile) -> bool:
    if shown.is_public and shown.case.is_public:
        return True
    if Case.objects.visible_to(request.user).filter(pk=shown.case_id).exists():
        return True
    proved = request.session.get("proved", [])
    if shown.case.tracking_code in proved:
        return shown.of_resident or shown.is_public
    joined = Case.objects.filter(tracking_code__in=proved, merged_into=shown.case_id)
    return shown.is_public and joined.exists()
