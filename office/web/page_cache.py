"""Public pages are cached briefly in Redis and invalidated by every change.

A page is stored with the version under which it was made
(office/web/cache_versions.py); every change visible to the public sets a new version
when it is committed. The middleware comes before sessions and accounts: a cached page
is the same for everybody. Each process also serves its recent pages at WSGI level,
before Django builds a request.
"""

import hashlib
import time
from collections.abc import Callable, Iterable
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.utils.http import http_date, parse_http_date_safe
from prometheus_client import Counter
from redis.exceptions import RedisError

from office.web.cache_versions import MARK, current_version
from office.web.text_size import SIZE_COOKIE

SECONDS = 60
# Pages cached in the memory of one process: some tens of kilobytes each.
MOST_NEAR = 256
_near: dict[str, dict] = {}
# The request counters are behind this middleware and do not count cached answers.
GIVEN = Counter(
    "portal_kept_pages_given", "Public pages given again as they were kept."
)
# Browsers and proxies revalidate a stored page on every request.
SHARED = "public, max-age=0, must-revalidate"
TOASTS = "messages"
# The parts of the cache key: everything that changes the page at the same path.
ADDRESS = (
    "wsgi.url_scheme",
    # Includes the scheme: a request without TLS is redirected, not answered.
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
)


def public_page(view):
    """Marks a view whose answers are the same for everybody and may be cached."""

    @wraps(view)
    def marked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.is_public_page = True
        return response

    return marked


class NearPages:
    """WSGI application that answers from the pages cached in this process first."""

    def __init__(self, application: Callable):
        self.application = application

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        kept = _near_page(environ) if environ["REQUEST_METHOD"] == "GET" else None
        if kept is None:
            return self.application(environ, start_response)
        GIVEN.inc()
        if _is_known(environ, kept):
            start_response("304 Not Modified", _known_headers(kept))
            return []
        start_response("200 OK", list(kept["headers"].items()))
        return [kept["content"]]


def _near_page(environ: dict) -> dict | None:
    near = _near.get(page_key(environ)) if _near else None
    if near is None or time.time() >= near["made"] + SECONDS:
        return None
    try:
        return near if cache.get(MARK) == near["mark"] else None
    except RedisError:
        return None


class PublicPages:
    """Answer from the cache; store the 200 answers of a ``public_page``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = page_key(request.META)
        if request.method != "GET" or not key:
            return self.get_response(request)
        try:
            version, kept = _look_up(key)
        except RedisError:
            # Without Redis every page is rendered.
            return self.get_response(request)
        if kept and kept["mark"] == version:
            GIVEN.inc()
            return _again(request, kept)
        response = self.get_response(request)
        if not _may_keep(request, response):
            return response
        kept = _keep(response, version)
        try:
            cache.set(key, kept, SECONDS)
        except RedisError:
            return response
        answer = _again(request, kept)
        answer.cookies = response.cookies
        return answer


def _look_up(key: str) -> tuple[str, dict | None]:
    """The current version, and the page cached under ``key``."""
    found = cache.get_many([MARK, key])
    kept = found.get(key)
    if kept:
        if len(_near) >= MOST_NEAR:
            _near.clear()
        _near[key] = kept
    return found.get(MARK) or current_version(MARK), kept


def page_key(environ: dict) -> str:
    """The cache key of the requested address; "" if it is not cacheable."""
    cookies = environ.get("HTTP_COOKIE", "")
    known = parse_cookie(cookies) if cookies else {}
    is_file = environ["PATH_INFO"].startswith(settings.STATIC_URL)
    if is_file or TOASTS in known:
        return ""
    size = "large" if known.get(SIZE_COOKIE) == "large" else "normal"
    address = "\n".join([environ.get(name, "") for name in ADDRESS])
    return f"page:{size}:{hashlib.sha256(address.encode()).hexdigest()}"


def _may_keep(request: HttpRequest, response: HttpResponse) -> bool:
    if response.status_code != 200 or not getattr(response, "is_public_page", False):
        return False
    shown_toast = getattr(getattr(request, "_messages", None), "used", False)
    has_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return not (shown_toast or has_token)


def _keep(response: HttpResponse, version: str) -> dict:
    created = int(time.time())
    headers = {k: v for k, v in response.items() if k != "Set-Cookie"}
    headers |= {
        "ETag": f'"{hashlib.sha256(response.content).hexdigest()[:32]}"',
        "Last-Modified": http_date(created),
        "Cache-Control": SHARED,
        "Content-Length": str(len(response.content)),
        "Vary": "Cookie",
    }
    return {
        "mark": version,
        "made": created,
        "headers": headers,
        "content": response.content,
    }


def _again(request: HttpRequest, kept: dict) -> HttpResponse:
    if _is_known(request.META, kept):
        response = HttpResponse(status=304, headers=dict(_known_headers(kept)))
        del response["Content-Type"]
        return response
    return HttpResponse(kept["content"], headers=kept["headers"])


def _known_headers(kept: dict) -> list[tuple[str, str]]:
    """The headers of a 304 answer to a client that has the newest version."""
    about_content = ("Content-Type", "Content-Length")
    return [row for row in kept["headers"].items() if row[0] not in about_content]


def _is_known(environ: dict, kept: dict) -> bool:
    """RFC 9110 13.2.2: the tag decides; the date only if there is no tag."""
    if asked := environ.get("HTTP_IF_NONE_MATCH"):
        tags = [tag.strip().removeprefix("W/") for tag in asked.split(",")]
        return "*" in tags or kept["headers"]["ETag"] in tags
    since: str = environ.get("HTTP_IF_MODIFIED_SINCE", "")
    return bool(since) and (parse_http_date_safe(since) or 0) >= kept["made"]
