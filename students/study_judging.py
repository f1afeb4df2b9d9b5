"""What the rows of a list of curricula or results ask of the database: new rows, changed ones, refusals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from permissions.models import Person
from students import study_rows
from students.hemis.item import legible
from students.models import Curriculum, CurriculumSubject, Programme, Result, Student
from students.study_rows import CurriculumRow, ResultRow, SubjectRow
from students.tables import Row, Table

M = TypeVar("M", bound=Model)


class RefusedLine(NamedTuple):
    """A row that is not imported: its line from 1, what it names, and why."""

    line: int
    what: str
    reason: str


@dataclass
class Wanted:
    """What an import will write, and what became of every row.

    Args:
        changes: what is created or changed, one line of words each.
    """

    new: list[Model] = field(default_factory=list)
    changed: list[Model] = field(default_factory=list)
    unchanged: int = 0
    refused: list[RefusedLine] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    def refuse(self, row: Row, reason: str = "") -> None:
        """The row is left out, for this reason or for its own flaws."""
        names = (legible(row.cells.get(key) or "", 60) for key in ("student_id_number", "pinfl", "code", "name"))
        self.refused.append(RefusedLine(row.line, " ".join(filter(None, names)), reason or "; ".join(row.flaws)))

    def settle(self, kept: M | None, made: M, values: Mapping[str, Any]) -> M:
        """Want what a row says: a new object, or the kept one with what differs; the object that will stand."""
        if kept is None:
            self.new.append(made)
            self.changes.append(f"+ {made}")
            return made
        differing = {name: value for name, value in values.items() if getattr(kept, name) != value}
        if not differing:
            self.unchanged += 1
            return kept
        told = ", ".join(f"{name}: {getattr(kept, name)} → {value}" for name, value in differing.items())
        for name, value in differing.items():
            setattr(kept, name, value)
        self.changed.append(kept)
        self.changes.append(f"{made} ({told})")
        return kept


class Curricula:
    """Judges rows of curricula and their subjects against what is kept: three statements however many rows."""

    def __init__(self) -> None:
        self.wanted = Wanted()
        self.programmes = {one.code: one for one in Programme.objects.order_by("year")}
        self.by_name = {one.name: one for one in Curriculum.objects.all()}
        self.by_id = {one.hemis_id: one for one in self.by_name.values() if one.hemis_id}
        self.subjects: dict[tuple[str, int, str], CurriculumSubject] = {}
        self.said: dict[str, tuple[CurriculumRow, int]] = {}
        self.seen: dict[tuple[str, int, str], int] = {}

    def judge(self, tables: Iterable[Table]) -> Wanted:
        """Judge all files as one list; curricula of HEMIS come before the subjects that name them."""
        rows = [(table.hemis, row) for table in tables for row in table.rows]
        for _hemis, row in [pair for pair in rows if pair[0] and study_rows.is_curriculum_item(pair[1])]:
            self._curriculum(study_rows.hemis_curriculum(row))
        rest = [(hemis, row) for hemis, row in rows if not (hemis and study_rows.is_curriculum_item(row))]
        self.subjects = {
            (one.curriculum.name, one.semester, one.code): one
            for one in CurriculumSubject.objects.select_related("curriculum")
        }
        for hemis, row in rest:
            self._subject(study_rows.hemis_subject(row) if hemis else row, hemis=hemis)
        self.wanted.refused.sort()
        return self.wanted

    def _curriculum(self, row: Row) -> Curriculum | None:
        """The curriculum a row names, new or kept; None where it is refused."""
        said = study_rows.read_curriculum(row)
        first = self.said.get(said.name)
        if row.flaws:
            self.wanted.refuse(row)
        elif said.programme_code not in self.programmes:
            self.wanted.refuse(row, _("there is no programme %(code)s") % {"code": said.programme_code})
        elif first and first[0] != said:
            self.wanted.refuse(row, _("the curriculum stands otherwise in line %(line)d") % {"line": first[1]})
        elif said.hemis_id in self.by_id and self.by_id[said.hemis_id].name != said.name:
            other = self.by_id[said.hemis_id].name
            self.wanted.refuse(row, _("this HEMIS id belongs to %(name)s") % {"name": other})
        else:
            return self.by_name[said.name] if first else self._settle(said, row.line)
        return None

    def _settle(self, said: CurriculumRow, line: int) -> Curriculum:
        values: dict[str, Any] = {"programme_id": self.programmes[said.programme_code].pk, **asdict(said)}
        del values["programme_code"]
        if said.hemis_id is None:
            del values["hemis_id"]
        kept = self.by_name.get(said.name)
        one = self.wanted.settle(kept, Curriculum(**values), values)
        self.said[said.name], self.by_name[said.name] = (said, line), one
        if one.hemis_id:
            self.by_id[one.hemis_id] = one
        return one

    def _subject(self, row: Row, *, hemis: bool) -> None:
        said = study_rows.read_subject(row)
        if row.flaws:
            self.wanted.refuse(row)
            return
        curriculum = self._named(said) if hemis or "programme_code" not in row.cells else self._curriculum(row)
        if curriculum is None:
            if hemis or "programme_code" not in row.cells:
                self.wanted.refuse(row, _("its curriculum is not known; import the list of curricula first"))
            return
        place = (curriculum.name, said.values["semester"], said.values["code"])
        if place in self.seen:
            self.wanted.refuse(row, _("the subject stands already in line %(line)d") % {"line": self.seen[place]})
            return
        self.seen[place] = row.line
        made = CurriculumSubject(curriculum=curriculum, **said.values)
        self.subjects[place] = self.wanted.settle(self.subjects.get(place), made, said.values)

    def _named(self, said: SubjectRow) -> Curriculum | None:
        return self.by_id.get(said.curriculum_id) if said.curriculum_id else self.by_name.get(said.curriculum)


def judge_results(tables: Iterable[Table]) -> Wanted:
    """Judge rows of results: three statements however many rows."""
    wanted, read = Wanted(), list[tuple[Row, ResultRow]]()
    for table in tables:
        for given in table.rows:
            row = study_rows.hemis_result(given) if table.hemis else given
            said = study_rows.read_result(row)
            if row.flaws:
                wanted.refuse(row)
            else:
                read.append((row, said))
    owners = _Owners([said for _row, said in read])
    kept = Result.objects.in_bulk({said.source for _row, said in read}, field_name="source")
    seen: dict[str, int] = {}
    for row, said in read:
        owner = owners.of(said)
        if owner is None:
            wanted.refuse(row, _("nobody here has this number"))
        elif said.source in seen:
            wanted.refuse(row, _("the result stands already in line %(line)d") % {"line": seen[said.source]})
        else:
            seen[said.source] = row.line
            values: dict[str, Any] = {**said.values, "person_id": owner[0], "student_id": owner[1]}
            wanted.settle(kept.get(said.source), Result(source=said.source, **values), values)
    wanted.refused.sort()
    return wanted


class _Owners:
    """Whose results the rows are: two statements however many."""

    def __init__(self, rows: Iterable[ResultRow]) -> None:
        rows = list(rows)
        numbers = {said.number for said in rows if said.number}
        ids = {said.hemis_id for said in rows if said.hemis_id}
        students = list(Student.objects.filter(Q(number__in=numbers) | Q(hemis_id__in=ids)))
        self.by_number = {one.number: one for one in students}
        self.by_id = {one.hemis_id: one for one in students if one.hemis_id}
        pinfls = {said.pinfl for said in rows if said.pinfl}
        self.people = dict(Person.objects.filter(pinfl__in=pinfls).values_list("pinfl", "pk"))

    def of(self, said: ResultRow) -> tuple[int, int | None] | None:
        """Person and enrolment; a row that names somebody by PINFL alone belongs to no enrolment of ours."""
        student = self.by_number.get(said.number) or self.by_id.get(said.hemis_id or 0)
        if student is not None:
            return student.person_id, student.pk
        person = self.people.get(said.pinfl) if said.pinfl and not said.number else None
        return None if person is None else (person, None)
