"""Which rows belong to a turn, and which of them somebody's office may answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from django.db.models import Exists, OuterRef, Q

from journal import clock
from movements.clear_step import Clear
from movements.flow import kinds
from movements.models import Clearance, Movement, Turn
from permissions.models import Person
from permissions.policy import Power
from permissions.roles import Role

State = Clearance.State


def load(turns: Iterable[Turn]) -> None:
    """Read the rows of those turns at which several offices are asked: one statement for all, or none."""
    several = {turn.pk: turn for turn in turns if not turn.office}
    if not several:
        return
    for turn in several.values():
        turn.asks = []
    parts = ("unit", "person", "holder", "cleared_by")
    for row in Clearance.objects.select_related(*parts).filter(turn__in=several).order_by("pk"):
        turn = several[row.turn_id]
        if "movement" in turn._state.fields_cache:
            row.movement = turn.movement
        turn.asks = [*(turn.asks or []), row]


def of(turn: Turn) -> list[Clearance]:
    """The rows of a turn; none where one office is asked."""
    if turn.asks is None:
        load([turn])
    return turn.asks or []


def still_open(turn: Turn) -> list[Clearance]:
    """Those that have not cleared yet."""
    return [row for row in of(turn) if row.state != State.CLEARED]


def is_held(row: Clearance) -> bool:
    """Whether somebody has it on the desk just now."""
    return bool(row.holder_id and row.held_until and row.held_until > clock.now())


@cache
def offices() -> frozenset[Role]:
    """The offices which any flow asks so."""
    steps = (step for flow in kinds().values() for step in flow.steps())
    return frozenset(one.office for step in steps if isinstance(step, Clear) for one in step.asks)


def asked_by(powers: Sequence[Power], person: Person | None = None) -> Q:
    """The rows about which one of these powers is or was asked.

    Args:
        person: only those which this person may answer now.
    """
    found = Q(pk__in=[])
    for power in powers:
        below = Q(unit_id=power.unit_id) | Q(unit__path__contains=f"/{power.unit_id}/")
        found |= Q(office=power.office) & below
    return found & Q(state=State.ASKED) & (Q(person=None) | Q(person=person)) if person else found


def turns_asking(powers: Sequence[Power], person: Person) -> Q:
    """The turns at which an office of the person's is asked beside others; asks nothing of who holds none of them."""
    asking = [power for power in powers if power.office in offices()]
    if not asking:
        return Q(pk__in=[])
    return Q(Exists(Clearance.objects.filter(asked_by(asking, person), turn=OuterRef("pk"))))


def cases_asked(powers: Sequence[Power]) -> Q:
    """The cases in which an office was ever asked beside others."""
    asking = [power for power in powers if power.office in offices()]
    if not asking:
        return Q(pk__in=[])
    return Q(Exists(Clearance.objects.filter(asked_by(asking), movement=OuterRef("pk"))))


def in_words(found: Sequence[Clearance]) -> str:
    """The offices, each once; the applicant where all of them wait for the applicant."""
    if found and all(row.state == State.OWED for row in found):
        return str(Role.STUDENT.label)
    return ", ".join(str(Role(row.office).label) for row in found)


def may(person: Person, turn: Turn, held: Iterable[Role]) -> list[str]:
    """What the person may do for its own offices at a turn at which several are asked."""
    free = [row for row in mine(person, turn, held) if row.holder_id in (None, person.pk) or not is_held(row)]
    if not free:
        return []
    acts = ["clear", *(["object"] if any(row.state == State.ASKED for row in free) else [])]
    return [*acts, "release" if any(row.holder_id == person.pk for row in free) else "take"]


def mine(person: Person, turn: Turn, held: Iterable[Role]) -> list[Clearance]:
    """The open rows which the person may answer by one of these offices.

    Args:
        held: the offices the person holds over the case.
    """
    movement: Movement = turn.movement
    if movement.applicant_id == person.pk or movement.filed_by_id == person.pk:
        return []
    return [row for row in still_open(turn) if row.office in set(held) and row.person_id in (None, person.pk)]
