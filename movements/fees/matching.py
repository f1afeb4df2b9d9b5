"""Which case a line of a file pays for: by the number of the case in its purpose, else by PINFL or student number."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet

from movements.fee_models import LineAside, Payment, PaymentLine
from movements.fees.file_rows import CASE_NUMBER
from movements.fees.queries import waiting_turns
from movements.models import Movement


class Paying(Protocol):
    """What a row of a file and a kept line have in common."""

    @property
    def purpose(self) -> str:
        """The purpose of the payment."""

    @property
    def pinfl(self) -> str:
        """PINFL of the payer, or nothing."""

    @property
    def student_number(self) -> str:
        """Student number, or nothing."""


class Cases:
    """The cases which lines may pay for, read once for all of them: three statements however many lines."""

    def __init__(self, lines: Iterable[Paying]) -> None:
        lines = list(lines)
        numbers = {number for line in lines for number in CASE_NUMBER.findall(line.purpose)}
        paid = Movement.objects.filter(Q(fees__isnull=False) | Q(turns__in=waiting_turns()), number__in=numbers)
        self.by_number = {str(one): one.pk for one in paid.distinct()}
        waiting = Movement.objects.filter(turns__in=waiting_turns())
        pinfls = {line.pinfl for line in lines} - {""}
        students = {line.student_number for line in lines} - {""}
        self.by_pinfl = _grouped(waiting.filter(applicant__pinfl__in=pinfls), "applicant__pinfl")
        self.by_student = _grouped(waiting.filter(student__number__in=students), "student__number")

    def of(self, line: Paying) -> int | None:
        """The one case a line pays for; none where no case or more than one is meant."""
        named = {self.by_number[number] for number in CASE_NUMBER.findall(line.purpose) if number in self.by_number}
        for found in (named, self.by_pinfl.get(line.pinfl, set()), self.by_student.get(line.student_number, set())):
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return None


def _grouped(cases: QuerySet[Movement], by: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for key, pk in cases.values_list(by, "pk"):
        found.setdefault(str(key), set()).add(pk)
    return found


def open_lines(lines: QuerySet[PaymentLine] | None = None) -> QuerySet[PaymentLine]:
    """The lines of which nobody knows yet what they pay for.

    A line is known when a payment of it stands, when the office had entered the very same document by hand, or when
    somebody set it aside.
    """
    found = PaymentLine.objects.all() if lines is None else lines
    standing = Payment.objects.filter(takes_back__isnull=True, taken_back_by__isnull=True)
    by_hand = Q(
        line__isnull=True, document=OuterRef("document"), paid_on=OuterRef("paid_on"), amount=OuterRef("amount")
    )
    known = standing.filter(Q(line=OuterRef("pk")) | by_hand)
    return found.filter(~Exists(known), ~Exists(LineAside.objects.filter(line=OuterRef("pk"))))


def known_keys(keys: Collection[str]) -> set[str]:
    """Which of these payments were brought before."""
    return set(PaymentLine.objects.filter(key__in=keys).values_list("key", flat=True))
