"""What one row of the roster asks of the ledger: nothing, a new enrolment, a new row, or a refusal. Writes nothing.

The order is what changes the record. A roster tells what HEMIS shows; it is believed where no order of Harakat says
otherwise, and where one does the difference is reported and not written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from journal import clock
from students.hemis.known import Place
from students.hemis.roster import PaperOrder, Refused, RosterRow
from students.models import Form, Language, Payment, Standing, Status
from students.standing import LABELS, Facts


@dataclass(frozen=True)
class Entry:
    """A row of the ledger to be written.

    Args:
        valid_from: its first day: the paper order's where the roster names one, else the day of the last change in
            HEMIS, but never a day that has not come.
        words: ``basis``, ``basis_text``, ``order_number`` and ``order_date``.
        replaced: rows of earlier imports that a paper order proves wrong.
    """

    valid_from: date
    words: dict[str, Any]
    replaced: list[Standing] = field(default_factory=list)


def facts_of(row: RosterRow, place: Place, present: Standing | None) -> Facts | None:
    """The row as facts; None while its faculty, programme or group does not exist yet.

    The roster knows neither curriculum nor, without a paper order, ground and end of a leave: they are kept from the
    present standing where the status has not changed.
    """
    if place.faculty is None or place.programme is None or (row.group_name and place.group is None):
        return None
    kept = present if present is not None and present.status == row.status and row.paper is None else None
    curriculum = present.curriculum if present else place.group.curriculum if place.group else ""
    return Facts(
        status=row.status.value,
        faculty_id=place.faculty.pk,
        programme_id=place.programme.pk,
        group_id=place.group.pk if place.group else None,
        course=row.course,
        semester=row.semester,
        form=row.form,
        language=row.language,
        payment=row.payment,
        curriculum=curriculum,
        until=row.paper.until if row.paper else kept.until if kept else None,
        ground=row.paper.ground if row.paper else kept.ground if kept else "",
    )


def holding(ledger: Sequence[Standing]) -> list[Standing]:
    """The rows of a ledger that hold, in the order of their days; ``ledger`` is in that order already."""
    dead = {row.retracts_id for row in ledger}
    return [row for row in ledger if row.retracts_id is None and row.pk not in dead]


def present_of(rows: Sequence[Standing]) -> Standing | None:
    """The last of the rows that has begun by today."""
    today = clock.today()
    return next((row for row in reversed(rows) if row.valid_from <= today), None)


def entry_for(row: RosterRow, rows: Sequence[Standing], facts: Facts | None) -> Entry | None:
    """What must be written for a row of the roster; None where the ledger says the same already.

    Args:
        rows: what holds for the student, by ``holding``; empty for a new one.
        facts: the row by ``facts_of``.

    Raises:
        Refused: the ledger knows better.
    """
    words = _words(row)
    present = present_of(rows)
    if present is None:
        return Entry(row.paper.begins if row.paper else _shown_on(row), words)
    # A paper order is worth recording even where the earlier import said the same without naming it.
    adds_paper = row.paper is not None and present.basis == Standing.Basis.HEMIS_IMPORT
    if facts in (Facts.of(present), Facts.of(rows[-1])) and not adds_paper:
        return None
    _mind_orders(row, rows, present)
    if row.paper is not None:
        return Entry(row.paper.begins, words, _proved_wrong(row.paper, rows))
    if row.updated_on < present.valid_from:
        sentence = _("conflict: last changed in HEMIS on %(day)s, before the present standing began on %(since)s")
        raise _conflict(sentence % {"day": row.updated_on, "since": present.valid_from}, row, present)
    return Entry(_shown_on(row), words)


def _shown_on(row: RosterRow) -> date:
    return min(row.updated_on, clock.today())


def _words(row: RosterRow) -> dict[str, Any]:
    if row.paper is None:
        text = f"HEMIS, {row.updated_on:%d.%m.%Y}"
        return {"basis": Standing.Basis.HEMIS_IMPORT, "basis_text": text, "order_number": "", "order_date": None}
    return {
        "basis": Standing.Basis.PAPER_ORDER,
        "basis_text": f"№ {row.paper.number}, {row.paper.signed_on:%d.%m.%Y}",
        "order_number": row.paper.number,
        "order_date": row.paper.signed_on,
    }


def _mind_orders(row: RosterRow, rows: Sequence[Standing], present: Standing) -> None:
    """Refuse what would undo an order of Harakat."""
    orders = [standing for standing in rows if standing.basis == Standing.Basis.ORDER]
    newer = [order for order in orders if order.known_from > row.updated_at or order.valid_from > row.updated_on]
    if newer:
        sentence = _("conflict: order %(order)s is newer than the row's last change in HEMIS on %(day)s")
        raise _conflict(sentence % {"order": newer[-1].basis_text, "day": row.updated_on}, row, newer[-1])
    if present not in orders:
        return
    before = next((standing for standing in reversed(rows[: rows.index(present)])), None)
    if before is not None and row.status == before.status != present.status:
        # Any edit of the row, a telephone number say, moves its last change without the order being entered.
        sentence = _("conflict: HEMIS does not show order %(order)s yet")
        raise _conflict(sentence % {"order": present.basis_text}, row, present)
    if present.payment == Payment.GRANT and row.payment == Payment.CONTRACT and _returned(before, present):
        # HEMIS sets every restored student to contract; one who returned on time keeps the grant (578/2025, annex 3).
        sentence = _("conflict: HEMIS says contract, order %(order)s keeps the grant")
        raise _conflict(sentence % {"order": present.basis_text}, row, present)


def _returned(before: Standing | None, present: Standing) -> bool:
    return present.status == Status.STUDYING and before is not None and before.status == Status.ON_LEAVE


def _proved_wrong(paper: PaperOrder, rows: Sequence[Standing]) -> list[Standing]:
    """Rows that say something else of days from a paper order's first on: imports of it may be replaced, no others."""
    later = [standing for standing in rows if standing.valid_from >= paper.begins]
    for standing in later:
        if standing.basis != Standing.Basis.HEMIS_IMPORT and standing.order_number != paper.number:
            raise Refused(_("conflict: %(basis)s is newer than this paper order") % {"basis": standing.basis_text})
    return later


def _conflict(sentence: str, row: RosterRow, known: Standing) -> Refused:
    """The refusal with the difference: what is recorded here → what the roster says."""
    pairs = {
        "status": (Status(known.status).label, row.status.label),
        "programme_code": (known.programme.code, row.programme_code),
        "group": (known.group.name if known.group else "", row.group_name),
        "course": (known.course, row.course),
        "semester": (known.semester, row.semester),
        "form": (Form(known.form).label, Form(row.form).label),
        "language": (Language(known.language).label, Language(row.language).label),
        "payment": (Payment(known.payment).label, Payment(row.payment).label),
    }
    shown = [f"{LABELS[key]} {here or '—'} → {there or '—'}" for key, (here, there) in pairs.items() if here != there]
    return Refused(f"{sentence} ({', '.join(shown)})" if shown else sentence)
