"""A database connection that is really cut: another session has the server end it, at a chosen statement or commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from django.db import OperationalError, connection

UNTOLD = 0


class Scissors:
    """Has the server end this thread's session at one point of an act.

    Args:
        point: cut before this statement or commit, counted from one; ``UNTOLD``: when the first commit has been
            carried out and before anybody was told.
    """

    def __init__(self, point: int) -> None:
        self.point, self.seen, self.where = point, 0, ""
        self.other = psycopg2.connect(**{**connection.get_connection_params(), "dbname": "postgres"})
        self.other.autocommit = True

    def at_statement(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        """A wrapper of statements."""
        if self._reached():
            self._cut("statement")
        return execute(sql, params, many, context)

    def at_commit(self, commit: Callable[[], None]) -> None:
        """In place of the commit."""
        if self._reached():
            self._cut("commit")
        commit()
        if self.point == UNTOLD and not self.where:
            self._cut("untold")
            raise OperationalError("server closed the connection unexpectedly")

    def _reached(self) -> bool:
        self.seen += 1
        return self.seen == self.point

    def _cut(self, where: str) -> None:
        self.where = where
        with self.other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])


@contextmanager
def cut_at(point: int, monkeypatch: Any) -> Iterator[Scissors]:
    """Cut the connection there inside the block; the scissors say afterwards where they cut, if they did."""
    scissors, commit = Scissors(point), connection._commit
    try:
        with monkeypatch.context() as patched, connection.execute_wrapper(scissors.at_statement):
            patched.setattr(connection, "_commit", lambda: scissors.at_commit(commit))
            yield scissors
    finally:
        scissors.other.close()
