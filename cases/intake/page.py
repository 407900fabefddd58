"""Helpers shared by several public pages, such as QR codes."""

from django.conf import settings
from django.utils.safestring import SafeString

from cases.loop.models.cases import Case
from office.web.qr import draw_qr


def qr_of(request, path: str) -> SafeString:
    """The QR code of the full address of ``path``."""
    base = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
    return draw_qr(f"{base}{path}")


def say_files(case: Case) -> str:
    count = case.files.filter(of_resident=True).count()
    return f"{count} 个" if count else "没有"
