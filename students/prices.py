"""What a year of study costs a student on a day, and where that stands.

The student's own contract speaks first, then the price of programme, form and year of study, then whatever the room
above knows of the institute as a whole.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db.models import F, Q
from django.utils.translation import gettext as _

from students.models import ContractPrice, Student, StudentContract

Price = tuple[Decimal, str]
_usual: list[Callable[[date], Price | None]] = []


def usual_by(price: Callable[[date], Price | None]) -> None:
    """Say what the institute asks where neither a contract nor a price of a programme does."""
    if price not in _usual:
        _usual.append(price)


def annual_contract(student: Student, on: date) -> Price | None:
    """The annual price in soʻm with where it stands; nothing where nobody has entered one.

    Args:
        student: the enrolment, as it stands.
        on: the day by which the price is chosen.
    """
    contract = StudentContract.objects.filter(_lasting(on), student=student).order_by("-id").first()
    if contract is not None:
        told = {"number": contract.number, "day": f"{contract.signed_on:%d.%m.%Y}"}
        return contract.amount, _("contract No. %(number)s of %(day)s") % told
    price = _of_programme(student, on)
    if price is not None:
        return price.amount, price.source
    return next((found for usual in _usual if (found := usual(on)) is not None), None)


def _lasting(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def _of_programme(student: Student, on: date) -> ContractPrice | None:
    """A price of the very year of study stands over one of all years."""
    found = ContractPrice.objects.filter(_lasting(on), programme=student.programme_id, form=student.form)
    of_year = found.filter(Q(course=student.course) | Q(course__isnull=True))
    return of_year.order_by(F("course").asc(nulls_last=True), "-id").first()
