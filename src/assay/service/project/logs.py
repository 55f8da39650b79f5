"""Structured logs that can't name a person.

A message is written as its template, never with its arguments, and an exception as its kind
and where it was raised, never its text: arguments and texts are where names and one-time
links get into logs.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any


class JsonLines(logging.Formatter):
    """Writes one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the record as JSON, without arguments and without exception texts."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": str(record.msg),
            **_answered(record),
            **getattr(record, "data", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["fault"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-5:]
            line["at_line"] = [f"{frame.filename}:{frame.lineno}" for frame in frames]
        return json.dumps(line)


def _answered(record: logging.LogRecord) -> dict[str, Any]:
    """Say how a request was answered, by its status and route.

    Django gives both beside a message that is "%s: %s", or one that quotes what was sent.
    """
    status = getattr(record, "status_code", None)
    if status is None:
        return {}
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return {
        "message": HTTPStatus(status).phrase,
        "status": status,
        "route": match.route if match else None,
    }


def logging_settings() -> dict[str, Any]:
    """Give Django's LOGGING: JSON lines on standard error, warnings and our own requests."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "assay.service.project.logs.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "assay": {"level": "INFO"},
            # Our own request line says the same by route name; Django's quotes the address.
            "django.request": {"level": "ERROR"},
            # Django leaves a body on answers to HEAD; gunicorn drops it and says so each time.
            "gunicorn.http.wsgi": {"level": "ERROR"},
            "django.server": {"handlers": [], "propagate": False},
        },
    }
