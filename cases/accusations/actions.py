"""What may be done with a case that turns out to be an accusation."""

from cases.accusations.services import put_behind_wall
from cases.loop.actions.action import Action, of_verb, with_all
from cases.loop.enums import Verb
from cases.loop.forms.actions import EmptyForm
from cases.loop.permissions import can_put_behind_wall

ACTIONS = (
    Action(
        "wall",
        "转检举通道",
        can_put_behind_wall,
        of_verb(Verb.WALL),
        EmptyForm,
        with_all(put_behind_wall),
        "outline-danger",
    ),
)
