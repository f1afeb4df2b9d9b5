"""Writing versions of a case's academic difference; the approval freezes the last one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import Invalid
from movements import differences
from movements.differences import Basis, Comparison
from movements.models import CaseDifference, Movement
from movements.steps import Decide
from permissions.policy import Power


def counted(movement: Movement, step: Decide) -> tuple[Basis, Comparison]:
    """What holds at the step now, compared. Raises Invalid while no curriculum is chosen."""
    basis = differences.basis_of(movement, step)
    if basis.curriculum is None:
        sentence = _("Choose the curriculum with which the results are compared; if it is missing, import it first.")
        raise Invalid(sentence, fields={"curriculum": [sentence]})
    return basis, differences.compared(movement, basis.target, basis.curriculum, basis.verdicts)


def keep(
    movement: Movement, step: Decide, power: Power, found: Comparison, *, act: str, version: int, words: str = ""
) -> CaseDifference:
    """Add a version."""
    return CaseDifference.objects.create(
        movement=movement,
        step=step.name,
        version=version,
        act=act,
        curriculum=found.curriculum,
        verdicts=found.verdicts,
        result=differences.result_of(found),
        lines=differences.lines_of(found),
        words=words,
        by=power.person,
        office=power.office,
        at=clock.now(),
    )


def approve_difference(movement: Movement, step: Decide, power: Power) -> dict[str, Any]:
    """Freeze the difference as it stands; its sums are what the case keeps.

    Raises:
        Invalid: no curriculum is chosen.
    """
    basis, found = counted(movement, step)
    kept = keep(movement, step, power, found, act=CaseDifference.Act.APPROVE, version=basis.version + 1)
    return {**kept.result, "version": kept.version}
