"""Who is told of what: every notice of a case is worded here and leaves by the outbox."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.loop.enums import CaseStatus
from cases.loop.models.answers import Promise, Rating, Reply
from cases.loop.models.cases import Case, CaseEvent
from cases.loop.models.rounds import Extension
from cases.loop.models.submitters import Submitter
from cases.loop.services.kinds import rules_of
from cases.loop.services.reference_cache import reference_cache
from office.calendar.services.deadlines import cn_date, time_allowed
from office.models import RoleGrant, Unit, User
from office.notices.services.outbox import PostsNotice, notify, notify_posts
from office.people.enums import Role

# Those at a unit who see to its cases.
WORKING_ROLES = (
    Role.CONGRESS_OFFICE,
    Role.TOWN_CONGRESS,
    Role.STATION_KEEPER,
    Role.HANDLER,
    Role.SIGNER,
    Role.GOVERNMENT_OFFICE,
)


def people_of(unit: Unit) -> QuerySet[User]:
    """The active people who see to the cases of ``unit`` now."""
    grants = RoleGrant.objects.in_force(timezone.now())
    here = grants.filter(unit=unit, role__in=WORKING_ROLES)
    people = User.objects.filter(is_active=True, pk__in=here.values("user"))
    return people.order_by("pk")


def notify_unit(
    case: Case, unit: Unit, kind: str, title: str, text: str, *, key: str
) -> None:
    """Tell everybody who works at ``unit``, once for each ``key``."""
    notify_posts(
        unit=unit,
        roles=WORKING_ROLES,
        key=f"{kind}:{key}",
        kind=kind,
        title=title,
        text=text,
        url=case.get_absolute_url(),
    )


def new_case_notice(case: Case) -> PostsNotice:
    """What everybody at the station is told, for whoever writes it with the case."""
    allowed = reference_cache().screening_allowed
    return PostsNotice(
        unit=case.holder,
        roles=WORKING_ROLES,
        key=f"case_new:{case.pk}",
        kind="case_new",
        title="收到一件意见",
        text=f"{case.number}，请在 {allowed}受理。",
        url=case.get_absolute_url(),
    )


def notify_unit_of_new_suggestion(case: Case) -> None:
    text = f"{case.number}，请审查、交办。"
    notify_unit(
        case, case.holder, "case_new", "收到一件代表建议", text, key=f"{case.pk}"
    )


def notify_supervisor_of_six_months(
    case: Case, supervisor: Unit, asked: Extension
) -> None:
    text = f"{case.number}申请延长到六个月答复：{asked.reason}"[:500]
    notify_unit(
        case, supervisor, "extension", "延长申请等批复", text, key=f"{asked.pk}"
    )


def notify_unit_of_six_months(case: Case, asked: Extension) -> None:
    words = "同意" if asked.granted else "不同意"
    # The round's own: an answered case has none any more.
    due_on = asked.round.due_on
    text = f"{case.number}延长到六个月：{words}。期限{cn_date(due_on)}。"
    key = f"{asked.pk}"
    notify_unit(case, case.holder, "extension_decided", "延长批复", text, key=key)


def notify_unit_of_key(case: Case, event: CaseEvent) -> None:
    text = f"{case.number}：{event.public_note}"[:500]
    notify_unit(case, case.holder, "key", "列为重点督办", text, key=f"{event.pk}")


def notify_supervisor_of_dissatisfied(
    case: Case, supervisor: Unit, event: CaseEvent
) -> None:
    allowed = time_allowed("suggestion_answer_again", timezone.localdate(event.at))
    text = f"{case.number}的代表对办理结果不满意，请再次交办，{allowed}答复。"
    notify_unit(case, supervisor, "new_round", "再次办理", text, key=f"{event.pk}")


def notify_unit_of_acceptance(case: Case) -> None:
    text = f"{case.number}已受理，请定承办单位。"
    key = f"{case.pk}:{case.round_no}"
    notify_unit(case, case.holder, "case_accepted", "一件意见等交办", text, key=key)


def notify_unit_of_assignment(case: Case, unit: Unit, event: CaseEvent) -> None:
    text = f"{case.number}，请在{cn_date(case.due_on)}前答复。"
    notify_unit(case, unit, "case_assigned", "新交办一件", text, key=f"{event.pk}")


def notify_unit_of_return(case: Case, event: CaseEvent) -> None:
    text = f"{case.number}被{event.unit}退回：{event.note}"[:500]
    notify_unit(case, case.holder, "case_returned", "退回改派", text, key=f"{event.pk}")


def notify_unit_of_supplement(case: Case, event: CaseEvent) -> None:
    text = f"{case.number}的提出人补充了情况。"
    notify_unit(
        case, case.holder, "case_supplement", "有补充情况", text, key=f"{event.pk}"
    )


def notify_unit_of_withdrawal(case: Case) -> None:
    text = f"{case.number}已由提出人撤回，不用再办。"
    notify_unit(
        case, case.holder, "case_withdrawn", "提出人撤回", text, key=f"{case.pk}"
    )


def notify_supervisor_of_draft(case: Case, supervisor: Unit, reply: Reply) -> None:
    text = f"{reply.unit}交来{case.number}的答复稿，请复核。"
    notify_unit(
        case, supervisor, "reply_waits", "答复稿等复核", text, key=f"{reply.pk}"
    )


def notify_unit_of_draft_sent_back(case: Case, reply: Reply, event: CaseEvent) -> None:
    text = f"{case.number}的答复稿被退回：{reply.returned_reason}"[:500]
    notify_unit(
        case, reply.unit, "reply_back", "答复稿退回修改", text, key=f"{event.pk}"
    )


def notify_supervisor_of_extension(
    case: Case, supervisor: Unit, asked: Extension
) -> None:
    text = f"{case.number}申请延长 {asked.days} 个工作日：{asked.reason}"[:500]
    notify_unit(
        case, supervisor, "extension", "延期申请等批复", text, key=f"{asked.pk}"
    )


def notify_unit_of_extension(case: Case, asked: Extension) -> None:
    words = "同意" if asked.granted else "不同意"
    # The round's own: an answered case has none any more.
    due_on = asked.round.due_on
    text = f"{case.number}的延期申请：{words}。期限{cn_date(due_on)}。"
    key = f"{asked.pk}"
    notify_unit(case, case.holder, "extension_decided", "延期批复", text, key=key)


def notify_unit_of_recount(case: Case, event: CaseEvent) -> None:
    text = f"工作日历有变动，{case.number}的期限改为{cn_date(case.due_on)}。"
    notify_unit(case, case.holder, "recount", "期限重新计算", text, key=f"{event.pk}")


def notify_unit_of_urging(case: Case, event: CaseEvent) -> None:
    text = f"请尽快办理{case.number}。{event.note}"[:500]
    notify_unit(case, case.holder, "urge", "催办", text, key=f"{event.pk}")


def notify_supervisor_of_new_round(
    case: Case, supervisor: Unit, rating: Rating
) -> None:
    text = f"{case.number}的提出人评价没有解决，已转第 {case.round_no} 次办理，请督办。"
    key = f"{rating.pk}"
    notify_unit(case, supervisor, "new_round", "再次办理", text, key=key)


def notify_unit_of_promise(promise: Promise, *, day: str) -> None:
    case, unit = promise.case, promise.reply.unit
    text = f"{case.number}答应的事：{promise.text}，{cn_date(promise.due_on)}到期。"[
        :500
    ]
    notify_unit(case, unit, "promise", "承诺到期", text, key=f"{promise.pk}:{day}")


def notify_submitters(case: Case, kind: str, title: str, text: str, *, key: str) -> int:
    """Tell everybody who raised the matter, merged ones too; returns how many.

    Each gets the code of their own case. Those who left no phone read it on their page.
    """
    told = rules_of(case).notify_owners(case, kind, title, text, key=key)
    people = Submitter.objects.filter(
        Q(case=case) | Q(case__merged_into=case, case__status=CaseStatus.MERGED)
    ).select_related("case")
    for person in people:
        if not person.phone:
            continue
        told += 1
        notify(
            key=f"{kind}:{key}:s{person.pk}",
            kind=kind,
            title=title,
            text=f"{text}查询码 {person.case.code_shown}。"[:500],
            url=person.case.get_track_url(),
            phone=person.phone,
        )
    return told
