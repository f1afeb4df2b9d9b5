"""How log lines are written: for people, or as JSON for programs. Settings read it, so nothing here reads settings."""

from __future__ import annotations

from typing import Any


def logging_of(form: str) -> dict[str, Any]:
    """Python's logging configuration.

    Args:
        form: ``line`` or ``json``.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
            "json": {"()": "journal.logs.JsonLines"},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": ["stderr"], "propagate": False},
            "pikepdf": {"level": "WARNING"},
            # Where people read the lines, gunicorn's tell the requests and the chain the acts.
            **{f"harakat.{name}": {"level": "WARNING"} for name in ("requests", "acts") if form == "line"},
        },
    }
