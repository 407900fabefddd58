"""Parses cell values: date and time, phone, yes and no. Raises CellError."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from cases.loop.services.building import TEXT_LIMIT
from office.text.cleaning import clean_text

EARLIEST = date(1990, 1, 1)
# Spreadsheets count days from 1899-12-30 (they treat 1900 as a leap year).
SERIAL_START = datetime(1899, 12, 30)
SERIALS = range(32874, 73051)  # 1990 … 2099
_MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_HAN_NUMBERS = {"十": 10, **{han: n for n, han in enumerate("〇一二三四五六七八九")}}
_SEPARATOR = r"\s*[-/.年月]\s*"
_YMD = re.compile(
    rf"(\d{{4}}|\d{{2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{1,2}})[日号]?"
)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})[月/.-](\d{1,2})[日号]?(?!\d)")
_DAY_MONTH = re.compile(
    r"(\d{1,2})[-\s]*([a-z]{3})[a-z]*[-,\s]*(\d{4}|\d{2})?(?![\d:])"
)
_MONTH_DAY = re.compile(
    r"([a-z]{3})[a-z]*[-.\s]*(\d{1,2})[-,\s]*(\d{4}|\d{2})?(?![\d:])"
)
_TIME = re.compile(
    r"(上午|下午|中午|晚上|晚|am|pm)?\s*(\d{1,2})[:点时](?:(\d{1,2})|半)?(?:[:分](\d{1,2})?)?[秒整]?\s*(am|pm)?"
)
_PHONE = re.compile(r"(?:86)?(1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7}|400\d{7}|\d{5,6})")
_YES = {"是", "同意", "公开", "可以", "可", "愿意", "y", "yes", "1", "√"}
_NO = {"", "否", "不同意", "不公开", "不可以", "不愿意", "不", "n", "no", "0", "×"}
# Values of a file that mean that nobody is named.
_NOBODY = {"匿名", "无", "不详", "未留", "未提供", "/", "-", "—", "——"}


class CellError(ValueError):
    """A cell that cannot be parsed; the text is shown to the uploader."""


@dataclass
class CleanRow:
    """One parsed row. ``errors`` prevent its import; ``remarks`` do not."""

    text: str = ""
    title: str = ""
    at: datetime | None = None
    name: str = ""
    phone: str = ""
    address: str = ""
    place: str = ""
    category: str = ""
    source_id: str = ""
    may_publish: bool = False
    answer: str = ""
    answered_at: datetime | None = None
    unit: str = ""
    errors: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


_LENGTHS = {"name": 40, "address": 120, "place": 120, "category": 40, "unit": 60}


def clean_row(values: Mapping[str, str], now: datetime) -> CleanRow:
    """Parse the cells of one row by field. Raises nothing; errors are in the result."""
    row = CleanRow(
        text=clean_text(values.get("text", "")),
        title=clean_text(values.get("title", ""))[:100],
        source_id=values.get("source_id", "").strip()[:80],
        answer=clean_text(values.get("answer", "")),
    )
    for name, length in _LENGTHS.items():
        setattr(row, name, _short(values.get(name, ""), length))
    _check_text(row)
    for name, read in (("phone", clean_phone), ("may_publish", clean_yes)):
        try:
            setattr(row, name, read(values.get(name, "")))
        except CellError as error:
            row.errors.append(str(error))
    _read_moments(row, values, now)
    if any("\ufffd" in cell for cell in values.values()):
        row.errors.append("有认不出的字，请改成正确的字")
    return row


def _short(cell: str, length: int) -> str:
    text = " ".join(clean_text(cell).split())[:length]
    return "" if text in _NOBODY else text


def _check_text(row: CleanRow) -> None:
    if not row.text and row.title:
        row.text = row.title
    if not row.text:
        row.errors.append("没有内容")
    elif len(row.text) > TEXT_LIMIT:
        row.errors.append(
            f"内容有 {len(row.text)} 个字，超过 {TEXT_LIMIT} 字，请分开写"
        )


def _read_moments(row: CleanRow, values: Mapping[str, str], now: datetime) -> None:
    for name, label in (("at", "时间"), ("answered_at", "答复时间")):
        try:
            setattr(row, name, read_moment(values.get(name, ""), now))
        except CellError as error:
            row.errors.append(f"{label}{error}")
    if row.at is None and not values.get("at", "").strip():
        row.at = now
        row.remarks.append("没有写时间，按导入的时间算")
    if (
        row.answer
        and row.answered_at is None
        and not values.get("answered_at", "").strip()
    ):
        row.errors.append("有答复，没有答复时间")
    if row.answered_at and not row.answer:
        row.answered_at = None
        row.remarks.append("有答复时间，没有答复内容，按没有答复算")
    if row.at and row.answered_at and row.answered_at < row.at:
        row.errors.append("答复时间早于提出的时间")


def clean_phone(cell: str) -> str:
    """``+86 138-0539-0000`` → ``13805390000``; "" for an empty cell. Raises CellError."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    if not plain or plain in _NOBODY:
        return ""
    if re.fullmatch(r"\d\.\d+[eE]\+?\d+", plain):
        raise CellError(f"电话“{cell[:20]}”被表格软件改成了科学计数，请填完整的号码")
    digits = re.sub(r"[\s()+.-]", "", plain)
    found = _PHONE.fullmatch(digits)
    if not found:
        raise CellError(f"电话“{cell[:20]}”不像一个电话号码")
    return found[1]


