"""A printed blank is spoiled before it is handed over: the serial is entered as spoiled, and another one is printed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from journal.reading import words as kept_words
from journal.refusals import Conflict, Invalid
from journal.transactions import whole_act
from movements.actions.deciding import power_over, somebody_was_first
from movements.actions.locked import lock_case, read_case, read_turn, record
from movements.activations import walk
from movements.blank_steps import HandOver, assigned_to
from movements.facts import filed_on
from movements.models import Movement
from orders import blanks
from permissions.models import Person


@whole_act
def spoil(*, actor: Person, movement_id: int, serial: str, words: str) -> Movement:
    """Enter a blank of the case as spoiled; the case goes back to the printing of another.

    Args:
        serial: of a blank the case holds, as printed.
        words: how it was spoiled.

    Raises:
        NotFound: the actor may not see the case.
        Conflict: not the actor's act, or the case waits for something else.
        Invalid: the case holds no such blank, or nothing is said.
    """
    lock_case(movement_id)
    turn = read_turn(movement_id)
    if turn is None:
        raise somebody_was_first(actor, read_case(movement_id))
    power, step = power_over(actor, turn), turn.flow_task
    if not isinstance(step, HandOver):
        raise Conflict(_("Nothing is printed here that could be spoiled."))
    movement: Movement = turn.movement
    held = next((one for one in assigned_to(movement).values() if one.serial == serial.strip()), None)
    if held is None:
        sentence = _("The case holds no blank of this serial.")
        raise Invalid(sentence, fields={"serial": [sentence]})
    said = kept_words(words, field="words")
    blanks.spoil(actor=power.person, blank_id=held.pk, words=said)
    step.spoils(movement, held)
    walk(turn, "spoiled")
    payload = {"step": turn.step, "serial": held.serial, "words": said}
    record(
        movement, actor=power.actor, act="spoil", clause=step.clause_on(filed_on(movement)), payload=payload, turn=turn
    )
    return movement
