"""Function views: load, check, form, service, render."""
