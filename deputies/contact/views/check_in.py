"""Check-in: the code on the station's screen, its link, the keeper's ticks."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from deputies.contact.enums import CheckInSource
from deputies.contact.forms import PaperForm
from deputies.contact.models import ContactDay, RosterDuty
from deputies.contact.permissions import can_keep_station, can_open_contact
from deputies.contact.services import check_in as checkins
from deputies.contact.views.days import duty_for, may_run, seen_day
from office.text.errors import ServiceError
from office.web.access import needs, public
from office.web.actions import button, form_page
from office.web.forms import ReasonForm
from office.web.qr import draw_qr

# Time between opening the link and confirming: allows for a login on a slow phone.
TIME_TO_LOG_IN = timedelta(minutes=15)
OPENED = "check-in"


def _may_keep(user, duty) -> bool:
    return can_keep_station(user, duty.contact_day.station)


@needs(can_open_contact)
@require_safe
@never_cache
def contact_code(request, pk: int):
    """The code for the screen at the entrance; the page refreshes it every minute."""
    day, now = seen_day(request, pk), timezone.now()
    if not can_keep_station(request.user, day.station):
        raise PermissionDenied
    is_today = day.day == timezone.localdate(now) and day.published_at is not None
    context = {"day": day, "is_today": is_today}
    if is_today:
        base = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
        address = f"{base}/in/{day.pk}/{checkins.code_of(day, now)}"
        context |= {
            "address": address,
            "qr": draw_qr(address),
            "until": checkins.valid_until(now),
            "came": day.duties.filter(state="came").select_related("deputy"),
            "due": day.duties.not_excused().count(),
        }
    return render(request, "deputies/contact/code.html", context)


@public
@require_safe
@never_cache
def check_in_link(request, pk: int, code: str):
    """The link in the QR code. The code is checked now; the login may follow."""
    now = timezone.now()
    day = ContactDay.objects.filter(pk=pk).first()
    if day is None or not checkins.is_current(day, code, now):
        return render(request, "deputies/contact/code_over.html", status=410)
    until = (now + TIME_TO_LOG_IN).isoformat()
    request.session[OPENED] = {"day": day.pk, "until": until}
    return redirect("deputies:check_in")


@needs(can_open_contact)
@never_cache
def check_in(request):
    """The deputy confirms. Requires a link opened shortly before in this session."""
    duty, why = _opened_duty(request)
    if request.method == "POST" and duty is not None:
        try:
            checkins.check_in(duty=duty, source=CheckInSource.CODE, by=request.user)
        except ServiceError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "报到了。")
        request.session.pop(OPENED, None)
        return redirect(duty.contact_day)
    context = {"duty": duty, "why": why}
    return render(request, "deputies/contact/check_in.html", context)


def _opened_duty(request):
    """The duty of the link opened in this session, or the reason why there is none."""
    opened = request.session.get(OPENED)
    if not opened or datetime.fromisoformat(opened["until"]) < timezone.now():
        return None, "请用手机相机扫站里屏幕上的二维码。"
    duty = (
        RosterDuty.objects.for_list()
        .filter(contact_day=opened["day"], deputy__user=request.user)
        .first()
    )
    if duty is None:
        return None, "今天这个站的名单上没有您，请找站里的工作人员。"
    return duty, ""


@needs(can_open_contact)
@require_POST
def duty_came(request, pk: int):
    duty = duty_for(request, pk, _may_keep)

    def write_down():
        checkins.check_in(duty=duty, source=CheckInSource.KEEPER, by=request.user)

    done = f"{duty.deputy}到了，记下了。"
    return button(request, write_down, back=duty.contact_day, done=done)


@needs(can_open_contact)
def duty_paper(request, pk: int):
    duty = duty_for(request, pk, _may_keep)
    return form_page(
        request,
        PaperForm(request.POST or None),
        lambda note: checkins.check_in(
            duty=duty, source=CheckInSource.PAPER, by=request.user, note=note
        ),
        title=f"补录{duty.deputy}的报到",
        lead="当天在纸上签了到、没有扫码的，照签到表补录。",
        button="补录",
        back=duty.contact_day,
        done="补录了。",
    )


@needs(can_open_contact)
def duty_undo(request, pk: int):
    duty = duty_for(request, pk, may_run)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda **data: checkins.undo_check_in(duty=duty, by=request.user, **data),
        title=f"撤销{duty.deputy}的报到",
        lead="记错了人的，写明理由撤销；原来的记录留着。",
        button="撤销报到",
        back=duty.contact_day,
        done="撤销了。",
    )
