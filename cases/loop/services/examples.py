"""Training data of the category suggestion: a labelled file and the county's cases."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings

from cases.categories.models import Category
from cases.categories.services.training import Example
from cases.loop.enums import CaseKind, CaseStatus
from cases.loop.models.cases import Case

OWN = 3000
TITLE, TEXT, LABEL = "留言主题", "留言详情", "一级标签"


class UnreadableFile(ValueError):
    """The file is missing, not UTF-8, or lacks a column."""


def labelled_path() -> Path:
    """Path of the labelled file, if this machine has it; usually it does not."""
    return Path(settings.ROOT).parent / "shared" / "data" / "opinions" / "labelled.csv"


def keywords_by_code() -> dict[str, list[str]]:
    """For each main category its keywords, those of its subcategories, and all names."""
    found: dict[str, list[str]] = {}
    rows = Category.objects.filter(is_active=True).select_related("parent")
    for category in rows.order_by("code"):
        own = category.keywords.split()
        if category.parent is None:
            found.setdefault(category.code, []).extend(own)
        else:
            words = found.setdefault(category.parent.code, [])
            words.extend([*own, category.name])
    return {code: sorted({w.lower() for w in ws}) for code, ws in found.items() if ws}


def examples_of_file(path: Path) -> list[Example]:
    """Rows whose label is the name of a main category. Raises UnreadableFile."""
    codes = dict(Category.objects.filter(parent=None).values_list("name", "code"))
    return [
        Example(row[TITLE].strip(), row[TEXT].strip(), codes[row[LABEL].strip()])
        for row in _rows(path, {TITLE, TEXT, LABEL})
        if row[LABEL].strip() in codes
    ]


def confirmed_examples() -> list[Example]:
    """The newest accepted cases, with the main category confirmed by a person."""
    rows = (
        Case.objects.filter(
            kind=CaseKind.OPINION, category__isnull=False, rounds__isnull=False
        )
        .exclude(status=CaseStatus.WALLED)
        .order_by("-pk")
        .distinct()
        .values_list("title", "text", "category__code", "category__parent__code")
    )
    return [
        Example(title, text, parent or code) for title, text, code, parent in rows[:OWN]
    ]


def _rows(path: Path, needed: set[str]) -> Iterator[Mapping[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = needed - set(reader.fieldnames or ())
            if missing:
                raise UnreadableFile(
                    f"{path.name} 缺少列：{'、'.join(sorted(missing))}。"
                )
            for row in reader:
                yield {name: row[name] or "" for name in needed}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(
            f"{path.name} 读不了，请存为 UTF-8 编码的 CSV。"
        ) from error
