"""One act of the API on one case: which action it is, and what whoever comes too late is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from django.utils.translation import gettext as _
from ninja import Field

from journal import clock
from journal.reading import LONGEST, Flag, Sent
from journal.refusals import Conflict, Invalid, NotFound
from movements import actions, queries
from movements.clearances import actions as clearing
from movements.grounds import Ground
from movements.models import Movement
from permissions.models import Person
from students.models import Curriculum

ActName = Literal[
    "file", "approve", "return", "refuse", "revise", "withdraw", "take", "release", "reassign", "compare", "confirm",
    "reject", "clear", "object", "settled", "spoil",
]  # fmt: skip


class ActIn(Sent):
    """An act on a case.

    ``grounds`` are the words of a return, a refusal, a withdrawal, a reassignment, or of an applicant who insists;
    ``ground`` is the coded ground of a return or refusal. ``stated`` belongs to file and revise, ``added`` to approve,
    ``to`` to reassign, ``serial`` with grounds to spoil, ``curriculum`` to compare, ``required`` and ``passed`` with
    grounds to confirm and reject. Where several offices are asked at once, ``office`` says which is meant by clear,
    object, settled, take, release and reassign; it may be left out where only one can be. The ``grounds`` of object
    are what is owed.
    """

    act: ActName
    grounds: str = Field("", max_length=LONGEST)
    ground: str = Field("", description=f"one of {', '.join(Ground.values)}; other, if only grounds are given")
    stated: dict[str, Any] | None = None
    added: dict[str, Any] | None = Field(None, description="what the step asks the office to add when it approves")
    to: str = Field("", description="login of the holder of the office who shall decide")
    insist: Flag = False
    serial: str = Field("", max_length=24, description="of the blank that is spoiled")
    curriculum: str = Field("", max_length=200, description="name of the curriculum to compare with")
    required: str = Field("", max_length=64, description="key of the curriculum's subject, as the case tells it")
    passed: str = Field("", max_length=64, description="key of the passed subject that is proposed for it")
    office: str = Field("", max_length=32, description="of several offices asked at once, the one that is meant")


def perform(actor: Person, movement_id: int, sent: ActIn) -> Movement:
    """Call the action the act names; what it raises is the answer."""
    case: dict[str, Any] = {"actor": actor, "movement_id": movement_id}
    if sent.act in ("approve", "return", "refuse"):
        ground = sent.ground or (Ground.OTHER.value if sent.grounds.strip() and sent.act != "approve" else "")
        with _named_as_sent():
            return actions.decide(**case, verdict=sent.act, ground=ground, words=sent.grounds, added=sent.added)
    if sent.act == "file":
        return actions.file(**case, insist=sent.insist, grounds=sent.grounds)
    if sent.act == "revise":
        stated = queries.get_case_for(actor, movement_id).stated if sent.stated is None else sent.stated
        return actions.revise(**case, stated=stated, insist=sent.insist, grounds=sent.grounds)
    if sent.act == "withdraw":
        return actions.withdraw(**case, grounds=sent.grounds)
    if sent.act == "compare":
        curriculum = Curriculum.objects.filter(name=sent.curriculum).first()
        return actions.compare_with(**case, curriculum_id=curriculum.pk if curriculum else None)
    if sent.act in ("confirm", "reject"):
        with _named_as_sent():
            return actions.judge_match(
                **case, required=sent.required, passed=sent.passed, verdict=sent.act, words=sent.grounds
            )
    if sent.act == "spoil":
        with _named_as_sent():
            return actions.spoil(**case, serial=sent.serial, words=sent.grounds)
    return _at_an_office(case, sent)


def _at_an_office(case: dict[str, Any], sent: ActIn) -> Movement:
    """The acts that may mean one of several offices."""
    if sent.act == "reassign":
        return actions.reassign(**case, to=_person(sent.to), grounds=sent.grounds, office=sent.office)
    if sent.act in ("take", "release"):
        return {"take": actions.take, "release": actions.release}[sent.act](**case, office=sent.office)
    with _named_as_sent():
        answer = {"clear": clearing.clear, "object": clearing.object, "settled": clearing.settled}[sent.act]
        return answer(**case, office=sent.office, words=sent.grounds)


@contextmanager
def _named_as_sent() -> Iterator[None]:
    """The page calls an office's words ``words``, a call ``grounds``."""
    try:
        yield
    except Invalid as refusal:
        refusal.fields = {"grounds" if name == "words" else name: told for name, told in refusal.fields.items()}
        raise


def _person(login: str) -> Person:
    found = Person.objects.filter(account__username=login).first() if login else None
    if found is None:
        raise Invalid(_("Nobody has this login."), fields={"to": [_("unknown login")]})
    return found


@contextmanager
def told_to_the_late(actor: Person, movement_id: int) -> Iterator[None]:
    """Add to a conflict who acted last and what the actor may do now.

    Raises:
        Conflict: the same, with ``may``, ``acted`` and ``state`` among its facts.
    """
    try:
        yield
    except Conflict as conflict:
        try:
            movement = queries.get_case_for(actor, movement_id)
        except NotFound:
            raise conflict from None
        last = movement.decisions.select_related("by").last()
        acted = last and {
            "by": last.by.full_name,
            "act": last.verdict,
            "at": last.at.astimezone(clock.zone).isoformat(timespec="seconds"),
        }
        conflict.facts |= {
            "may": queries.may(actor, movement, queries.open_turn(movement)),
            "acted": acted,
            "state": str(movement.state),
        }
        raise
