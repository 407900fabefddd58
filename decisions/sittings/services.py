"""列席: the meeting, who was invited and came, what they said, what became of it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from decisions.resolutions.errors import DecisionError
from decisions.sittings.enums import InviteState, Taken
from decisions.sittings.models import (
    Sitting,
    SittingInvite,
    SittingSpeech,
    SittingSuggestion,
)
from deputies.activities.enums.records import RecordKind
from deputies.activities.services.records import (
    RecordDraft,
    void_activity_record,
    write_activity_records,
)
from deputies.models import ActivityRecord, Deputy
from office.audit import services as audit
from office.models import User
from office.notices.services.outbox import notify
from office.text.masking import mask_text


@transaction.atomic
def hold_sitting(
    *,
    kind: str,
    title: str,
    held_on: date,
    invited: Iterable[Deputy],
    place: str = "",
    agenda: str = "",
    by: User | None,
) -> Sitting:
    """Register a meeting and invite; those with an account are told. Raises DecisionError."""
    rows = list(invited)
    if not rows:
        raise DecisionError("请选邀请谁列席。")
    try:
        with transaction.atomic():
            sitting = Sitting.objects.create(
                kind=kind,
                title=title.strip(),
                held_on=held_on,
                place=place.strip(),
                agenda=agenda.strip(),
                by=by,
            )
    except IntegrityError as error:
        raise DecisionError("这次会议已经登记了。") from error
    SittingInvite.objects.bulk_create(
        SittingInvite(sitting=sitting, deputy=deputy) for deputy in rows
    )
    if held_on >= timezone.localdate():
        for deputy in rows:
            if deputy.user:
                notify(
                    key=f"sitting:{sitting.pk}:{deputy.pk}",
                    kind="sitting",
                    title="请您列席会议",
                    text=f"{held_on.month}月{held_on.day}日，{sitting}，{place}",
                    url=sitting.get_absolute_url(),
                    user=deputy.user,
                )
    audit.record(action="hold_sitting", by=by, object=sitting)
    return sitting


def _lock(sitting: Sitting) -> Sitting:
    row = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if row.held_on > timezone.localdate():
        raise DecisionError("会议还没有开。")
    return row


@transaction.atomic
def record_attendance(
    *,
    sitting: Sitting,
    came: Iterable[SittingInvite],
    excused: Iterable[SittingInvite] = (),
    by: User | None,
) -> int:
    """到会, 请假, and the rest absent; who spoke was there. Returns how many came.

    Each attendance is a activity record of the deputy, once; taken back, it counts no more.
    """
    row = _lock(sitting)
    here, away = {one.pk for one in came}, {one.pk for one in excused}
    invites = list(row.invites.select_for_update(of=("self",)).order_by("pk"))
    spoke = set(
        SittingSpeech.objects.filter(invite__sitting=row).values_list(
            "invite", flat=True
        )
    )
    for invite in invites:
        if invite.pk in here:
            invite.state = InviteState.CAME
        elif invite.pk in spoke:
            raise DecisionError(f"{invite.deputy}发过言，一定到会了。")
        else:
            away_state = (
                InviteState.EXCUSED if invite.pk in away else InviteState.ABSENT
            )
            invite.state = away_state
    SittingInvite.objects.bulk_update(invites, ["state"])
    _write_activity_records(row, invites, by)
    return sum(one.state == InviteState.CAME for one in invites)


def _write_activity_records(
    sitting: Sitting, invites: list[SittingInvite], by: User | None
) -> None:
    """A correction voids the activity record; coming after all is another one."""
    start = f"sitting:{sitting.pk}:"
    known = ActivityRecord.objects.filter(key__startswith=start)
    counting = {row.deputy_id: row.key for row in known if row.voided_at is None}
    turns = Counter(row.deputy_id for row in known)
    came = [one for one in invites if one.state == InviteState.CAME]
    for deputy in counting.keys() - {one.deputy_id for one in came}:
        void_activity_record(key=counting[deputy], reason="到会登记更正", by=by)
    drafts = [
        RecordDraft(
            one.deputy_id,
            RecordKind.SITTING,
            sitting.held_on,
            f"{start}{one.deputy_id}:{turns[one.deputy_id]}",
            f"列席{sitting}",
            sitting.get_absolute_url(),
        )
        for one in came
        if one.deputy_id not in counting
    ]
    write_activity_records(drafts=drafts, by=by)


@transaction.atomic
def record_speech(
    *,
    invite: SittingInvite,
    text: str,
    suggestions: Iterable[str] = (),
    by: User | None,
) -> SittingSpeech:
    """发言, with the suggestions in it. Only of somebody who came. Raises DecisionError."""
    sitting = _lock(invite.sitting)
    row = SittingInvite.objects.select_for_update(of=("self",)).get(pk=invite.pk)
    if row.state != InviteState.CAME:
        raise DecisionError("先登记到会，再登记发言。")
    words = mask_text(text.strip())
    if not words:
        raise DecisionError("请写发言的要点。")
    speech = SittingSpeech.objects.create(invite=row, text=words[:2000], by=by)
    asked = [mask_text(one.strip())[:500] for one in suggestions if one.strip()]
    SittingSuggestion.objects.bulk_create(
        SittingSuggestion(invite=row, text=one) for one in asked
    )
    draft = RecordDraft(
        row.deputy_id,
        RecordKind.SPEECH,
        sitting.held_on,
        f"speech:{speech.pk}",
        f"在{sitting}上发言",
        sitting.get_absolute_url(),
    )
    write_activity_records(drafts=[draft], by=by)
    return speech


@transaction.atomic
def answer_sitting_suggestion(
    *, suggestion: SittingSuggestion, taken: str, reason: str, by: User | None
) -> SittingSuggestion:
    """采纳或者没有采纳, with words, once; the deputy is told."""
    rows = SittingSuggestion.objects.select_for_update(of=("self",))
    row = rows.select_related("invite__deputy__user", "invite__sitting").get(
        pk=suggestion.pk
    )
    if row.taken:
        raise DecisionError("这条建议已经答复过了。")
    if taken not in Taken.values or not reason.strip():
        raise DecisionError("请选采纳没有，并写说明。")
    row.taken, row.reason = taken, mask_text(reason.strip())[:300]
    row.answered_on = timezone.localdate()
    row.save(update_fields=["taken", "reason", "answered_on"])
    if user := row.invite.deputy.user:
        notify(
            key=f"sitting_suggestion:{row.pk}",
            kind="sitting",
            title="列席时提的建议有了答复",
            text=f"“{row.text[:100]}”{row.get_taken_display()}：{row.reason}",
            url=row.invite.sitting.get_absolute_url(),
            user=user,
        )
    return row
