"""A congress of five and its ballot, for every test of the engine."""

import pytest

from tests.ballots import congress


@pytest.fixture
def people(county):
    return congress.seat_deputies(county, 5)


@pytest.fixture
def ballot(county, people):
    return congress.opened(county, people)
