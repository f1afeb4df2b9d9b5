"""What the database itself refuses, whoever asks: migration operations that make triggers on PostgreSQL and SQLite.

SQLite's REPLACE removes the old row without asking the DELETE triggers, so there an INSERT that would collide is
refused before it happens. A later migration that rebuilds a guarded table on SQLite must guard it again;
``guard_check.missing_guards`` finds where one is gone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

SQLITE = "sqlite"

# One function for every trigger on PostgreSQL; the words of the refusal come as the trigger's argument.
REFUSE = """
CREATE OR REPLACE FUNCTION harakat_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: %', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


@dataclass(frozen=True)
class Trigger:
    """One thing a table refuses: ``when`` (UPDATE, DELETE, INSERT, TRUNCATE) the SQL ``condition`` holds, or always."""

    name: str
    when: str
    why: str
    condition: str = ""

    def create(self, table: str, vendor: str) -> str:
        """The statement that makes it."""
        condition = f"WHEN ({self.condition})" if self.condition else ""
        begin = f"CREATE TRIGGER {table}_{self.name} BEFORE {self.when} ON {table} FOR EACH"
        if vendor == SQLITE:
            return f"{begin} ROW {condition} BEGIN SELECT RAISE(ABORT, '{table}: {self.why}'); END"
        each = "STATEMENT" if self.when == "TRUNCATE" else "ROW"
        return f"{begin} {each} {condition} EXECUTE FUNCTION harakat_refuse('{self.why}')"


@dataclass(frozen=True)
class Asking(Trigger):
    """On PostgreSQL: a trigger whose condition looks at other rows, in a function of its own."""

    def create(self, table: str, vendor: str) -> str:
        """The statements that make function and trigger."""
        function = f"{table}_{self.name}()"
        refusal = f"RAISE EXCEPTION '{table}: {self.why}' USING ERRCODE = 'integrity_constraint_violation';"
        body = f"BEGIN IF {self.condition} THEN {refusal} END IF; RETURN NEW; END"
        return (
            f"CREATE OR REPLACE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$; "
            f"CREATE TRIGGER {table}_{self.name} BEFORE {self.when} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}"
        )


