"""What the rows of a list of prices or contracts ask of the database: new rows, and refusals. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from journal import clock
from journal.reading import read_day, read_sum
from permissions.models import Person
from students.models import ContractPrice, Programme, Student, StudentContract
from students.study_judging import Wanted
from students.study_rows import CURRICULUM_HEADINGS, FORMS, RESULT_HEADINGS
from students.tables import Row, Table

MOST_COURSE = 8
COMMON = {
    "amount": ("amount", "summa", "narx", "yillik narx", "сумма", "цена", "цена в год"),
    "valid_from": ("valid_from", "amal qiladi", "boshlanishi", "действует с"),
    "valid_to": ("valid_to", "tugashi", "oxirgi kuni", "действует по"),
}
PRICE_HEADINGS = {
    "programme_code": CURRICULUM_HEADINGS["programme_code"],
    "form": CURRICULUM_HEADINGS["form"],
    "course": ("course", "kurs", "oʻquv yili", "курс"),
    "source": ("source", "asos", "hujjat", "основание"),
    **COMMON,
}
CONTRACT_HEADINGS = {
    "student_id_number": RESULT_HEADINGS["student_id_number"],
    "pinfl": RESULT_HEADINGS["pinfl"],
    "number": ("number", "shartnoma raqami", "shartnoma", "номер контракта", "номер договора"),
    "signed_on": ("signed_on", "shartnoma sanasi", "дата контракта", "дата договора"),
    **COMMON,
}


def judge_prices(tables: Iterable[Table]) -> Wanted:
    """Judge rows of prices: two statements however many rows."""
    wanted, seen = Wanted(), dict[tuple[Any, ...], int]()
    programmes = {one.code: one for one in Programme.objects.order_by("year")}
    kept = {_price_key(one): one for one in ContractPrice.objects.select_related("programme").order_by("id")}
    for row in _rows(tables):
        code = row.text("programme_code", 16)
        if code and code not in programmes:
            row.flaw("programme_code", _("there is no programme %(code)s") % {"code": code})
        values: dict[str, Any] = {
            "form": row.choice("form", FORMS) or "",
            "course": row.whole("course", 1, MOST_COURSE, required=False),
            "source": row.text("source", 300),
            **_common(row),
        }
        if row.flaws:
            wanted.refuse(row)
            continue
        made = ContractPrice(programme=programmes[code], **values)
        _add(wanted, row, seen, _price_key(made), kept.get(_price_key(made)), made)
    return wanted


def judge_contracts(tables: Iterable[Table]) -> Wanted:
    """Judge rows of contracts: three statements however many rows."""
    wanted, seen = Wanted(), dict[tuple[Any, ...], int]()
    rows = list(_rows(tables))
    owners = _Owners(rows)
    kept = {_contract_key(one): one for one in StudentContract.objects.order_by("id")}
    for row in rows:
        student = owners.of(row)
        if student is None:
            row.flaw("student_id_number", _("nobody here has this number"))
        values: dict[str, Any] = {
            "number": row.text("number", 64),
            "signed_on": _day(row, "signed_on"),
            **_common(row),
        }
        if row.flaws or student is None:
            wanted.refuse(row)
            continue
        made = StudentContract(student=student, **values)
        _add(wanted, row, seen, _contract_key(made), kept.get(_contract_key(made)), made)
    return wanted


def _rows(tables: Iterable[Table]) -> Iterator[Row]:
    for table in tables:
        yield from table.rows


def _price_key(one: ContractPrice) -> tuple[Any, ...]:
    return one.programme_id, one.form, one.course, one.valid_from


def _contract_key(one: StudentContract) -> tuple[Any, ...]:
    return one.student_id, one.number, one.valid_from


def _add(
    wanted: Wanted, row: Row, seen: dict[tuple[Any, ...], int], key: tuple[Any, ...], kept: Any, made: Any
) -> None:
    """Want a row that says something new; the one that stands is never changed, a newer one stands over it."""
    if key in seen:
        wanted.refuse(row, _("the same stands already in line %(line)d") % {"line": seen[key]})
        return
    seen[key] = row.line
    if kept is not None and (kept.amount, kept.valid_to) == (made.amount, made.valid_to):
        wanted.unchanged += 1
        return
    wanted.new.append(made)
    wanted.changes.append(f"+ {made}" if kept is None else f"{kept} → {made}")


def _common(row: Row) -> dict[str, Any]:
    """The amount and the days of a row."""
    valid_from, valid_to = _day(row, "valid_from"), _day(row, "valid_to", required=False)
    if valid_from and valid_to and valid_to < valid_from:
        row.flaw("valid_to", _("is before the first day"))
    return {
        "amount": _sum(row),
        "valid_from": valid_from,
        "valid_to": valid_to,
        "added_at": clock.now(),
    }


def _sum(row: Row) -> Decimal | None:
    raw = row.text("amount", 40)
    amount = read_sum(raw) if raw else None
    if raw and not amount:
        row.flaw("amount", _("must be a sum in soʻm, more than nothing"))
    return amount


def _day(row: Row, key: str, *, required: bool = True) -> date | None:
    raw = row.text(key, 40, required=required).partition(" ")[0]
    if not raw:
        return None
    try:
        if "." in raw:
            raw = datetime.strptime(raw, "%d.%m.%Y").date().isoformat()  # noqa: DTZ007 - a day has no zone
        return read_day(raw)
    except ValueError:
        row.flaw(key, _("must be a day like 01.09.2026 or 2026-09-01"))
        return None


class _Owners:
    """Whose contracts the rows are, by student number or, of somebody with one enrolment here, by PINFL."""

    def __init__(self, rows: Iterable[Row]) -> None:
        rows = list(rows)
        numbers = {self._of(row, "student_id_number") for row in rows}
        pinfls = {self._of(row, "pinfl") for row in rows} - {""}
        self.by_number = {one.number: one for one in Student.objects.filter(number__in=numbers)}
        people = Person.objects.filter(pinfl__in=pinfls)
        self.by_pinfl: dict[str, list[Student]] = {}
        for one in Student.objects.select_related("person").filter(person__in=people):
            self.by_pinfl.setdefault(str(one.person.pinfl), []).append(one)

    @staticmethod
    def _of(row: Row, key: str) -> str:
        return str(row.cells.get(key) or "").strip()

    def of(self, row: Row) -> Student | None:
        """The enrolment a row names; none where nobody or more than one is meant."""
        found = self.by_number.get(self._of(row, "student_id_number"))
        enrolments = self.by_pinfl.get(self._of(row, "pinfl"), [])
        return found or (enrolments[0] if len(enrolments) == 1 else None)
