"""Places, units, stations and people for a million cases."""

from datetime import UTC, datetime

from deputies.models import LiaisonStation
from office.models import Division, RoleGrant, Unit, User
from office.people.enums import Role
from office.places.enums import DivisionLevel
from office.units.enums import UnitKind

TOWNS, VILLAGES, STATIONS, DEPARTMENTS = 12, 34, 120, 30


def build_county() -> None:
    """12 towns of 34 villages, 120 stations, 30 departments, one office, one handler."""
    county = Division.objects.create(
        code="371325", name="费县", level=DivisionLevel.COUNTY
    )
    towns = Division.objects.bulk_create(
        Division(
            code=f"3713251{n:02d}",
            name=f"第{n}镇",
            level=DivisionLevel.TOWN,
            parent=county,
        )
        for n in range(TOWNS)
    )
    Division.objects.bulk_create(
        Division(
            code=f"{town.code}{n:03d}",
            name=f"第{n}村",
            level=DivisionLevel.VILLAGE,
            parent=town,
        )
        for town in towns
        for n in range(VILLAGES)
    )
    _build_units(county, towns)
    _build_people()


def _build_units(county: Division, towns: list[Division]) -> None:
    def unit(name, kind, division):
        return Unit(name=name, short_name=name[:20], kind=kind, division=division)

    rows = [
        unit("费县人大常委会代表工委", UnitKind.CONGRESS, county),
        unit("费县人大常委会办公室", UnitKind.CONGRESS, county),
        unit("费县人民政府办公室", UnitKind.GOVERNMENT_OFFICE, county),
    ]
    rows += [
        unit(f"费县第{n}局", UnitKind.DEPARTMENT, county) for n in range(DEPARTMENTS)
    ]
    for town in towns:
        rows.append(unit(f"{town.name}人大", UnitKind.TOWN_CONGRESS, town))
        rows.append(unit(f"{town.name}人民政府", UnitKind.TOWN_GOVERNMENT, town))
        rows.append(unit(f"{town.name}联络站", UnitKind.STATION, town))
    Unit.objects.bulk_create(rows)
    keepers = {
        unit.division_id: unit for unit in Unit.objects.filter(kind=UnitKind.STATION)
    }
    LiaisonStation.objects.bulk_create(
        LiaisonStation(
            code=f"s{n}",
            name=f"第{n}联络站",
            kind="station",
            division=towns[n % TOWNS],
            unit=keepers[towns[n % TOWNS].pk],
            address="示例路 1 号",
            hours="周一至周五 8:30-17:00",
            phone="0539-5550000",
            keeper="示例",
        )
        for n in range(STATIONS)
    )


def _build_people() -> None:
    since = datetime(2016, 1, 1, tzinfo=UTC)
    posts = {
        "gongwei": (Role.CONGRESS_OFFICE, UnitKind.CONGRESS),
        "jingban": (Role.HANDLER, UnitKind.DEPARTMENT),
    }
    for username, (role, kind) in posts.items():
        user = User.objects.create(username=username, name=username)
        unit = Unit.objects.filter(kind=kind).order_by("pk")[0]
        RoleGrant.objects.create(user=user, role=role, unit=unit, started_at=since)
    # Each station has a user who is notified of new cases, as in production.
    for unit in Unit.objects.filter(kind=UnitKind.STATION):
        keeper = User.objects.create(username=f"zhan{unit.pk}", name=f"站{unit.pk}")
        RoleGrant.objects.create(
            user=keeper, role=Role.STATION_KEEPER, unit=unit, started_at=since
        )
