"""The floor: what a bare Django project gives on the same server and database."""
