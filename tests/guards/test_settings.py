"""A missing variable, or a weak secret, stops the start and says its name."""

import base64
import os
import subprocess
import sys

import pytest

from tests.paths import ROOT
from tools import new_secrets
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


SHORT_KEY = base64.b64encode(b"0123456789abcdef").decode()
DULL_KEY = base64.b64encode(b"a" * 32).decode()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is empty"),
        ("SECRET_KEY", "x1y2z3", "SECRET_KEY is shorter"),
        ("SECRET_KEY", "changeme" * 8, "SECRET_KEY is easy to guess"),
        ("HASH_KEY", "", "HASH_KEY is empty"),
        ("HASH_KEY", "a" * 64, "HASH_KEY is easy to guess"),
        ("HASH_KEY", GIVEN["SECRET_KEY"], "HASH_KEY is the same as SECRET_KEY"),
        ("FIELD_KEYS", "", "FIELD_KEYS is empty"),
        ("FIELD_KEYS", "not base64!", "FIELD_KEYS: key 1 is not base64"),
        ("FIELD_KEYS", SHORT_KEY, "FIELD_KEYS: key 1 is not 32 bytes"),
        ("FIELD_KEYS", DULL_KEY, "FIELD_KEYS: key 1 is easy to guess"),
        (
            "FIELD_KEYS",
            f"{GIVEN['FIELD_KEYS']},{SHORT_KEY}",
            "FIELD_KEYS: key 2 is not 32 bytes",
        ),
        ("DATABASE_URL", "postgresql://portal:@db/portal", "POSTGRES_PASSWORD"),
        ("DATABASE_URL", "postgresql://portal:portal@db/portal", "POSTGRES_PASSWORD"),
    ],
)
def test_a_blank_or_weak_secret_stops_the_start_by_name(name, value, said):
    done = start({**GIVEN, name: value})

    assert done.returncode != 0
    assert said in done.stderr


def test_all_weak_secrets_are_named_at_once():
    done = start({**GIVEN, "SECRET_KEY": "", "HASH_KEY": "", "FIELD_KEYS": ""})

    for name in ("SECRET_KEY", "HASH_KEY", "FIELD_KEYS"):
        assert f"{name} is empty" in done.stderr


def test_make_secrets_writes_what_the_start_accepts_and_keeps_what_is_there(tmp_path):
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    (tmp_path / ".env.example").write_text(example, encoding="utf-8")

    new_secrets.main(tmp_path)
    first = (tmp_path / ".env").read_text(encoding="utf-8")
    new_secrets.main(tmp_path)

    given = dict(line.split("=", 1) for line in first.splitlines() if "=" in line)
    names = ("SECRET_KEY", "HASH_KEY", "FIELD_KEYS")
    database = f"postgresql://portal:{given['POSTGRES_PASSWORD']}@db/portal"
    env = {**GIVEN, **{n: given[n] for n in names}, "DATABASE_URL": database}
    assert start(env).returncode == 0
    assert (tmp_path / ".env").read_text(encoding="utf-8") == first
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    assert f"STAFF_SECOND_FACTOR={given['STAFF_SECOND_FACTOR']}" in example


def test_the_step_of_the_image_that_loads_the_settings_has_strong_values():
    step = (ROOT / "Dockerfile").read_text(encoding="utf-8").split("RUN SECRET_KEY", 1)
    words = f"SECRET_KEY{step[1]}".partition("python manage.py")[0].split()
    given = dict(word.split("=", 1) for word in words if "=" in word)

    assert start({**GIVEN, **given}).returncode == 0
