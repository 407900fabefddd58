"""Pages of 民主决策."""
