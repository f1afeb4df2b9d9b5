"""Stories of the retake of subjects: cases at every step, groups that form and groups that are formed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from journal import clock
from movements import actions
from movements.fees.account import account_of
from movements.fees.actions import record_payment
from movements.grounds import Ground
from movements.models import Movement, SubjectGroup
from movements.subject_groups import actions as groups
from students.debts import Debt
from students.models import Student
from workflow_site.demo import ordering
from workflow_site.demo.cast import Cast
from workflow_site.demo.stage import Scene, Story

KIND, PAYMENT = "retake", "payment"
MATHS = "OM1103"
TEACHERS = ("dots. M. Rasulov", "prof. S. Eshonqulova", "k.f.n. B. Tursunov")
DAYS, WEEKS_SIX, HOURS = timedelta(days=12), timedelta(days=42), 60


class Debtor(NamedTuple):
    """A student and the subjects that are studied again."""

    student: Student
    debts: list[Debt]


def debtor(cast: Cast, code: str = "") -> Debtor:
    """Somebody who owes; that subject alone where one is named, else at most two."""
    student, found = cast.indebted(code)
    certain = [debt for debt in found.lines if debt.certain and not debt.choice]
    own = [debt for debt in certain if debt.code == code] or certain[:2] or list(found.lines[:1])
    return Debtor(student, own)


def drafted(cast: Cast, who: Debtor, *, back: int, minute: int) -> Story[Movement]:
    """Begun, not filed."""
    yield cast.stage.day(back, 8, minute)
    stated = {
        "subjects": [debt.key for debt in who.debts],
        "period": "semester",
        "starts_on": (clock.today() + timedelta(days=14)).isoformat(),
    }
    return actions.start_draft(actor=who.student.person, kind=KIND, student=who.student, stated=stated)


def filed(cast: Cast, who: Debtor, *, back: int, minute: int) -> Story[Movement]:
    """Filed: the dean is asked."""
    movement = yield from drafted(cast, who, back=back, minute=minute)
    yield cast.stage.day(back, 9, minute)
    return actions.file(actor=who.student.person, movement_id=movement.pk)


def insisted(cast: Cast, who: Debtor, *, back: int, minute: int) -> Story[Movement]:
    """Wants to begin tomorrow, before it can be paid in time: the registrar's office checks."""
    movement = yield from drafted(cast, who, back=back, minute=minute)
    soon = {**movement.stated, "starts_on": (clock.today() + timedelta(days=1)).isoformat()}
    actions.save_draft(actor=who.student.person, movement_id=movement.pk, stated=soon)
    yield cast.stage.day(back, 9, minute)
    grounds = "Toʻlov oldindan amalga oshirilgan, kvitansiya bor."
    return actions.file(actor=who.student.person, movement_id=movement.pk, insist=True, grounds=grounds)


def ended(cast: Cast, who: Debtor, verdict: str, *, back: int, minute: int) -> Story[Movement]:
    """Returned or refused by the dean, or withdrawn."""
    movement = yield from filed(cast, who, back=back, minute=minute)
    yield cast.stage.day(back - 1, 15, minute)
    if verdict == "withdraw":
        return actions.withdraw(
            actor=who.student.person, movement_id=movement.pk, grounds="Keyingi semestrda oʻqiyman."
        )
    return actions.decide(
        actor=cast.dean_of(who.student), movement_id=movement.pk, verdict=verdict, ground=Ground.DATES_WRONG,
        words="Bu davrda kafedrada qayta oʻqitish rejalashtirilmagan.",
    )  # fmt: skip


def consented(cast: Cast, who: Debtor, *, back: int, minute: int) -> Story[Movement]:
    """The dean agrees the same afternoon: the fee waits for its payment."""
    movement = yield from filed(cast, who, back=back, minute=minute)
    yield cast.stage.day(back, 14, minute)
    return actions.decide(actor=cast.dean_of(who.student), movement_id=movement.pk, verdict="approve")


