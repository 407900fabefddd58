"""What the Makefile calls. Nothing here is imported by the portal itself."""
