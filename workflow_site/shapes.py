"""What is wrong with the shape of a request, in the reader's language: pydantic speaks English alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from journal.reading import FIRST_DAY, LAST_DAY

Told = Callable[[dict[str, Any]], str]


def sentence(error: dict[str, Any]) -> str:
    """What one of pydantic's errors means for whoever sent the request."""
    kind, context = error["type"], error.get("ctx", {})
    for begins, told in SENTENCES.items():
        if kind.startswith(begins):
            return told(context)
    return _("cannot be accepted as it is")


def _expected(context: dict[str, Any]) -> str:
    expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
    return _("one of: %(expected)s") % {"expected": expected}


# By how the kind of error begins; the first that fits is taken.
SENTENCES: dict[str, Told] = {
    "missing": lambda context: _("This must be said."),
    "extra_forbidden": lambda context: _("no such field"),
    "string_too_long": lambda context: _("at most %(most)d characters") % {"most": context["max_length"]},
    "string_too_short": lambda context: _("This must be said."),
    "string": lambda context: _("plain text only"),
    "day": lambda context: (
        _("a day like 2026-09-01, from %(first)s to %(last)s") % {"first": FIRST_DAY.year, "last": LAST_DAY.year}
    ),
    "bool": lambda context: _("true or false, without quotation marks"),
    "int": lambda context: _("a whole number"),
    "greater_than": lambda context: _("a number that somebody gave you"),
    "less_than": lambda context: _("a number that somebody gave you"),
    "too_long": lambda context: _("at most %(most)d entries") % {"most": context["max_length"]},
    "too_short": lambda context: _("This must be said."),
    "list": lambda context: _("a list"),
    "dict": lambda context: _("an object of names and values"),
    "model": lambda context: _("an object of names and values"),
    "literal_error": _expected,
    "enum": _expected,
}
