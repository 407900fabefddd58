"""What stands at every request and is therefore kept short: the policy, the log line."""

import re
import uuid
from collections.abc import Callable

import structlog
from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django_structlog.middlewares import RequestMiddleware

from office.web.address import address_of

NAMELESS = re.compile(r"/vote/[-\w]+/cast")


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
    """A ballot on its way into the box meets nothing that knows people (docs/adr/0024).

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


class RequestLog(RequestMiddleware):
    """One line a request, when it is finished; request, user and address on every line."""

    def prepare(self, request: HttpRequest) -> None:
        structlog.contextvars.bind_contextvars(
            request_id=str(uuid.uuid4()), ip=address_of(request)
        )
        self.bind_user_id(request)
