"""Whether somebody's words may be public: their own answer, asked for and kept here.

个人信息保护法 第十三条、第十四条、第十五条: consent is given knowingly and may be withdrawn;
withdrawing it must be as easy as giving it, and works at once. The database refuses a
public case without it (``cases/loop/models``).
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.loop.enums import OPINIONS, Verb
from cases.loop.models.cases import Case
from cases.loop.models.submitters import Submitter
from cases.loop.services.moves import CaseError, check_kind, lock_case, record
from office.calendar.services.deadlines import cn_date
from office.models import User

# What apps above keep of somebody's words: called when consent is withdrawn.
_forgetting: list[Callable[[Case], None]] = []


def on_withdrawal(forget: Callable[[Case], None]) -> None:
    """``forget(case)`` takes down what it published of the words of ``case``."""
    _forgetting.append(forget)


def said_of(person: Submitter) -> str:
    """``没有同意公开，2026年11月2日（周一）``: the answer and its day."""
    word = "同意公开" if person.may_publish else "没有同意公开"
    day = person.publish_answered_at
    return f"{word}，{cn_date(timezone.localdate(day))}" if day else word


def require_consent(case: Case) -> None:
    """Raises CaseError, with the day of the refusal, when the speaker did not agree."""
    person = Submitter.objects.filter(case=case).first()
    if person is None or not person.may_publish:
        said = said_of(person) if person else "没有同意公开"
        raise CaseError(f"提出人{said}。征得同意后先登记，再公开。")


@transaction.atomic
def answer_publication(
    *,
    case: Case,
    may_publish: bool,
    how: str = "",
    by: User | None = None,
    at: datetime | None = None,
) -> Case:
    """Keep the submitter's answer; a refusal takes down what is public, at once.

    ``by`` None: they said it on their own page. Staff write down how they were told.
    Raises CaseError.
    """
    case = lock_case(case)
    check_kind(case, OPINIONS)
    person = Submitter.objects.select_for_update().get(case=case)
    if person.may_publish == may_publish:
        word = "同意" if may_publish else "不同意"
        raise CaseError(f"登记的已经是“{word}公开”。")
    if by is not None and not how.strip():
        raise CaseError("请写明提出人是怎么说的：哪天，什么方式，谁问的。")
    at = at or timezone.now()
    person.may_publish, person.publish_answered_at = may_publish, at
    person.save(update_fields=["may_publish", "publish_answered_at"])
    say = "提出人同意公开。" if may_publish else "提出人不同意公开。"
    if not may_publish:
        case.is_public = False
        for forget in _forgetting:
            forget(case)
    record(case, Verb.CONSENT, by=by, at=at, note=how.strip(), public_note=say)
    case.save()
    return case
