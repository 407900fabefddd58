"""Public pages are cached for a minute in Redis, and dropped at once by an update.

A page is cached with the version under which it was made (office/web/cache_versions.py);
every change that the public may see renews the version when it is committed. The
middleware stands before sessions and accounts: a cached page is the same for everybody.
In front of Django stands what this process gave before (``CachedPages``): the middleware
alone reaches half of a constant view, both together all of it (docs/performance.md).
"""

import hashlib
import time
from collections.abc import Callable, Container, Iterable
from functools import wraps
from typing import cast

from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.utils.http import http_date, parse_http_date_safe
from prometheus_client import Counter
from redis.exceptions import RedisError

from office.web.cache_versions import (
    PUBLIC_CACHE_VERSION,
    REFERENCE_CACHE_VERSION,
    asked_once,
    current_version,
    renew_public_cache,
)
from office.web.redis_cache import KeptClientCache
from office.web.text_size import SIZE_COOKIE

SECONDS = 60
VERSIONS = (PUBLIC_CACHE_VERSION, REFERENCE_CACHE_VERSION)
# Pages that one process has in its own memory: some tens of kilobytes each.
MOST_IN_MEMORY = 256
_in_memory: dict[str, dict] = {}
# The counters of requests stand behind this middleware and do not see its hits.
HITS = Counter("portal_page_cache_hits", "Public pages answered from the cache.")
# Whoever caches the page asks each time whether it is still the newest.
SHARED = "public, max-age=0, must-revalidate"
TOASTS = "messages"
# The names that public pages ask of an address; whatever else stands there is dropped.
_parameters: set[str] = set()
# What names an address beside them: all that can make the same path another page.
ADDRESS = (
    "wsgi.url_scheme",
    # With the scheme: what is asked without TLS is sent on to TLS, not answered.
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "PATH_INFO",
)


def public_page(*parameters: str):
    """The answers of the view are the same for everybody and may be cached.

    They depend on ``parameters`` of the address; the view and its template see no other,
    so that nobody's address gets into the links of a page that others are given.
    """
    _parameters.update(parameters)

    def decorate(view):
        @wraps(view)
        def cacheable(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.META.get("QUERY_STRING"):
                query = _query(request.META["QUERY_STRING"], parameters)
                request.META["QUERY_STRING"] = query
                # Django reads it again from there, when it is asked for.
                vars(request).pop("GET", None)
            response = view(request, *args, **kwargs)
            response.is_public_page = True
            return response

        return cacheable

    return decorate


def _query(query: str, known: Container[str]) -> str:
    """``query`` without the parameters that are not ``known``, in one order."""
    parts = [part for part in query.split("&") if part.partition("=")[0] in known]
    # Equal names stay as they were asked: the last one counts.
    return "&".join(sorted(parts, key=lambda part: part.partition("=")[0]))


class CachedPages:
    """The WSGI application, with what this process gave before in front of it."""

    def __init__(self, application: Callable):
        self.application = application

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        page = _from_memory(environ) if environ["REQUEST_METHOD"] == "GET" else None
        if page is None:
            return self.application(environ, start_response)
        HITS.inc()
        if _is_known(environ, page):
            start_response("304 Not Modified", _known_headers(page))
            return []
        start_response("200 OK", list(page["headers"].items()))
        return [page["content"]]


def _from_memory(environ: dict) -> dict | None:
    page = _in_memory.get(page_key(environ)) if _in_memory else None
    if page is None or time.time() >= page["made"] + SECONDS:
        return None
    try:
        return page if cache.get(PUBLIC_CACHE_VERSION) == page["version"] else None
    except RedisError:
        return None


class PageCache:
    """Middleware: answer from the cache; cache what a ``public_page`` answered with 200."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = page_key(request.META) if request.method == "GET" else ""
        try:
            found = cache.get_many([*VERSIONS, key]) if key else {}
        except RedisError:
            # Without Redis every page is made anew.
            return self.get_response(request)
        with asked_once(found):
            if key:
                return self._cached(request, key, found.get(key))
            return self.get_response(request)

    def _cached(self, request: HttpRequest, key: str, page: dict | None):
        try:
            version = current_version(PUBLIC_CACHE_VERSION)
        except RedisError:
            return self.get_response(request)
        if page and page["version"] == version:
            _keep_in_memory(key, page)
            HITS.inc()
            return _answer(request, page)
        response = self.get_response(request)
        if not _is_cacheable(request, response):
            return response
        page = _page_of(response, version)
        try:
            cache.set(key, page, SECONDS)
        except RedisError:
            return response
        answer = _answer(request, page)
        answer.cookies = response.cookies
        return answer


def drop_kept_pages() -> None:
    """Remove every kept page from Redis, where an update only leaves them behind."""
    cast(KeptClientCache, caches["default"]).delete_matching("public-page:*")
    renew_public_cache()


def _keep_in_memory(key: str, page: dict) -> None:
    if len(_in_memory) >= MOST_IN_MEMORY:
        _in_memory.clear()
    _in_memory[key] = page


def page_key(environ: dict) -> str:
    """The key of the page at an address, as it was asked for; "" when it is not cached."""
    cookies = environ.get("HTTP_COOKIE", "")
    known = parse_cookie(cookies) if cookies else {}
    is_file = environ["PATH_INFO"].startswith(settings.STATIC_URL)
    if is_file or TOASTS in known:
        return ""
    size = "large" if known.get(SIZE_COOKIE) == "large" else "normal"
    query = environ.get("QUERY_STRING", "")
    parts = [environ.get(name, "") for name in ADDRESS]
    address = "\n".join([*parts, _query(query, _parameters) if query else ""])
    return f"public-page:{size}:{hashlib.sha256(address.encode()).hexdigest()}"


def _is_cacheable(request: HttpRequest, response: HttpResponse) -> bool:
    if response.status_code != 200 or not getattr(response, "is_public_page", False):
        return False
    shown_toast = getattr(getattr(request, "_messages", None), "used", False)
    has_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return not (shown_toast or has_token)


def _page_of(response: HttpResponse, version: str) -> dict:
    made = int(time.time())
    headers = {k: v for k, v in response.items() if k != "Set-Cookie"}
    headers |= {
        "ETag": f'"{hashlib.sha256(response.content).hexdigest()[:32]}"',
        "Last-Modified": http_date(made),
        "Cache-Control": SHARED,
        "Content-Length": str(len(response.content)),
        "Vary": "Cookie",
    }
    return {
        "version": version,
        "made": made,
        "headers": headers,
        "content": response.content,
    }


def _answer(request: HttpRequest, page: dict) -> HttpResponse:
    if _is_known(request.META, page):
        response = HttpResponse(status=304, headers=dict(_known_headers(page)))
        del response["Content-Type"]
        return response
    return HttpResponse(page["content"], headers=page["headers"])


def _known_headers(page: dict) -> list[tuple[str, str]]:
    """The headers that tell who has the page that it is still the newest."""
    about_content = ("Content-Type", "Content-Length")
    return [row for row in page["headers"].items() if row[0] not in about_content]


def _is_known(environ: dict, page: dict) -> bool:
    """RFC 9110 13.2.2: the tag decides; the date only when there is no tag."""
    if asked := environ.get("HTTP_IF_NONE_MATCH"):
        tags = [tag.strip().removeprefix("W/") for tag in asked.split(",")]
        return "*" in tags or page["headers"]["ETag"] in tags
    since: str = environ.get("HTTP_IF_MODIFIED_SINCE", "")
    return bool(since) and (parse_http_date_safe(since) or 0) >= page["made"]
