"""The slip once more, for a reason on record."""

from django.http import HttpRequest
from django.urls import reverse

from cases.intake.page import show_slip_once
from cases.intake.services import open_slip
from cases.loop.actions.action import CaseAction, with_case
from cases.loop.enums import OPINIONS, CaseStatus
from cases.loop.forms.publication import SlipForm
from cases.loop.models.cases import Case
from cases.loop.permissions import can_hand_slip


class Slip(CaseAction):
    """The session may open the slip once; the address alone opens nothing."""

    def announce(self, request: HttpRequest, obj: Case, result: Case) -> None:
        show_slip_once(request, obj)


ACTIONS = (
    Slip(
        name="open_slip",
        label="再给查询单",
        may=can_hand_slip,
        statuses=tuple(CaseStatus),
        form=SlipForm,
        run=with_case(open_slip),
        kinds=OPINIONS,
        then=lambda case, result: reverse("cases:case_slip", args=[case.pk]),
    ),
)
