"""民主决策. Built on `cases`; knows nothing of the other three."""
