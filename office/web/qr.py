"""QR codes of our own addresses, as SVG inside the page."""

import segno
from django.utils.safestring import SafeString, mark_safe


def draw_qr(address: str, *, error: str = "m") -> SafeString:
    """The QR code of ``address``; ``error`` "q" stays readable with a quarter torn off."""
    # No size: the style sheet gives it.
    drawn = segno.make(address, error=error).svg_inline(
        omitsize=True, svgclass="qr", border=2, title="二维码"
    )
    # Drawn by segno from our own address: nothing of a user's is in it.
    return mark_safe(drawn)  # noqa: S308
