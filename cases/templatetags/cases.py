"""The status of a case in one word with its shape; and its lamp."""

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cases.loop.enums import CaseStatus, Lamp
from office.calendar.services.deadlines import cn_date, load_calendar
from office.templatetags.ui import tag
from office.text.masking import mask_text, masked_parts

register = template.Library()
LAMP = (
    '<p class="lamp lamp--{0} lamp--s"> <svg class="shape" aria-hidden="true"> '
    '<use href="#s-{0}" /> </svg> <span> <b>{1}</b> {2}</span> </p>\n'
)

TONES = {
    CaseStatus.ANSWERED: "ask",
    CaseStatus.CLOSED: "done",
    CaseStatus.REOPENED: "again",
    CaseStatus.SUSPENDED: "hold",
    CaseStatus.DECLINED: "idle",
    CaseStatus.MERGED: "idle",
    CaseStatus.WITHDRAWN: "idle",
}


@register.filter
def masked(text: str) -> str:
    """What staff wrote, with numbers that belong to people covered."""
    return mask_text(text)


@register.filter
def covered(text: str) -> SafeString:
    """The text as the public reads it, each line a paragraph, what is covered marked."""
    lines = (line.strip() for line in str(text).splitlines())
    return format_html_join(
        "", "<p>{}</p>", ((_marked(line),) for line in lines if line)
    )


def _marked(line: str) -> SafeString:
    parts = masked_parts(line)
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", part) if is_covered else part,)
            for part, is_covered in parts
        ),
    )


@register.filter
def case_tag(case):
    """What everybody is told: 办理中、再次办理、待评价、办结; overdue stays overdue."""
    today = timezone.localdate()
    if case.lamp(today) == Lamp.RED:
        return tag("超期", "late")
    if case.is_open and case.round_no > 1:
        return tag("再次办理", "again")
    tone = TONES.get(case.status, "ok")
    if case.is_open and tone == "ok":
        return tag("办理中" if case.due_on else "受理中", tone)
    return tag(case.status_label, tone)


@register.filter
def case_lamp(case, calendar=None):
    """The lamp with its sentence, as a desk shows it."""
    today = timezone.localdate()
    lamp = case.lamp(today)
    text = ""
    if case.status == CaseStatus.SUSPENDED:
        text = "停着的天数不算，恢复后接着算"
    elif case.due_on and case.is_open:
        calendar = calendar or load_calendar()
        if today > case.due_on:
            late = calendar.workdays_between(case.due_on, today)
            text = f"已超期 {late} 个工作日，应在{cn_date(case.due_on)}前答复"
        else:
            left = calendar.workdays_between(today, case.due_on)
            left_said = f"还剩 {left} 个工作日" if left else "今天到期"
            text = f"{left_said}，{cn_date(case.due_on)}前答复"
    return format_html(LAMP, lamp.value, lamp.label, text)
