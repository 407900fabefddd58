"""Where the tests find the repository, and the real data that lies beside it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Not part of the repository; each test that reads it has a sample of its own besides.
SHARED = ROOT.parent / "shared" / "data"
