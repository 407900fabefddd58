"""The slip with the tracking code: whoever has it and the word can speak as the resident."""

from django.db import transaction

from cases.loop.enums import OPINIONS
from cases.loop.models.cases import Case
from cases.loop.services.moves import CaseError, check_kind
from office.audit import services as audit
from office.models import User

# Said in the audit when it is handed to the person who has just been recorded.
AT_ONCE = "录入时当场交给提出人"


@transaction.atomic
def open_slip(*, case: Case, reason: str, by: User) -> Case:
    """Write down that ``by`` sees the code of ``case``, and why. Raises CaseError.

    个人信息保护法 第五十一条. No other page of staff shows a code.
    """
    check_kind(case, OPINIONS)
    if not reason.strip():
        raise CaseError("请写明为什么要再看查询单。")
    audit.record(action="slip", by=by, object=case, reason=reason.strip())
    return case
