"""An office decides: approve, return, refuse. One road for every screen, call and job."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from journal import clock
from journal.reading import words as kept_words
from journal.refusals import Conflict, Invalid, NotFound
from journal.transactions import whole_act
from journal.writes import Insert
from movements import conflicts
from movements.access import can_see
from movements.actions.freezing import approve_difference
from movements.actions.locked import lock_case, read_case, read_turn, record
from movements.activations import walk
from movements.facts import filed_on
from movements.grounds import Ground
from movements.models import Clearance, Decision, Movement, State, Turn
from movements.steps import Decide, Order
from permissions import policy
from permissions.models import Person
from permissions.policy import Power
from permissions.roles import Act, Role

WITH_GROUNDS = (Decision.Verdict.RETURN, Decision.Verdict.REFUSE)


@whole_act
def decide(
    *,
    actor: Person,
    movement_id: int,
    verdict: str,
    ground: str = "",
    words: str = "",
    added: dict[str, Any] | None = None,
) -> Movement:
    """Decide the step the case stands at.

    Args:
        actor: who decides; asked of ``policy`` again at this very moment.
        movement_id: the case.
        verdict: approve, return or refuse.
        ground: coded ground, obligatory on return and refusal.
        words: the office's words, obligatory on return and refusal.
        added: what the step's form asks the office to add when it approves.

    Raises:
        NotFound: the actor may not see the case.
        Conflict: not the actor's act, somebody acted first, somebody has it on the desk, or another case of the
            applicant must end before this one is approved.
        Invalid: no such verdict here, or grounds or answers are missing.
    """
    lock_case(movement_id)
    turn = read_turn(movement_id)
    if turn is None:
        raise somebody_was_first(actor, read_case(movement_id))
    power = power_over(actor, turn)
    step = turn.flow_task
    if not isinstance(step, Decide) or verdict not in step.exits:
        raise Invalid(_("This step knows no such decision."), fields={"act": [_("not offered here")]})
    words = kept_words(words, field="words")
    if verdict in WITH_GROUNDS:
        _demand_grounds(ground, words)
    else:
        ground = ""
    movement: Movement = turn.movement
    if isinstance(step.exits[verdict], Order):
        conflicts.refuse_approval(movement)
    plain: dict[str, Any] = {}
    if verdict == Decision.Verdict.APPROVE:
        plain = step.carry_out(power, movement, _additions(step, movement, added or {}))
    if verdict == Decision.Verdict.APPROVE and step.difference:
        difference = approve_difference(movement, step, power)
        if step.states is not None:
            step.states.refuse_unexplained(difference, plain)
        plain = {**plain, "difference": difference}
    if plain:
        movement.decided = {**movement.decided, step.name: plain}
    walk(turn, verdict)
    _write(movement, turn, power, verdict, ground, words, plain)
    return movement


def _write(
    movement: Movement, turn: Turn, power: Power, verdict: str, ground: str, words: str, added: dict[str, Any]
) -> None:
    decision = Decision(
        movement=movement,
        step=turn.step,
        verdict=verdict,
        by=power.person,
        office=power.office,
        on_behalf_of=power.on_behalf_of,
        basis=power.basis,
        ground=ground,
        words=words,
        stated={"fields": movement.stated},
        added=added,
        at=clock.now(),
    )
    record(
        movement,
        actor=power.actor,
        act=verdict,
        clause=turn.flow_task.clause_on(filed_on(movement)),
        payload={"step": turn.step, "ground": ground, "words": words, "added": added},
        turn=turn,
        beside=[Insert(decision)],
    )


def power_over(
    actor: Person, turn: Turn, act: Act = Act.CASE_DECIDE, *, asked: Turn | Clearance | None = None
) -> Power:
    """The power by which the actor may act on an open turn, asked of policy now.

    Args:
        actor: who acts.
        turn: the open turn of the locked case.
        act: what is done with it.
        asked: one of several offices that are asked at this turn.

    Raises:
        NotFound: the actor may not see the case.
        Conflict: it is another office's turn, another person's, or on somebody's desk.
    """
    movement, asked = turn.movement, asked or turn
    if not asked.office:
        raise _not_yours(actor, turn)
    office = Role(asked.office) if act is Act.CASE_DECIDE else None
    # Only an office of another unit has to be read: the case came with its own.
    elsewhere = asked.unit if asked.unit_id not in (None, movement.unit_id) else None
    place, subject = elsewhere or movement.unit, movement.applicant_id
    power = (
        policy.power(actor, act, unit=place, subject_id=subject, on=clock.today(), office=office)
        if office is not Role.STUDENT
        else None
    )
    if power is None:
        raise _not_yours(actor, turn, asked)
    if act is Act.CASE_DECIDE:
        if movement.filed_by_id == actor.pk:
            raise Conflict(_("Whoever filed a case for another does not decide it."))
        if asked.person_id not in (None, actor.pk):
            raise _not_yours(actor, turn, asked)
        if asked.holder and asked.holder_id != actor.pk and asked.held_until and asked.held_until > clock.now():
            raise Conflict(
                _("%(name)s has this case on the desk until %(time)s.")
                % {"name": asked.holder.full_name, "time": asked.held_until.astimezone(clock.zone).strftime("%H:%M")},
                facts={"holder": asked.holder.full_name},
            )
    return power


def _not_yours(actor: Person, turn: Turn, asked: Turn | Clearance | None = None) -> NotFound | Conflict:
    if not can_see(actor, turn.movement):
        return NotFound(_("There is no such case."))
    if turn.movement.applicant_id == actor.pk:
        return Conflict(_("Nobody decides their own case."))
    office = (asked or turn).office
    if not office:
        return Conflict(_("Several offices are asked here at once; each clears for itself, and nobody decides."))
    label = Role(office).label
    return Conflict(_("This step is for another: %(office)s.") % {"office": label}, facts={"waiting_for": office})


def somebody_was_first(actor: Person, movement: Movement) -> NotFound | Conflict:
    """What whoever comes too late is told; nothing, where the case is not for them."""
    if not can_see(actor, movement):
        return NotFound(_("There is no such case."))
    last = movement.decisions.select_related("by").last()
    who = last.by.full_name if last else _("somebody")
    state = State(movement.state).label
    return Conflict(
        _("%(name)s acted first; the case is now “%(state)s”.") % {"name": who, "state": state},
        facts={"acted": who, "state": str(movement.state)},
    )


def _demand_grounds(ground: str, words: str) -> None:
    fields: dict[str, list[str]] = {}
    if ground not in Ground.values:
        fields["ground"] = [_("choose a ground")]
    if not words:
        fields["words"] = [_("say it in words")]
    if fields:
        raise Invalid(_("A return and a refusal need a ground and words: the applicant must know why."), fields=fields)


def _additions(step: Decide, movement: Movement, added: dict[str, Any]) -> dict[str, Any]:
    if step.states is None:
        if added:
            sentence = _("This step asks for no further answers.")
            raise Invalid(sentence, fields={name: [sentence] for name in sorted(added)[:20]})
        return {}
    return step.states(added, student=movement.student, movement=movement).plain()
