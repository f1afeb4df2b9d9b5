"""What the database already holds of the rows of one import: read at once, whatever their number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from permissions.models import Person, Unit
from permissions.names import normalise
from students.hemis.roster import Refused, RosterRow
from students.models import PROVISIONAL, Group, Programme, Standing, Status, Student


class Place(NamedTuple):
    """Where a row puts its student; what does not exist yet is None."""

    faculty: Unit | None
    programme: Programme | None
    group: Group | None


class Teaching(NamedTuple):
    """What a group is taught now, told by most of its rows."""

    semester: int
    course: int
    language: str


class Known:
    """Look-ups by the keys of HEMIS; kept up to date while the import writes."""

    def __init__(self, rows: Sequence[RosterRow]) -> None:
        self.rows = rows
        self.teaching = _teaching(rows)
        self.read()

    def read(self) -> None:
        """Read everything from the database: six statements."""
        self.units = {unit.code: unit for unit in Unit.objects.filter(code__in={row.faculty_code for row in self.rows})}
        self.programmes: dict[tuple[str, str], Programme] = {}
        self.programme_years: dict[tuple[str, int], Programme] = {}
        # The newest classifier comes last and stays.
        for programme in Programme.objects.filter(code__in={row.programme_code for row in self.rows}).order_by("year"):
            self.keep_programme(programme)
        self.groups: dict[tuple[int, str], Group] = {}
        self.group_ids: dict[int, Group] = {}
        names, ids = {row.group_name for row in self.rows}, {row.group_id for row in self.rows}
        for group in Group.objects.filter(Q(name__in=names) | Q(hemis_id__in=ids)):
            self.keep_group(group)
        pinfls = {row.pinfl for row in self.rows if row.pinfl}
        self.persons = {str(person.pinfl): person for person in Person.objects.filter(pinfl__in=pinfls)}
        self._read_students()

    def _read_students(self) -> None:
        numbers, ids = {row.number for row in self.rows}, {row.hemis_id for row in self.rows}
        found = Student.objects.filter(Q(number__in=numbers) | Q(hemis_id__in=ids)).select_related("person")
        self.students = {student.number: student for student in found}
        self._find_provisional()
        self.hemis_ids = {student.hemis_id: student.number for student in self.students.values()}
        self.ledgers: dict[int, list[Standing]] = defaultdict(list)
        students = [student.pk for student in self.students.values()]
        rows = Standing.objects.filter(student_id__in=students).select_related("programme", "group")
        for standing in rows.order_by("valid_from", "id"):
            self.ledgers[standing.student_id].append(standing)

    def _find_provisional(self) -> None:
        """Whom an order admitted before HEMIS gave a number: found by PINFL, under the number the row brings."""
        waiting = Student.objects.filter(number__startswith=PROVISIONAL, person__pinfl__in=self.persons)
        by_pinfl = {student.person.pinfl: student for student in waiting.select_related("person")}
        for row in self.rows:
            if row.number not in self.students and row.pinfl in by_pinfl:
                self.students[row.number] = by_pinfl.pop(row.pinfl)

    def keep_programme(self, programme: Programme) -> None:
        """Find this programme from now on."""
        self.programmes[programme.code, normalise(programme.name)] = programme
        self.programme_years[programme.code, programme.year] = programme

    def keep_group(self, group: Group) -> None:
        """Find this group from now on."""
        self.groups[group.programme_id, group.name] = group
        if group.hemis_id is not None:
            self.group_ids[group.hemis_id] = group

    def place_of(self, row: RosterRow) -> Place:
        """Where the row puts its student.

        Raises:
            Refused: the unit cannot be a faculty, or a code of HEMIS already means something else here.
        """
        faculty = self.units.get(row.faculty_code)
        can_be_one = faculty.kind != Unit.Kind.INSTITUTE if faculty is not None else row.faculty_is_one
        if not can_be_one:
            raise Refused(_("department: %(code)s is not a faculty") % {"code": row.faculty_code})
        programme = self.programmes.get((row.programme_code, normalise(row.programme_name)))
        other = self.programme_years.get((row.programme_code, row.year))
        if programme is None and other is not None:
            raise Refused(
                _("specialty: %(code)s is called “%(name)s” in the classifier of %(year)d")
                % {"code": other.code, "name": other.name, "year": other.year}
            )
        group = self.groups.get((programme.pk, row.group_name)) if programme and row.group_name else None
        namesake = self.group_ids.get(row.group_id) if row.group_id is not None else None
        if namesake is not None and namesake != group:
            raise Refused(
                _("group: HEMIS group %(id)d is already known as %(name)s")
                % {"id": row.group_id, "name": namesake.name}
            )
        return Place(faculty, programme, group)

    def person_of(self, row: RosterRow) -> Person | None:
        """Who the row is about; None for somebody new.

        A person is found by PINFL, or without one by the student number. A name is changed by an order, never by a
        roster; only its spelling (apostrophes, capitals) may differ.

        Raises:
            Refused: number, PINFL and name contradict what is known.
        """
        student = self.students.get(row.number)
        holder = self.persons.get(row.pinfl) if row.pinfl else None
        if student is None:
            if holder is not None and not _same_name(row, holder):
                raise Refused(_("passport_pin: the same PINFL is known under a different name"))
            return holder
        if row.pinfl and student.person.pinfl not in (None, row.pinfl):
            raise Refused(_("passport_pin: this student is known under a different PINFL"))
        if holder is not None and holder.pk != student.person_id:
            raise Refused(_("passport_pin: another person is known under this PINFL"))
        if not _same_name(row, student.person):
            raise Refused(_("second_name: this student is known under a different name; an order changes names"))
        return student.person


def _same_name(row: RosterRow, person: Person) -> bool:
    ours = normalise(f"{person.surname} {person.given_name} {person.patronymic}")
    return normalise(f"{row.surname} {row.given_name} {row.patronymic}") == ours


def _teaching(rows: Sequence[RosterRow]) -> dict[tuple[str, str], Teaching]:
    """What each group is taught, by most of its studying students; those on leave stand behind it.

    HEMIS repeats the language of a group in every student's row, and the rows do not always agree.
    """
    votes: dict[tuple[str, str], Counter[Teaching]] = defaultdict(Counter)
    for row in rows:
        if row.group_name:
            # Where nobody studies any more the others are better than nothing.
            weight = len(rows) if row.status == Status.STUDYING else 1
            vote = Teaching(row.semester, row.course, row.language)
            votes[row.programme_code, row.group_name][vote] += weight
    return {key: max(counter, key=lambda vote: (counter[vote], vote)) for key, counter in votes.items()}
