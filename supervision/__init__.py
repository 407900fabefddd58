"""民主监督. Built on `cases`; independent of the other three pillars."""
