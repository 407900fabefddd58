"""Forms clean what was typed; services decide."""
