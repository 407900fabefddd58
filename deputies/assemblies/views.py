"""人代会会议: registering, ticking attendance, closing; absences with their reason."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from deputies.assemblies import services as service
from deputies.assemblies.enums import ABSENCES_THAT_END
from deputies.assemblies.forms import AssemblyForm, AttendanceForm, PresentForm
from deputies.assemblies.models import Assembly, Attendance
from deputies.assemblies.permissions import can_keep_assembly, can_open_assembly
from deputies.assemblies.services import Days
from deputies.register.models import Mandate
from deputies.register.permissions import can_read_register
from office.text.errors import ServiceError
from office.text.stroke_order import in_stroke_order
from office.web.access import needs

ROWS_A_PAGE = 30


@needs(can_read_register)
@require_safe
def assemblies(request):
    """The sessions, preceded by this term's absences without leave."""
    rows = Assembly.objects.visible_to(request.user).with_counts()
    rows = rows.select_related("term", "town").order_by("-starts_on", "-pk")
    warned = Mandate.objects.with_absences().filter(missed__gte=1)
    warned = warned.visible_to(request.user).exclude(status="ended")
    warned = warned.select_related("deputy", "constituency", "term")
    context = {
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "warned": in_stroke_order(warned, lambda row: row.deputy.name),
        "most": ABSENCES_THAT_END,
    }
    return render(request, "deputies/assemblies/list.html", context)


@needs(can_read_register)
def assembly_new(request):
    form = AssemblyForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        days = Days(cleaned.pop("starts_on"), cleaned.pop("ends_on"))
        try:
            row = service.open_assembly(days=days, by=request.user, **cleaned)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{row.attendances.count()} 名代表应当出席。")
            return redirect(row)
    return render(request, "deputies/assemblies/new.html", {"form": form})


@needs(can_open_assembly)
def assembly(request, pk: int):
    """Everybody due, in stroke order; POST saves who signed in."""
    row = _assembly(request, pk)
    people = row.attendances.visible_to(request.user)
    people = people.select_related("mandate__deputy", "mandate__constituency")
    people = in_stroke_order(people, lambda one: one.mandate.deputy.name)
    may_keep = can_keep_assembly(request.user, row)
    is_open = may_keep and row.state == "open"
    # An empty POST is valid: nobody is ticked.
    sent = request.POST if request.method == "POST" else None
    form = PresentForm(sent, rows=people) if is_open else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            return _saved(request, row, form)
    context = {
        "row": row,
        "people": people,
        "form": form,
        "may_keep": may_keep,
        "may_read": can_read_register(request.user),
    }
    return render(request, "deputies/assemblies/assembly.html", context)


def _saved(request, row, form):
    present = form.cleaned_data["present"]
    try:
        count = service.record_present(assembly=row, present=present, by=request.user)
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{count} 名代表出席。")
    return redirect(row)


@needs(can_read_register)
@require_POST
def assembly_close(request, pk: int):
    row = _assembly(request, pk)
    if not can_keep_assembly(request.user, row):
        raise PermissionDenied
    try:
        absent = service.close_assembly(assembly=row, by=request.user)
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已定。未经批准不出席 {absent} 名。")
    return redirect(row)


@needs(can_read_register)
def attendance(request, pk: int):
    """One deputy at one session: leave, absence, or a correction."""
    rows = Attendance.objects.select_related("mandate__deputy", "mandate__constituency")
    row = get_object_or_404(rows, pk=pk)
    meeting = _assembly(request, row.assembly_id)
    if not can_keep_assembly(request.user, meeting):
        raise PermissionDenied
    known = {"state": row.state, "reason": row.reason}
    form = AttendanceForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            service.record_attendance(
                attendance=row, by=request.user, **form.cleaned_data
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已登记：{row.mandate.deputy}。")
            return redirect(meeting)
    context = {"row": row, "meeting": meeting, "form": form}
    return render(request, "deputies/assemblies/attendance.html", context)


def _assembly(request, pk):
    rows = Assembly.objects.visible_to(request.user).with_counts()
    return get_object_or_404(rows.select_related("term", "town"), pk=pk)
