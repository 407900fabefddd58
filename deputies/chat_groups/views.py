"""WeChat groups: the list of those a user may see, and the log of each."""

import secrets

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deputies.chat_groups.forms import ChatGroupFilterForm, ChatGroupLogForm
from deputies.chat_groups.models import ChatGroup
from deputies.chat_groups.permissions import can_log_chat_group, can_see_chat_groups
from deputies.chat_groups.services import log_chat_group
from office.people.enums import Role
from office.text.errors import ServiceError
from office.web.access import needs
from office.web.key_pages import KeyPage

LOGS = 50


@needs(can_see_chat_groups)
@require_safe
def chat_groups(request):
    today = timezone.localdate()
    form = ChatGroupFilterForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    visible = ChatGroup.objects.visible_to(request.user)
    rows = visible.filter(is_open=asked.get("show") != "closed")
    if asked.get("show") == "quiet":
        rows = rows.quiet(today)
    if asked.get("town"):
        rows = rows.in_town(asked["town"])
    if asked.get("q"):
        rows = rows.named(asked["q"])
    page = KeyPage(
        rows.for_list(),
        order=("constituency__town__code", "constituency_id", "id"),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "form": form,
        "page": page,
        "counts": visible.in_use().counted(today),
        "may_keep": request.user.has_role(Role.CONGRESS_OFFICE),
    }
    return render(request, "deputies/chat_groups/list.html", context)


@needs(can_see_chat_groups)
def chat_group(request, pk: int):
    """One group with its log, and the log form for a person who may write it."""
    rows = ChatGroup.objects.visible_to(request.user).for_list()
    group = get_object_or_404(rows, pk=pk)
    may_log = can_log_chat_group(request.user, group)
    if request.method == "POST" and not may_log:
        raise PermissionDenied
    initial = {"key": secrets.token_urlsafe(12)}
    form = ChatGroupLogForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _log(request, group, form):
        messages.success(request, "记下了。")
        return redirect(group)
    logs = group.logs.select_related("by")[:LOGS]
    context = {"group": group, "form": form, "may_log": may_log, "logs": logs}
    return render(request, "deputies/chat_groups/group.html", context)


def _log(request, group, form) -> bool:
    cleaned = dict(form.cleaned_data)
    key = f"{request.user.pk}:{cleaned.pop('key')}"
    try:
        log_chat_group(group=group, source_key=key, by=request.user, **cleaned)
    except ServiceError as error:
        form.add_error(None, str(error))
        return False
    return True
