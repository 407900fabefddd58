"""A select of what is in memory is written as Django writes it."""

import pytest
from django import forms
from django.test.html import parse_html

from office.web.forms import KnownSelect

CHOICES = [("", "全部"), (1, "甲 & <乙>"), ("two", "“引号”'\"")]


@pytest.mark.parametrize("value", [None, "", 1, "1", "two", "three"])
@pytest.mark.parametrize(
    "attrs", [None, {"id": "id_a", "required": True, "title": "<"}]
)
def test_it_reads_like_djangos_own(value, attrs):
    own, known = forms.Select(choices=CHOICES), KnownSelect(choices=CHOICES)

    assert parse_html(known.render("a", value, attrs)) == parse_html(
        own.render("a", value, attrs)
    )