def paid(cast: Cast, who: Debtor, *, back: int, minute: int, half: bool = False) -> Story[Movement]:
    """Paid the next morning, all of it or half: with all of it, the case waits for its groups."""
    movement = yield from consented(cast, who, back=back, minute=minute)
    yield cast.stage.day(back - 1, 10, minute)
    rest = account_of(movement.pk, PAYMENT).rest
    record_payment(
        actor=cast.staff["accountant"], movement_id=movement.pk, amount=rest / 2 if half else rest,
        paid_on=clock.today(), document=f"{700 + movement.pk}",
    )  # fmt: skip
    return Movement.objects.get(pk=movement.pk)


def group(cast: Cast, cases: Sequence[Scene[Movement]], *, back: int, formed: bool) -> Story[SubjectGroup]:
    """The registrar begins a group of those who wait; formed the same afternoon, with grounds where it is small."""
    registrar = cast.staff["registrar"]
    yield cast.stage.day(back, 11)
    first = cases[0].result.subjects.filter(open=True, group=None).order_by("pk")[0]
    starts_on = clock.today() + DAYS
    made = groups.open_group(
        actor=registrar, subject=first.subject, starts_on=starts_on, ends_on=starts_on + WEEKS_SIX,
        teacher=cast.lot.choice(TEACHERS), hours=HOURS, movement_ids=[case.result.pk for case in cases],
    )  # fmt: skip
    if not formed:
        return made
    yield cast.stage.day(back, 15)
    few = "" if len(cases) >= 5 else "Fanni boshqa talaba kutmayapti, yakka tartibda oʻqitiladi."
    return groups.form(actor=registrar, group_id=made.pk, grounds=few)


def grouped(cast: Cast, case: Scene[Movement], *, back: int, minute: int) -> Story[Movement]:
    """Every subject stands in a formed group: an order is awaited."""
    yield cast.stage.day(back, 16, minute)
    return actions.decide(actor=cast.staff["registrar"], movement_id=case.result.pk, verdict="approve")


def stand(cast: Cast) -> None:
    """Cases at every step, in time and overdue; ended in every way; in orders of every state."""
    _stand_in_groups(cast)
    _stand_ended(cast)
    _stand_waiting(cast)


def _stand_ended(cast: Cast) -> None:
    add = cast.stage.add
    for place, (verdict, back) in enumerate((("return", 3), ("refuse", 9), ("withdraw", 8))):
        add(ended(cast, debtor(cast), verdict, back=back, minute=30 + place))
    add(consented(cast, debtor(cast), back=22, minute=33))


def _stand_waiting(cast: Cast) -> None:
    add = cast.stage.add
    add(drafted(cast, debtor(cast), back=1, minute=34))
    add(insisted(cast, debtor(cast), back=1, minute=35))
    for back in (1, 12):
        add(filed(cast, debtor(cast), back=back, minute=36))
    add(consented(cast, debtor(cast), back=3, minute=37))
    add(paid(cast, debtor(cast), back=4, minute=38, half=True))
    add(paid(cast, debtor(cast), back=4, minute=39))


def _stand_in_groups(cast: Cast) -> None:
    """A formed group of six whose cases go on to orders, and two who have a group that is still being formed."""
    add = cast.stage.add
    six = [add(paid(cast, debtor(cast, MATHS), back=16, minute=40 + place)) for place in range(6)]
    add(group(cast, six, back=13, formed=True))
    ready = [add(grouped(cast, case, back=12, minute=place)) for place, case in enumerate(six[1:])]
    add(ordering.signed(cast, ready[:2], back=11))
    add(ordering.endorsed(cast, ready[2:3], back=3))
    add(ordering.drafted(cast, ready[3:4], back=2))
    two = [add(paid(cast, debtor(cast, MATHS), back=6, minute=50 + place)) for place in range(2)]
    add(group(cast, two, back=3, formed=False))
