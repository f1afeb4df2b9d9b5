"""Who is told of the end of a leave: the student and the dean before it, registrar and head when nobody came back.

Nothing is ordered by it: no clause lets a leave, or an enrolment, end by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from journal import clock, jobs, notices
from journal.models import Job
from movements.acts import find_clause
from movements.leaves.ends import cases_of, ends_today, on_leave
from movements.limits import limit_on
from permissions import policy
from permissions.models import Person
from permissions.roles import Role
from students.models import Status, Student

CLAUSE = "institute:leave-ends"
Sentence = Callable[[Student, date], tuple[str, str]]


@jobs.daily
def watch_the_ends() -> None:
    """Plan one notice for every leave that ends soon and one for every leave nobody has come back from.

    Whoever has a case under way that ends or prolongs the leave is left out: that case has its own clocks. An extended
    leave has another end and is told of anew.
    """
    ends = ends_today()
    after = limit_on("leave.told_after_end", ends.today)
    students = list(on_leave().filter(status_until__lte=ends.last).order_by("pk"))
    in_hand = cases_of(students)
    for student in students:
        until = student.status_until
        if until is None or student.pk in in_hand:
            continue
        args = {"student": student.pk, "until": until.isoformat()}
        if until >= ends.first:
            jobs.enqueue("leaves.tell_before", key=f"leave-ends:{student.pk}:{until}", args=args)
        elif after and ends.today > ends.days.after(ends.due_back(until), int(after.value)):
            jobs.enqueue("leaves.tell_after", key=f"leave-ended:{student.pk}:{until}", args=args)


@jobs.handler("leaves.tell_before")
@jobs.together
def _before(job: Job) -> None:
    student = _still_ending(job)
    if student is not None:
        _tell([student.person], student, _own_sentence, reverse("student", args=[student.number]))
        deans = policy.holders(Role.DEAN, unit=student.faculty, on=clock.today())
        _tell(deans, student, _dean_sentence, _in_list(student))


@jobs.handler("leaves.tell_after")
@jobs.together
def _after(job: Job) -> None:
    student = _still_ending(job)
    if student is not None:
        for office in (Role.REGISTRAR, Role.HEAD):
            people = policy.holders(office, unit=student.faculty, on=clock.today())
            _tell(people, student, _overdue_sentence, _in_list(student))


def _still_ending(job: Job) -> Student | None:
    """The student, if the leave still ends on the day of the job."""
    found = Student.objects.select_related("person", "faculty").filter(
        pk=job.args["student"], status=Status.ON_LEAVE, status_until=date.fromisoformat(job.args["until"])
    )
    return found.first()


def _in_list(student: Student) -> str:
    return f"{reverse('leaves')}?show=all&q={student.number}"


def _tell(people: Iterable[Person], student: Student, sentence: Sentence, url: str) -> None:
    assert student.status_until is not None  # noqa: S101 - narrows what was asked for by its day
    back = ends_today().due_back(student.status_until)
    for person in people:
        with translation.override(person.language or "uz"):
            subject, body = sentence(student, back)
            clause = find_clause(CLAUSE)
            quoted = f"{body}\n\n{clause.text} ({_(clause.reference)})" if clause else body
            about = f"student:{student.pk}"
            notices.plan(
                person_id=person.pk, subject=subject, body=quoted, url=url, about=about, email=person.email
            )  # fmt: skip


def _own_sentence(student: Student, back: date) -> tuple[str, str]:
    subject = _("Your academic leave ends on %(day)s: you are due back by %(back)s")
    body = _("Apply for the return, or, while the ground lasts, for an extension before the leave ends.")
    return subject % {"day": _shown(student.status_until), "back": _shown(back)}, body


def _dean_sentence(student: Student, back: date) -> tuple[str, str]:
    subject = _("%(name)s: the academic leave ends on %(day)s")
    body = _("Due back by %(back)s. No application for a return or an extension is under way.")
    words = {"name": student.person.full_name, "day": _shown(student.status_until)}
    return subject % words, body % {"back": _shown(back)}


def _overdue_sentence(student: Student, back: date) -> tuple[str, str]:
    subject = _("%(name)s has not come back from the academic leave that ended on %(day)s")
    body = _("Due back by %(back)s. Nothing is ordered by itself: ask the student, and decide.")
    words = {"name": student.person.full_name, "day": _shown(student.status_until)}
    return subject % words, body % {"back": _shown(back)}


def _shown(day: date | None) -> str:
    return day.strftime("%d.%m.%Y") if day else "—"
