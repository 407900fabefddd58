"""The project: settings, URLs, Celery. No models, no business."""

from feixian.celery import app as celery_app

__all__ = ["celery_app"]
