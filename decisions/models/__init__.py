"""民主决策: what is voted on, what is built, what it costs, what is asked beforehand."""
