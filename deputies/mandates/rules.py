"""The article for each change of a seat, and the body that decides it.

选举法（2020）第四十七条; 代表法（2025）第六十一条至第六十三条.
"""

from deputies.register.enums import EndCause, Level, MandateStep, SuspendCause
from office.models import Division

_LISTED = "代表法第六十二条第一款第{}项"

CAUSE_LAWS: dict[str, str] = {
    SuspendCause.DETAINED: "代表法第六十一条第一款第一项",
    SuspendCause.SERVING: "代表法第六十一条第一款第二项",
    EndCause.MOVED_AWAY: _LISTED.format("一"),
    EndCause.RESIGNED: _LISTED.format("二"),
    EndCause.ABSENT_TWICE: _LISTED.format("三"),
    EndCause.RECALLED: _LISTED.format("四"),
    EndCause.LOST_NATIONALITY: _LISTED.format("五"),
    EndCause.DEPRIVED: _LISTED.format("六"),
    EndCause.INCAPABLE: _LISTED.format("七"),
    EndCause.DIED: "代表法第六十二条第二款",
    EndCause.INVALID: "选举法第四十七条",
    EndCause.TERM_ENDED: "代表法第二条",
}

STEP_LAWS: dict[str, str] = {
    MandateStep.CONFIRM: "选举法第四十七条",
    MandateStep.RESTORE: "代表法第六十一条第二款",
}

# Causes set by the vote on a motion, and by the end of a term; not chosen in a form.
BY_MOTION = (EndCause.RESIGNED, EndCause.RECALLED)
SINGLE_CAUSES = [c for c in EndCause if c not in (*BY_MOTION, EndCause.TERM_ENDED)]


def law_of(step: MandateStep, cause: str = "") -> str:
    return CAUSE_LAWS[cause] if cause else STEP_LAWS[step]


def cause_words(cause: str) -> str:
    """The Chinese label of a cause of either kind; empty for none."""
    if cause in SuspendCause.values:
        return str(SuspendCause(cause).label)
    return str(EndCause(cause).label) if cause else ""


def deciding_body(
    level: str, town: Division, step: MandateStep, cause: str = ""
) -> str:
    """``费县人大常委会``, ``探沂镇人民代表大会`` or ``探沂镇人大主席团``.

    A town's presidium confirms elections (选举法 第四十七条); all else concerning a
    town's deputies is decided by its congress (代表法 第六十一条、第六十三条).
    """
    if cause == EndCause.RECALLED:
        # 选举法 第五十三条: by more than half of the constituency's voters.
        return "原选区选民"
    if level == Level.COUNTY:
        return f"{town.parent or ''}人大常委会"
    if step == MandateStep.CONFIRM or cause == EndCause.INVALID:
        return f"{town}人大主席团"
    return f"{town}人民代表大会"
