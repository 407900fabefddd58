"""Who asks, told one way everywhere."""

import re

import pytest
import yaml
from allauth.account.adapter import get_adapter
from axes.helpers import get_client_ip_address
from django.test import RequestFactory

from office.web.address import address_of, network_of
from tests.paths import ROOT
from tests.proxy import behind_proxy


def asked(**meta):
    return RequestFactory().get("/", **{"REMOTE_ADDR": "10.0.0.9", **meta})


def test_without_a_proxy_nobody_chooses_the_address(settings):
    settings.PROXY_COUNT = 0

    assert address_of(asked(HTTP_X_FORWARDED_FOR="1.2.3.4")) == "10.0.0.9"


@pytest.mark.parametrize(
    ("count", "passed", "address"),
    [
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.9"),
        (1, "", "10.0.0.9"),
        (1, "not an address", "10.0.0.9"),
        (1, "::ffff:1.2.3.4", "1.2.3.4"),
        (1, "FE80::1%eth0", "fe80::1"),
    ],
)
def test_behind_proxies_the_address_is_the_one_they_saw(
    settings, count, passed, address
):
    settings.PROXY_COUNT = count

    assert address_of(asked(HTTP_X_FORWARDED_FOR=passed)) == address


def test_one_subscriber_is_one_network():
    ours = [asked(REMOTE_ADDR=f"2408:8000:1:2::{n}") for n in (1, 2)]
    other = asked(REMOTE_ADDR="2408:8000:1:3::1")

    assert network_of(ours[0]) == network_of(ours[1]) != network_of(other)


def test_a_socket_has_no_address():
    request = asked(REMOTE_ADDR="")

    assert (address_of(request), network_of(request)) == (None, "unknown")


def test_behind_the_shipped_proxy_everything_that_counts_sees_the_visitor(settings):
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    settings.PROXY_COUNT = int(compose["x-portal"]["environment"]["PROXY_COUNT"])
    request = asked(**behind_proxy("1.2.3.4", forged="6.6.6.6"))

    assert address_of(request) == "1.2.3.4"
    assert get_client_ip_address(request) == "1.2.3.4"
    assert get_adapter().get_client_ip(request) == "1.2.3.4"


def test_no_other_file_reads_where_a_request_comes_from():
    spelled = re.compile(r"REMOTE_ADDR|FORWARDED_FOR|get_client_ip_address")
    apps = ("office", "deputies", "cases", "rollups", "ballots", "decisions", "portal")
    found = [
        path.relative_to(ROOT).as_posix()
        for app in (*apps, "feixian")
        for path in (ROOT / app).rglob("*.py")
        if spelled.search(path.read_text(encoding="utf-8"))
    ]

    assert found == ["office/web/address.py"]
