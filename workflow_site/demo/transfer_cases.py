"""Which cases of transfer and reinstatement the demo has: one at every step, some in orders, some ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from journal import clock
from movements.composing import compose
from movements.models import Movement
from orders import actions as orders
from orders.models import Order
from permissions.models import Person
from students.models import Group, Student
from workflow_site.demo import STUDENT_LOGINS
from workflow_site.demo.cast import Cast
from workflow_site.demo.stage import Scene, Story
from workflow_site.demo.transfers import carried, ended, filed, former, half_cleared, newcomer, open_commission, sitting

HELD_BEFORE = timedelta(days=600)
BEFORE_COMMISSION = {
    "change_of_group": ("dean_decision",),
    "transfer_out": ("office_check", "dean_consent", "clearance", "dossier", "delivery", "acknowledgement"),
    "transfer_inside": ("office_check", "sending_dean", "placement", "receiving_dean", "commission"),
    "reinstatement": ("office_check", "placement", "dean_consent", "contract"),
    "transfer_in": ("office_check", "placement", "receiving_dean", "commission"),
    "transfer_reinstatement": ("office_check", "placement", "receiving_dean", "commission"),
}
SITS = ("transfer_inside", "transfer_in", "transfer_reinstatement")
TWO_ORDERS = ("transfer_in", "transfer_reinstatement")
BETWEEN = ("request_letter", "contract", "personal_file", "admission")


class Applicants:
    """People for each kind; each plays once."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.number = cast, 0

    def next(self, kind: str, *, years: int = 0) -> Person | Student:
        """The next applicant of this kind."""
        self.number += 1
        if kind in TWO_ORDERS:
            return newcomer(self.cast)
        if kind == "reinstatement":
            return former(self.cast, self.number, years)
        student = self.cast.anybody_studying()
        if kind == "change_of_group":
            _parallel(student)
        return student


def _cases_of(kind: str) -> int:
    """A draft, three that ended or came back, one overdue, one a step; and those that get orders."""
    return 5 + len(BEFORE_COMMISSION[kind]) + (9 if kind in TWO_ORDERS else 4)


def _parallel(student: Student) -> None:
    """A second group of the student's class, where the roster has only one."""
    own = student.group
    if own and not Group.objects.filter(programme=own.programme, semester=own.semester).exclude(pk=own.pk).exists():
        Group.objects.create(
            name=f"{own.name}-B", programme=own.programme, language=own.language, course=own.course,
            semester=own.semester, curriculum=own.curriculum,
        )  # fmt: skip


def stand(cast: Cast) -> None:
    """Cases of every kind."""
    with clock.pretend(cast.stage.day(23, 9, 30)):
        open_commission(cast, clock.today() - HELD_BEFORE)
        people = Applicants(cast)
        plans = {kind: [people.next(kind) for _ in range(_cases_of(kind))] for kind in BEFORE_COMMISSION}
        long_ago = [people.next("reinstatement", years=6) for _case in range(2)]
        for student in Student.objects.filter(person__account__username__in=STUDENT_LOGINS):
            _parallel(student)
    for place, (kind, steps) in enumerate(BEFORE_COMMISSION.items()):
        _stand_kind(cast, kind, steps, plans[kind], minute=5 + 6 * place)
    _stand_exceptions(cast, long_ago, people)


def _stand_exceptions(cast: Cast, long_ago: list[Person | Student], people: Applicants) -> None:
    """Dismissed long ago, so that the ministry decides; and an orphan who keeps the grant."""
    dismissed = (clock.today() - timedelta(days=2300)).isoformat()
    grant = {"payment": "11", "grant_ground": "orphan"}
    with clock.pretend(cast.stage.day(23, 9, 35)):
        outsider, orphan = people.next("transfer_reinstatement"), people.next("reinstatement")
    cases: list[tuple[str, Person | Student, dict[str, str], str]] = [
        ("reinstatement", person, {}, "higher_decision") for person in long_ago
    ]
    cases.append(("transfer_reinstatement", outsider, {"dismissed_on": dismissed}, "higher_decision"))
    cases.append(("reinstatement", orphan, grant, "grant_confirmed"))
    for number, (kind, person, more, step) in enumerate(cases):
        story = filed(cast, kind, person, back=4, minute=40 + number, more=more)
        cast.stage.add(carried(cast, story, step, back=3, minute=40 + number))


def _stand_kind(cast: Cast, kind: str, steps: Sequence[str], people: list[Person | Student], *, minute: int) -> None:
    add = cast.stage.add

    def new(back: int, *, stop: bool = False) -> Story[Movement]:
        return filed(cast, kind, people.pop(), back=back, minute=minute, stop=stop)

    add(new(1, stop=True))
    for verdict, back in (("return", 3), ("refuse", 9), ("withdraw", 8)):
        add(ended(cast, new(back), verdict, back=back - 1, minute=minute))
    for step in steps:
        story = carried(cast, new(3), step, back=2, minute=minute)
        add(half_cleared(cast, story, back=1, minute=minute) if step == "clearance" else story)
    add(new(14))
    ready = [add(carried(cast, new(17), "commission", back=16, minute=minute)) for _case in range(len(people))]
    if kind in SITS:
        add(sitting(cast, tuple(ready), back=14))
    if kind in TWO_ORDERS:
        _stand_between(cast, ready, minute=minute)
        return
    for until, back in (("signed", 12), ("ready", 3), ("draft", 2)):
        add(ordered(cast, [ready.pop()], until, back=back))


def _stand_between(cast: Cast, ready: list[Scene[Movement]], *, minute: int) -> None:
    """Permission given to all but one; then a case at everything the admission waits for, and admissions."""
    ready.pop()
    cast.stage.add(ordered(cast, [ready.pop()], "draft", back=2))
    cast.stage.add(ordered(cast, tuple(ready), "signed", back=12))
    targets = (*BETWEEN, "admission", "admission", "admission")
    after = [
        cast.stage.add(carried(cast, case, step, back=9, minute=minute))
        for case, step in zip(ready, targets, strict=True)
    ]
    for until, back in (("signed", 7), ("ready", 3), ("draft", 2)):
        cast.stage.add(ordered(cast, [after.pop()], until, back=back))


def ordered(cast: Cast, cases: Sequence[Scene[Movement]], until: str, *, back: int) -> Story[Order]:
    """Composed; sent and endorsed by every office asked; signed the next morning."""
    registrar = cast.staff["registrar"]
    yield cast.stage.day(back, 11, 30)
    ids = [case.result.pk for case in cases]
    [order] = compose(actor=registrar, kind=cases[0].result.kind, movement_ids=ids)
    if until == "draft":
        return order
    yield cast.stage.day(back, 12)
    order = orders.send(actor=registrar, order_id=order.pk)
    for minute, office in enumerate(order.visas_required):
        yield cast.stage.day(back, 16, 10 + 25 * minute)
        orders.endorse(actor=cast.staff[office], order_id=order.pk)
    if until == "ready":
        return order
    yield cast.stage.day(back - 1, 10, 15)
    return orders.sign(actor=cast.staff["rector"], order_id=order.pk)
