"""民主管理. Built on `cases`; knows nothing of the other three."""
