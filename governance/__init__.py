"""民主管理. Built on `cases`; independent of the other three pillars."""