def clean_yes(cell: str) -> bool:
    plain = cell.strip().lower()
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise CellError(f"是否公开写的是“{cell[:20]}”，请写“是”或“否”")


def read_moment(cell: str, now: datetime) -> datetime | None:
    """The moment in ``cell`` in the county's time zone; None if it is empty.

    ``2026年11月3日`` ``2026/11/3 9:05`` ``20261103`` ``3-Nov`` ``11月3日`` ``46329.5``
    ``二〇二六年十一月三日``. Without a year it is the last such day not after ``now``.
    Raises CellError.
    """
    plain = unicodedata.normalize("NFKC", cell).strip().lower()
    if not plain:
        return None
    zone = ZoneInfo(settings.TIME_ZONE)
    today = now.astimezone(zone).date()
    try:
        moment = _serial(plain) or _iso(plain, zone) or _written(_arabic(plain), today)
    except (ValueError, OverflowError) as error:
        raise CellError(f"“{cell[:30]}”没有这一天") from error
    if moment is None:
        raise CellError(f"“{cell[:30]}”认不出来，请写成 2026-11-03 这样")
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if moment.date() < EARLIEST:
        raise CellError(f"“{cell[:30]}”太早，请核对年份")
    if moment > now:
        raise CellError(f"“{cell[:30]}”还没有到，请核对")
    return moment


def _serial(plain: str) -> datetime | None:
    if not re.fullmatch(r"\d{5}(\.\d+)?", plain) or int(float(plain)) not in SERIALS:
        return None
    moment = SERIAL_START + timedelta(days=float(plain))
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def _iso(plain: str, zone: ZoneInfo) -> datetime | None:
    """ISO 8601, with or without an offset."""
    if not re.match(r"\d{4}-\d\d-\d\d([t ]\d\d:\d\d|$)", plain):
        return None
    moment = datetime.fromisoformat(plain.replace("t", "T").replace("z", "+00:00"))
    return moment.astimezone(zone) if moment.tzinfo else moment


def _arabic(plain: str) -> str:
    """Chinese numerals as digits: 二〇二六年十一月二十三日 → 2026年11月23日."""
    plain = plain.replace("零", "〇").replace("○", "〇").replace("廿", "二十")

    def number(found: re.Match) -> str:
        han = found[0]
        if "十" not in han:
            return "".join(str(_HAN_NUMBERS[digit]) for digit in han)
        tens, _, ones = han.partition("十")
        return str(_HAN_NUMBERS.get(tens, 1) * 10 + _HAN_NUMBERS.get(ones, 0))

    return re.sub("[〇一二三四五六七八九十]+(?=[年月日号点时分])", number, plain)


def _written(plain: str, today: date) -> datetime | None:
    if found := _COMPACT.match(plain):
        y, m, d, hour, minute, second = (int(part or 0) for part in found.groups())
        return datetime(y, m, d, hour, minute, second)
    for pattern, order in (
        (_YMD, (1, 2, 3)),
        (_DAY_MONTH, (3, 2, 1)),
        (_MONTH_DAY, (3, 1, 2)),
        (_MONTH_AND_DAY, (None, 1, 2)),
    ):
        found = pattern.match(plain)
        if found and (day := _day(found, order, today)):
            clock = _clock(plain[found.end() :])
            return None if clock is None else datetime.combine(day, clock)
    return None


def _day(found: re.Match, order: tuple, today: date) -> date | None:
    year, month, day = (found[at] if at else "" for at in order)
    if month.isalpha():
        if month not in _MONTHS:
            return None
        month = _MONTHS.index(month) + 1
    if year:
        return date(_full_year(int(year)), int(month), int(day))
    # 29 February without a year: the last leap year.
    for back in range(9):
        try:
            guess = date(today.year - back, int(month), int(day))
        except ValueError:
            continue
        if guess <= today:
            return guess
    raise ValueError("no such day")


def _full_year(year: int) -> int:
    return year + 2000 if year < 80 else year + 1900 if year < 100 else year


def _clock(rest: str) -> time | None:
    """The time of day after the date; midnight if there is none, None if it is unclear."""
    rest = re.sub(r"^[\s,t]+|\(?(周|星期|礼拜).\)?", "", rest).strip()
    if not rest:
        return time()
    found = _TIME.match(rest)
    if not found or rest[found.end() :].strip():
        return None
    part = found[1] or found[5] or ""
    hour, minute = int(found[2]), int(found[3] or 0)
    if "半" in found[0] and not found[3]:
        minute = 30
    if part in ("下午", "晚上", "晚", "pm", "中午") and hour < 11:
        hour += 12
    elif part in ("下午", "晚上", "晚", "pm") and hour == 11:
        hour = 23
    return time(hour % 24 if part else hour, minute, int(found[4] or 0))
