"""What the loop starts with: categories and the consent text. Loaded after a migrate."""

import json
from pathlib import Path

from django.db import transaction

from cases.categories.models import Category, ConsentText

FOLDER = Path(__file__).resolve().parents[1] / "reference"


@transaction.atomic
def load_reference() -> None:
    """Add what is missing; what the office changed stays as it is."""
    rows = json.loads((FOLDER / "categories.json").read_text(encoding="utf-8"))
    known = set(Category.objects.values_list("code", flat=True))
    for place, row in enumerate(rows):
        if row["code"] not in known:
            _add(row, place * 10, None)
        parent = Category.objects.get(code=row["code"]) if row["children"] else None
        for after, child in enumerate(row["children"]):
            if child["code"] not in known:
                _add(child, place * 10 + after + 1, parent)
    versions = set(ConsentText.objects.values_list("version", flat=True))
    consents = json.loads((FOLDER / "consents.json").read_text(encoding="utf-8"))
    for consent in consents:
        if consent["version"] not in versions:
            ConsentText.objects.create(**consent)


def _add(row: dict, position: int, parent: Category | None) -> None:
    Category.objects.create(
        code=row["code"],
        name=row["name"],
        keywords=row["keywords"],
        position=position,
        parent=parent,
    )
