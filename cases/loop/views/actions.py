"""Actions on a case from the desk: one view for all of them."""

from django.shortcuts import get_object_or_404

from cases.loop.actions.actions import ACTIONS
from cases.loop.models.cases import Case
from cases.loop.permissions import can_open_desk
from office.web.access import needs
from office.web.actions import action_page


@needs(can_open_desk)
def case_act(request, pk: int, name: str):
    """GET shows the form, POST runs the action and returns to the case."""
    case = get_object_or_404(Case.objects.visible_to(request.user).for_act(), pk=pk)
    return action_page(request, ACTIONS, name, case)
