"""Public pages are kept for a moment in Redis, and left behind at once by an update.

A page is kept with the mark under which it was made (office/services/publishing.py);
every change that the public may see changes the mark when it is committed. The
middleware stands before sessions and accounts: a kept page is the same for everybody.
"""

import hashlib
import time
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date, parse_http_date_safe
from prometheus_client import Counter
from redis.exceptions import RedisError

from office.context import SIZE_COOKIE
from office.services.publishing import MARK, current_mark

SECONDS = 60
# Pages that one process keeps in its own memory: some tens of kilobytes each.
MOST_NEAR = 256
_near: dict[str, dict] = {}
# The counters of requests stand behind this middleware and do not see what it gives.
GIVEN = Counter(
    "portal_kept_pages_given", "Public pages given again as they were kept."
)
# Whoever keeps the page asks each time whether it is still the newest.
SHARED = "public, max-age=0, must-revalidate"
TOASTS = "messages"
_OWN_HEADERS = {"Set-Cookie", "Content-Length"}


def public_page(view):
    """The answers of ``view`` are the same for everybody and may be kept."""

    @wraps(view)
    def marked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.is_public_page = True
        return response

    return marked


class PublicPages:
    """Give what is kept; keep what a ``public_page`` answered with 200."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or not _may_be_kept(request):
            return self.get_response(request)
        key = page_key(request)
        try:
            mark, kept = _look_up(key)
        except RedisError:
            # Without Redis every page is made anew.
            return self.get_response(request)
        if kept and kept["mark"] == mark:
            GIVEN.inc()
            return _again(request, kept)
        response = self.get_response(request)
        if not _may_keep(request, response):
            return response
        kept = _keep(response, mark)
        try:
            cache.set(key, kept, SECONDS)
        except RedisError:
            return response
        answer = _again(request, kept)
        answer.cookies = response.cookies
        return answer


def _look_up(key: str) -> tuple[str, dict | None]:
    """The mark of now, and the page kept under ``key``.

    A page this process gave before is not fetched again: only the mark is asked.
    """
    near = _near.get(key)
    if near and time.time() < near["made"] + SECONDS:
        mark = cache.get(MARK, "")
        if near["mark"] == mark:
            return mark, near
    found = cache.get_many([MARK, key])
    kept = found.get(key)
    if kept:
        if len(_near) >= MOST_NEAR:
            _near.clear()
        _near[key] = kept
    return found.get(MARK) or current_mark(MARK), kept


def _may_be_kept(request: HttpRequest) -> bool:
    is_file = request.path_info.startswith(settings.STATIC_URL)
    return not is_file and TOASTS not in request.COOKIES


def page_key(request: HttpRequest) -> str:
    size = "large" if request.COOKIES.get(SIZE_COOKIE) == "large" else "normal"
    # With the scheme: what is asked without TLS is sent on to TLS, not answered.
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return f"page:{size}:{hashlib.sha256(address.encode()).hexdigest()}"


def _may_keep(request: HttpRequest, response: HttpResponse) -> bool:
    if response.status_code != 200 or not getattr(response, "is_public_page", False):
        return False
    shown_toast = getattr(getattr(request, "_messages", None), "used", False)
    has_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return not (shown_toast or has_token)


def _keep(response: HttpResponse, mark: str) -> dict:
    made = int(time.time())
    headers = {k: v for k, v in response.items() if k not in _OWN_HEADERS}
    headers |= {
        "ETag": f'"{hashlib.sha256(response.content).hexdigest()[:32]}"',
        "Last-Modified": http_date(made),
        "Cache-Control": SHARED,
        "Vary": "Cookie",
    }
    return {
        "mark": mark,
        "made": made,
        "headers": headers,
        "content": response.content,
    }


def _again(request: HttpRequest, kept: dict) -> HttpResponse:
    if _is_known(request, kept):
        response = HttpResponse(status=304, headers=kept["headers"])
        del response["Content-Type"]
        return response
    return HttpResponse(kept["content"], headers=kept["headers"])


def _is_known(request: HttpRequest, kept: dict) -> bool:
    """RFC 9110 13.2.2: the tag decides; the date only when there is no tag."""
    if asked := request.META.get("HTTP_IF_NONE_MATCH"):
        tags = [tag.strip().removeprefix("W/") for tag in asked.split(",")]
        return "*" in tags or kept["headers"]["ETag"] in tags
    since = request.META.get("HTTP_IF_MODIFIED_SINCE")
    return bool(since) and (parse_http_date_safe(since) or 0) >= kept["made"]
