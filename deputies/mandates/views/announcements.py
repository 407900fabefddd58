"""公告: public pages of decisions about deputies, with body and legal basis."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from deputies.mandates.forms.motions import AnnouncementFilterForm
from deputies.mandates.models.announcements import Announcement
from deputies.mandates.services import announcements as service
from deputies.register.permissions import can_keep_mandates
from office.text.errors import ServiceError
from office.web.access import needs, public
from office.web.forms import ReasonForm

ROWS_A_PAGE = 30


@public
@require_safe
def announcements(request):
    form = AnnouncementFilterForm(request.GET)
    form.is_valid()
    rows = Announcement.objects.all()
    if kind := form.cleaned_data.get("kind"):
        rows = rows.filter(kind=kind)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    return render(request, "deputies/mandates/announcements.html", context)


@public
@require_safe
def announcement(request, pk: int):
    row = get_object_or_404(Announcement, pk=pk)
    user = request.user
    may_withdraw = user.is_authenticated and can_keep_mandates(user)
    context = {"row": row, "may_withdraw": may_withdraw and not row.withdrawn_on}
    return render(request, "deputies/mandates/announcement.html", context)


@needs(can_keep_mandates)
def announcement_withdraw(request, pk: int):
    row = get_object_or_404(Announcement, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.withdraw_announcement(
                announcement=row, by=request.user, **form.cleaned_data
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已撤回，页面保留，内容不再显示。")
            return redirect(row)
    context = {"row": row, "form": form}
    return render(request, "deputies/mandates/announcement_withdraw.html", context)
