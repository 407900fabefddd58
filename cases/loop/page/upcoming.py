"""The steps of a case that are still to come, with the time each may take."""

from django.utils import timezone

from cases.loop.enums import OPEN_STATUSES, CaseKind, CaseStatus
from cases.loop.models.cases import Case
from cases.loop.page.step import Reader, Step
from office.calendar.services.deadlines import time_allowed


def upcoming_steps(case: Case, reader: Reader) -> list[Step]:
    """The steps still to come, in order; empty when the case has ended."""
    status = CaseStatus(case.status)
    if status not in OPEN_STATUSES and status != CaseStatus.ANSWERED:
        return []
    if case.kind == CaseKind.SUGGESTION:
        return _upcoming_of_suggestion(case, status)
    return _upcoming_of_opinion(case, status, own=reader == Reader.RESIDENT)


def _upcoming_of_opinion(case: Case, status: CaseStatus, own: bool) -> list[Step]:
    judge = Step(
        "再请您评价" if own else "由提出人评价",
        text="没有解决的，换一个单位督办，再办一次。"
        if case.round_no == 1
        else "还没有解决的，由督办单位召集提出人、承办单位和代表三方当面会商。",
        tone="next",
    )
    answer = Step("承办单位答复", text="到期没有答复，这里写明超期几天。", tone="next")
    assign = Step(
        "交给该办的单位", text="镇里能办的交镇政府，办不了的交县有关部门。", tone="next"
    )
    if status == CaseStatus.RECEIVED:
        allowed = time_allowed("case_screen", timezone.localdate(case.received_at))
        accept = Step(
            "联络站受理，告诉您归谁办" if own else "联络站受理",
            text=f"{allowed}。不归这里受理的，会写明原因和该去哪里。",
            tone="next",
        )
        return [accept, assign, answer, judge]
    return {
        CaseStatus.ACCEPTED: [assign, answer, judge],
        CaseStatus.REOPENED: [assign, answer, judge],
        CaseStatus.ASSIGNED: [answer, judge],
        CaseStatus.IN_HAND: [answer, judge],
        CaseStatus.DRAFTED: [answer, judge],
        CaseStatus.SUSPENDED: [answer, judge],
        CaseStatus.ANSWERED: [judge],
    }.get(status, [])


def _upcoming_of_suggestion(case: Case, status: CaseStatus) -> list[Step]:
    allowed = time_allowed("suggestion_answer_again", timezone.localdate())
    judge = Step(
        "由每位代表评价",
        text=f"办理过程和办理结果分开评。对结果不满意的，重新交办，{allowed}再次答复。",
        tone="next",
    )
    answer = Step(
        "和代表面商，再答复",
        text="没有面商记录的不能答复。每位代表都收到答复。",
        tone="next",
    )
    assign = Step("人大交办", text="由人大交给该办的单位，写明期限。", tone="next")
    if status in (CaseStatus.RECEIVED, CaseStatus.ACCEPTED, CaseStatus.REOPENED):
        return [assign, answer, judge]
    if status in OPEN_STATUSES:
        return [answer, judge]
    return [judge] if status == CaseStatus.ANSWERED else []
