"""Rows that are written together: on PostgreSQL in one statement, on SQLite one after the other.

An act writes half a dozen rows, and each on its own would be a way to the database and back. Nothing is decided here:
the rows are whole, the caller holds the locks, and every trigger and constraint asks as always. No two writes of one
call may be of the same row (docs/decisions/0020-statements-are-made-once.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import DatabaseError, connection, models

# More writes than that go in several statements; PostgreSQL plans each of them.
MOST = 200


@dataclass(frozen=True)
class Insert:
    """A new row.

    Args:
        row: unsaved; has its key afterwards.
        after: columns that take the key of a row inserted before it in the same call.
        unless: a unique column; where its value stands already nothing is written and the row gets no key.
    """

    row: models.Model
    after: Mapping[str, models.Model] = field(default_factory=dict)
    unless: str = ""


@dataclass(frozen=True)
class Update:
    """A row as it now is.

    Args:
        columns: names of the columns to be written; all, if empty.
        but: names of columns that are as they were read.
    """

    row: models.Model
    columns: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


Write = Insert | Update


def write(*writes: Write) -> None:
    """Write these rows in this order.

    Raises DatabaseError where a row to be updated is gone, and whatever the database refuses.
    """
    at_once = MOST if connection.vendor == "postgresql" else 1
    for begin in range(0, len(writes), at_once):
        _at_once(writes[begin : begin + at_once])


def _at_once(writes: Sequence[Write]) -> None:
    places = {id(one.row): f"w{place}" for place, one in enumerate(writes)}
    parts = [_part(one, places) for one in writes]
    texts, values = [text for text, _values in parts], [value for _text, values in parts for value in values]
    with connection.cursor() as cursor:
        cursor.execute(texts[0] if len(texts) == 1 else _together(texts), values)
        keys = cursor.fetchone() or (None,)
    for one, key in zip(writes, keys, strict=True):
        _written(one, key)


def _together(texts: Sequence[str]) -> str:
    named = ", ".join(f"w{place} (key) AS ({text})" for place, text in enumerate(texts))
    return f"WITH {named} SELECT {', '.join(f'(SELECT key FROM w{place})' for place in range(len(texts)))}"


def _written(one: Write, key: Any) -> None:
    if isinstance(one, Update):
        if key is None:
            raise DatabaseError(f"there is no row to be changed in {one.row._meta.db_table}")
        return
    if key is None and not one.unless:
        raise DatabaseError(f"no row was inserted into {one.row._meta.db_table}")
    one.row.pk = key
    one.row._state.adding, one.row._state.db = key is None, connection.alias


def _part(one: Write, places: Mapping[int, str]) -> tuple[str, list[Any]]:
    return _insert(one, places) if isinstance(one, Insert) else _update(one)


# Only names from the models stand in the texts; every value is a parameter.


def _insert(one: Insert, places: Mapping[int, str]) -> tuple[str, list[Any]]:
    table, key, columns = _columns(type(one.row))
    marks, values, names = [], [], []
    for name, (column, written) in columns.items():
        if name in one.after:
            other = one.after[name]
            names.append(column)
            if other.pk is None:
                marks.append(f"(SELECT key FROM {places[id(other)]})")
                continue
            setattr(one.row, name, other.pk)
        elif written.primary_key and one.row.pk is None:
            continue
        else:
            names.append(column)
        marks.append("%s")
        values.append(written.get_db_prep_save(getattr(one.row, name), connection))
    otherwise = f" ON CONFLICT ({one.unless}) DO NOTHING" if one.unless else ""
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(marks)}){otherwise} RETURNING {key}", values


def _update(one: Update) -> tuple[str, list[Any]]:
    table, key, columns = _columns(type(one.row))
    chosen = one.columns or tuple(name for name, (_column, written) in columns.items() if not written.primary_key)
    chosen = tuple(name for name in chosen if name not in one.but)
    values = [columns[name][1].get_db_prep_save(getattr(one.row, name), connection) for name in chosen]
    sets = ", ".join(f"{columns[name][0]} = %s" for name in chosen)
    return f"UPDATE {table} SET {sets} WHERE {key} = %s RETURNING {key}", [*values, one.row.pk]


@cache
def _columns(model: type[models.Model]) -> tuple[str, str, dict[str, tuple[str, models.Field[Any, Any]]]]:
    """Table and key, quoted, and by its name the quoted column and the field of each column."""
    quote = connection.ops.quote_name
    columns = {one.attname: (quote(str(one.column)), one) for one in model._meta.concrete_fields}
    key = model._meta.pk
    assert key is not None  # noqa: S101 - every concrete model has one
    return quote(model._meta.db_table), quote(str(key.column)), columns
