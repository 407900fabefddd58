"""Work queues of the drafts, for the workbench and the desk."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from decisions.opinions.enums import DraftState
from decisions.opinions.models import Draft
from decisions.opinions.querysets import KEEPING
from office.models import User
from office.people.enums import Role
from office.web.work_queue import WorkQueue


def _to_say(user: User) -> QuerySet:
    """Open, without an opinion of this deputy yet."""
    rows = Draft.objects.filter(state=DraftState.OPEN, closes_at__gt=timezone.now())
    return rows.exclude(pk__in=rows.filter(opinions__by=user).values("pk"))


def _to_finish(user: User) -> QuerySet:
    return Draft.objects.visible_to(user).filter(
        Q(state=DraftState.RECEIVED)
        | Q(state=DraftState.CLOSED)
        | Q(state=DraftState.REPORTED)
    )


_PAGE = "decisions:desk_drafts"
WORK_QUEUES = (
    WorkQueue("say", "征求我的意见", _PAGE, _to_say, (Role.DEPUTY,)),
    WorkQueue("finish", "征求意见待办", _PAGE, _to_finish, KEEPING),
)
