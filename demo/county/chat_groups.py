"""WeChat groups of the demonstration: more than a thousand, with their logs."""

from datetime import timedelta

from django.utils import timezone

from demo.county.places import County
from deputies.models import ChatGroup, ChatGroupLog, Mandate

# The county's own figure: 1100 and more.
GROUPS = 1112
# Of ten groups, so many have a log within the last month, or two months ago.
LIVELY, STALE = 7, 1
KINDS = ("议事群", "便民群", "联系群众群", "乡亲群")
SAID = (
    "转发停水通知，回答了三个人的问题（示例）",
    "征求对村内道路维修的意见，记下五条（示例）",
    "说明医保缴费的时间和办法（示例）",
    "公布上月提出的路灯一事的办理结果（示例）",
    "提醒防火，没有人提出问题（示例）",
)


def build_chat_groups(county: County) -> None:
    """Owned by the deputies in office in turn, each in its owner's constituency."""
    seats = list(Mandate.objects.in_office().select_related("deputy", "constituency"))
    clerks = {
        town.pk: county.users[f"{key}_renda"] for key, town in county.towns.items()
    }
    groups = []
    for n in range(GROUPS):
        seat, turn = seats[n % len(seats)], n // len(seats)
        groups.append(_group(county, seat, turn))
    ChatGroup.objects.bulk_create(groups)
    logs = [
        ChatGroupLog(
            group=group,
            day=group.active_on,
            text=SAID[n % len(SAID)],
            members=group.members,
            source_key=f"demo:{n}",
            by=clerks[group.constituency.town_id],
        )
        for n, group in enumerate(groups)
        if group.active_on is not None
    ]
    ChatGroupLog.objects.bulk_create(logs)


def _group(county: County, seat: Mandate, turn: int) -> ChatGroup:
    today, chance = timezone.localdate(), county.chance
    disposition = chance.randrange(10)
    day = None
    if disposition < LIVELY:
        day = today - timedelta(days=chance.randrange(1, 28))
    elif disposition < LIVELY + STALE:
        day = today - timedelta(days=chance.randrange(40, 80))
    number = f" {turn // len(KINDS) + 1}" if turn >= len(KINDS) else ""
    return ChatGroup(
        name=f"{seat.deputy}代表{KINDS[turn % len(KINDS)]}{number}（示例）",
        owner=seat.deputy,
        constituency=seat.constituency,
        members=chance.randrange(30, 480),
        members_on=day or today - timedelta(days=90),
        active_on=day,
    )
