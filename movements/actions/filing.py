"""Filing and correcting: the applicant's own acts. The machine tells at once which clause does not hold."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from viewflow.workflow.models import Process

from journal import clock
from journal.reading import words
from journal.refusals import Conflict, Invalid
from journal.transactions import whole_act
from journal.writes import Insert
from movements import conflicts
from movements.actions.drafts import PRESENT
from movements.actions.locked import as_party, lock_case, must_be, read_case, record, require_turn
from movements.activations import walk
from movements.clauses import shown, stands_against
from movements.facts import papers_of
from movements.flow import MovementFlow, flow_of
from movements.models import Decision, Movement, State, Turn
from movements.papers import APPLICATION_SCAN
from movements.receipts import plan_receipt
from permissions.models import Person
from permissions.policy import Power
from permissions.roles import Role


@whole_act
def file(*, actor: Person, movement_id: int, insist: bool = False, grounds: str = "") -> Movement:
    """Hand a draft to the office. It gets its case number, and the first deciding office its turn.

    Args:
        actor: the applicant, or the office that files for them.
        movement_id: the draft.
        insist: file although a clause does not hold; then ``grounds`` say why, and the office decides.
        grounds: the applicant's words.

    Raises:
        NotFound: not the applicant's case.
        Conflict: filed already, the standing has changed so that the kind is no longer open, or another case of the
            applicant excludes it.
        Invalid: fields, or findings that stand against it; the draft is kept as it was.
    """
    grounds = words(grounds, field="grounds")
    lock_case(movement_id)
    movement = read_case(movement_id)
    power = as_party(actor, movement)
    must_be(movement, State.DRAFT)
    flow = flow_of(movement.kind)
    _still_open(flow, movement)
    conflicts.refuse_filing(movement)
    step = flow.first_step()
    movement.stated = step.form(movement.stated, student=movement.student).plain()
    if movement.student is None:
        movement.unit = flow.unit_of(movement.stated)
        power = as_party(actor, movement)
    _sign_for(movement, power)
    movement.filed_at = clock.now()
    movement.number = f"{clock.today().year}-{movement.pk:06d}"
    movement.insisted = grounds if insist else ""
    movement.was_in_order = False
    movement.process = Process.objects.create(flow_class=flow, created=clock.now())
    turn = Turn(
        process=movement.process,
        movement=movement,
        flow_task=step,
        flow_task_type=step.task_type,
        step=step.name,
        office=Role.STUDENT,
        unit_id=movement.unit_id,
        person_id=movement.applicant_id,
        created=movement.created_at,
    )
    walk(turn, "file")
    _stop_unless_insisted(movement, insist=insist, grounds=grounds)
    _decided(movement, turn, power, Decision.Verdict.FILE, grounds)
    plan_receipt(movement)
    return movement


@transaction.atomic
def revise(
    *, actor: Person, movement_id: int, stated: dict[str, Any], insist: bool = False, grounds: str = ""
) -> Movement:
    """Hand a corrected case back to the office that returned it along the route.

    Args:
        actor: the applicant, or the office that files for them.
        movement_id: the returned case.
        stated: the corrected statement, whole.
        insist: see ``file``.
        grounds: see ``file``.

    Raises:
        NotFound: not the applicant's case.
        Conflict: the case is not returned.
        Invalid: fields or findings; nothing has changed then.
    """
    grounds = words(grounds, field="grounds")
    lock_case(movement_id)
    movement = read_case(movement_id)
    power = as_party(actor, movement)
    must_be(movement, State.RETURNED)
    turn = require_turn(movement_id)
    turn.movement = movement
    movement.stated = turn.flow_task.form(stated, student=movement.student).plain()
    if movement.student is None:
        movement.unit = flow_of(movement.kind).unit_of(movement.stated)
    movement.insisted = grounds if insist else ""
    walk(turn, "revise")
    _stop_unless_insisted(movement, insist=insist, grounds=grounds)
    _decided(movement, turn, power, Decision.Verdict.REVISE, grounds)
    return movement


def _sign_for(movement: Movement, power: Power) -> None:
    """An applicant who files signs so; an office brings the applicant's signature. Raises Invalid without it."""
    if power.office is Role.STUDENT:
        movement.filed_by = None
    elif APPLICATION_SCAN.kind not in {paper.kind for paper in papers_of(movement)}:
        sentence = _("Attach the scan of the application that %(name)s has signed.")
        words = sentence % {"name": movement.applicant.full_name}
        raise Invalid(words, fields={f"paper_{APPLICATION_SCAN.kind}": [words]})


def _still_open(flow: type[MovementFlow], movement: Movement) -> None:
    if movement.student is not None:
        is_open = movement.student.status in flow.open_to
    else:
        is_open = flow.open_to_outsiders and not movement.applicant.enrolments.filter(status__in=PRESENT).exists()
    if not is_open:
        raise Conflict(_("Your standing has changed since the draft was begun; this kind is not open to it now."))


def _stop_unless_insisted(movement: Movement, *, insist: bool, grounds: str) -> None:
    """Raising undoes the whole transaction: the draft, or the returned case, is as it was."""
    against = stands_against(movement.findings)
    if insist and not grounds:
        raise Invalid(
            _("To insist, say on what grounds; the office will read them."), fields={"grounds": [_("required")]}
        )
    if against and not insist:
        first = shown(against[0])
        raise Invalid(
            _("%(text)s %(remedy)s You may also insist with grounds: then the office decides.")
            % {"text": first["text"], "remedy": first["remedy"]},
            clause=first["clause"],
            facts={"findings": [shown(finding) for finding in movement.findings]},
        )


def _decided(movement: Movement, turn: Turn, power: Power, verdict: Decision.Verdict, words: str) -> None:
    papers = {f"{paper.kind}:{paper.sha256[:12]}": paper.name for paper in papers_of(movement)}
    decision = Decision(
        movement=movement,
        step=turn.step,
        verdict=verdict,
        by=power.person,
        office=power.office,
        on_behalf_of_id=None if power.office is Role.STUDENT else movement.applicant_id,
        basis=power.basis,
        words=words,
        stated={"fields": movement.stated, "papers": papers},
        at=clock.now(),
    )
    record(
        movement,
        actor=power.actor,
        act=str(verdict),
        clause=turn.flow_task.clause,
        payload={
            "stated": movement.stated,
            "papers": papers,
            "insisted": movement.insisted,
            "findings": [
                {"clause": finding["clause"], "holds": finding["holds"], "facts": finding["facts"]}
                for finding in movement.findings
            ],
        },
        turn=turn,
        beside=[Insert(decision)],
    )
