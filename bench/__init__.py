"""Benchmark: pages with a million cases, compared with a bare Django project."""
