"""Questions that every act asks: a queryset says what is asked, and its statement is made once in a process.

Making a statement of ten columns and two joins takes Django longer than PostgreSQL takes to answer it. The queryset
stays the only place that says what is asked; here its text is kept and executed again with other values
(docs/decisions/0020-statements-are-made-once.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Expression, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

Row = TypeVar("Row")

# A list of another length is another statement; those of longer ones are made each time, or there would be hundreds.
LONGEST_KEPT = 40


@dataclass(frozen=True)
class _Slot:
    """Where a value goes: the name under which it is given, and its place where a list is given."""

    name: str
    place: int | None = None

    def value(self, given: dict[str, Any]) -> Any:
        """The given value as the database's driver takes it."""
        found = given[self.name] if self.place is None else given[self.name][self.place]
        if isinstance(found, datetime):
            return connection.ops.adapt_datetimefield_value(found)
        return connection.ops.adapt_datefield_value(found) if isinstance(found, date) else found


class _Given(Expression):
    """Stands in a queryset for a value that is given when it is asked; ``length`` is that of a list."""

    def __init__(self, name: str, length: int | None = None) -> None:
        super().__init__()
        self.name, self.length = name, length

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """A place for the value, or for each value of a list."""
        if self.length is None:
            return "%s", [_Slot(self.name)]
        return f"({', '.join(['%s'] * self.length)})", [_Slot(self.name, place) for place in range(self.length)]


class Asked(Generic[Row]):
    """A question whose statement is made once.

    Args:
        make: makes the queryset of what is given by name; it only hands the values on as values of a lookup and never
            looks at them. A list is a value of ``__in`` and is not empty; each length has a statement of its own.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]]) -> None:
        self.make = make
        self._made: dict[tuple[int | None, ...], _Statement] = {}

    def __call__(self, **given: Any) -> list[Row]:
        """The rows, as the queryset itself would give them."""
        lengths = tuple(len(value) if isinstance(value, list) else None for value in given.values())
        statement = self._made.get(lengths)
        if statement is None:
            named = {name: _Given(name, length) for name, length in zip(given, lengths, strict=True)}
            statement = _Statement(self.make(**named))
            if max((length or 0 for length in lengths), default=0) <= LONGEST_KEPT:
                self._made[lengths] = statement
        return statement.rows(given)


class _Statement:
    """The text of a queryset, and how a row of its answer becomes an object: what Django's own iterator does."""

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        compiler: Any = queryset.query.get_compiler(connection=connection)
        self.text, self.values = compiler.as_sql()
        columns = [column for column, _text, _alias in compiler.select]
        self.converters = list(compiler.get_converters(columns).items())
        self.model: Any = None
        if issubclass(queryset._iterable_class, ModelIterable):
            self._of_models(compiler)

    def _of_models(self, compiler: Any) -> None:
        self.model = compiler.klass_info["model"]
        own = compiler.klass_info["select_fields"]
        self.begin, self.end = own[0], own[-1] + 1
        self.names = [column.target.attname for column, _text, _alias in compiler.select[self.begin : self.end]]
        populators: Any = get_related_populators  # the stubs know a later Django's arguments
        self.related = populators(compiler.klass_info, compiler.select, connection.alias)
        self.annotations = list((compiler.annotation_col_map or {}).items())

    def rows(self, given: dict[str, Any]) -> list[Any]:
        """Execute with these values."""
        values = [value.value(given) if isinstance(value, _Slot) else value for value in self.values]
        with connection.cursor() as cursor:
            cursor.execute(self.text, values)
            found = cursor.fetchall()
        return [self._object(self._converted(row)) for row in found]

    def _converted(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for place, (converters, column) in self.converters:
            value = values[place]
            for convert in converters:
                value = convert(value, column, connection)
            values[place] = value
        return values

    def _object(self, row: list[Any]) -> Any:
        if self.model is None:
            return tuple(row)
        found = self.model.from_db(connection.alias, self.names, row[self.begin : self.end])
        for related in self.related:
            related.populate(row, found)
        for name, place in self.annotations:
            setattr(found, name, row[place])
        return found
