"""列席: the ledger of meetings that deputies sat in on."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.sittings import permissions as sittings_permissions
from decisions.sittings import services as service
from decisions.sittings.figures import figures_of
from decisions.sittings.forms import SittingForm, SpeechForm, TakenForm
from decisions.sittings.models import (
    Sitting,
    SittingInvite,
    SittingSpeech,
    SittingSuggestion,
)
from office.text.errors import ServiceError
from office.web.access import needs, public
from office.web.actions import form_page
from office.web.key_pages import KeyPage
from office.web.page_cache import public_page

ORDER = ("-held_on", "-id")


def _page(request, rows):
    return KeyPage(
        rows.with_numbers(),
        order=ORDER,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=40,
    )


@public
@require_safe
@public_page("after", "before")
def public_sittings(request):
    """Numbers of the year, meeting by meeting; names of deputies are public by law."""
    year = timezone.localdate().year
    context = {
        "page": _page(
            request, Sitting.objects.filter(held_on__lte=timezone.localdate())
        ),
        "figures": figures_of(year),
        "year": year,
        "adopted": SittingSuggestion.objects.filter(taken="adopted")
        .select_related("invite__deputy", "invite__sitting")
        .order_by("-answered_on", "-pk")[:10],
    }
    return render(request, "decisions/sittings/public.html", context)


@needs(sittings_permissions.can_open_sittings)
@require_safe
def sittings(request):
    context = {
        "page": _page(request, Sitting.objects.visible_to(request.user)),
        "figures": figures_of(timezone.localdate().year),
        "may_keep": sittings_permissions.can_keep_sittings(request.user),
    }
    return render(request, "decisions/sittings/list.html", context)


@needs(sittings_permissions.can_keep_sittings)
def sitting_new(request):
    return form_page(
        request,
        SittingForm(request.POST or None),
        lambda **data: service.hold_sitting(by=request.user, **data),
        title="登记列席的会议",
        lead="列席有发言权，没有表决权",
        button="登记",
        back=reverse("decisions:sittings"),
        done="登记好了，有账号的代表收到了通知。",
    )


@needs(sittings_permissions.can_open_sittings)
@require_safe
def sitting(request, pk: int):
    row = get_object_or_404(Sitting.objects.visible_to(request.user), pk=pk)
    invites = row.invites.select_related("deputy").order_by("pk")
    speeches = SittingSpeech.objects.filter(invite__sitting=row)
    asked = SittingSuggestion.objects.filter(invite__sitting=row)
    context = {
        "sitting": row,
        "invites": invites,
        "speeches": speeches.select_related("invite__deputy"),
        "suggestions": asked.select_related("invite__deputy"),
        "may_keep": sittings_permissions.can_keep_sittings(request.user),
        "is_over": row.held_on <= timezone.localdate(),
    }
    return render(request, "decisions/sittings/sitting.html", context)


@needs(sittings_permissions.can_keep_sittings)
def sitting_attendance(request, pk: int):
    """Tick who came and who had leave; the rest were absent."""
    row = get_object_or_404(Sitting, pk=pk)
    invites = row.invites.select_related("deputy").order_by("pk")
    if request.method == "POST":
        marked = {
            state: invites.filter(
                pk__in=[
                    k
                    for k in request.POST.getlist(state)
                    if k.isascii() and k.isdigit() and len(k) < 19
                ]
            )
            for state in ("came", "excused")
        }
        try:
            count = service.record_attendance(sitting=row, by=request.user, **marked)
        except ServiceError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"登记好了，到会 {count} 人。")
            return redirect(row)
    context = {"sitting": row, "invites": invites}
    return render(request, "decisions/sittings/attendance.html", context)


@needs(sittings_permissions.can_keep_sittings)
def invite_speech(request, pk: int):
    invite = get_object_or_404(
        SittingInvite.objects.select_related("sitting", "deputy"), pk=pk
    )
    return form_page(
        request,
        SpeechForm(request.POST or None),
        lambda **data: service.record_speech(invite=invite, by=request.user, **data),
        title="登记发言",
        lead=str(invite),
        button="登记",
        back=invite.sitting,
        done="登记好了。",
    )


@needs(sittings_permissions.can_keep_sittings)
def sitting_suggestion(request, pk: int):
    rows = SittingSuggestion.objects.select_related("invite__sitting", "invite__deputy")
    row = get_object_or_404(rows, pk=pk)
    if row.taken:
        raise Http404
    return form_page(
        request,
        TakenForm(request.POST or None),
        lambda **data: service.answer_sitting_suggestion(
            suggestion=row, by=request.user, **data
        ),
        title="建议采纳没有",
        lead=f"{row.invite.deputy}：{row.text[:100]}",
        button="答复",
        back=row.invite.sitting,
        done="答复了，代表收到了通知。",
    )
