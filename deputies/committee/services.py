"""常委会组成人员, written down as the congress elected them."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from deputies.committee.enums import CommitteePost
from deputies.committee.models import CommitteeMember
from deputies.register.enums import Level, MandateStatus
from deputies.register.models import Mandate
from office.audit import services as audit
from office.models import User
from office.text.errors import ServiceError


class CommitteeError(ServiceError):
    """The register cannot be changed like this. The message is for the user."""


@transaction.atomic
def add_member(
    *, mandate: Mandate, post: str, started_on: date, basis: str, by: User | None
) -> CommitteeMember:
    """Write down an elected member. Raises CommitteeError.

    组织法 第四十七条: elected from among the deputies of the congress of the same level.
    """
    seat = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    if seat.level != Level.COUNTY or seat.status != MandateStatus.VALID:
        raise CommitteeError("常委会组成人员从资格有效的县人大代表里选举产生。")
    if post not in CommitteePost.values:
        raise CommitteeError("没有这个职务。")
    if not basis.strip():
        raise CommitteeError("请写明选举的公告。")
    if started_on > timezone.localdate():
        raise CommitteeError("日期不能晚于今天。")
    try:
        with transaction.atomic():
            member = CommitteeMember.objects.create(
                mandate=seat, post=post, started_on=started_on, basis=basis.strip()
            )
    except IntegrityError as error:
        raise CommitteeError(f"{seat.deputy}已经是常委会组成人员。") from error
    audit.record(action="add_committee_member", by=by, object=member)
    return member


@transaction.atomic
def end_member(
    *, member: CommitteeMember, ended_on: date, end_basis: str, by: User | None
) -> CommitteeMember:
    """No longer a member: resigned, recalled, another office. Raises CommitteeError."""
    row = CommitteeMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if row.ended_on is not None:
        raise CommitteeError("已经登记过终止。")
    if not end_basis.strip():
        raise CommitteeError("请写明依据。")
    if not row.started_on <= ended_on <= timezone.localdate():
        raise CommitteeError("日期应当在开始那天以后、今天以前。")
    row.ended_on, row.end_basis = ended_on, end_basis.strip()
    row.save(update_fields=["ended_on", "end_basis"])
    audit.record(action="end_committee_member", by=by, object=row)
    return row
