"""The deciding office on the academic difference of a case: with which curriculum, and which match holds."""

from __future__ import annotations

from django.utils.translation import gettext as _

from journal.reading import words as kept_words
from journal.refusals import Conflict, Invalid
from journal.transactions import whole_act
from movements import differences
from movements.actions.deciding import power_over, somebody_was_first
from movements.actions.freezing import counted, keep
from movements.actions.locked import lock_case, read_case, read_turn, record
from movements.differences import Comparison
from movements.models import CaseDifference, Movement, Turn
from movements.steps import Decide
from permissions.models import Person
from permissions.policy import Power
from students.difference import Pair


@whole_act
def compare_with(*, actor: Person, movement_id: int, curriculum_id: int | None) -> Movement:
    """Compare the results with another curriculum of the programme; verdicts on the first one's subjects are dropped.

    Raises:
        NotFound: the actor may not see the case.
        Conflict: not the actor's act, or the step asks for no difference.
        Invalid: no such curriculum of the programme.
    """
    turn, step, power = _differing(actor, movement_id)
    basis = differences.basis_of(turn.movement, step)
    curriculum = next((one for one in basis.curricula if one.pk == curriculum_id), None)
    if curriculum is None:
        sentence = _("Choose a curriculum of the programme.")
        raise Invalid(sentence, fields={"curriculum": [sentence]})
    same = basis.curriculum is not None and basis.curriculum.pk == curriculum.pk
    found = differences.compared(turn.movement, basis.target, curriculum, basis.verdicts if same else [])
    return _write(turn, step, power, found, act=CaseDifference.Act.COMPARE, version=basis.version + 1)


@whole_act
def judge_match(*, actor: Person, movement_id: int, required: str, passed: str, verdict: str, words: str) -> Movement:
    """Confirm or reject a proposed match, with words; a later verdict on the same match takes the place of the earlier.

    Args:
        required: key of the curriculum's subject, semester and code.
        passed: key of the passed subject.
        verdict: confirm or reject.

    Raises:
        NotFound: the actor may not see the case.
        Conflict: not the actor's act, or the step asks for no difference.
        Invalid: no such proposal, no words, or no curriculum is chosen yet.
    """
    turn, step, power = _differing(actor, movement_id)
    words = kept_words(words, field="words")
    if not words:
        raise Invalid(_("Say in words why: the applicant will read it."), fields={"words": [_("say it in words")]})
    basis, before = counted(turn.movement, step)
    judged = {Pair(one["required"], one["passed"]) for one in basis.verdicts}
    if (
        verdict not in (differences.CONFIRM, differences.REJECT)
        or Pair(required, passed) not in judged | before.proposed()
    ):
        raise Invalid(_("There is no such proposal. Open the case again."), fields={"required": [_("not proposed")]})
    verdicts = [*basis.verdicts, {"required": required, "passed": passed, "verdict": verdict, "words": words}]
    found = differences.compared(turn.movement, basis.target, before.curriculum, verdicts)
    return _write(turn, step, power, found, act=verdict, version=basis.version + 1, words=words)


def _differing(actor: Person, movement_id: int) -> tuple[Turn, Decide, Power]:
    lock_case(movement_id)
    turn = read_turn(movement_id)
    if turn is None:
        raise somebody_was_first(actor, read_case(movement_id))
    power = power_over(actor, turn)
    step = turn.flow_task
    if not isinstance(step, Decide) or not step.difference:
        raise Conflict(_("No academic difference is confirmed at this step."))
    return turn, step, power


def _write(
    turn: Turn, step: Decide, power: Power, found: Comparison, *, act: str, version: int, words: str = ""
) -> Movement:
    movement: Movement = turn.movement
    movement.turn = turn
    kept = keep(movement, step, power, found, act=act, version=version, words=words)
    payload = {"step": step.name, "words": words, "version": version, "difference": kept.result}
    record(movement, actor=power.actor, act=act, clause=step.clause, payload=payload, turn=turn)
    return movement
