"""What pages cost with a million cases, and against a bare Django project."""
