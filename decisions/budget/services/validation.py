"""What each line of a treasury's file would do, as things stand now."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from decisions.budget.enums import FileKind, LineKind
from decisions.budget.models import BudgetFile, BudgetLine, Payment
from decisions.budget.sheets import Line, amount_of
from office.models import Unit
from office.sheets.tables import day_of
from office.text.masking import mask_name, mask_text

# An organisation says so in its name; anybody else is a person, and masked. People are
# called 建中, 爱心, 庆会 and 一行: these characters count only inside a longer word.
_BODY = re.compile(
    r"公司|集团|中心|银行|合作社|[学协工商]会|委员会|基金会|联合会|[村居常党团]委"
    r"|[支分商车]行$|[剧社]团$|(?:^|县)[一二三四五六七八九十]中$|[厂店站社所局院校部委处室库队场馆办府司园]$"
)
# What stands beside a name and is none: （低保户）, 等 3 人, a number.
_BESIDE = re.compile(
    r"[（(][^）)]*[）)]?|等[0-9一二两三四五六七八九十几多余]*[人户名].*$|[0-9*]+"
)
_BETWEEN = re.compile(r"[、,，;；/\s]+")
_LONGEST_NAME = 4


@dataclass
class ValidatedLine:
    """``facts`` for the row; ``disposition`` new, known or refused; ``notes`` that do not refuse."""

    line: int
    said: Line
    disposition: str = "new"
    why: str = ""
    notes: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    def refuse(self, why: str) -> None:
        self.disposition, self.why = "refused", why


def validate_file(file: BudgetFile) -> list[ValidatedLine]:
    """In the file's order; reads three tables, whatever the size."""
    judge = _validate_lines if file.kind == FileKind.LINES else _validate_payments
    return list(judge(file))


def _validate_lines(file: BudgetFile) -> Iterator[ValidatedLine]:
    units: dict[str, Unit] = {}
    for unit in Unit.objects.all():
        units[unit.name] = units[unit.short_name] = unit
    known = {row.code: row for row in BudgetLine.objects.filter(year=file.year)}
    seen: dict[str, int] = {}
    for data in file.lines:
        one = ValidatedLine(int(data["line"]), data)
        code = str(data.get("code") or "")
        _read_line(one, units, file.year.year)
        if one.disposition == "new":
            if code in seen:
                one.refuse(f"编码和第 {seen[code]} 行一样")
            elif code in known:
                _compare(one, known[code])
        seen.setdefault(code, one.line)
        yield one


def _read_line(one: ValidatedLine, units: dict[str, Unit], year: int) -> None:
    data = one.said
    code, name = str(data.get("code") or ""), str(data.get("name") or "")
    unit = units.get(str(data.get("unit") or ""))
    original = amount_of(data, "original")
    if not code or len(code) > 40 or not name or len(name) > 80:
        return one.refuse("编码、名称都要有，编码最多 40 字，名称最多 80 字")
    if unit is None:
        return one.refuse(f"没有叫“{str(data.get('unit') or '')[:30]}”的单位")
    if original is None or original < 0:
        return one.refuse(
            f"预算“{str(data.get('original') or '').lstrip('?')}”不是金额"
        )
    kind = _kind_of(str(data.get("kind") or ""))
    if kind is None:
        return one.refuse("类别要是：" + "、".join(LineKind.labels))
    carried = str(data.get("carried_from") or "")
    if carried and not (carried.isascii() and carried.isdigit() and len(carried) == 4):
        return one.refuse("结转年度要写成 2024 这样")
    if carried and int(carried) >= year:
        return one.refuse(f"结转年度要早于 {year} 年")
    final = amount_of(data, "final")
    if (final is not None and final < 0) or str(data.get("final") or "").startswith(
        "?"
    ):
        return one.refuse("决算不是金额")
    one.facts = {
        "code": code,
        "name": name,
        "unit": unit,
        "kind": kind,
        "subject": str(data.get("subject") or "")[:60],
        "original": original,
        "adjusted": original,
        "final": final,
        "carried_from": int(carried) if carried else None,
    }
    return None


def _kind_of(text: str) -> LineKind | None:
    if not text:
        return LineKind.PROJECT
    for kind in LineKind:
        if text in kind.label or kind.label in text or text.strip("“”") in kind.label:
            return kind
    return None


def _compare(one: ValidatedLine, row: BudgetLine) -> None:
    """A known line takes its final amount; its budget changes by approval alone."""
    final = one.facts["final"]
    if row.original != one.facts["original"]:
        one.refuse("年初预算和已记入的不同；要改得登记预算调整")
    elif final is not None and final != row.final:
        one.facts = {"row": row, "final": final}
        one.notes.append("记入决算数")
    else:
        one.disposition, one.why = "known", "已经记过"


def _validate_payments(file: BudgetFile) -> Iterator[ValidatedLine]:
    rows = BudgetLine.objects.filter(year=file.year).with_paid()
    by_code: dict[str, Any] = {row.code: row for row in rows}
    left = {code: row.adjusted - row.paid for code, row in by_code.items()}
    vouchers = set(
        Payment.objects.filter(year=file.year).values_list("voucher", flat=True)
    )
    seen: dict[str, int] = {}
    for data in file.lines:
        one = ValidatedLine(int(data["line"]), data)
        voucher = str(data.get("voucher") or "")
        _read_payment(one, file.year.year)
        if one.disposition == "new" and voucher in vouchers:
            one.disposition, one.why = "known", "这张凭证已经记过"
        elif one.disposition == "new" and voucher in seen:
            one.refuse(f"凭证号和第 {seen[voucher]} 行一样")
        elif one.disposition == "new":
            code = one.facts["code"]
            one.facts["line"] = by_code.get(code)
            if code not in by_code:
                one.notes.append("没有这个预算编码，会提示“没有预算的支出”")
            else:
                left[code] -= one.facts["amount"]
                if left[code] < 0:
                    one.notes.append("付到这里超过了预算，会提示")
        seen.setdefault(voucher, one.line)
        yield one


def _read_payment(one: ValidatedLine, year: int) -> None:
    data = one.said
    voucher, code = str(data.get("voucher") or ""), str(data.get("code") or "")
    amount, day = amount_of(data, "amount"), day_of(str(data.get("day") or ""))
    if not voucher or len(voucher) > 40:
        return one.refuse("要有凭证号，最多 40 字")
    if not code or len(code) > 40:
        return one.refuse("要有预算编码，最多 40 字")
    if amount is None or amount == Decimal(0):
        return one.refuse(f"金额“{str(data.get('amount') or '').lstrip('?')}”不是金额")
    if day is None:
        return one.refuse("支付日期要写成 2026-11-05 这样")
    if day.year != year:
        return one.refuse(f"不是 {year} 年的支付")
    if day > timezone.localdate():
        return one.refuse("支付日期还没有到")
    one.facts = {
        "voucher": voucher,
        "code": code,
        "day": day,
        "amount": amount,
        "payee": payee_of(str(data.get("payee") or "")),
        "purpose": mask_text(str(data.get("purpose") or ""))[:120],
    }
    return None


def payee_of(name: str) -> str:
    """A body by its name, a person masked: payments are read by all deputies."""
    name = mask_text(name.strip())[:80]
    return name if _names_a_body(name) else mask_name(name)


def _names_a_body(name: str) -> bool:
    """Whether one of the names says that it is no person; 买买提·吐尔逊 is one, however long."""
    parts = [part for part in _BETWEEN.split(_BESIDE.sub("", name)) if part]
    return any(
        _BODY.search(part) or (len(part) > _LONGEST_NAME and "·" not in part)
        for part in parts
    )
