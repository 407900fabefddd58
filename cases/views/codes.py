"""QR codes and small things that several public pages share."""

import io

import segno
from django.conf import settings
from django.utils.safestring import mark_safe

from cases.models import Case


def qr_of(request, path: str) -> str:
    """An inline SVG of the full address of ``path``."""
    base = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
    drawn = io.BytesIO()
    segno.make(f"{base}{path}", error="m").save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        svgclass="qr",
        border=2,
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308 - drawn by segno from our address


def say_files(case: Case) -> str:
    count = case.files.filter(of_resident=True).count()
    return f"{count} 个" if count else "没有"


def sent(request) -> tuple:
    """What a form is bound to: data and files of a POST, even of an empty one."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
