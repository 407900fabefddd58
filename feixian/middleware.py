"""What stands at every request and is therefore kept short: the policy, the log line."""

import re
import uuid
from collections.abc import Callable
from typing import cast

import structlog
from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.cache import add_never_cache_headers
from django_structlog.middlewares import RequestMiddleware

from office.web.address import address_of

NAMELESS = re.compile(r"/vote/[-\w]+/cast|/b/[-\w]+/receipt")
# Whoever follows their own matter, or accuses, is not to be found by time and address.
UNLOGGED = re.compile(r"/(c/.*|track|accuse(/.*)?|cases/receipt)")


class ContentPolicy:
    """One Content-Security-Policy for every page, worked out once and not each time.

    No page has a nonce or a policy of its own; scripts and styles are files.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self.policy)
        return response


class Nameless:
    """A ballot on its way into the box, or a receipt asked for, meets nothing that knows
    people (docs/adr/0024).

    It stands before sessions, accounts and the log: no cookie is read, and no line with
    an address and a second is written that might name somebody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not NAMELESS.fullmatch(request.path_info):
            return self.get_response(request)
        match = request.resolver_match = resolve(request.path_info)
        return match.func(request, *match.args, **match.kwargs)


class NoStore:
    """A page made for one person is kept by no browser and no proxy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(response, "is_public_page", False):
            return response
        own = UNLOGGED.fullmatch(request.path_info) or request.user.is_authenticated
        if own and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


def route_of(request: HttpRequest) -> str:
    """The pattern of the address: no code, no name and no query stands in it."""
    match = request.resolver_match
    return f"/{match.route}" if match else "(no such address)"


class RequestLog(RequestMiddleware):
    """One line a request, when it is finished; request, user and address on every line.

    A line names the route, never what stands in its place. What people do behind
    UNLOGGED addresses is no line at all; a failure there is one without a person.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if UNLOGGED.fullmatch(request.path_info):
            structlog.contextvars.clear_contextvars()
            return cast("HttpResponse", self.get_response(request))
        return cast("HttpResponse", super().__call__(request))

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {route_of(request)}"

    @staticmethod
    def bind_user_id(request: HttpRequest) -> None:
        if not UNLOGGED.fullmatch(request.path_info):
            RequestMiddleware.bind_user_id(request)

    def prepare(self, request: HttpRequest) -> None:
        structlog.contextvars.bind_contextvars(
            request_id=str(uuid.uuid4()), ip=address_of(request)
        )
        self.bind_user_id(request)
