"""Structured logs: one JSON object per line, with the request's and the user's id."""

import logging
from typing import Any

import structlog


class RouteOnly(logging.Filter):
    """Django's own lines about a request name its path: here its route stands instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            route = f"/{match.route}" if match else "(no such address)"
            path = getattr(request, "path", "")
            record.args = tuple(
                route if path and path in str(arg) else arg for arg in record.args
            )
        return True


def configure_logs(format_: str, level: str) -> dict:
    """Configure structlog; return Django's LOGGING. ``format_`` is json or console."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer = (
        structlog.dev.ConsoleRenderer(colors=False)
        if format_ == "console"
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    return _logging(shared, renderer, level)


def _logging(shared: list[Any], renderer: Any, level: str) -> dict:
    """Django's LOGGING: every line goes to stderr in one form."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    renderer,
                ],
            }
        },
        "filters": {"route": {"()": RouteOnly}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["route"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Every request is logged once, by RequestLog.
            "django.server": {"level": "WARNING"},
            "gunicorn.access": {"level": "WARNING"},
            "axes": {"level": "WARNING"},
        },
    }
