"""Faculties, programmes and groups that a roster names and nobody has opened yet."""

from __future__ import annotations

from permissions.actions import open_unit
from permissions.models import Unit
from students.hemis.known import Known, Place
from students.hemis.roster import RosterRow
from students.models import Group, Programme


def open_place(row: RosterRow, place: Place, known: Known, institute: Unit) -> Place:
    """The place with nothing missing; what is opened is found by the rows that follow."""
    faculty = place.faculty or _open_faculty(row, known, institute)
    programme = place.programme or _open_programme(row, faculty, known)
    group = place.group
    if group is None and row.group_name:
        group = known.groups.get((programme.pk, row.group_name)) or _open_group(row, programme, known)
    return Place(faculty, programme, group)


def _open_faculty(row: RosterRow, known: Known, institute: Unit) -> Unit:
    faculty = open_unit(
        actor=None, code=row.faculty_code, kind=Unit.Kind.FACULTY, parent=institute, names={"uz": row.faculty_name}
    )
    known.units[faculty.code] = faculty
    return faculty


def _open_programme(row: RosterRow, faculty: Unit, known: Known) -> Programme:
    # HEMIS does not say of which year its classifier is: the year of study in which this name first stood in a roster.
    programme = Programme.objects.create(
        code=row.programme_code, year=row.year, name=row.programme_name, degree=row.degree, faculty=faculty
    )
    known.keep_programme(programme)
    return programme


def _open_group(row: RosterRow, programme: Programme, known: Known) -> Group:
    taught = known.teaching[row.programme_code, row.group_name]
    group = Group.objects.create(
        name=row.group_name,
        programme=programme,
        language=taught.language,
        course=taught.course,
        semester=taught.semester,
        hemis_id=row.group_id,
    )
    known.keep_group(group)
    return group


def move_groups_on(known: Known) -> None:
    """Let the groups follow their students into the next semester; never back, for rows lag behind one by one."""
    codes = {programme.pk: programme.code for programme in known.programmes.values()}
    moved = []
    for group in known.groups.values():
        taught = known.teaching.get((codes.get(group.programme_id, ""), group.name))
        if taught is not None and taught.semester > group.semester:
            group.semester, group.course = taught.semester, taught.course
            moved.append(group)
    Group.objects.bulk_update(moved, ["semester", "course"])
