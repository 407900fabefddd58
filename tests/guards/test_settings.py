"""A missing variable stops the start and is named."""

import os
import subprocess
import sys

import pytest

from tests.paths import ROOT
from tools.testing import TEST_ENVIRONMENT

GIVEN = {
    **TEST_ENVIRONMENT,
    "PATH": os.environ["PATH"],
    "DATABASE_URL": "postgresql://portal@/portal",
    "REDIS_URL": "redis://localhost",
    "MEDIA_ROOT": "media",
}


def start(env: dict[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", "import feixian.settings"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_all_given_starts():
    assert start(GIVEN).returncode == 0


@pytest.mark.parametrize(
    "name",
    [
        "SECRET_KEY",
        "FIELD_KEYS",
        "HASH_KEY",
        "ALLOWED_HOSTS",
        "DATABASE_URL",
        "REDIS_URL",
        "MEDIA_ROOT",
    ],
)
def test_missing_variable_is_named(name):
    done = start({key: value for key, value in GIVEN.items() if key != name})

    assert done.returncode != 0
    assert name in done.stderr


def test_socket_of_redis_is_spelled_for_celery():
    code = "import feixian.settings as s; print(s.CELERY_BROKER_URL)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**GIVEN, "REDIS_URL": "unix:///tmp/r.sock?db=3"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "redis+socket:///tmp/r.sock?virtual_host=3"
