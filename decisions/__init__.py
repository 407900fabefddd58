"""民主决策. Built on `cases`; independent of the other three pillars."""
