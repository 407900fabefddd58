"""Fixtures of every test: an empty Redis, and a browser that is really there."""

import shutil
import tempfile
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import expect

from tests.databases import use_clone
from tests.waiting import HANG
from tools.browser import chromium_path

# No verdict hangs on how fast the machine is.
hypothesis_settings.register_profile(
    "portal",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
hypothesis_settings.load_profile("portal")
expect.set_options(timeout=HANG * 1000)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_modify_db_settings, django_db_blocker
):
    """A database of its own for each worker, cloned from one that was migrated once."""
    with django_db_blocker.unblock():
        use_clone(connection)
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture(autouse=True)
def empty_redis():
    cache.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": chromium_path(),
        "timeout": HANG * 1000,
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def browser(browser):
    """The browser; every context made in it waits as long as a page takes."""
    new_context = browser.new_context

    def patient_context(**options):
        context = new_context(**options)
        context.set_default_timeout(HANG * 1000)
        return context

    browser.new_context = patient_context
    return browser


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
    }


@pytest.fixture
def open_path():
    """A directory that the account of PostgreSQL reaches when the tests run as root.

    It is not below pytest's own: pytest closes that to others at the start of each run.
    """
    path = Path(tempfile.mkdtemp(prefix="portal-open-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def county(db):
    """A small county (tests/county.py). With ``transactional_db`` it is committed."""
    from tests.county import build_county  # models need the settings first

    return build_county()
