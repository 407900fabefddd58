"""The demonstration county's congress: terms, constituencies, deputies, stations."""

from datetime import date
from decimal import Decimal

from demo.county.places import County
from demo.county.terms import (
    ELECTED_ON,
    build_assemblies,
    build_terms,
    confirm_all,
)
from demo.county.vacancy import elect_who_leaves, play_vacancy
from deputies.models import Constituency, Deputy, LiaisonStation, Mandate
from deputies.register.enums import Gender, Level
from deputies.register.services.mandates import Person, elect_deputy
from deputies.stations.enums import StationBasis, StationKind
from deputies.stations.services import StationFacts, create_station
from office.models import Division
from office.places.enums import DivisionLevel

DEPUTIES_A_TOWN = 6
REELECTED = 2
POINTS_A_TOWN = 3
# Deputies of 探沂镇 whose accounts visitors may use.
VISITORS = ("daibiao", "daibiao2", "daibiao3")
TRIES = 50
EVERYDAY = "周一至周五 8:30—17:30"
OTHERS = (
    ("tanyi-muye", "探沂镇木业产业园代表联络站", StationBasis.PARK, "tanyi"),
    ("fei-kaifaqu", "费县经济开发区代表联络站", StationBasis.PARK, "feicheng"),
    ("shangye-qiye", "上冶镇企业代表联络站", StationBasis.ENTERPRISE, "shangye"),
    (
        "datian-lvyou",
        "大田庄乡旅游产业代表联络站",
        StationBasis.ENTERPRISE,
        "datian",
    ),
)
WATCHED = ("shangye", "xuezhuang", "tanyi", "liangqiu", "mazhuang", "shijing")


def build_stations(county: County) -> None:
    sat = build_terms(county)
    rosters = {
        key: _deputies(county, town, sat[key]) for key, town in county.towns.items()
    }
    elect_who_leaves(ELECTED_ON)
    confirm_all(ELECTED_ON)
    build_assemblies()
    play_vacancy()
    confirm_all(date(2026, 7, 3))
    for key in county.towns:
        _stations(county, key, rosters[key])
    for code, name, basis, key in OTHERS:
        _other_station(county, code, name, basis, key, rosters[key][:2])


def _villages(town: Division) -> list[Division]:
    rows = town.children.filter(level=DivisionLevel.VILLAGE, valid_until__isnull=True)
    return list(rows.order_by("code"))


def _deputies(county: County, town: Division, sat: list[Deputy]) -> list[Mandate]:
    """The town's deputies: all hold a county seat, the first also a town seat.

    The last of them held a seat in the previous term.
    """
    seats = Constituency.objects.filter(town=town, term__is_current=True)
    seats = seats.order_by("level", "number")
    of_county = list(seats.filter(level=Level.COUNTY)[:DEPUTIES_A_TOWN])
    elected = []
    for n in range(DEPUTIES_A_TOWN):
        seat = of_county[n % len(of_county)]
        again = sat[n - DEPUTIES_A_TOWN :] if n >= DEPUTIES_A_TOWN - REELECTED else []
        mandate = elect_deputy(
            constituency=seat,
            on=ELECTED_ON,
            deputy=again[0] if again else None,
            person=None if again else _person(county, town, n),
            by=None,
        )
        elected.append(mandate)
    own = seats.filter(level=Level.TOWN).first()
    if own is not None:
        deputy = elected[0].deputy
        elect_deputy(constituency=own, on=ELECTED_ON, deputy=deputy, by=None)
    return elected


def _person(county: County, town: Division, n: int) -> Person:
    user = county.users[VISITORS[n]] if town.name == "探沂镇" and n < 3 else None
    return Person(
        name=user.name if user else county.person(),
        gender=Gender.FEMALE if county.chance.random() < 0.35 else Gender.MALE,
        occupation=county.chance.choice(county.seed["occupations"]),
        born=f"{county.chance.randrange(1964, 1992)}-{county.chance.randrange(1, 13):02d}",
        user=user,
    )


def _where(county: County, town: Division) -> tuple[Decimal, Decimal]:
    """A random position near the town, inside the county; not an address."""
    row = next(t for t in county.seed["towns"] if t["code"] == town.code)
    longitude, latitude = row["at"]
    for _ in range(TRIES):
        # Within five kilometres.
        x = longitude + county.chance.randrange(-45_000, 45_000) / 1_000_000
        y = latitude + county.chance.randrange(-45_000, 45_000) / 1_000_000
        if county.holds(x, y):
            longitude, latitude = x, y
            break
    return Decimal(f"{longitude:.6f}"), Decimal(f"{latitude:.6f}")


def _stations(county: County, key: str, roster: list[Mandate]) -> None:
    town, number = county.towns[key], list(county.towns).index(key) + 1
    station = create_station(
        code=key,
        facts=_facts(
            county,
            name=f"{town}人大代表联络站",
            kind=StationKind.STATION,
            division=town,
            address=f"{town}驻地便民服务中心一楼（示例）",
            unit=county.units[f"{key}_zhan"],
            basis=StationBasis.LEVEL,
            hours=EVERYDAY,
            phone=f"0539-0000{number:03d}",
            keeper=county.users[f"{key}_zhan"].name,
            transport=f"{town}政府站下车",
        ),
        roster=roster,
        by=None,
    )
    villages = _villages(town)[:POINTS_A_TOWN]
    for n, village in enumerate(villages, 1):
        _point(county, station, f"{key}-{n}", village, roster[n % len(roster)])
    if key in WATCHED:
        _observation(county, station, f"{key}-g", villages[-1])


def _point(
    county: County, station: LiaisonStation, code: str, village: Division, who: Mandate
) -> None:
    facts = _facts(
        county,
        name=f"{village}代表联络点",
        kind=StationKind.POINT,
        division=village,
        address=f"{village}党群服务中心（示例）",
        parent=station,
        hours="每月 5 日 9:00—11:30",
    )
    create_station(code=code, facts=facts, roster=[who], by=None)


def _observation(
    county: County, station: LiaisonStation, code: str, village: Division
) -> None:
    facts = _facts(
        county,
        name=f"{village}社情民意观察点",
        kind=StationKind.OBSERVATION,
        division=village,
        address=f"{village}文化广场（示例）",
        parent=station,
    )
    create_station(code=code, facts=facts, by=None)


def _other_station(
    county: County,
    code: str,
    name: str,
    basis: StationBasis,
    key: str,
    roster: list[Mandate],
) -> None:
    town = county.towns[key]
    facts = _facts(
        county,
        name=name,
        kind=StationKind.STATION,
        division=town,
        address=f"{town}（示例）",
        unit=county.units[f"{key}_zhan"],
        basis=basis,
        hours=EVERYDAY,
        phone=f"0539-0000{100 + list(county.towns).index(key)}",
    )
    create_station(code=code, facts=facts, roster=roster, by=None)


def _facts(county: County, **known) -> StationFacts:  # type: ignore[no-untyped-def]
    longitude, latitude = _where(county, known["division"].town)
    return StationFacts(longitude=longitude, latitude=latitude, **known)
