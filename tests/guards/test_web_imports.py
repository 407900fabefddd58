"""What a web process imports, and what it must not."""

import os
import subprocess
import sys
from pathlib import Path

from tools.testing import TEST_ENVIRONMENT

ROOT = Path(__file__).parents[2]
LOAD = """
import sys, django
django.setup()
from django.urls import get_resolver
assert get_resolver().url_patterns
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_the_web_process_does_not_load_scikit_learn():
    given = {
        **TEST_ENVIRONMENT,
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "feixian.settings",
        "DATABASE_URL": "postgresql://portal@/portal",
        "REDIS_URL": "redis://localhost",
        "MEDIA_ROOT": "media",
    }
    loaded = subprocess.run(
        [sys.executable, "-c", LOAD],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert "django" in loaded
    assert not {"sklearn", "scipy", "joblib"} & set(loaded)
