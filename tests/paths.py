"""Paths of the repository, and of the real data beside it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Not part of the repository; each test that reads it also has a sample of its own.
SHARED = ROOT.parent / "shared" / "data"
