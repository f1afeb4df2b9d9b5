"""What pages and calls ask about cases; nothing here writes. Lists are paged by key and cost the same at any page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import NotFound
from movements.access import can_see, files_for, visible
from movements.actions.drafts import ENDED, PRESENT, why_not
from movements.clear_step import Clear
from movements.clearances import rows
from movements.clocks import Span
from movements.commission_step import Commission
from movements.flow import MovementFlow, flow_of, kinds
from movements.models import Movement, State, Turn
from movements.seats import seats
from movements.sittings.access import has_interest
from movements.steps import Decide, HumanStep, Order, Outcome
from orders.models import OrderItem, OrderState
from permissions import policy
from permissions.models import Person
from permissions.names import normalise
from permissions.roles import Act, Role, offices_for
from students.models import Student

PAGE = 25


@dataclass(frozen=True)
class Offer:
    """A kind of movement as offered to an applicant: open now, or why not."""

    flow: type[MovementFlow]
    student: Student | None
    why_not: str = ""
    case: Movement | None = None

    @property
    def open(self) -> bool:
        """Whether it may be begun now."""
        return not self.why_not and self.case is None

    @property
    def concerns(self) -> bool:
        """Whether it says anything to the person: a kind for students alone says nothing to who never was one."""
        return (self.student is not None and bool(self.flow.open_to)) or self.open or self.case is not None


def enrolments(person: Person) -> list[Student]:
    """The person's enrolments, the newest first."""
    found = Student.objects.select_related("person", "faculty", "programme", "group").filter(person=person)
    return list(found.order_by("-id"))


def kinds_for(person: Person) -> list[Offer]:
    """Every kind of movement for a person's newest enrolment: open, already begun, or closed with the reason."""
    students = enrolments(person)
    student = students[0] if students else None
    present = any(one.status in PRESENT for one in students)
    own = Q(student=student) | Q(student=None)
    begun = {
        movement.kind: movement
        for movement in Movement.objects.filter(own, applicant=person).exclude(state__in=ENDED).order_by("pk")
    }
    return [
        _offer(flow, student, begun.get(kind), outside=flow.open_to_outsiders and not present)
        for kind, flow in sorted(kinds().items())
    ]


def _offer(flow: type[MovementFlow], student: Student | None, begun: Movement | None, *, outside: bool) -> Offer:
    if begun is not None:
        return Offer(flow, begun.student and student, case=begun)
    if outside and (student is None or student.status not in flow.open_to):
        return Offer(flow, None)
    if student is None:
        return Offer(flow, None, _("The office has no enrolment of yours; ask the registrar's office."))
    if student.status not in flow.open_to:
        return Offer(flow, student, why_not(flow, student))
    return Offer(flow, student)


def get_case_for(person: Person, pk: int) -> Movement:
    """A case the person may see.

    Raises:
        NotFound: absent or forbidden alike.
    """
    movement = (
        Movement.objects.select_related(
            *("applicant", "unit", "filed_by", "student__person", "student__programme", "student__group"),
            "student__faculty",
        )
        .filter(pk=pk)
        .first()
    )
    if movement is None or not can_see(person, movement):
        raise NotFound(_("There is no such case."))
    return movement


def own_cases(person: Person, *, limit: int = PAGE) -> list[Movement]:
    """The person's own cases, the newest first."""
    return list(Movement.objects.select_related("unit").filter(applicant=person)[:limit])


def inbox(
    person: Person,
    *,
    powers: Sequence[policy.Power] | None = None,
    after: int | None = None,
    text: str = "",
    orders: bool = True,
) -> list[Turn]:
    """The open turns the person may act on, newest first: one page and one more row, which says whether a page follows.

    Args:
        person: whose inbox.
        powers: the person's powers today, when the caller has asked already.
        after: id of the last turn of the page before.
        text: part of a case number, a student's number or a name.
        orders: also the approved cases that wait for an order.
    """
    held = list(powers) if powers is not None else policy.powers(person, on=clock.today())
    scopes = Q(pk__in=[])
    for power in held:
        scopes |= Q(office=power.office) & (Q(unit_id=power.unit_id) | Q(unit__path__contains=f"/{power.unit_id}/"))
    scopes |= rows.turns_asking(held, person)
    turns = (
        Turn.objects.select_related(
            "movement__applicant", "movement__student__person", "movement__student__group", "unit", "holder"
        )
        .filter(scopes, finished__isnull=True)
        .filter(Q(person=None) | Q(person=person))
        .exclude(movement__state=State.ORDERED)
        .exclude(movement__applicant=person)
        .exclude(Q(movement__filed_by=person) & ~Q(movement__state=State.APPROVED))
    )
    if any(power.office is Role.COMMISSION_SECRETARY for power in held):
        turns = turns.exclude(
            office=Role.COMMISSION_SECRETARY, movement__in=Movement.objects.filter(has_interest(person))
        )
    if not orders:
        turns = turns.exclude(_at_an_order("movement__"))
    if after:
        turns = turns.filter(pk__lt=after)
    if text:
        turns = turns.filter(_by_text(text, "movement__"))
    found = list(turns.order_by("-pk")[: PAGE + 1])
    rows.load(found)
    return found


def _at_an_order(prefix: str = "") -> Q:
    """Cases that wait for an order, and not for what must come before it."""
    found = Q(pk__in=[])
    for kind, flow in kinds().items():
        found |= Q(**{f"{prefix}kind": kind, f"{prefix}step__in": [step.name for step in flow.orders()]})
    return found


def _by_text(text: str, prefix: str = "") -> Q:
    return (
        Q(**{f"{prefix}number__contains": text.strip()})
        | Q(**{f"{prefix}student__number__startswith": text.strip()})
        | Q(**{f"{prefix}applicant__search__contains": normalise(text)})
    )