class Guard(Operation, ABC):
    """A set of triggers on one table. The models know nothing of it."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    @abstractmethod
    def triggers(self, vendor: str) -> list[Trigger]:
        """What this guard consists of on one kind of database."""

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Make the triggers."""
        vendor = schema_editor.connection.vendor
        if vendor != SQLITE:
            schema_editor.execute(REFUSE, params=None)
        for trigger in self.triggers(vendor):
            schema_editor.execute(trigger.create(self.table, vendor), params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Remove them."""
        vendor = schema_editor.connection.vendor
        where = "" if vendor == SQLITE else f" ON {self.table}"
        for trigger in self.triggers(vendor):
            schema_editor.execute(f"DROP TRIGGER {self.table}_{trigger.name}{where}", params=None)

    def describe(self) -> str:
        """For the list of ``migrate``."""
        return f"{type(self).__name__} {self.table}"


def changed(column: str, vendor: str) -> str:
    """SQL: the column's value differs, empty values compared like any other."""
    return f"NEW.{column} {'IS NOT' if vendor == SQLITE else 'IS DISTINCT FROM'} OLD.{column}"


def _collision(table: str, unique: Sequence[Sequence[str]], extra: str = "") -> str:
    """SQL: the new row would take the place of one that stands, by these sets of columns; empty is never same."""
    same = [
        " AND ".join(f"{column} = NEW.{column} AND CAST(NEW.{column} AS text) <> ''" for column in columns)
        for columns in unique
    ]
    either = " OR ".join(f"({condition})" for condition in same)
    return f"EXISTS (SELECT 1 FROM {table} WHERE ({either}){extra})"


class AppendOnly(Guard):
    """Rows are only added: no UPDATE, DELETE, TRUNCATE, and no REPLACE.

    Args:
        unique: the sets of columns, beside ``id``, by which a REPLACE could hit a row.
    """

    key = "id"

    def __init__(self, table: str, unique: Sequence[Sequence[str]] = ()) -> None:
        super().__init__(table)
        self.unique = unique

    def triggers(self, vendor: str) -> list[Trigger]:
        """No change, no removal, by whatever statement."""
        found = [Trigger("no_update", "UPDATE", "a row is never changed", self.change_refused())]
        found.append(Trigger("no_delete", "DELETE", "a row is never removed"))
        if vendor == SQLITE:
            collision = _collision(self.table, [[self.key], *self.unique])
            return [*found, Trigger("no_replace", "INSERT", "a row is never replaced", collision)]
        return [*found, Trigger("no_truncate", "TRUNCATE", "the table is never emptied")]

    def change_refused(self) -> str:
        """SQL: when an UPDATE is refused; always, if empty."""
        return ""


class ErasableOnce(AppendOnly):
    """Like AppendOnly, but a retention act may empty ``body`` once, with the day. The key stays, the salt goes too:

    with it a short ground could be guessed from the event's hash.
    """

    key = "event_id"

    def change_refused(self) -> str:
        """Everything but body → NULL, salt → '', erased_on → a day, on a row not yet erased."""
        kept = "NEW.event_id = OLD.event_id AND OLD.body IS NOT NULL AND OLD.erased_on IS NULL"
        return f"NOT ({kept} AND NEW.body IS NULL AND NEW.salt = '' AND NEW.erased_on IS NOT NULL)"


class Refused(Guard):
    """An INSERT is refused where the condition holds; unlike a ``Trigger``'s it may look at other rows.

    Args:
        name: of the trigger.
        why: the words of the refusal.
        condition: SQL; ``NEW`` is the row.
    """

    def __init__(self, table: str, name: str, why: str, condition: str) -> None:
        super().__init__(table)
        self.name, self.why, self.condition = name, why, condition

    def triggers(self, vendor: str) -> list[Trigger]:
        """One; on PostgreSQL, where a trigger's condition sees its own row alone, its function asks."""
        if vendor == SQLITE:
            return [Trigger(self.name, "INSERT", self.why, self.condition)]
        return [Asking(self.name, "INSERT", self.why, self.condition)]


class Settled(Guard):
    """A row that keeps what it was made with, and no longer changes once it has left its first state.

    Args:
        state: the column of the state.
        first: the state in which it is made; from any other it does not change.
        kept: columns that never change.
        unique: the sets of columns, beside ``id``, by which a REPLACE could hit a row.
    """

    def __init__(
        self, table: str, state: str, first: str, kept: Sequence[str], unique: Sequence[Sequence[str]] = ()
    ) -> None:
        super().__init__(table)
        self.state, self.first, self.kept, self.unique = state, first, kept, unique

    def triggers(self, vendor: str) -> list[Trigger]:
        """No change once it is settled, none of what is kept, and no removal."""
        kept = " OR ".join(changed(name, vendor) for name in ("id", *self.kept))
        found = [
            Trigger("settled", "UPDATE", "what is settled stays", f"OLD.{self.state} <> '{self.first}'"),
            Trigger("kept", "UPDATE", "what it was made with stays", kept),
            Trigger("born", "INSERT", "it begins in its first state", f"NEW.{self.state} <> '{self.first}'"),
            Trigger("no_delete", "DELETE", "a row is never removed"),
        ]
        if vendor != SQLITE:
            return [*found, Trigger("no_truncate", "TRUNCATE", "the table is never emptied")]
        collision = _collision(self.table, [["id"], *self.unique])
        return [*found, Trigger("no_replace", "INSERT", "a row is never replaced", collision)]


class SignedStays(Guard):
    """Once signed or dated, a row and what was signed stay as they are; number and date are given once.

    Args:
        once: columns that keep the first value they are given.
        sealed: columns that no longer change once the row is signed or dated.
        unique: the sets of columns by which a REPLACE could hit a row.
    """

    signed = "(OLD.signed_at IS NOT NULL OR OLD.date IS NOT NULL)"

    def __init__(
        self, table: str, once: Sequence[str], sealed: Sequence[str], unique: Sequence[Sequence[str]] = ()
    ) -> None:
        super().__init__(table)
        self.once, self.sealed, self.unique = once, sealed, unique

    def triggers(self, vendor: str) -> list[Trigger]:
        """Given once; sealed by the signature; no number without signature; no removal."""
        once = [
            f"(OLD.{name} IS NOT NULL AND CAST(OLD.{name} AS text) <> '' AND {changed(name, vendor)})"
            for name in self.once
        ]
        sealed = [changed(name, vendor) for name in self.sealed]
        unsigned = "NEW.signed_at IS NULL AND (NEW.number <> '' OR NEW.date IS NOT NULL)"
        found = [
            Trigger("given_once", "UPDATE", "number, date and signature are given once", " OR ".join(once)),
            Trigger("sealed", "UPDATE", "what was signed stays", f"{self.signed} AND ({' OR '.join(sealed)})"),
            Trigger("signed_first", "UPDATE", "no number or date before the signature", unsigned),
            Trigger("no_delete", "DELETE", "what was signed is never removed", self.signed),
        ]
        if vendor != SQLITE:
            return [*found, Trigger("no_truncate", "TRUNCATE", "the table is never emptied")]
        standing = " AND (signed_at IS NOT NULL OR date IS NOT NULL)"
        inserted = _collision(self.table, [["id"], *self.unique], standing)
        updated = _collision(self.table, [["id"], *self.unique], f"{standing} AND id <> OLD.id")
        found.append(Trigger("no_replace", "INSERT", "what was signed is never replaced", inserted))
        return [*found, Trigger("no_displace", "UPDATE", "what was signed is never replaced", updated)]


class Transitions(Guard):
    """A column changes only along these pairs (from, to)."""

    def __init__(self, table: str, column: str, pairs: Sequence[tuple[str, str]]) -> None:
        super().__init__(table)
        self.column, self.pairs = column, pairs

    def triggers(self, vendor: str) -> list[Trigger]:
        """No step beside the road."""
        road = ", ".join(f"'{before}>{after}'" for before, after in self.pairs)
        step = f"OLD.{self.column} || '>' || NEW.{self.column}"
        beside = f"NEW.{self.column} <> OLD.{self.column} AND {step} NOT IN ({road})"
        return [Trigger(f"{self.column}_road", "UPDATE", "no such transition", beside)]


class RoadChanged(Transitions):
    """The road of ``Transitions`` laid anew; taken back, the former one stands again."""

    def __init__(
        self, table: str, column: str, pairs: Sequence[tuple[str, str]], *, formerly: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(table, column, pairs)
        self.former = Transitions(table, column, formerly)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The former triggers go, the new ones come."""
        self.former.database_backwards(app_label, schema_editor, from_state, to_state)
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """And back."""
        super().database_backwards(app_label, schema_editor, from_state, to_state)
        self.former.database_forwards(app_label, schema_editor, from_state, to_state)
