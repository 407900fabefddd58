"""Fixtures of every test: an empty Redis, and a browser that is really there."""

import pytest
from django.core.cache import cache

from tools.browser import chromium_path


@pytest.fixture(autouse=True)
def empty_redis():
    cache.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": chromium_path(),
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
    }


@pytest.fixture
def county(db):
    """A small county (tests/county.py). With ``transactional_db`` it is committed."""
    from tests.county import build_county  # models need the settings first

    return build_county()
