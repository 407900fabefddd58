"""The only place that writes the tables of ``decisions``."""
