"""民主协商. Built on `cases`; independent of the other three pillars."""
