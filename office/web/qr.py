"""QR codes of the portal's own addresses, as inline SVG."""

import segno
from django.utils.safestring import SafeString, mark_safe


def draw_qr(address: str, *, error: str = "m") -> SafeString:
    """The QR code of ``address``; ``error`` "q" tolerates about a quarter of damage."""
    # No size: the style sheet sets it.
    drawn = segno.make(address, error=error).svg_inline(
        omitsize=True, svgclass="qr", border=2, title="二维码"
    )
    # Drawn by segno from the portal's own address: contains no user input.
    return mark_safe(drawn)  # noqa: S308
