"""Who may act on a case. What its status allows is decided by MOVES."""

from cases.loop.models.cases import Case
from office.models import Unit, User
from office.people.enums import Role

SUPERVISING = (Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)
ANSWERING = (Role.HANDLER, Role.SIGNER)
DESK_ROLES = (*ANSWERING, Role.STATION_KEEPER, Role.DEPUTY, Role.GOVERNMENT_OFFICE)


def can_open_desk(user: User) -> bool:
    return user.has_role(*DESK_ROLES, *SUPERVISING)


def can_take_in(user: User) -> bool:
    """Record what somebody said by phone, at the counter, by letter, in a group."""
    return user.has_role(*SUPERVISING, Role.STATION_KEEPER, Role.DEPUTY)


def can_import(user: User) -> bool:
    return user.has_role(Role.CONGRESS_OFFICE)


def can_screen(user: User, case: Case) -> bool:
    """Accept, decline, merge: the holder while it waits, or the congress above it."""
    if user.has_role(Role.CONGRESS_OFFICE):
        return True
    own = user.unit_ids(Role.STATION_KEEPER, Role.TOWN_CONGRESS)
    return case.holder_id in own or _supervises(user, case)


def can_assign(user: User, case: Case) -> bool:
    """Hand over: the county's office, or the congress that watches this round."""
    return user.has_role(Role.CONGRESS_OFFICE) or _supervises(user, case)


def can_sign(user: User, case: Case) -> bool:
    return case.holder_id in user.unit_ids(*ANSWERING)


def can_return(user: User, case: Case) -> bool:
    return case.holder_id in user.unit_ids(*ANSWERING)


def can_draft(user: User, case: Case) -> bool:
    return bool(answering_unit_ids(user, case))


def can_assist(user: User, case: Case) -> bool:
    units = user.unit_ids(*ANSWERING)
    return case.assignments.filter(
        unit__in=units, duty="assist", returned_at__isnull=True
    ).exists()


def can_release(user: User, case: Case) -> bool:
    """复核: the head of the answering unit in round 1; the supervisor in any round."""
    if _supervises(user, case) or user.has_role(Role.CONGRESS_OFFICE):
        return True
    return case.round_no == 1 and case.holder_id in user.unit_ids(Role.SIGNER)


def can_ask_extension(user: User, case: Case) -> bool:
    return case.holder_id in user.unit_ids(*ANSWERING)


def can_decide_extension(user: User, case: Case) -> bool:
    return user.has_role(Role.CONGRESS_OFFICE) or _supervises(user, case)


def can_suspend(user: User, case: Case) -> bool:
    return case.holder_id in user.unit_ids(*ANSWERING)


def can_note(user: User, case: Case) -> bool:
    return case.holder_id in user.unit_ids() or can_assign(user, case)


def can_urge(user: User, case: Case) -> bool:
    return can_assign(user, case) or user.has_role(Role.GOVERNMENT_OFFICE)


def can_publish(user: User, case: Case) -> bool:
    return can_assign(user, case)


def can_close_after_meeting(user: User, case: Case) -> bool:
    return _supervises(user, case)


def can_put_behind_wall(user: User, case: Case) -> bool:
    return can_screen(user, case)


def can_reveal(user: User, case: Case) -> bool:
    """Those who work on it now, each time for a reason that is written down."""
    return can_screen(user, case) or can_sign(user, case) or can_assist(user, case)


def can_hand_slip(user: User, case: Case) -> bool:
    """Whoever took it in for the resident, the keepers of its station, the congress."""
    if user.has_role(Role.CONGRESS_OFFICE) or case.recorded_by_id == user.pk:
        return True
    keeps = user.unit_ids(Role.STATION_KEEPER, Role.TOWN_CONGRESS)
    return case.holder_id in keeps or bool(
        case.station and case.station.unit_id in keeps
    )


def can_settle_promise(user: User, case: Case) -> bool:
    return can_assign(user, case)


def can_export(user: User) -> bool:
    return user.has_role(*SUPERVISING)


def can_read_accusations(user: User) -> bool:
    return user.has_role(Role.ACCUSATION_OFFICER)


def answering_unit_ids(user: User, case: Case) -> list[int]:
    """The units of this user that owe an answer in the case's present round."""
    units = user.unit_ids(*ANSWERING)
    parts = case.assignments.filter(
        round__number=case.round_no,
        unit__in=units,
        duty__in=["lead", "separate"],
        returned_at__isnull=True,
    )
    return list(parts.values_list("unit_id", flat=True))


def _supervises(user: User, case: Case) -> bool:
    units = user.unit_ids(*SUPERVISING)
    if not units:
        return False
    if case.holder_id in units:
        return True
    return case.rounds.filter(number=case.round_no, supervisor__in=units).exists()


def units_for_taking_in(user: User) -> list[Unit]:
    return [
        post.unit
        for post in user.posts
        if post.role in (*SUPERVISING, Role.STATION_KEEPER)
    ]
