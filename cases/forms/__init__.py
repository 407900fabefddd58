"""Forms validate input; services decide."""
