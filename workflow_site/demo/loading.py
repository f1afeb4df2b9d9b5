"""Loads the invented institute into an empty database: opened, its roster imported, its past acted out."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import translation

from journal import bell, clock, notices
from permissions.actions import correct_person, open_account
from permissions.models import Account, Institute, Person
from students.importing import import_envelope
from students.models import Student
from workflow_site.demo import (
    LOGINS,
    PASSWORD,
    STUDENT_LOGINS,
    blanks,
    diplomas,
    extensions,
    leaves,
    retakes,
    returns,
    transfer_cases,
)
from workflow_site.demo.cast import Cast
from workflow_site.demo.groups import open_groups
from workflow_site.demo.house import institute_plan
from workflow_site.demo.roster import FIRST_HEMIS_ID, SIGN_IN, Roster
from workflow_site.demo.stage import Stage, Story
from workflow_site.demo.studies import import_studies, set_price
from workflow_site.opening import open_institute, put_seal

# The fewest with whom every story finds its student.
FEWEST_STUDENTS = 200
# The institute is opened so many working days before today; every story begins later.
OPENED_BACK = 24
# So long before that everybody already held their office.
HELD_BEFORE = timedelta(days=600)


def load(*, students: int, seed: int) -> Institute:
    """Load the demo: all of it or nothing. Nobody is mailed about its past.

    Args:
        students: how many, at least ``FEWEST_STUDENTS``.
        seed: the same seed on the same day gives the same people and cases.

    Raises:
        Conflict: the database is not empty.
    """
    # The worker is not woken: what a past needs done is done here, at its own time.
    with bell.silent(), translation.override("uz"), transaction.atomic():
        stage = Stage()
        with clock.pretend(stage.day(OPENED_BACK, 9)):
            opened = open_institute(institute_plan(clock.today() - HELD_BEFORE), is_demo=True)
            put_seal(opened.institute, valid_from=clock.now() - HELD_BEFORE)
            _import(Roster(students=students, seed=seed, today=stage.today, shown_on=clock.now()))
            import_studies(seed)
            set_price(opened.people["registrar"])
            own = _open_student_accounts()
        cast = Cast(stage, opened.people, own, seed)
        retakes.stand(cast)
        for stand in (leaves.stand_in_orders, leaves.stand_waiting, leaves.stand_ended):
            stand(cast)
        returns.stand(cast)
        extensions.stand(cast)
        transfer_cases.stand(cast)
        blanks.stand(cast)
        diplomas.stand(cast)
        stage.add(_read_notices(cast))
        stage.play()
        _let_sign_in([*(student.person for student in own), *opened.people.values()])
    return opened.institute


def _read_notices(cast: Cast) -> Story[None]:
    """The staff have read what they were told until the evening before yesterday."""
    yield cast.stage.day(2, 17, 50)
    for person in cast.staff.values():
        notices.mark_read(person.pk)


def _import(roster: Roster) -> None:
    envelope = roster.envelope()
    open_groups(envelope["data"]["items"])
    report = import_envelope(actor=None, data=envelope, file_name="namuna.json")
    if report.refused:
        raise RuntimeError(f"the invented roster is not accepted: {report.refused[0]}")


def _open_student_accounts() -> list[Student]:
    """Let the two students of the demo sign in; nothing is filed for them."""
    students = []
    for login, place in zip(STUDENT_LOGINS, SIGN_IN, strict=True):
        student = Student.objects.select_related("person").get(hemis_id=FIRST_HEMIS_ID + place)
        open_account(person=student.person, login=login, password=None)
        students.append(student)
    return students


def _let_sign_in(people: list[Person]) -> None:
    """Give the demo's accounts their password, hashed once for all, and everybody an address that leads nowhere.

    The deans of the other faculties hold office too, but nobody signs in as them.
    """
    for person in people:
        if person.account is not None:
            correct_person(person=person, email=f"{person.account.username}@tkti-namuna.example")
    Account.objects.filter(username__in=LOGINS).update(password=make_password(PASSWORD))
