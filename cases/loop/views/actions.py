"""What may be done with a case from the desk: one row an action, one page for all."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from cases.loop.actions.action import Action
from cases.loop.actions.actions import ACTIONS
from cases.loop.models.cases import Case
from cases.loop.permissions import can_open_desk
from cases.loop.services.similar import similar_cases
from office.text.errors import ServiceError
from office.web.access import needs


@needs(can_open_desk)
def case_act(request, pk: int, name: str):
    """One action on its own page: GET asks, POST does it and goes back to the case."""
    action = ACTIONS.get(name)
    case = get_object_or_404(Case.objects.visible_to(request.user).for_act(), pk=pk)
    if action is None or not action.suits(case):
        raise Http404
    if not action.rule(request.user, case):
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = action.form(*sent, case=case, user=request.user)
    if form.is_valid():
        done = _perform(request, action, case, form)
        if done:
            return done
    context = {"case": case, "action": action, "form": form}
    if name == "merge":
        context["similar"] = similar_cases(
            case.text,
            among=Case.objects.visible_to(request.user),
            division=case.division,
            public=False,
            leave_out=[case.pk],
            limit=5,
        )
    return render(request, "cases/loop/act.html", context)


def _perform(request, action: Action, case: Case, form):
    try:
        result = action.run(case, form.cleaned_data, request.user, form)
    except ServiceError as error:
        form.add_error(None, str(error))
        return None
    if action.name == "reveal":
        shown = result or "（没有留）"
        messages.warning(request, f"{case.number}：{shown}。这次查看已写进审计记录。")
    else:
        messages.success(request, f"{case.number}：已{action.label}。")
    if action.name == "wall":
        return redirect(settings.DESK_URL)
    return redirect("cases:desk_case", case.pk)
