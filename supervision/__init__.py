"""民主监督. Built on `cases`; knows nothing of the other three."""
