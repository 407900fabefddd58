"""All writes to the tables of ``decisions``."""
