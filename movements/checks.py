"""The proof that every flow agrees with the law of states: explored before anything starts.

Each flow is walked together with the FSM of ``Movement`` (a product automaton over step and state). A route that asks
for a transition the FSM forbids, a step that cannot be reached, an exit that leads nowhere or an ending that leaves the
case open is found here, with the path that leads to it.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from django.core.checks import CheckMessage, Error

from movements import conflicts
from movements.acts import find_clause
from movements.await_step import Await
from movements.blank_steps import HandOver, Print
from movements.choose_step import Choose
from movements.clear_step import Clear
from movements.clocks import TERMS, Term
from movements.commission_step import Commission
from movements.flow import MovementFlow, kinds
from movements.models import ENDINGS, Movement, State
from movements.pay_step import Pay
from movements.steps import Apply, Decide, Deciding, HumanStep, MayLapse, Order, Outcome, Revise, Step, Verify
from movements.subject_groups.step import FormGroups

EXITS: dict[type[Step], tuple[str, ...]] = {
    Apply: ("file",),
    Revise: ("revise",),
    Verify: ("then", "else"),
    Decide: ("approve",),
    Choose: (),
    Await: ("approve",),
    Clear: ("cleared",),
    Print: ("approve",),
    HandOver: ("approve", "spoiled"),
    Commission: ("approve",),
    Pay: ("approve",),
    FormGroups: ("approve",),
    Order: ("in_force", "struck"),
    Outcome: (),
}
Path = tuple[str, ...]


def transitions() -> dict[str, dict[str, str]]:
    """The FSM of a movement: by transition, which state it leads to from each source."""
    table: dict[str, dict[str, str]] = {}
    field: Any = Movement._meta.get_field("state")
    for one in field.get_all_transitions(Movement):
        table.setdefault(one.name, {})[str(one.source)] = str(one.target)
    return table


def explore(flow: type[MovementFlow]) -> list[str]:
    """Walk a flow with the FSM; every fault is a sentence that shows the path.

    Args:
        flow: the movement to explore.
    """
    faults = _faults_of_steps(flow)
    starts = [step for step in flow.steps() if isinstance(step, Apply)]
    if len(starts) != 1:
        return [*faults, f"{flow.__name__}: begins with {len(starts)} Apply steps instead of one"]
    table, seen = transitions(), set()
    queue: deque[tuple[Step, str, bool, Path]] = deque([(starts[0], str(State.DRAFT), False, (starts[0].name,))])
    reached = set()
    while queue:
        step, state, ordered, path = queue.popleft()
        reached.add(step.name)
        if (step.name, state, ordered) in seen:
            continue
        seen.add((step.name, state, ordered))
        for exit_name, to in step.exits.items():
            fault, arrived = _leave_and_arrive(table, step, state, exit_name, to)
            onward = (*path, to.name)
            by_order = ordered or (isinstance(step, Order) and exit_name == "in_force")
            if not fault and arrived == State.GRANTED and not by_order:
                fault = "grants what no order has granted"
            if fault:
                faults.append(f"{flow.__name__}: {' → '.join(onward)}: {fault}")
            else:
                queue.append((to, arrived, by_order, onward))
    faults += [f"{flow.__name__}: {step.name} cannot be reached" for step in flow.steps() if step.name not in reached]
    return list(dict.fromkeys(faults))


def _leave_and_arrive(
    table: dict[str, dict[str, str]], step: Step, state: str, exit_name: str, to: Step
) -> tuple[str, str]:
    # A case lapses while it waits for its order: not by way of being in one.
    meanwhile = "" if exit_name == "lapse" else step.meanwhile
    for transition in (meanwhile, step.on_leaving.get(exit_name, ""), to.on_arrival):
        if not transition:
            continue
        if state not in table.get(transition, {}):
            return f"“{exit_name}” asks for “{transition}”, which the FSM forbids from “{state}”", state
        state = table[transition][state]
    if state not in to.arrives_as:
        return f"“{exit_name}” arrives as “{state}”, where {to.name} expects {_or(to.arrives_as)}", state
    if isinstance(to, Outcome) and state not in ENDINGS:
        return f"ends while the case is “{state}”", state
    return "", state


def _or(states: frozenset[str]) -> str:
    return " or ".join(f"“{state!s}”" for state in sorted(states))


def _faults_of_steps(flow: type[MovementFlow]) -> list[str]:
    faults = []
    if not flow.open_to and not flow.open_to_outsiders:
        faults.append(f"{flow.__name__}: is open to nobody")
    for step in flow.steps():
        for wanted in EXITS[type(step)]:
            if wanted not in step.exits:
                faults.append(f"{flow.__name__}: {step.name}: “{wanted}” leads nowhere")
        if isinstance(step, Choose | Clear):
            faults += [f"{flow.__name__}: {step.name}: {fault}" for fault in step.faults()]
        if isinstance(step, HumanStep | Choose) and not step.clause:
            faults.append(f"{flow.__name__}: {step.name}: cites no clause")
        for code in (step.clause, step.formerly):
            if code and find_clause(code) is None:
                faults.append(f"{flow.__name__}: {step.name}: cites {code}, which no act declares")
        if isinstance(step, Deciding | Order | Pay) and step.within is None:
            faults.append(f"{flow.__name__}: {step.name}: has no time limit")
        if isinstance(step, Deciding | Order | Pay) and step.if_silent is None:
            faults.append(f"{flow.__name__}: {step.name}: does not say who is told when it is silent")
        faults += [f"{flow.__name__}: {step.name}: {fault}" for fault in _faults_of_terms(step)]
    if isinstance(flow.service, Term) and flow.service.fault():
        faults.append(f"{flow.__name__}: {flow.service.fault()}")
    return faults


def _faults_of_terms(step: Step) -> list[str]:
    """What is wrong with the terms of a step: nothing lapses without a dated term and a notice before it."""
    terms = (getattr(part, name, None) for part in (step, *getattr(step, "asks", ())) for name in TERMS)
    faults = [one.fault() for one in terms if isinstance(one, Term) and one.fault()]
    if isinstance(step, MayLapse) and (step.lapses or step.told_before or "lapse" in step.exits):
        if step.lapses is None or step.told_before is None:
            faults.append("lapses, but does not say after what term and how long before the applicant is told")
        if "lapse" not in step.exits:
            faults.append("“lapse” leads nowhere")
    return faults


def check_flows(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Django system check: with a faulty flow nothing starts, nor with two kinds nobody has compared."""
    routes = [
        Error(fault, hint="Mend the route in the flow file; the path shows how a case gets there.", id="movements.E001")
        for flow in kinds().values()
        for fault in explore(flow)
    ]
    table = {kind: flow.beside for kind, flow in kinds().items()}
    hint = "Say it once, in “beside” of the kind that came later: ALLOWED, held(…) or refused(…)."
    return [*routes, *(Error(fault, hint=hint, id="movements.E003") for fault in conflicts.faults(table))]
