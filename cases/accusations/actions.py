"""What may be done with a case that turns out to be an accusation."""

from django.conf import settings

from cases.accusations.services.wall import put_behind_wall
from cases.loop.actions.action import CaseAction, of_verb, with_case
from cases.loop.enums import OPINIONS, Verb
from cases.loop.forms.actions import EmptyForm
from cases.loop.permissions import can_put_behind_wall

ACTIONS = (
    CaseAction(
        name="wall",
        label="转检举通道",
        may=can_put_behind_wall,
        statuses=of_verb(Verb.WALL),
        form=EmptyForm,
        run=with_case(put_behind_wall),
        style="outline-danger",
        kinds=OPINIONS,
        # Nobody here sees the case any more.
        then=lambda case, accusation: settings.DESK_URL,
    ),
)
