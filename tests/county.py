"""A small county for tests: two towns, a station, answering units, their people.

The reference data (deadline rules, calendar, categories) is that of every installation;
only places, units and people are created here.
"""

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from cases.loop.enums import IntakeChannel, ResultClass
from cases.loop.services import answering, intake, rating, routing, screening
from cases.loop.services.answering import Answer
from cases.loop.services.building import Intake
from deputies.models import LiaisonStation
from office.models import Division, RoleGrant, Unit, User
from office.people.enums import Role
from office.places.enums import DivisionLevel
from office.units.enums import UnitKind

BEIJING = ZoneInfo("Asia/Shanghai")


def moment(text: str) -> datetime:
    """``2026-11-02 09:00`` in the county's time zone."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def person(username: str, name: str, *posts) -> User:
    """A user with roles since 2020; ``posts`` are pairs of role and unit."""
    user = User.objects.create_user(username, name=name)
    for role, unit in posts:
        RoleGrant.objects.create(
            user=user, role=role, unit=unit, started_at=moment("2020-01-01 00:00")
        )
    return user


def build_county() -> SimpleNamespace:
    """Places, units, people and one station, as attributes."""
    county = SimpleNamespace()
    _places(county)
    _units(county)
    _people(county)
    county.station = LiaisonStation.objects.create(
        code="tanyi",
        name="探沂镇人大代表联络站",
        kind="station",
        division=county.town,
        unit=county.station_unit,
        address="探沂镇驻地",
        hours="周一至周五 8:30-17:00",
        phone="0539-5550000",
        keeper="王站长",
    )
    return county


def _places(county) -> None:
    make = Division.objects.create
    county.division = make(code="371325", name="费县", level=DivisionLevel.COUNTY)
    county.town = make(
        code="371325104",
        name="探沂镇",
        level=DivisionLevel.TOWN,
        parent=county.division,
    )
    county.other_town = make(
        code="371325109",
        name="石井镇",
        level=DivisionLevel.TOWN,
        parent=county.division,
    )
    county.village = make(
        code="371325104201",
        name="王富村",
        level=DivisionLevel.VILLAGE,
        parent=county.town,
    )


def _units(county) -> None:
    def make(name, short, kind, division):
        return Unit.objects.create(
            name=name, short_name=short, kind=kind, division=division
        )

    whole, town, other = county.division, county.town, county.other_town
    county.congress = make(
        "费县人大常委会代表工委", "代表工委", UnitKind.CONGRESS, whole
    )
    county.congress_office = make(
        "费县人大常委会办公室", "县人大办", UnitKind.CONGRESS, whole
    )
    county.town_congress = make("探沂镇人大", "探沂人大", UnitKind.TOWN_CONGRESS, town)
    county.other_congress = make(
        "石井镇人大", "石井人大", UnitKind.TOWN_CONGRESS, other
    )
    county.station_unit = make("探沂镇代表联络站", "探沂站", UnitKind.STATION, town)
    county.water = make("费县水利局", "水利局", UnitKind.DEPARTMENT, whole)
    county.roads = make("费县交通运输局", "交通局", UnitKind.DEPARTMENT, whole)
    county.town_government = make(
        "探沂镇人民政府", "探沂镇政府", UnitKind.TOWN_GOVERNMENT, town
    )
    county.government = make(
        "费县人民政府办公室", "县政府办", UnitKind.GOVERNMENT_OFFICE, whole
    )


def _people(county) -> None:
    county.office = person("gongwei", "周安", (Role.CONGRESS_OFFICE, county.congress))
    county.office2 = person(
        "gongwei2", "郑平", (Role.CONGRESS_OFFICE, county.congress_office)
    )
    county.town_office = person(
        "tanyi_renda", "杜明", (Role.TOWN_CONGRESS, county.town_congress)
    )
    county.other_office = person(
        "shijing_renda", "石诚", (Role.TOWN_CONGRESS, county.other_congress)
    )
    county.keeper = person(
        "tanyi_zhan", "王站长", (Role.STATION_KEEPER, county.station_unit)
    )
    county.handler = person("shuili", "孙林", (Role.HANDLER, county.water))
    county.signer = person("shuili_fuze", "钱河", (Role.SIGNER, county.water))
    county.road_handler = person("jiaotong", "高路", (Role.HANDLER, county.roads))
    county.road_signer = person("jiaotong_fuze", "马通", (Role.SIGNER, county.roads))
    county.town_handler = person(
        "tanyi_zhengfu", "吴川", (Role.HANDLER, county.town_government)
    )
    county.town_signer = person(
        "tanyi_zhengfu_fuze", "何山", (Role.SIGNER, county.town_government)
    )
    county.dispatcher = person(
        "zhengfuban", "冯政", (Role.GOVERNMENT_OFFICE, county.government)
    )
    county.accusation_officer = person(
        "jianju", "秦正", (Role.ACCUSATION_OFFICER, county.congress)
    )
    county.deputy_user = person("daibiao", "刘青", (Role.DEPUTY, county.town_congress))


# --- Cases in the states needed by the tests
# --------------------------------------------


def said(county, text="村东头的水渠堵了，下雨就淹路。", **changes) -> Intake:
    values = {
        "channel": IntakeChannel.STATION_PAGE,
        "text": text,
        "division": county.village,
        "station": county.station,
        "at": moment("2026-11-02 09:00"),
        "name": "李大山",
        "phone": "13805390000",
        "may_publish": True,
    }
    return Intake(**{**values, **changes})


def submitted(county, text="村东头的水渠堵了，下雨就淹路。", **changes):
    return intake.submit_case(intake=said(county, text, **changes))


def accepted(county, *, level=DivisionLevel.COUNTY, **changes):
    return screening.accept_case(
        case=submitted(county, **changes),
        level=level,
        by=county.keeper,
        at=moment("2026-11-02 10:00"),
    )


def assigned(county, *, lead=None, **changes):
    return routing.assign_case(
        case=accepted(county, **changes),
        lead=lead or county.water,
        by=county.office,
        at=moment("2026-11-02 11:00"),
    )


def in_hand(county, **changes):
    return routing.sign_case(
        case=assigned(county, **changes),
        by=county.handler,
        at=moment("2026-11-03 09:00"),
    )


def drafted(county, **changes):
    """The reply that waits for release; its case is ``reply.round.case``."""
    return answering.draft_reply(
        case=in_hand(county, **changes),
        unit=county.water,
        answer=Answer("水渠已经清完，长 120 米。", ResultClass.SOLVED),
        by=county.handler,
        at=moment("2026-11-06 09:00"),
    )


def answered(county, **changes):
    reply = answering.release_reply(
        reply=drafted(county, **changes),
        by=county.signer,
        at=moment("2026-11-09 09:00"),
    )
    reply.round.case.refresh_from_db()
    return reply.round.case


def rated(county, grade, **changes):
    case = answered(county, **changes)
    rating.rate_case(case=case, grade=grade, at=moment("2026-11-10 09:00"))
    case.refresh_from_db()
    return case


def published(county, case):
    return screening.publish_case(
        case=case, title=case.title, text=case.text, by=county.office
    )
