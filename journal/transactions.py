"""An act is a transaction of its own, or the one act of a request which is a transaction already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")

_open: ContextVar[bool] = ContextVar("open", default=False)
_read: ContextVar[dict[str, Any] | None] = ContextVar("read", default=None)


@contextmanager
def whole_request() -> Iterator[None]:
    """One transaction for a request and its answer. Whoever opens it takes all of it back when the act is refused."""
    with transaction.atomic():
        before, read_before = _open.set(True), _read.set({})
        try:
            yield
        finally:
            _open.reset(before)
            _read.reset(read_before)


def once_an_act(name: str, read: Callable[[], R]) -> R:
    """What an act reads more than once and cannot change itself: read at its first asking, and kept while it lasts.

    Args:
        name: what is read.
        read: reads it; outside an act every time.
    """
    kept = _read.get()
    if kept is None:
        return read()
    if name not in kept:
        kept[name] = read()
    found: R = kept[name]
    return found


def read_anew(name: str) -> None:
    """Forget what was kept: the act itself has changed it."""
    kept = _read.get()
    if kept is not None:
        kept.pop(name, None)


def whole_act(act: Callable[P, R]) -> Callable[P, R]:
    """Decorate an act that is all a request asks for: inside ``whole_request`` it needs no savepoint of its own.

    Nor does one that is part of another such act. Two round trips to the database are spared each time. Not for an act
    after whose refusal its request, or the act around it, goes on.
    """

    @wraps(act)
    def carried_out(*args: P.args, **kwargs: P.kwargs) -> R:
        if _open.get():
            return act(*args, **kwargs)
        with whole_request():
            return act(*args, **kwargs)

    return carried_out
