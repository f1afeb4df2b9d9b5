"""An old register of diplomas as offices keep it, and entries for tests that need one."""

from __future__ import annotations

from typing import Any

from journal.events import MACHINE
from students import diplomas
from students.models import Diploma
from tests.students.studies import csv_of

KARIMOV: dict[str, Any] = {
    "number": "B № 123456", "supplement": "123456", "register_number": "417", "registered_on": "1998-07-02",
    "name": "Каримов Шерзод Бахтиёрович", "born_on": "1976-04-11", "programme_code": "5320400",
    "programme": "Kimyoviy texnologiya", "qualification": "Muhandis", "degree": "mutaxassis", "form": "kunduzgi",
    "admitted_in": 1993, "graduated_in": 1998, "honours": "ha",
}  # fmt: skip
SODIQOVA: dict[str, Any] = {
    **KARIMOV, "number": "B № 123457", "supplement": "123457", "register_number": "418", "honours": "yoʻq",
    "name": "Sodiqova Gulnoza Rustam qizi", "born_on": "1975-12-30", "contact": "gulnoza@pochta.example",
}  # fmt: skip


def register_of(*rows: dict[str, Any]) -> bytes:
    """The rows as a csv."""
    return csv_of(list(rows or (KARIMOV, SODIQOVA)))


def entered(**changed: Any) -> Diploma:
    """An entry of 1998."""
    values: dict[str, Any] = {
        "number": "B № 123456", "supplement": "123456", "register_number": "417", "born_on": "1976-04-11",
        "name": "Karimov Sherzod Baxtiyorovich", "programme_code": "5320400", "programme": "Kimyoviy texnologiya",
        "degree": "specialist", "qualification": "Muhandis", "form": "11", "admitted_in": 1993,
        "graduated_in": 1998, "source": "paper",
    }  # fmt: skip
    made = diplomas.enter(by=MACHINE, values={**values, **changed})
    made.refresh_from_db()
    return made
