"""Runs mypy with the variables that the settings need; without a server."""

import os
import subprocess
import sys

from tools.testing import TEST_ENVIRONMENT

PLACEHOLDERS = {
    "DATABASE_URL": "postgresql://portal@/portal",
    "REDIS_URL": "unix:///nowhere?db=0",
    "MEDIA_ROOT": "media",
}

if __name__ == "__main__":
    env = {**os.environ, **TEST_ENVIRONMENT, **PLACEHOLDERS}
    sys.exit(subprocess.run([sys.executable, "-m", "mypy"], env=env).returncode)
