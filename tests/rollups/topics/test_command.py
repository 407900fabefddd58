"""The command that prints topics for a person to read."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.county import build_county, submitted
from tests.rollups.topics.test_topics import SAID

pytestmark = pytest.mark.django_db


def printed(first, last):
    out = StringIO()
    call_command("hot_topics", "--from", first, "--to", last, stdout=out)
    return out.getvalue()


def test_the_cases_of_the_period_are_read_and_their_topics_printed_masked():
    county = build_county()
    for text in SAID["凤凰桥"] + SAID["养猪场"]:
        submitted(county, text)
    words = printed("2026-11-01", "2026-11-30")
    assert "意见 7 件" in words
    assert "凤凰桥" in words
    assert "13812345678" not in words
    assert "意见 0 件，热点 0 个。" in printed("2001-01-01", "2001-01-31")


def test_a_period_the_wrong_way_round_is_refused():
    with pytest.raises(CommandError, match="晚于"):
        printed("2026-02-01", "2026-01-01")
