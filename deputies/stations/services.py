"""Stations, points and observation posts: opened, changed, closed, with their roster."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from deputies.register.models import Mandate
from deputies.stations.enums import StationBasis, StationKind
from deputies.stations.models import LiaisonStation
from office.audit import services as audit
from office.models import Division, Unit, User
from office.text.errors import ServiceError
from office.web.cached_until_changed import cached_until_changed


class StationError(ServiceError):
    """The station cannot be like this. The message is written for the user."""


@dataclass(frozen=True)
class StationFacts:
    """What is known of a station. A point leaves ``unit`` empty: its station's is used.

    ``longitude`` and ``latitude`` are degrees, both or neither.
    """

    name: str
    kind: StationKind
    division: Division
    address: str
    unit: Unit | None = None
    basis: StationBasis = StationBasis.AREA
    parent: LiaisonStation | None = None
    hours: str = ""
    phone: str = ""
    keeper: str = ""
    transport: str = ""
    longitude: Decimal | None = None
    latitude: Decimal | None = None

    def checked(self) -> dict:
        """The fields of a row. Raises StationError."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        if self.kind == StationKind.STATION:
            if self.parent is not None:
                raise StationError("联络站不能再属于别的联络站。")
            if self.unit is None:
                raise StationError("请选由哪个单位受理这里的意见。")
        elif self.parent is not None:
            if self.parent.kind != StationKind.STATION:
                raise StationError("所属的必须是联络站，不能是联络点或观察点。")
            values["unit"] = self.parent.unit
        elif self.kind == StationKind.POINT:
            raise StationError("联络点要写明属于哪个联络站。")
        elif self.unit is None:
            raise StationError("请选由哪个单位受理这里的意见。")
        if (self.longitude is None) != (self.latitude is None):
            raise StationError("经度和纬度要一起填。")
        return values


@transaction.atomic
def create_station(
    *, code: str, facts: StationFacts, roster: Iterable[Mandate] = (), by: User | None
) -> LiaisonStation:
    """Open a station. ``code`` is printed on its poster and never changes afterwards.

    ``by`` is None for the installation itself. Raises StationError.
    """
    values = facts.checked()
    # Held, so that a station does not close while a point is being opened under it.
    if facts.parent is not None and not _locked(facts.parent).is_open:
        raise StationError("它所属的联络站关闭着，请先开放联络站。")
    station = LiaisonStation(code=code.strip(), **values)
    _clean(station)
    try:
        with transaction.atomic():
            station.save()
    except IntegrityError as error:
        raise StationError(f"编号“{code}”已经有了，请换一个。") from error
    _set_roster(station, roster)
    _write_down("create_station", station, by)
    return station


@transaction.atomic
def change_station(
    *, station: LiaisonStation, facts: StationFacts, by: User
) -> LiaisonStation:
    """Change what is known of it; its code stays. Raises StationError."""
    station = _locked(station)
    values = facts.checked()
    if facts.parent is not None and facts.parent.pk == station.pk:
        raise StationError("不能属于它自己。")
    if facts.kind != StationKind.STATION and station.points.exists():
        raise StationError("它下面还有联络点，不能改成联络点或观察点。")
    old = {name: str(getattr(station, name)) for name in values}
    for name, value in values.items():
        setattr(station, name, value)
    _clean(station)
    station.save()
    station.points.update(unit=station.unit)
    changed = sorted(name for name in values if old[name] != str(values[name]))
    _write_down("change_station", station, by, changed=changed)
    return station


@transaction.atomic
def set_roster(
    *, station: LiaisonStation, mandates: Iterable[Mandate], by: User | None
) -> LiaisonStation:
    """Say which deputies are at the station: only such as are in office now."""
    station = _locked(station)
    _set_roster(station, mandates)
    _write_down("set_roster", station, by)
    return station


def _set_roster(station: LiaisonStation, mandates: Iterable[Mandate]) -> None:
    wanted = {mandate.pk for mandate in mandates}
    fit = Mandate.objects.in_office().filter(pk__in=wanted)
    if missing := wanted - set(fit.values_list("pk", flat=True)):
        out = Mandate.objects.filter(pk__in=missing).select_related("deputy").first()
        raise StationError(f"{out.deputy if out else '有的人'}不是现任代表，不能进站。")
    station.roster.set(wanted)


@transaction.atomic
def close_station(*, station: LiaisonStation, reason: str, by: User) -> LiaisonStation:
    """Close it: it leaves the directory, its cases and its address stay."""
    station = _locked(station)
    if not station.is_open:
        raise StationError(f"{station}已经关闭。")
    if not reason.strip():
        raise StationError("请写明关闭的理由。")
    if station.points.filter(is_open=True).exists():
        raise StationError("它下面还有开放的联络点，请先关闭或者改属别的联络站。")
    station.is_open = False
    station.save()
    _write_down("close_station", station, by, reason=reason)
    return station


@transaction.atomic
def open_station(*, station: LiaisonStation, by: User) -> LiaisonStation:
    """Open it again. Raises StationError when it is open or its station is closed."""
    station = _locked(station)
    if station.is_open:
        raise StationError(f"{station}开放着，不用再开。")
    if station.parent is not None and not station.parent.is_open:
        raise StationError("它所属的联络站关闭着，请先开放联络站。")
    station.is_open = True
    station.save()
    _write_down("open_station", station, by)
    return station


def _locked(station: LiaisonStation) -> LiaisonStation:
    return LiaisonStation.objects.select_for_update().get(pk=station.pk)


def _clean(station: LiaisonStation) -> None:
    try:
        station.full_clean()
    except ValidationError as error:
        raise StationError(" ".join(error.messages)) from error


def _write_down(
    action: str,
    station: LiaisonStation,
    by: User | None,
    *,
    reason: str = "",
    changed: list[str] | None = None,
) -> None:
    detail = {"code": station.code, "changed": changed or []}
    audit.record(action=action, by=by, object=station, reason=reason, detail=detail)


@cached_until_changed
def public_phones() -> list[str]:
    """The phones of all stations as they are written there; masking lets them stand."""
    return list(
        LiaisonStation.objects.exclude(phone="").values_list("phone", flat=True)
    )
