"""民主协商. Built on `cases`; knows nothing of the other three."""
