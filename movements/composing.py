"""From approved cases to an order, and back: what an order's fate does to the cases it carries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from journal import clock
from journal.asked import Asked
from journal.events import Actor
from journal.refusals import Conflict, Invalid, NotFound
from journal.transactions import whole_act
from journal.writes import Insert
from movements.actions.locked import (
    Record,
    as_read,
    lock_case,
    prepared_record,
    read_case,
    record,
    require_turn,
    write_records,
)
from movements.actions.withdrawing import end_as_withdrawn
from movements.activations import walk
from movements.acts import act_of, find_clause
from movements.facts import filed_on
from movements.models import Attachment, CaseItem, Movement, State
from movements.sittings.basis import minutes_behind
from movements.steps import Order as OrderStep
from orders.actions import Line, compose_order
from orders.effects import OfPerson
from orders.models import Order, OrderItem
from orders.wording import upper_surname, uz_date
from permissions import policy
from permissions.models import Person, Unit
from permissions.roles import Act
from students.models import Student

MOST_CASES = 500


@whole_act
def compose(
    *,
    actor: Person,
    kind: str,
    movement_ids: Iterable[int],
    split: str = "one",
    effective_on: date | None = None,
) -> list[Order]:
    """Compose draft orders from approved cases of one kind.

    Args:
        actor: the registrar.
        kind: the kind of movement.
        movement_ids: the cases, each approved and waiting for its order.
        split: ``one`` order for all, or one a ``faculty`` (HEMIS binds a decree to one faculty).
        effective_on: overrules the date each case states, when the office sets one for all.

    Raises:
        NotFound: a case the actor may not see.
        Conflict: a case is not waiting for an order any more, or composing is not the actor's act.
        Invalid: no cases, too many, or another kind among them.
    """
    ids = sorted(set(movement_ids))
    if not ids or len(ids) > MOST_CASES or split not in ("one", "faculty"):
        raise Invalid(
            _("Choose between 1 and %(most)d cases, and one order or one a faculty.") % {"most": MOST_CASES},
            fields={"movements": [_("choose cases")]},
        )
    found = _locked(actor, kind, ids)
    batches: dict[int, list[tuple[Movement, OrderStep]]] = defaultdict(list)
    for movement, step in found:
        batches[movement.unit_id if split == "faculty" else 0].append((movement, step))
    return [_one_order(actor, batch, effective_on) for batch in batches.values()]


lock_cases: Asked[tuple[int]] = Asked(
    lambda ids: Movement.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk")
)
cases_of: Asked[Movement] = Asked(
    lambda ids: (
        Movement.objects.select_related("student", "applicant", "unit")
        .filter(pk__in=ids, number__isnull=False)
        .order_by("pk")
    )
)


def _locked(actor: Person, kind: str, ids: list[int]) -> list[tuple[Movement, OrderStep]]:
    """Lock in the order of ids, so that two registrars never wait for each other crosswise."""
    lock_cases(ids=ids)
    units = policy.unit_ids(actor, Act.CASE_READ, on=clock.today())
    movements = [as_read(movement) for movement in cases_of(ids=ids) if movement.unit_id in units]
    if len(movements) != len(ids):
        raise NotFound(_("There is no such case."))
    result = []
    for movement in movements:
        step = _order_step(movement)
        if movement.kind != kind:
            raise Invalid(_("Case %(case)s is of another kind.") % {"case": movement})
        if movement.state != State.APPROVED or step is None:
            state = State(movement.state).label
            raise Conflict(
                _("Case %(case)s does not wait for an order: it is “%(state)s”.") % {"case": movement, "state": state}
            )
        result.append((movement, step))
    return result


def _order_step(movement: Movement) -> OrderStep | None:
    from movements.flow import flow_of  # steps know orders; flows know steps

    step = flow_of(movement.kind).step(movement.step)
    return step if isinstance(step, OrderStep) else None


def _one_order(actor: Person, batch: list[tuple[Movement, OrderStep]], effective_on: date | None) -> Order:
    step = batch[0][1]
    units = {movement.unit_id for movement, _step in batch}
    unit = batch[0][0].unit if len(units) == 1 else Unit.objects.get(parent=None)
    # The title is printed: the paper speaks Uzbek whatever the registrar's screen speaks.
    with translation.override("uz"):
        title = str(step.called)
    order = compose_order(
        actor=actor,
        kind=step.template,
        title=title,
        unit=unit,
        lines=_lines(batch, effective_on),
        visas=[str(office) for office in step.visas],
        signs=str(step.signs),
    )
    items = {item.origin: item for item in order.made_items}
    office = Actor(actor.pk, actor.full_name, "registrar")
    records: list[Record] = []
    for movement, own_step in batch:
        item = items[_origin(movement, own_step)]
        link = CaseItem(movement=movement, step=own_step.name, item=item)
        movement.be_ordered()
        payload = {"order": order.pk, "item": item.pk}
        records.append(prepared_record(movement, actor=office, act="ordered", payload=payload, beside=[Insert(link)]))
    write_records(records)
    return order


def _origin(movement: Movement, step: OrderStep) -> str:
    return f"movement:{movement.pk}/{step.name}"


def _lines(batch: list[tuple[Movement, OrderStep]], effective_on: date | None) -> list[Line]:
    """The lines of these cases; their papers and minutes are asked for together."""
    movements = [movement for movement, _step in batch]
    minutes = minutes_behind(movements)
    brought: dict[int, set[str]] = defaultdict(set)
    standing = Attachment.objects.filter(movement__in=movements, removed_at=None)
    for movement_id, kind in standing.values_list("movement_id", "kind"):
        brought[movement_id].add(kind)
    return [
        _line(movement, step, effective_on, (brought[movement.pk], minutes.get(movement.pk, [])))
        for movement, step in batch
    ]


def _line(movement: Movement, step: OrderStep, effective_on: date | None, proof: tuple[set[str], list[str]]) -> Line:
    values = step.values(movement)
    day = effective_on or date.fromisoformat(values["from"])
    values = {**values, "from": day.isoformat()}
    return Line(
        # What is said of a person is said of no enrolment, though there may be one.
        student_id=None if issubclass(step.effect, OfPerson) else movement.student_id,
        person_id=movement.applicant_id,
        effective_on=day,
        effect=step.effect.code,
        values=values,
        basis=_basis(movement, step, *proof),
        origin=_origin(movement, step),
    )


def _basis(movement: Movement, step: OrderStep, kinds: set[str], minutes: list[str]) -> dict[str, Any]:
    """Act, clause and the lines of *Asos*, in Uzbek: the application and the names of its papers, not what they say.

    Args:
        kinds: of the papers that were brought.
        minutes: the signed minutes of the commissions on the case's route.
    """
    from movements.flow import flow_of  # steps know orders; flows know steps

    day = uz_date(filed_on(movement))
    who = upper_surname(movement.applicant.surname, movement.applicant.given_name)
    with translation.override("uz"):
        papers = [str(paper.title) for paper in flow_of(movement.kind).papers() if paper.kind in kinds]
    # One line a student: a paper named without its owner would prove nobody's ground.
    how = " (ofis tomonidan kiritilgan)" if movement.filed_by_id else ""
    lines = [", ".join([f"{who}ning {day}dagi {movement.number}-sonli arizasi{how}", *papers, *minutes])]
    code = step.clause_on(filed_on(movement))
    clause = find_clause(code)
    return {
        "act": code.rpartition(":")[0],
        "resolution": _resolution(code),
        "clauses": [code],
        "text": clause.text.uz if clause else "",
        "papers": lines,
    }


def _resolution(code: str) -> str:
    """``2025-yil 13-sentabrdagi 578-son``; nothing for what the institute has set for itself."""
    act = act_of(code)
    number, year, _rest = act.code.partition("/") if act else ("", "", "")
    return f"{uz_date(act.adopted)}dagi {number}-son" if act and year and number.isdecimal() else ""


def _case_of(item: OrderItem) -> Movement | None:
    link = CaseItem.objects.filter(item=item).first()
    if link is None:
        return None
    lock_case(link.movement_id)
    return read_case(link.movement_id)


def after_applied(item: OrderItem, *, actor: Actor, words: str) -> None:
    """The record has changed: the case goes on along ``InForce``."""
    movement = _case_of(item)
    if movement is not None:
        step = _order_step(movement)
        if step is not None and step.then is not None:
            step.then(movement, item)
        # Whom the order admitted is a student from now on.
        _go_on(movement, "in_force", actor, {"item": item.pk, "order": item.order_id}, item.student_id)


def after_struck(item: OrderItem, *, actor: Actor, words: str) -> None:
    """The registrar took the item out: the case goes back to the office, or ends if its applicant asked for that."""
    movement = _case_of(item)
    if movement is None or movement.state != State.ORDERED:
        return
    if movement.withdrawal_asked:
        grounds = movement.withdrawal_asked
        end_as_withdrawn(movement, actor=actor, by=movement.applicant, grounds=grounds)
    else:
        _go_on(movement, "struck", actor, {"item": item.pk, "order": item.order_id, "words": words})


def after_discarded(item: OrderItem, *, actor: Actor, words: str) -> None:
    """The order was put aside: the case waits for another."""
    movement = _case_of(item)
    if movement is None or movement.state != State.ORDERED:
        return
    if movement.withdrawal_asked:
        end_as_withdrawn(movement, actor=actor, by=movement.applicant, grounds=movement.withdrawal_asked)
        return
    movement.be_released()
    record(movement, actor=actor, act="released", payload={"order": item.order_id, "words": words})


def give_back(movement_ids: list[int], kept_id: int, absorbed_id: int) -> None:
    """A merge was taken apart: what orders did meanwhile in the cases that go back goes with them."""
    items = OrderItem.objects.filter(pk__in=CaseItem.objects.filter(movement__in=movement_ids).values("item"))
    admitted = items.filter(person=kept_id, facts={}).exclude(student=None)
    Student.objects.filter(pk__in=list(admitted.values_list("student", flat=True))).update(person=absorbed_id)
    items.filter(person=kept_id).update(person=absorbed_id)


def _go_on(
    movement: Movement, exit_name: str, actor: Actor, payload: dict[str, Any], student_id: int | None = None
) -> None:
    turn = require_turn(movement.pk)
    movement = turn.movement
    if movement.student_id is None:
        movement.student_id = student_id
    walk(turn, exit_name)
    record(movement, actor=actor, act=exit_name, clause=turn.flow_task.clause, payload=payload, turn=turn)
