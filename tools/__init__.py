"""Commands of the Makefile. Nothing here is imported by the portal itself."""
