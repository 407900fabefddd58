"""The baseline: a bare Django project on the same server and database."""
