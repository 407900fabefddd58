"""Every view states who may open it; anonymous users get only the login page."""

import pytest
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import RoutePattern

from office.web.access import any_user, needs, public

FOREIGN = ("admin:", "prometheus", "django.views.static", "i18n", "mfa_", "account_")
# Values for URL parameters, by converter.
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "0" * 32}


def patterns(resolver=None, prefix="", namespace=""):
    """``(URL with sample values, name, view)`` of every URL pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name or ''}"
            yield sample(entry, route), name, entry.callback
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, route, inner)


def sample(entry, route):
    if not isinstance(entry.pattern, RoutePattern):
        return None
    for kind, value in SAMPLES.items():
        while f"<{kind}:" in route:
            start = route.index(f"<{kind}:")
            route = route[:start] + value + route[route.index(">", start) + 1 :]
    return None if "<" in route or "(" in route else f"/{route}"


def ours():
    return [
        (url, name, view)
        for url, name, view in patterns()
        if not name.startswith(FOREIGN) and view.__module__.split(".")[0] != "django"
    ]


def test_every_view_says_who_may_open_it():
    silent = [name for _, name, view in ours() if not hasattr(view, "access")]

    assert not silent, silent
    assert len(ours()) > 40


@pytest.mark.django_db
def test_the_logged_out_see_the_login_page_wherever_it_is_not_public(client):
    for url, name, view in ours():
        if url is None or view.access == "public":
            continue
        answer = client.get(url)
        assert answer.status_code == 302, (name, answer.status_code)
        assert answer["Location"].startswith("/account/login/"), name


@pytest.mark.django_db
def test_the_logged_out_reach_nothing_of_the_admin(client):
    asked = 0
    for url, name, _ in patterns():
        if not name.startswith("admin:") or url is None or "jsi18n" in name:
            continue
        answer = client.get(url)
        assert answer.status_code in (301, 302), (name, answer.status_code)
        asked += 1
    assert asked > 20


@pytest.mark.django_db
def test_who_holds_no_post_opens_no_page_of_the_business(client, county):
    from tests.county import person

    client.force_login(person("xinren", "新人"))
    for url, name, view in ours():
        if url and view.access not in ("public", "any_user"):
            assert client.get(url).status_code in (403, 404, 405), name


def test_public_and_needs_mark_the_view():
    assert public(lambda request: None).access == "public"
    assert needs(any_user)(lambda request: None).access == "any_user"


@pytest.mark.django_db
def test_needs_refuses_before_the_view_runs(county):
    from django.core.exceptions import PermissionDenied

    ran = []
    view = needs(lambda user: user == county.office)(
        lambda request: ran.append(request)
    )
    request = RequestFactory().get("/")
    request.user = county.keeper
    with pytest.raises(PermissionDenied):
        view(request)
    assert ran == []

    request.user = county.office
    view(request)
    assert ran == [request]
