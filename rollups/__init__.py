"""The monthly roll-up of residents' opinions: counts, topics, reports, items handed over."""
