"""The desk as an installed app: its manifest, and the service worker for offline use."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from office.web.access import public

# The same values as in frontend/icons.mjs, which draws the icons.
PAPER = "#fcfbf8"
SIZES = (192, 512)
RED = "#8a1919"


@public
@require_safe
@never_cache
def worker(request):
    """Served below ``/desk/``: a service worker's scope is its own directory."""
    path = finders.find("built/sw.js")
    if path is None:
        raise Http404
    return HttpResponse(Path(path).read_bytes(), content_type="text/javascript")


@public
@require_safe
def manifest(request):
    data = {
        "name": "费县人大代表工作台",
        "short_name": "代表工作台",
        "lang": "zh-CN",
        "start_url": reverse("portal:desk"),
        "scope": reverse("portal:desk"),
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": RED,
        "icons": [
            {"src": static("mark.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(_icon(size) for size in SIZES),
        ],
    }
    return JsonResponse(
        data,
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


def _icon(size: int) -> dict:
    return {
        "src": static(f"built/icon-{size}.png"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": "any maskable",
    }
