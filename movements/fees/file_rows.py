"""What one row of a bank's or contract office's file says: the columns, and what is wrong with a row.

Columns (the first line of the file; in any order, in any of these words): the number of the payment document, the day,
the sum, who paid, PINFL, student number, the purpose of the payment. Day and sum must be there; of the rest what there
is. Delimiter ``;``, ``,`` or tab; the sum with a decimal comma or dot, thousands may stand apart.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from journal import clock
from journal.reading import read_day, read_sum
from students.hemis.item import legible
from students.study_rows import headings
from students.tables import Row, Table, read_table

COLUMNS = {
    "document": ("document", "hujjat raqami", "toʻlov hujjati", "номер документа", "№ документа"),
    "paid_on": ("paid_on", "sana", "toʻlov sanasi", "дата", "дата платежа"),
    "amount": ("amount", "summa", "toʻlov summasi", "сумма", "кредит"),
    "payer": ("payer", "toʻlovchi", "плательщик", "отправитель"),
    "pinfl": ("pinfl", "jshshir", "пинфл"),
    "student_number": ("student_number", "student_id_number", "talaba id", "talaba raqami", "номер студента"),
    "purpose": ("purpose", "toʻlov maqsadi", "maqsad", "назначение платежа", "назначение"),
}
CASE_NUMBER = re.compile(r"(?<![0-9])(20[0-9]{2}-[0-9]{6})(?![0-9])")
PINFL = re.compile(r"[0-9]{14}")


@dataclass(frozen=True)
class PaymentRow:
    """One payment as a file has it; ``key`` is the same for the same document brought again."""

    number: int
    key: str
    document: str
    paid_on: date
    amount: Decimal
    payer: str
    pinfl: str
    student_number: str
    purpose: str

    @property
    def cases(self) -> set[str]:
        """The numbers of cases named in the purpose."""
        return set(CASE_NUMBER.findall(self.purpose))


@dataclass(frozen=True)
class Flawed:
    """A row that says nothing certain, with its sentence."""

    number: int
    what: str
    why: str


def read_file(name: str, content: bytes) -> tuple[list[PaymentRow], list[Flawed]]:
    """The rows of a file, and those that cannot be read. Raises Invalid where the whole file cannot."""
    digest = hashlib.sha256(content).hexdigest()
    table: Table = read_table(name, content, headings(COLUMNS))
    rows: list[PaymentRow] = []
    flawed: list[Flawed] = []
    seen: dict[str, int] = {}
    for row in table.rows:
        read = _read(row, digest)
        if read is None:
            what = legible(str(row.cells.get("document") or ""), 60)
            flawed.append(Flawed(row.line, what, "; ".join(row.flaws)))
        elif read.key in seen:
            told = _("the same payment stands already in line %(line)d") % {"line": seen[read.key]}
            flawed.append(Flawed(row.line, read.document, told))
        else:
            seen[read.key] = row.line
            rows.append(read)
    return rows, flawed


def _read(row: Row, digest: str) -> PaymentRow | None:
    document = row.text("document", 64, required=False)
    paid_on, amount = _day(row), _sum(row)
    payer, purpose = row.text("payer", 200, required=False), row.text("purpose", 1000, required=False)
    pinfl, student = row.text("pinfl", 14, required=False), row.text("student_number", 16, required=False)
    if pinfl and not PINFL.fullmatch(pinfl):
        row.flaw("pinfl", _("must have 14 digits"))
    if row.flaws or paid_on is None or amount is None:
        return None
    told = "|".join((document, paid_on.isoformat(), str(amount), payer.casefold()))
    # Without a number of its own a line is known by its file and place: the same file brings nothing twice.
    key = hashlib.sha256(told.encode()).hexdigest() if document else f"{digest[:50]}:{row.line}"
    named = document or f"{digest[:8]}-{row.line}"
    return PaymentRow(row.line, key, named, paid_on, amount, payer, pinfl, student, purpose)


def _day(row: Row) -> date | None:
    raw = row.text("paid_on", 40).partition(" ")[0]
    if not raw:
        return None
    try:
        if "." in raw:
            raw = datetime.strptime(raw, "%d.%m.%Y").date().isoformat()  # noqa: DTZ007 - a day has no zone
        day = read_day(raw)
    except ValueError:
        row.flaw("paid_on", _("must be a day like 01.09.2026 or 2026-09-01"))
        return None
    if day > clock.today():
        row.flaw("paid_on", _("is still to come"))
        return None
    return day


def _sum(row: Row) -> Decimal | None:
    raw = row.text("amount", 40)
    amount = read_sum(raw) if raw else None
    if raw and not amount:
        row.flaw("amount", _("must be a sum in soʻm, more than nothing"))
    return amount or None
