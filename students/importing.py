"""The roster of HEMIS becomes people, enrolments and standings: each row wholly or not at all.

A second import of the same list writes nothing but its own event. A row that cannot be believed is refused with its
reason and the others go on. A status that came about by an order on paper, before Harakat, may name that order in an
additional key ``decree`` (``number``, ``date``, ``from``, ``until``, ``reason``): it applies nothing, but can be
returned from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple, Protocol

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from journal import clock
from journal.events import MACHINE, Actor, write_event
from journal.refusals import Conflict, Invalid
from permissions import policy
from permissions.actions import PersonData, correct_person, create_person
from permissions.models import Person, Unit
from permissions.roles import Act
from students import actions
from students.hemis.envelope import announced, numbered, read_pages
from students.hemis.judging import Entry, entry_for, facts_of, holding, present_of
from students.hemis.known import Known, Place
from students.hemis.places import move_groups_on, open_place
from students.hemis.roster import Refused, RosterRow, number_of, read_row
from students.models import Student


class RefusedRow(NamedTuple):
    """A row that was not imported: its place in the whole list from 1, the number it claims, and why."""

    row: int
    student_number: str
    reason: str


@dataclass
class ImportReport:
    """What became of every row.

    Args:
        missing: how many more students HEMIS announced than the pages hold; above zero, pages were left out.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    missing: int = 0


class Listener(Protocol):
    """Told every valid row once the ledger has been written, in the import's transaction."""

    def __call__(self, rows: Sequence[RosterRow]) -> dict[str, Any]:
        """What came of it, in plain values for the event of the import; empty for nothing."""


