"""Lines of a log that a program can read: one JSON object each, with the request or job it belongs to.

No line names a person. An event is named by its chain and number; who acted stands in the chain and nowhere else.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

_work: ContextVar[str] = ContextVar("work", default="")
INNERMOST = 6


@contextmanager
def belonging_to(work: str) -> Iterator[None]:
    """Name the request or job that every line inside belongs to."""
    token = _work.set(work)
    try:
        yield
    finally:
        _work.reset(token)


class JsonLines(logging.Formatter):
    """``{"at", "level", "logger", "message", "work"}``, and whatever the line's ``facts`` add."""

    def format(self, record: logging.LogRecord) -> str:
        """One line. Of an error its kind and places: its message may name a person."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": said(record),
            "work": _work.get(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line |= {"error": type(record.exc_info[1]).__name__, "places": places(record.exc_info[1])}
        return json.dumps(line, ensure_ascii=False, default=str)


def said(record: logging.LogRecord) -> str:
    """The message; of Django's own lines on a request without the address, which may hold a student's number."""
    if hasattr(record, "request") and record.args:
        return str(record.args[0] if isinstance(record.args, tuple) else record.msg)
    return record.getMessage()


def places(error: BaseException) -> list[str]:
    """Where an error went through, the innermost last, without what was said there."""
    frames = traceback.extract_tb(error.__traceback__)[-INNERMOST:]
    return [f"{frame.name} ({frame.filename.rpartition('/')[2]}:{frame.lineno})" for frame in frames]
