"""What a row of a file means here: its place, its category, its unit, its identity.

Everything a row may point at is read once for the whole file. Nothing here writes.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases.categories.models import Category
from cases.imports.models import ImportBatch, ImportRow
from cases.imports.sheets.values import CleanRow, clean_row
from cases.loop.enums import IntakeChannel
from cases.loop.services import building, routing
from cases.loop.services.building import Intake
from deputies.models import LiaisonStation
from office.models import Division, Unit, User
from office.places.enums import DivisionLevel
from office.units.enums import UnitKind

_TAIL = re.compile(
    r"(村民委员会|社区居民委员会|居民委员会|村委会|居委会|社区|街道|镇|乡|村|居)$"
)
_TOWN = re.compile(r"(街道|镇|乡)$")
# A row without a number of its own is known again by what it says.
_KEY_LENGTH = 40


@dataclass(frozen=True)
class Place:
    """Where a row belongs; ``remark`` says why, when the file did not say it plainly."""

    division: Division
    remark: str = ""


class PlaceBook:
    """Divisions by every name under which a file may mention them."""

    def __init__(self) -> None:
        self._named: dict[str, list[Division]] = defaultdict(list)
        divisions = Division.objects.select_related(
            "parent__successor", "parent__parent", "successor"
        )
        self.county: Division | None = None
        for division in divisions:
            if division.level == DivisionLevel.COUNTY:
                self.county = self.county or division
            for name in {division.name, _TAIL.sub("", division.name)}:
                if len(name) > 1:
                    self._named[name].append(division)
        self._lengths = sorted({len(name) for name in self._named}, reverse=True)
        self._found: dict[tuple[str, str, date], Place] = {}

    def find(self, place: str, text: str, day: date) -> Place:
        """The division of ``place`` on ``day``; else a town named in ``text``; else the county."""
        if not place:
            return self._from_words(text, day)
        known = self._found.get((place, "", day))
        if known is None:
            known = self._found[place, "", day] = self._from_place(place, day)
        return known

    def _mentioned(self, text: str, level: str, day: date) -> list[Division]:
        """Those of ``level`` that ``text`` names by their longest names, on ``day``."""
        for length in self._lengths:
            parts = {text[at : at + length] for at in range(len(text) - length + 1)}
            hits = {
                division.pk: division
                for part in parts
                for division in self._named.get(part, ())
                if division.level == level
            }
            if hits:
                return _valid(list(hits.values()), day)
        return []

    def _from_place(self, place: str, day: date) -> Place:
        towns = self._mentioned(place, DivisionLevel.TOWN, day)
        villages = self._mentioned(place, DivisionLevel.VILLAGE, day)
        in_town = [v for v in villages if v.parent_id in {town.pk for town in towns}]
        # A village may carry the name of its town's seat: 石井镇石井村.
        fitting = in_town or ([] if towns else villages)
        if len(fitting) == 1:
            return Place(fitting[0])
        if len(towns) == 1:
            several = f"{towns[0]}有 {len(fitting)} 个叫这个名字的，" if fitting else ""
            return Place(towns[0], f"{several}地点记到{towns[0]}" if several else "")
        county = self._county()
        if fitting or towns:
            return Place(county, f"地点“{place[:20]}”对得上几个地方，先记到{county}")
        if county.name in place:
            return Place(county)
        return Place(county, f"地点“{place[:20]}”不在区划名录里，先记到{county}")

    def _from_words(self, text: str, day: date) -> Place:
        towns = [
            division
            for name, named in self._named.items()
            if _TOWN.search(name) and name in text
            for division in named
            if division.level == DivisionLevel.TOWN
        ]
        towns = _valid(towns, day)
        if len(towns) == 1:
            return Place(towns[0], f"没有写地点，按内容里提到的{towns[0]}算")
        return Place(self._county(), f"没有写地点，先记到{self._county()}")

    def _county(self) -> Division:
        if self.county is None:
            raise LookupError("no county among the divisions")
        return self.county


def _valid(divisions: list[Division], day: date) -> list[Division]:
    """Those that existed on ``day``; all of them when none did."""
    valid = [
        division
        for division in divisions
        if (division.valid_from is None or division.valid_from <= day)
        and (division.valid_until is None or division.valid_until > day)
    ]
    return valid or divisions


class CategoryBook:
    """Categories by the labels that other systems use."""

    def __init__(self) -> None:
        active = Category.objects.filter(is_active=True).select_related("parent")
        self.all = list(active)
        self._named = {category.name: category for category in self.all}
        self._with_words = [category for category in self.all if category.keywords]

    def find(self, label: str) -> tuple[Category | None, str]:
        """The category of a label, and what to say when it is not called that here."""
        if not label:
            return None, ""
        if label in self._named:
            return self._named[label], ""
        alike = [c for name, c in self._named.items() if name in label or label in name]
        alike = alike[:1] or self.guess(label)
        if not alike:
            return None, f"类别“{label[:20]}”对不上，受理时再定"
        return alike[0], f"类别“{label[:20]}”按“{alike[0]}”算"

    def guess(self, text: str) -> list[Category]:
        """Best first, by the same keywords that suggest a category to staff."""
        return routing.rank_categories(text, self._with_words)


class UnitBook:
    """Who answered: the unit a row names, else the one competent for it."""

    def __init__(self) -> None:
        units = list(Unit.objects.handling())
        self._named = {name: u for u in units for name in (u.short_name, u.name)}
        offices = [u for u in units if u.kind == UnitKind.GOVERNMENT_OFFICE]
        self._last_resort = next(iter(offices or units), None)
        self._competent: dict[tuple, Unit | None] = {}

    def find(
        self, name: str, category: Category | None, division: Division
    ) -> Unit | None:
        if name in self._named:
            return self._named[name]
        key = (category.pk if category else None, division.pk)
        if key not in self._competent:
            level = building.level_of(division)
            found = routing.suggest_units(
                category=category, division=division, level=level
            )
            self._competent[key] = found[0].unit if found else self._last_resort
        return self._competent[key]


@dataclass
class ReadRow:
    """A row understood: what would be taken in, or why it cannot be."""

    clean: CleanRow
    intake: Intake | None
    key: str
    remarks: list[str]
    unit: Unit | None = None


class RowReader:
    """Reads the rows of one batch; the books are opened once."""

    def __init__(self, batch: ImportBatch):
        # The day of upload, whenever the rows are read: a date without a year means the
        # same day in the dry run and in the run.
        self.now, self.batch = batch.created_at, batch
        self.fields = [(name, field) for name, field in batch.columns if field]
        self.station: LiaisonStation | None = batch.station
        self.by: User | None = batch.created_by
        self.places, self.categories, self.units = (
            PlaceBook(),
            CategoryBook(),
            UnitBook(),
        )

    def values(self, row: ImportRow) -> dict[str, str]:
        """The row's cells by field, as written or as corrected; places are joined."""
        values: dict[str, str] = {}
        for name, field in self.fields:
            cell = row.raw.get(name, "")
            before = values.get(field, "")
            if field == "place" and before:
                cell = before if cell in before else before + cell
            values[field] = cell
        return values | row.corrected

    def read(self, row: ImportRow) -> ReadRow:
        values = self.values(row)
        clean = clean_row(values, self.now)
        key = source_key(clean, values.get("at", ""))
        if clean.errors or clean.at is None:
            return ReadRow(clean, None, key, clean.remarks)
        return self._understand(row, clean, clean.at, key)

    def _understand(
        self, row: ImportRow, clean: CleanRow, at: datetime, key: str
    ) -> ReadRow:
        place = self._place(clean, at.date())
        category, strange = self.categories.find(clean.category)
        remarks = [*clean.remarks, *filter(None, [place.remark, strange])]
        unit = None
        if clean.answer:
            category = category or next(iter(self.categories.guess(clean.text)), None)
            unit = self.units.find(clean.unit, category, place.division)
            if unit and clean.unit not in (unit.name, unit.short_name):
                remarks.append(f"答复单位按管理权限算作{unit.short_name}")
        intake = Intake(
            channel=IntakeChannel.IMPORT,
            text=clean.text,
            title=clean.title,
            division=place.division,
            place=clean.place,
            station=self.station,
            category=category,
            at=at,
            name=clean.name,
            phone=clean.phone,
            address=clean.address,
            may_publish=clean.may_publish,
            told_by=f"导入：{self.batch.name} 第 {row.line} 行"[:120],
            source_key=key,
            by=self.by,
        )
        return ReadRow(clean, intake, key, remarks, unit)

    def _place(self, clean: CleanRow, day: date) -> Place:
        if not clean.place and self.station is not None:
            return Place(self.station.division)
        return self.places.find(clean.place, clean.title + clean.text, day)


def source_key(clean: CleanRow, at_cell: str) -> str:
    """What one row is known by, whichever file or form of date it comes in."""
    at = clean.at.isoformat() if clean.at and at_cell.strip() else at_cell.strip()
    parts: Mapping[str, str] = {
        "id": clean.source_id,
        "at": at,
        "name": clean.name,
        "phone": clean.phone,
        # 路灯不亮 of two villages on one day are two.
        "place": "".join(clean.place.split()),
        "text": "".join(clean.text.split()),
    }
    digest = hashlib.sha256("\x1f".join(parts.values()).encode()).hexdigest()
    return f"row:{digest[:_KEY_LENGTH]}"
