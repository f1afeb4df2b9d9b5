"""Hand-written SQL: the same rows, locks and audit, statement by statement, and nothing around it."""

from __future__ import annotations

import json
from typing import Any

STEPS = ("file", "check", "dean", "vice_rector", "prepare", "sign")
OFFICES = dict(zip(STEPS, ("student", "registrar", "dean", "vice_rector", "registrar", "rector"), strict=True))
AFTER = dict(zip(STEPS, (*STEPS[1:], None), strict=True))

SCHEMA = """
CREATE TABLE by_hand_appointment (
    id bigserial PRIMARY KEY, person bigint NOT NULL, office text NOT NULL, unit bigint NOT NULL,
    valid_from date NOT NULL, valid_to date);
CREATE INDEX ON by_hand_appointment (person, office);
CREATE TABLE by_hand_application (
    id bigserial PRIMARY KEY, applicant bigint NOT NULL, unit bigint NOT NULL, state text NOT NULL,
    stated jsonb NOT NULL, number integer UNIQUE, changed_at timestamptz NOT NULL);
CREATE TABLE by_hand_task (
    id bigserial PRIMARY KEY, application bigint NOT NULL REFERENCES by_hand_application, step text NOT NULL,
    office text NOT NULL, opened_at timestamptz NOT NULL, done_at timestamptz, done_by bigint);
CREATE INDEX ON by_hand_task (application) WHERE done_at IS NULL;
CREATE TABLE by_hand_audit (
    id bigserial PRIMARY KEY, application bigint NOT NULL REFERENCES by_hand_application, actor bigint NOT NULL,
    act text NOT NULL, at timestamptz NOT NULL, facts jsonb NOT NULL);
CREATE TABLE by_hand_register (last integer NOT NULL);
INSERT INTO by_hand_register VALUES (0);
"""
MAY = """SELECT id FROM by_hand_appointment
    WHERE person = %s AND office = %s AND unit = %s AND valid_from <= current_date
    AND (valid_to IS NULL OR valid_to >= current_date)"""


class ByHand:
    """One connection; each step is a transaction of its own."""

    def __init__(self, connection: Any) -> None:
        self.connection, self.statements = connection, 0

    def install(self, people: dict[str, int]) -> None:
        """Tables and appointments; ``people`` by office."""
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute(SCHEMA)
            for office, person in people.items():
                cursor.execute(
                    "INSERT INTO by_hand_appointment (person, office, unit, valid_from)"
                    " VALUES (%s, %s, 1, '2024-01-08')",
                    [person, office],
                )

    def begin(self, person: int, stated: dict[str, Any]) -> int:
        """The draft, before anything is measured."""
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO by_hand_application (applicant, unit, state, stated, changed_at)"
                " VALUES (%s, 1, 'draft', %s, now()) RETURNING id",
                [person, json.dumps(stated)],
            )
            pk = cursor.fetchone()[0]
            cursor.execute(
                "INSERT INTO by_hand_task (application, step, office, opened_at) VALUES (%s, 'file', 'student', now())",
                [pk],
            )
        return int(pk)

    def step(self, pk: int, step: str, person: int) -> None:
        """Lock, ask who may, close the task, open the next, change the application, write the audit row."""
        with self.connection, self.connection.cursor() as cursor:
            task = self._one(
                cursor,
                "SELECT t.id, t.office, a.unit FROM by_hand_application a JOIN by_hand_task t ON t.application = a.id"
                " WHERE a.id = %s AND t.step = %s AND t.done_at IS NULL FOR UPDATE",
                [pk, step],
            )
            self._one(cursor, MAY, [person, task[1], task[2]])
            self._do(cursor, "UPDATE by_hand_task SET done_at = now(), done_by = %s WHERE id = %s", [person, task[0]])
            number = None
            if AFTER[step]:
                self._do(
                    cursor,
                    "INSERT INTO by_hand_task (application, step, office, opened_at) VALUES (%s, %s, %s, now())",
                    [pk, AFTER[step], OFFICES[str(AFTER[step])]],
                )
            else:
                number = self._one(cursor, "UPDATE by_hand_register SET last = last + 1 RETURNING last", [])[0]
            self._do(
                cursor,
                "UPDATE by_hand_application SET state = %s, number = %s, changed_at = now() WHERE id = %s",
                [step, number, pk],
            )
            self._do(
                cursor,
                "INSERT INTO by_hand_audit (application, actor, act, at, facts) VALUES (%s, %s, %s, now(), %s)",
                [pk, person, step, json.dumps({"task": task[0]})],
            )

    def _do(self, cursor: Any, statement: str, parameters: list[Any]) -> None:
        self.statements += 1
        cursor.execute(statement, parameters)

    def _one(self, cursor: Any, statement: str, parameters: list[Any]) -> Any:
        self._do(cursor, statement, parameters)
        row = cursor.fetchone()
        assert row is not None, statement
        return row
