"""QR codes and small things that several public pages share."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString

from cases.intake.rules import reads_like_accusation
from cases.loop.enums import OPINIONS, CaseStatus
from cases.loop.models.cases import Case
from office.web.qr import draw_qr

_SLIP = "slip-of"


def qr_of(request, path: str) -> SafeString:
    """The QR code of the full address of ``path``."""
    base = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
    return draw_qr(f"{base}{path}")


def about_accusation(case: Case) -> dict:
    """For the keeper: whether what was said reads like an accusation."""
    may = case.kind in OPINIONS and case.can_move_to(CaseStatus.WALLED)
    return {"accuses": may and reads_like_accusation(f"{case.title}\n{case.text}")}


def show_slip_once(request: HttpRequest, case: Case) -> None:
    """The next look at the slip of ``case`` in this session is allowed, and no other."""
    request.session[_SLIP] = case.pk


def may_show_slip(request: HttpRequest, case: Case) -> bool:
    """Whether it is; asking uses it up."""
    if request.session.get(_SLIP) != case.pk:
        return False
    del request.session[_SLIP]
    return True


def say_files(case: Case) -> str:
    count = case.files.filter(of_resident=True).count()
    return f"{count} 个" if count else "没有"
