"""Where a request comes from: one answer for limits, lock-outs, the audit and the log.

A proxy writes the address it saw to the end of ``X-Forwarded-For``; ``PROXY_COUNT`` says
how many of ours stand in front. Whatever a visitor wrote there himself stands further left.
"""

from collections.abc import Callable
from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# The subscriber of an operator has a /64 of his own; an address of it costs nothing.
PREFIX_OF_A_SUBSCRIBER = 64
_current: ContextVar[str | None] = ContextVar("address", default=None)


def address_of(request: HttpRequest) -> str | None:
    """The client's address in its normal spelling; None when it is unknown (a socket)."""
    passed = request.META.get("HTTP_X_FORWARDED_FOR", "")
    count = settings.PROXY_COUNT
    hops = passed.split(",") if passed else []
    seen = _normal(hops[-count]) if 0 < count <= len(hops) else None
    return seen or _normal(request.META.get("REMOTE_ADDR", ""))


def _normal(text: str) -> str | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        # A zone names an interface of one machine and is no address for a database.
        address = address.ipv4_mapped or IPv6Address(int(address))
    return str(address)


def network_of(request: HttpRequest) -> str:
    """What limits count by: an IPv4 address, or the /64 of one subscriber."""
    address = address_of(request)
    if address is None:
        return "unknown"
    if ":" not in address:
        return address
    return str(ip_network(f"{address}/{PREFIX_OF_A_SUBSCRIBER}", strict=False))


def current_address() -> str | None:
    """The address of the request that is being answered; None outside of one."""
    return _current.get()


class KeepAddress:
    """Middleware: the address of the request for those who write the audit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _current.set(address_of(request))
        try:
            return self.get_response(request)
        finally:
            _current.reset(token)
