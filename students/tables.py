"""Rows out of a file that comes from outside: an answer of HEMIS (JSON), a spreadsheet (xlsx), a csv or a TOML.

What is too large, damaged or no such file is refused whole, with a sentence. Numbers become decimals, never floats.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from journal.reading import one_line
from journal.refusals import Invalid
from permissions.names import normalise
from students.hemis.envelope import numbered, read_pages
from students.hemis.item import legible

T = TypeVar("T")
MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 20_000
HUNDREDTH = Decimal("0.01")


@dataclass
class Row:
    """One row: its line in the file from 1 and its cells; what is wrong with them gathers in ``flaws``."""

    line: int
    cells: Mapping[str, Any]
    flaws: list[str] = field(default_factory=list)

    def flaw(self, key: str, sentence: str) -> None:
        """Note what is wrong with a cell."""
        self.flaws.append(f"{key}: {sentence}")

    def text(self, key: str, longest: int, *, required: bool = True) -> str:
        """A text on one line, otherwise as written."""
        raw = self.cells.get(key)
        value = "" if raw is None or isinstance(raw, Mapping | list | bool) else one_line(str(raw))
        if required and not value:
            self.flaw(key, _("is missing"))
        if len(value) > longest or not value.isprintable():
            self.flaw(key, _("is longer than %(longest)d characters or not printable") % {"longest": longest})
            return ""
        return value

    def amount(self, key: str, most: int, *, required: bool = True) -> Decimal | None:
        """A number from 0 with at most two decimals; None where it is not given."""
        raw = self.text(key, 40, required=required)
        if not raw:
            return None
        try:
            value = Decimal(raw.replace(",", "."))
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or not 0 <= value <= most or value != value.quantize(HUNDREDTH):
            self.flaw(key, _("must be a number from 0 to %(most)d with at most two decimals") % {"most": most})
            return None
        return value.quantize(HUNDREDTH)

    def whole(self, key: str, least: int, most: int, *, required: bool = True) -> int | None:
        """A whole number between two bounds; None where it is not given."""
        before = len(self.flaws)
        value = self.amount(key, most, required=required)
        if value is None:
            return None
        if value != int(value) or value < least:
            value = None
        if value is None and len(self.flaws) == before:
            self.flaw(key, _("must be a whole number from %(least)d to %(most)d") % {"least": least, "most": most})
        return None if value is None else int(value)

    def choice(self, key: str, table: Mapping[str, T], *, required: bool = True) -> T | None:
        """What a code or a name means; an unknown one is a flaw and is never guessed."""
        raw = self.text(key, 100, required=required)
        if not raw:
            return None
        if normalise(raw) not in table:
            self.flaw(key, _("unknown value %(value)s") % {"value": legible(raw)})
            return None
        return table[normalise(raw)]


@dataclass(frozen=True)
class Table:
    """The rows of one file; ``hemis`` says whether they are items of a HEMIS answer."""

    rows: list[Row]
    hemis: bool


def read_table(name: str, content: bytes, headings: Mapping[str, str]) -> Table:
    """Read a file by what it holds, whatever it is called.

    Args:
        name: for the sentences.
        headings: normalised heading of a column → key of the cell.

    Raises:
        Invalid: too large, damaged, or none of these kinds of file.
    """
    if len(content) > MOST_BYTES:
        raise _refused(name, _("it is larger than %(most)d MB") % {"most": MOST_BYTES // 1024 // 1024})
    if not content.strip():
        raise _refused(name, _("it is empty"))
    if content.startswith(b"PK"):
        return Table(_under_headings(name, _sheet(name, content), headings), hemis=False)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(name, _("it is neither xlsx nor text in UTF-8")) from None
    if name.lower().endswith(".toml"):
        return Table(_under_headings(name, _toml(name, text), headings), hemis=False)
    if text.lstrip()[:1] in "{[":
        return Table(_items(name, text), hemis=True)
    return Table(_under_headings(name, _csv(name, text), headings), hemis=False)


def _refused(name: str, why: str) -> Invalid:
    return Invalid(_("%(file)s cannot be read: %(why)s.") % {"file": name, "why": why})


def _items(name: str, text: str) -> list[Row]:
    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=str)
    except (ValueError, RecursionError):
        raise _refused(name, _("it is no valid JSON")) from None
    items = list(numbered(read_pages(data)))
    if len(items) > MOST_ROWS:
        raise _refused(name, _("it has more than %(most)d rows") % {"most": MOST_ROWS})
    return [Row(line, item if isinstance(item, Mapping) else {}) for line, item in items]


def _csv(name: str, text: str) -> Iterator[Sequence[Any]]:
    first = text.split("\n", 1)[0]
    try:
        yield from csv.reader(io.StringIO(text), delimiter=max(";,\t", key=first.count), strict=True)
    except csv.Error:
        raise _refused(name, _("it is no valid csv")) from None


def _toml(name: str, text: str) -> Iterator[Sequence[Any]]:
    """The tables of the one list a TOML file has, under the names of their keys."""
    try:
        tables: Any = next(iter(tomllib.loads(text).values()), [])
        rows = [dict(table) for table in tables]
    except (tomllib.TOMLDecodeError, RecursionError, TypeError, ValueError):
        raise _refused(name, _("it is no TOML with one list of tables")) from None
    keys = list(dict.fromkeys(key for row in rows for key in row))
    yield keys
    yield from ([row.get(key) for key in keys] for row in rows)


def _sheet(name: str, content: bytes) -> Iterator[Sequence[Any]]:
    """The rows of the first sheet. A number is written as its shortest decimal, which is what the sheet shows."""
    from openpyxl import load_workbook  # 0.2 s, needed by nobody else

    damaged = _refused(name, _("it is no valid xlsx"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise _refused(name, _("unpacked it is too large"))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [repr(cell) if isinstance(cell, float) else cell for cell in row]
    except Invalid:
        raise
    except Exception as error:  # whatever a damaged file makes the library stumble over
        raise damaged from error


def _under_headings(name: str, lines: Iterator[Sequence[Any]], headings: Mapping[str, str]) -> list[Row]:
    keys: list[str] = []
    rows: list[Row] = []
    for number, cells in enumerate(lines, 1):
        if all(cell is None or not str(cell).strip() for cell in cells):
            continue
        if not keys:
            keys = [headings.get(normalise(str(cell or "")), "") for cell in cells]
            if not any(keys):
                known = ", ".join(sorted(set(headings.values())))
                raise _refused(name, _("its first line names no known column (%(known)s)") % {"known": known})
            continue
        if len(rows) == MOST_ROWS:
            raise _refused(name, _("it has more than %(most)d rows") % {"most": MOST_ROWS})
        rows.append(Row(number, {key: cell for key, cell in zip(keys, cells, strict=False) if key}))
    return rows
