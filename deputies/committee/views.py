"""常委会组成人员: the list, a new entry, the end of one."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from deputies.committee.actions import COMMITTEE_ACTIONS
from deputies.committee.forms import MemberForm
from deputies.committee.models import CommitteeMember
from deputies.committee.permissions import can_keep_committee, can_read_committee
from deputies.committee.services import add_member
from office.web.access import needs
from office.web.actions import action_page, form_page


@needs(can_read_committee)
@require_safe
def committee(request):
    """Those in office, then those who were; each with the day and the document."""
    rows = CommitteeMember.objects.visible_to(request.user)
    rows = rows.select_related("mandate__deputy", "mandate__term")
    context = {
        "members": rows.in_office(),
        "former": rows.exclude(pk__in=rows.in_office().values("pk")).order_by(
            "-started_on", "pk"
        )[:100],
        "may_keep": can_keep_committee(request.user),
    }
    return render(request, "deputies/committee/list.html", context)


@needs(can_keep_committee)
def committee_new(request):
    return form_page(
        request,
        MemberForm(request.POST or None),
        lambda **data: add_member(by=request.user, **data),
        title="登记常委会组成人员",
        lead="由人民代表大会从代表里选举产生（组织法第四十七条）",
        button="登记",
        back=reverse("deputies:committee"),
        done="登记好了。",
    )


@needs(can_keep_committee)
def committee_act(request, pk: int, name: str):
    member = get_object_or_404(CommitteeMember.objects.visible_to(request.user), pk=pk)
    return action_page(request, COMMITTEE_ACTIONS, name, member)
