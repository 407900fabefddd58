"""Requests that answered 500 once: each is answered in words now."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.county import in_hand

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "back", ["x", "index", "//evil.example", "https://evil.example"]
)
def test_the_size_of_text_leads_back_to_a_page_of_ours_only(client, back):
    answer = client.get(reverse("office:size"), {"back": back, "to": "large"})

    assert (answer.status_code, answer.url) == (302, "/")


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "1999-12"])
def test_months_nobody_leafs_to(client, county, month):
    client.force_login(county.office)

    answer = client.get(reverse("deputies:contact_month"), {"month": month})

    assert answer.status_code == 200


@pytest.mark.parametrize("name", ["decide_extension", "resume"])
@pytest.mark.parametrize("who", ["office", "handler", "signer"])
def test_a_step_that_is_not_open_is_refused_in_words(county, name, who):
    case = in_hand(county)
    client = Client()
    client.force_login(getattr(county, who))
    url = reverse("cases:case_act", args=[case.pk, name])
    before = case.events.count()

    for typed in ({}, {"granted": "1", "answer": "同意"}):
        assert client.post(url, typed).status_code < 500
    assert case.events.count() == before


@pytest.mark.parametrize("digits", ["٣", "²", "１２", "9" * 30])
def test_digits_of_other_scripts_are_no_numbers(county, client, digits):
    client.force_login(county.office)

    assert client.get(f"/admin/cases/case/{digits}/change/").status_code == 404
    typed = {"what": "urge", "case": [digits], "note": "请抓紧"}
    assert client.post(reverse("admin:cases_case_bulk"), typed).status_code < 500


@pytest.mark.parametrize("page", ["x", "-1", "0", "9" * 30, "²", ""])
@pytest.mark.parametrize("term", ["", "\x00", "%", "\U0001f600" * 50])
def test_what_is_typed_into_a_select_that_searches(client, county, page, term):
    client.force_login(county.office)
    asked = {
        "app_label": "office",
        "model_name": "unit",
        "field_name": "division",
        "term": term,
        "page": page,
    }

    assert client.get("/admin/autocomplete/", asked).status_code < 500
