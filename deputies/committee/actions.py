"""What may be done with one member's entry."""

from deputies.committee.forms import EndForm
from deputies.committee.permissions import can_keep_committee
from deputies.committee.services import end_member
from office.web.actions import Action, Actions, by_role, calls

COMMITTEE_ACTIONS = Actions(
    Action(
        name="end",
        label="登记终止",
        may=by_role(can_keep_committee),
        when=lambda member: member.ended_on is None,
        form=EndForm,
        run=calls(end_member, "member"),
        done="登记好了。",
    ),
)
