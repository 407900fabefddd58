"""A user's notices and reminder settings."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from office.notices.enums.reminders import optional_reminders, required_reminders
from office.notices.forms import RemindersForm
from office.notices.services import outbox as notices
from office.notices.services.reminders import set_reminders
from office.web.access import any_user, needs
from office.web.key_pages import KeyPage


@needs(any_user)
def reminders(request):
    """Reminder settings; mandatory reminders are listed but cannot be turned off."""
    off = set(request.user.reminders_off.values_list("kind", flat=True))
    wanted = [kind for kind in optional_reminders() if kind not in off]
    form = RemindersForm(
        request.POST if request.method == "POST" else None, initial={"wanted": wanted}
    )
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["wanted"]
        set_reminders(user=request.user, wanted=wanted, by=request.user)
        messages.success(request, "提醒改好了。")
        return redirect("office:account")
    always = required_reminders().values()
    return render(
        request, "office/notices/reminders.html", {"form": form, "always": always}
    )


@needs(any_user)
@require_safe
def desk_notices(request):
    page = KeyPage(
        request.user.notices.all(),
        order=("-id",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    return render(request, "office/notices/notices.html", {"page": page})


@needs(any_user)
@require_POST
def desk_notices_read(request):
    count = notices.mark_read(user=request.user)
    messages.success(request, f"{count} 条通知标为已读。")
    return redirect("office:notices")