def cases_for(
    person: Person, *, kind: str = "", state: str = "", student: str = "", text: str = "", after: int | None = None
) -> list[Movement]:
    """The cases a person may see, newest first: one page and one more row, which says whether a page follows."""
    cases: QuerySet[Movement] = visible(person).select_related("applicant", "student", "unit")
    for name, value in (("kind", kind), ("state", state), ("student__number", student)):
        if value:
            cases = cases.filter(**{name: value})
    if text:
        cases = cases.filter(_by_text(text))
    if after:
        cases = cases.filter(pk__lt=after)
    return list(cases.order_by("-pk")[: PAGE + 1])


def awaiting_order(person: Person, kind: str = "") -> list[Movement]:
    """Approved cases the person may put into an order, by kind, faculty, programme and group."""
    units = policy.unit_ids(person, Act.ORDER_COMPOSE, on=clock.today())
    cases = Movement.objects.select_related("applicant", "student__programme", "student__group", "unit")
    cases = cases.filter(_at_an_order(), unit_id__in=units, state=State.APPROVED)
    if kind:
        cases = cases.filter(kind=kind)
    return list(cases.order_by("kind", "unit", F("student__programme__code"), F("student__group__name"), "pk"))


def open_turn(movement: Movement) -> Turn | None:
    """Whose turn it is, if the case waits for somebody."""
    turns = Turn.objects.select_related("unit", "holder", "person").filter(movement=movement, finished__isnull=True)
    turn: Turn | None = turns.first()
    rows.load([turn] if turn else [])
    return turn


@dataclass(frozen=True)
class Tracker:
    """Where a case stands, for its applicant: all of it taken from the route, none typed."""

    step: HumanStep | None
    office: str
    unit: str
    within: Span | None
    due_at: datetime | None
    overdue: bool
    next_steps: tuple[Any, ...]


def tracker(movement: Movement, turn: Turn | None) -> Tracker:
    """Which office and unit has the case, until when, and the next two steps."""
    flow = flow_of(movement.kind)
    step = flow.step(movement.step) if movement.step else None
    if turn is None or not isinstance(step, HumanStep):
        return Tracker(None, "", "", None, None, False, ())
    office = str(Role(turn.office).label) if turn.office else rows.in_words(rows.still_open(turn))
    overdue = bool(turn.due_at and turn.due_at < clock.now())
    within = step.within.on(turn.created.astimezone(clock.zone).date()) if step.within else None
    return Tracker(step, office, seats([turn])[turn.pk], within, turn.due_at, overdue, next_steps(step))


def next_steps(step: Any, count: int = 2) -> tuple[Any, ...]:
    """The steps for people that follow when all goes well; an ending is one."""
    found: list[Any] = []
    seen = {step.name}
    while step.main_exit in step.exits and len(found) < count:
        step = step.exits[step.main_exit]
        if step.name in seen:
            break
        seen.add(step.name)
        if isinstance(step, HumanStep | Outcome):
            found.append(step)
    return tuple(found)


def may(person: Person, movement: Movement, turn: Turn | None) -> list[str]:
    """The acts this person may do on this case now; the act itself asks again."""
    if movement.applicant_id == person.pk:
        owing = turn is not None and any(row.state == rows.State.OWED for row in rows.of(turn))
        return [*(["settled"] if owing else []), *_applicant_may(movement, carrying(movement))]
    if movement.filed_by_id == person.pk and movement.state in (State.DRAFT, State.RETURNED):
        own = ["file", "withdraw"] if movement.state == State.DRAFT else ["revise"]
        return own if files_for(person, movement) else []
    if turn is None or turn.office == Role.STUDENT:
        return []
    acts: list[str] = []
    step = flow_of(movement.kind).step(turn.step)
    reach = set(policy.ancestors(turn.unit or movement.unit))
    offices = {power.office for power in policy.powers(person, on=clock.today()) if power.unit_id in reach}
    if isinstance(step, Clear):
        acts = rows.may(person, turn, offices)
    mine = turn.office in offices and turn.person_id in (None, person.pk)
    held = turn.holder_id not in (None, person.pk) and bool(turn.held_until and turn.held_until > clock.now())
    if mine and isinstance(step, Decide) and not held and movement.filed_by_id != person.pk:
        acts += [exit_name for exit_name in ("approve", "return", "refuse") if exit_name in step.exits]
        acts += ["spoil"] if "spoiled" in step.exits else []
        acts.append("release" if turn.holder_id == person.pk else "take")
    if mine and isinstance(step, Order) and movement.state == State.APPROVED:
        acts.append("compose")
    # A commission's step is nobody's alone: there is nobody to give it to.
    if offices & offices_for(Act.CASE_REASSIGN) and not isinstance(step, Commission):
        acts.append("reassign")
    return acts


def carrying(movement: Movement) -> OrderItem | None:
    """The item of the order that carries the case, with its order, while the case waits for it."""
    if movement.state != State.ORDERED:
        return None
    link = movement.case_items.select_related("item__order").last()
    return link.item if link else None


def _applicant_may(movement: Movement, item: OrderItem | None) -> list[str]:
    if item is not None and item.order.state not in (OrderState.DRAFT, OrderState.ENDORSING, OrderState.READY):
        return []
    return {
        State.DRAFT: ["file", "withdraw"],
        State.RETURNED: ["revise", "withdraw"],
        State.FILED: ["withdraw"],
        State.REVIEW: ["withdraw"],
        State.APPROVED: ["withdraw"],
        State.ORDERED: ["withdraw"],
    }.get(State(movement.state), [])