_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have this called after every import from now on. Call once, when the program starts."""
    _listeners.append(listener)


@transaction.atomic
def import_envelope(*, actor: Person | None, data: Any, file_name: str) -> ImportReport:
    """Import one envelope of the HEMIS student list, or a list of them (the pages of one list).

    Args:
        actor: who imports; None for the command line, which whoever runs the server may use.
        data: the parsed JSON.
        file_name: where it came from, for the event.

    Raises:
        Invalid: this is no such envelope, or no institute has been opened yet.
        Conflict: the actor holds no office that may import.
    """
    pages = read_pages(data)
    institute = Unit.objects.filter(kind=Unit.Kind.INSTITUTE, parent=None).first()
    if institute is None:
        raise Invalid(_("There is no institute yet. Open one first (open_institute)."))
    by = _power(actor, institute)
    report = ImportReport()
    rows = _read(pages, report)
    known = Known([row for _position, row in rows])
    for position, row in rows:
        _import_row(position, row, known, institute, report)
    move_groups_on(known)
    report.missing = max((announced(pages) or 0) - sum(len(page["items"]) for page in pages), 0)
    report.refused.sort()
    came_of_it = [told for listener in _listeners if (told := listener([row for _position, row in rows]))]
    _write_event(institute.pk, by, file_name, report, came_of_it)
    return report


def _power(actor: Person | None, institute: Unit) -> Actor:
    if actor is None:
        return MACHINE
    return policy.demand(actor, Act.ROSTER_IMPORT, unit=institute, subject_id=None, on=clock.today()).actor


def _write_event(
    institute_id: int, by: Actor, file_name: str, report: ImportReport, came_of_it: list[dict[str, Any]]
) -> None:
    # Read only now: opening a faculty has moved the chains of the units above it.
    Unit.objects.select_for_update().get(pk=institute_id)
    institute = Unit.objects.get(pk=institute_id)
    payload = {**asdict(report), "file": file_name, "refused": [list(refused) for refused in report.refused]}
    payload |= {name: value for told in came_of_it for name, value in told.items()}
    write_event(institute, actor=by, act="roster.import", payload=payload, ids={"unit": institute_id})
    institute.save(update_fields=["chain_length", "chain_head"])


def _read(pages: list[Any], report: ImportReport) -> list[tuple[int, RosterRow]]:
    """The valid rows with their places; of two rows with one number the first counts."""
    rows: list[tuple[int, RosterRow]] = []
    seen: dict[str, int] = {}
    for position, raw in numbered(pages):
        try:
            row = read_row(raw)
            if row.number in seen:
                raise Refused(_("student_id_number: already in row %(row)d") % {"row": seen[row.number]})
        except Refused as refusal:
            report.refused.append(RefusedRow(position, number_of(raw), str(refusal)))
            continue
        seen[row.number] = position
        rows.append((position, row))
    return rows


class Judged(NamedTuple):
    """A row beside what is known of it; ``entry`` is what the ledger lacks."""

    row: RosterRow
    student: Student | None
    person: Person | None
    place: Place
    entry: Entry | None

    @property
    def says_nothing_new(self) -> bool:
        """Whether there is nothing to write."""
        if self.student is None or self.person is None or self.entry is not None:
            return False
        if self.student.number != self.row.number:
            return False
        wanted = [(self.student, _details(self.row)), (self.person, _identity(self.row))]
        return all(getattr(kept, column) == value for kept, columns in wanted for column, value in columns.items())


def _judge(row: RosterRow, known: Known) -> Judged:
    person, place = known.person_of(row), known.place_of(row)
    owner = known.hemis_ids.get(row.hemis_id, row.number)
    if owner != row.number:
        raise Refused(_("id: HEMIS id %(id)d belongs to %(number)s") % {"id": row.hemis_id, "number": owner})
    student = known.students.get(row.number)
    rows = holding(known.ledgers[student.pk]) if student else []
    return Judged(row, student, person, place, entry_for(row, rows, facts_of(row, place, present_of(rows))))


def _import_row(position: int, row: RosterRow, known: Known, institute: Unit, report: ImportReport) -> None:
    """Judge a row, then write it inside a savepoint of its own."""
    try:
        judged = _judge(row, known)
        if judged.says_nothing_new:
            report.unchanged += 1
            return
        with transaction.atomic():
            _write(judged, known, institute)
    except Refused as refusal:
        report.refused.append(RefusedRow(position, row.number, str(refusal)))
    except (Invalid, Conflict, IntegrityError, DataError):
        # Somebody else wrote the same number, person or group in this moment; what was read is no longer true.
        known.read()
        report.refused.append(RefusedRow(position, row.number, _("The record changed meanwhile. Import it again.")))
    else:
        report.created += judged.student is None
        report.updated += judged.student is not None


def _write(judged: Judged, known: Known, institute: Unit) -> None:
    row, student, entry = judged.row, judged.student, judged.entry
    person = _keep_person(row, judged.person, known)
    if student is not None and student.number != row.number:
        actions.give_number(student=student, number=row.number)
    if student is not None:
        actions.keep_details(student=student, **_details(row))
    if entry is None:
        return
    place = open_place(row, judged.place, known, institute)
    ledger = known.ledgers[student.pk] if student else []
    facts = facts_of(row, place, present_of(holding(ledger)))
    # The newest row it follows makes the source unique, so that two imports at once write one row.
    source = f"import:{row.number}:{max((standing.pk for standing in ledger), default=0)}"
    words = {"facts": facts, "valid_from": entry.valid_from, "source": source, **entry.words}
    if student is None:
        actions.admit(person=person, number=row.number, details=_details(row), **words)
        return
    for wrong in entry.replaced:
        actions.retract_standing(standing=wrong, source=f"import:{row.number}:not:{wrong.pk}", **entry.words)
    actions.record_standing(student=student, **words)
    actions.project(student_id=student.pk, on=clock.today())


def _details(row: RosterRow) -> actions.Details:
    """Columns of the enrolment that are no part of a standing. The number holds the year of admission."""
    return {
        "hemis_id": row.hemis_id,
        "gpa": row.gpa,
        "social_category": row.social_category,
        "admitted_in": 2000 + int(row.number[3:5]),
    }


def _identity(row: RosterRow) -> PersonData:
    """What the roster may fill in or correct about a person; the name is not among it."""
    known: PersonData = {"gender": row.gender, "born_on": row.born_on}
    return {**known, "pinfl": row.pinfl} if row.pinfl else known


def _keep_person(row: RosterRow, person: Person | None, known: Known) -> Person:
    if person is None:
        names = {"surname": row.surname, "given_name": row.given_name, "patronymic": row.patronymic}
        person = create_person(**names, **_identity(row))
    else:
        correct_person(person=person, **_identity(row))
    if person.pinfl:
        known.persons[person.pinfl] = person
    return person
