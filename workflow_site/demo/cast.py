"""Who plays in the stories: the staff by login, and students of whom each plays once."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from journal import clock
from permissions.models import Person
from students.debts import Debts, debts_of
from students.hemis.codes import LeaveGround
from students.models import Status, Student
from workflow_site.demo.house import FACULTIES
from workflow_site.demo.stage import Stage

PARTS = ("person", "faculty", "programme", "group")


class Cast:
    """The people of the demo.

    Args:
        staff: by login.
        keep_free: students nobody files for: those who sign in.
    """

    def __init__(self, stage: Stage, staff: dict[str, Person], keep_free: list[Student], seed: int) -> None:
        self.stage, self.staff = stage, staff
        self.lot = Random(seed + 1)
        self.deans = {faculty.code: staff[faculty.dean] for faculty in FACULTIES}
        others = Student.objects.select_related(*PARTS).exclude(pk__in=[student.pk for student in keep_free])
        self._studying: dict[int, list[Student]] = defaultdict(list)
        order = {faculty.code: place for place, faculty in enumerate(FACULTIES)}
        for student in others.filter(status=Status.STUDYING).order_by("number"):
            self._studying[order[student.faculty.code]].append(student)
        for students in self._studying.values():
            self.lot.shuffle(students)
        self._on_leave = list(others.filter(status=Status.ON_LEAVE).order_by("number"))

    def dean_of(self, student: Student) -> Person:
        """The dean of the student's faculty."""
        return self.deans[student.faculty.code]

    def studying(self, faculty: int) -> Student:
        """A student of that faculty who has no case yet."""
        return self._studying[faculty].pop()

    def anybody_studying(self) -> Student:
        """A student of the faculty with the most who have no case yet."""
        return max(self._studying.values(), key=len).pop()

    def indebted(self, code: str = "") -> tuple[Student, Debts]:
        """A student who has no case yet and owes a subject, that of the code where one is named; with the debts.

        Raises:
            LookupError: nobody is left who does.
        """
        for students in sorted(self._studying.values(), key=len, reverse=True):
            for student in students:
                found = debts_of(student)
                if any(debt.certain and code in ("", debt.code) for debt in found.lines):
                    students.remove(student)
                    return student, found
        raise LookupError(f"no student is left who owes {code or 'anything'}")

    def on_leave(self, until: str) -> Student:
        """A student on leave who has no case yet.

        Args:
            until: the leave ends ``soon``, has ``ended``, or the record does not say (``unknown``). Who serves is left
                where they are: their leave has no end, and the record says so.
        """
        today = clock.today()
        for student in self._on_leave:
            last = student.status_until
            if student.ground == LeaveGround.MILITARY and last is None:
                continue
            if until == ("unknown" if last is None else "ended" if last < today else "soon"):
                self._on_leave.remove(student)
                return student
        raise LookupError(f"no student is left whose leave is {until}")
