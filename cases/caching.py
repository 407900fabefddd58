"""Public pages are kept for a moment in Redis, and emptied at once by an update.

A page is kept under a generation number; every change of a case raises the number when
it is committed, so that nobody reads what was true before. Pages of logged-in people,
and pages that carry a message, are never kept.
"""

import hashlib
from functools import wraps

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date, parse_http_date_safe
from django.utils import timezone

from cases.services.publishing import generation
from office.context import SIZE_COOKIE

SECONDS = 60
SHARED = f"public, max-age=0, s-maxage={SECONDS}, must-revalidate"


def public_page(view):
    """Keep the answers of ``view`` for everybody, by address and size of type."""

    @wraps(view)
    def kept(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "GET" or not _is_for_everybody(request):
            return view(request, *args, **kwargs)
        key = page_key(request)
        found = cache.get(key)
        if found is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            found = (response.content, etag, int(timezone.now().timestamp()))
            cache.set(key, found, SECONDS)
        return _answer(request, *found)

    return kept


def _is_for_everybody(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return False
    return not request.headers.get("HX-Request") and "messages" not in request.COOKIES


def page_key(request: HttpRequest) -> str:
    size = "large" if request.COOKIES.get(SIZE_COOKIE) == "large" else "normal"
    address = hashlib.sha256(
        f"{request.get_host()}{request.get_full_path()}".encode()
    ).hexdigest()
    return f"page:{generation()}:{size}:{address}"


def _answer(request: HttpRequest, content: bytes, etag: str, made: int) -> HttpResponse:
    if _is_known(request, etag, made):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(content, content_type="text/html; charset=utf-8")
    response["ETag"] = etag
    response["Last-Modified"] = http_date(made)
    response["Cache-Control"] = SHARED
    response["Vary"] = "Cookie, HX-Request"
    return response


def _is_known(request: HttpRequest, etag: str, made: int) -> bool:
    if asked := request.headers.get("If-None-Match"):
        return etag in [tag.strip().removeprefix("W/") for tag in asked.split(",")]
    since = request.headers.get("If-Modified-Since")
    return bool(since) and (parse_http_date_safe(since) or 0) >= made
