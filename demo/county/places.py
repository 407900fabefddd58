"""The demonstration county's places, units, competences and people.

Names of places and units are public; every person is invented.
"""

import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from cases.models import Category, Competence
from office.models import Division, RoleGrant, Unit, User
from office.people.enums import Role
from office.places.enums import DivisionLevel
from office.places.services.divisions import import_divisions, plan_import, read_rows
from office.places.services.outlines import Ring, import_outlines, read_outlines
from office.units.enums import UnitKind

DATA = Path(__file__).resolve().parents[1] / "data"
PASSWORD = "Feixian-2026"  # noqa: S105 - printed in the README for everybody
SINCE = datetime(2022, 3, 1, tzinfo=UTC)
COUNTY = {
    "code": "371325",
    "name": "费县",
    "level": "3",
    "type": "县",
    "parent_code": "",
}


@dataclass
class County:
    """Shared by the loaders: units and people by name, towns by their key."""

    seed: dict[str, Any]
    towns: dict[str, Division] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(371325))
    outline: Ring = field(default_factory=list)

    @property
    def whole(self) -> Division:
        return Division.objects.get(level=DivisionLevel.COUNTY)

    def holds(self, x: float, y: float) -> bool:
        """Whether a place lies in the outline; True without an outline."""
        edges = zip(self.outline, self.outline[1:], strict=False)
        crossed = [
            (a, b)
            for a, b in edges
            if (a[1] > y) != (b[1] > y)
            and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]
        ]
        return not self.outline or len(crossed) % 2 == 1

    def person(self) -> str:
        """An invented name."""
        given = self.seed["given"].split()
        return self.chance.choice(self.seed["surnames"]) + self.chance.choice(given)


def build_county(divisions: Path) -> County:
    """Places from the files in ``divisions`` if they exist, else the built-in ones."""
    seed = json.loads((DATA / "county.json").read_text(encoding="utf-8"))
    county = County(seed)
    _places(county, divisions)
    _outline(county, divisions)
    _units(county)
    _competences(county)
    _people(county)
    return county


def _places(county: County, divisions: Path) -> None:
    towns = [
        {
            "code": town["code"],
            "name": town["name"],
            "level": "4",
            "type": town["kind"],
            "parent_code": COUNTY["code"],
        }
        for town in county.seed["towns"]
    ]
    import_divisions(plan=plan_import([COUNTY, *towns]), by=None)
    import_divisions(plan=plan_import(_villages(county, divisions)), by=None)
    by_code = {row.code: row for row in Division.objects.towns()}
    for town in county.seed["towns"]:
        county.towns[town["key"]] = by_code[town["code"]]


def _outline(county: County, divisions: Path) -> None:
    """Without the file the map has no outline."""
    file = divisions / "feixian_outline.geojson"
    if file.is_file():
        outlines = read_outlines(file.read_bytes())
        import_outlines(outlines=outlines, source="示意轮廓（示例）", by=None)
        county.outline = outlines[COUNTY["code"]][0]


def _villages(county: County, divisions: Path) -> list[dict[str, str]]:
    for name in ("feixian_villages_2009_2023.csv", "feixian_villages_2023.csv"):
        if (divisions / name).is_file():
            return read_rows((divisions / name).read_bytes())
    return [
        {"town": town["name"], "name": village}
        for town in county.seed["towns"]
        for village in town["villages"]
    ]


def _units(county: County) -> None:
    def add(key: str, name: str, short: str, kind: UnitKind, place: Division) -> None:
        county.units[key] = Unit.objects.create(
            name=name, short_name=short, kind=kind, division=place
        )

    whole = county.whole
    add("gongwei", "费县人大常委会代表工委", "代表工委", UnitKind.CONGRESS, whole)
    add("rendaban", "费县人大常委会办公室", "县人大办", UnitKind.CONGRESS, whole)
    add(
        "zhengfuban",
        "费县人民政府办公室",
        "县政府办",
        UnitKind.GOVERNMENT_OFFICE,
        whole,
    )
    for row in county.seed["departments"]:
        add(row["key"], row["name"], row["short"], UnitKind.DEPARTMENT, whole)
    for key, town in county.towns.items():
        add(f"{key}_zhengfu", *_government(town), UnitKind.TOWN_GOVERNMENT, town)
        congress = f"{town}人大" + ("工委" if town.kind == "街道" else "")
        add(f"{key}_renda", congress, congress, UnitKind.TOWN_CONGRESS, town)
        station = f"{town}人大代表联络站"
        add(f"{key}_zhan", station, f"{town}联络站", UnitKind.STATION, town)


def _government(town: Division) -> tuple[str, str]:
    if town.kind == "街道":
        return f"{town}办事处", f"{town}办事处"
    return f"{town}人民政府", f"{town}政府"


def _competences(county: County) -> None:
    categories = {row.code: row for row in Category.objects.all()}
    rows = [
        Competence(
            category=categories[code],
            level=DivisionLevel.COUNTY,
            unit=county.units[department["key"]],
            basis=basis,
        )
        for department in county.seed["departments"]
        for code, basis in department["answers"].items()
    ]
    Competence.objects.bulk_create(rows)


def _people(county: County) -> None:
    names = {unit.name: unit for unit in county.units.values()}
    posts = [
        (row["username"], row["name"], row["role"], names[row["unit"]])
        for row in county.seed["people"]
    ]
    for row in county.seed["departments"]:
        unit = county.units[row["key"]]
        posts.append((row["key"], row["handler"], Role.HANDLER, unit))
        posts.append((f"{row['key']}_fuze", row["signer"], Role.SIGNER, unit))
    for key in county.towns:
        posts += _town_posts(county, key)
    _add_users(county, posts)


def _town_posts(county: County, key: str) -> list[tuple[str, str, str, Unit]]:
    named = county.seed["town_people"].get(key, {})
    roles = {
        "renda": (Role.TOWN_CONGRESS, "renda"),
        "zhan": (Role.STATION_KEEPER, "zhan"),
        "zhengfu": (Role.HANDLER, "zhengfu"),
        "zhengfu_fuze": (Role.SIGNER, "zhengfu"),
    }
    return [
        (
            f"{key}_{post}",
            named.get(post) or county.person(),
            role,
            county.units[f"{key}_{unit}"],
        )
        for post, (role, unit) in roles.items()
    ]


def _add_users(county: County, posts: list[tuple[str, str, str, Unit]]) -> None:
    # One password for all, so it is hashed once: hashing is deliberately slow.
    hashed, now = make_password(PASSWORD), timezone.now()
    names = {username: name for username, name, _, _ in posts}
    User.objects.bulk_create(
        User(username=username, name=name, password=hashed, password_changed_at=now)
        for username, name in names.items()
    )
    county.users = {user.username: user for user in User.objects.all()}
    RoleGrant.objects.bulk_create(
        RoleGrant(user=county.users[username], role=role, unit=unit, started_at=SINCE)
        for username, _, role, unit in posts
    )
