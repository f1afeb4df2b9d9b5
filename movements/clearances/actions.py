"""Each office clears for itself, or says what is owed; the applicant says that it is settled, and it is asked again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from journal import clock
from journal.reading import words as kept_words
from journal.refusals import Conflict, Invalid
from journal.transactions import whole_act
from journal.writes import Insert, Update, Write
from movements.actions.deciding import power_over, somebody_was_first
from movements.actions.locked import as_applicant, lock_case, own_case, read_case, read_turn, record
from movements.activations import walk
from movements.clear_step import Clear, earliest, wind_row
from movements.clearances import rows
from movements.clearances.choosing import choose, say_which
from movements.clocks import resume_service, stop_service
from movements.facts import filed_on
from movements.models import Clearance, Decision, Movement, Turn
from movements.papers import PROOF
from movements.receipts import plan_clearance_sheet
from permissions.models import Person
from permissions.policy import Power
from permissions.roles import Role

State, Verdict = Clearance.State, Decision.Verdict
ROW = ("state", "times", "asked_at", "due_at", "remind_at", "owed", "cleared_at", "cleared_by_id")
DESK = ("holder_id", "held_until")


@whole_act
def clear(*, actor: Person, movement_id: int, office: str = "", words: str = "") -> Movement:
    """The office is owed nothing. The last one's answer carries the case on.

    Args:
        actor: who answers for the office.
        movement_id: the case.
        office: for which office, where the actor holds several that are asked.
        words: a remark, if any.

    Raises:
        NotFound: the actor may not see the case.
        Conflict: not the actor's office, it has cleared already, or a colleague has it on the desk.
        Invalid: no clearance is asked here, or the office is not named.
    """
    words = kept_words(words, field="words")
    turn, row, power = _asked(actor, movement_id, office)
    row.state, row.owed, row.cleared_at, row.cleared_by = State.CLEARED, "", clock.now(), actor
    last = not rows.still_open(turn)
    _answer(turn, row, power, Verdict.CLEAR, words, last=last)
    return turn.movement  # type: ignore[no-any-return]  # viewflow ships no types


@whole_act
def object(*, actor: Person, movement_id: int, office: str = "", words: str = "") -> Movement:
    """Not yet: something is owed. This office alone waits, and for the applicant.

    Args:
        actor: who answers for the office.
        movement_id: the case.
        office: for which office, where the actor holds several that are asked.
        words: what is owed; the applicant reads it.

    Raises:
        NotFound: the actor may not see the case.
        Conflict: as ``clear``.
        Invalid: as ``clear``, or it is not said what is owed.
    """
    words = kept_words(words, field="words")
    turn, row, power = _asked(actor, movement_id, office)
    if not words:
        sentence = _("Say what is owed: the applicant must know what to settle.")
        raise Invalid(sentence, fields={"words": [sentence]})
    row.state, row.owed, row.due_at, row.remind_at = State.OWED, words, None, None
    _answer(turn, row, power, Verdict.OBJECT, words)
    return turn.movement  # type: ignore[no-any-return]  # likewise


@whole_act
def settled(*, actor: Person, movement_id: int, office: str = "", words: str = "") -> Movement:
    """The applicant says that what is owed is settled: the office is asked again, with its whole term.

    Args:
        actor: the applicant.
        movement_id: the case.
        office: which office, where several wait for the applicant.
        words: how it was settled; a paper may have been attached before.

    Raises:
        NotFound: somebody else's case.
        Conflict: no office waits for the applicant here.
        Invalid: the office is not named.
    """
    words = kept_words(words, field="words")
    lock_case(movement_id)
    turn = read_turn(movement_id)
    movement = turn.movement if turn else read_case(movement_id)
    own_case(actor, movement)
    owing = [row for row in rows.of(turn) if row.state == State.OWED and office in ("", row.office)] if turn else []
    if turn is None or not owing:
        raise Conflict(_("No office waits for you here."), facts={"state": str(movement.state)})
    if len(owing) > 1:
        raise say_which(owing)
    row = owing[0]
    papers = _brought(movement, row)
    row.state, row.times, row.asked_at = State.ASKED, row.times + 1, clock.now()
    row.movement = movement
    wind_row(row, turn.flow_task.of(row.office))
    _answer(turn, row, None, Verdict.SETTLED, words, papers=papers)
    return movement


def _asked(actor: Person, movement_id: int, office: str) -> tuple[Turn, Clearance, Power]:
    """The row the actor answers, read under the case's lock, and by which power."""
    lock_case(movement_id)
    turn = read_turn(movement_id)
    if turn is None:
        raise somebody_was_first(actor, read_case(movement_id))
    if not isinstance(turn.flow_task, Clear):
        power_over(actor, turn)
        raise Invalid(_("This step knows no such decision."), fields={"act": [_("not offered here")]})
    row = choose(actor, turn, office)
    return turn, row, power_over(actor, turn, asked=row)


def _answer(
    turn: Turn,
    row: Clearance,
    power: Power | None,
    verdict: Decision.Verdict,
    words: str,
    *,
    last: bool = False,
    papers: dict[str, str] | None = None,
) -> None:
    """Write an answer with the row and, after the last one, with the next turn."""
    movement: Movement = turn.movement
    row.holder, row.held_until = None, None
    _clocks(turn)
    beside: list[Write] = [Insert(_decision(row, power, verdict, words, papers)), Update(row, (*ROW, *DESK))]
    if last:
        cleared = {one.office: {"cleared_on": _day(one)} for one in rows.of(turn)}
        movement.decided = {**movement.decided, turn.step: cleared}
        walk(turn, turn.flow_task.main_exit)
    else:
        movement.turn = turn
        beside.append(Update(turn, ("due_at",)))
    record(
        movement,
        actor=power.actor if power else as_applicant(movement.applicant),
        act=str(verdict),
        clause=turn.flow_task.clause_on(filed_on(movement)),
        payload={"step": turn.step, "office": row.office, "words": words, "times": row.times, "last": last},
        turn=turn,
        beside=beside,
    )
    if last:
        plan_clearance_sheet(movement, rows.of(turn))


def _day(row: Clearance) -> str:
    assert row.cleared_at is not None  # noqa: S101 - asked only where every office has cleared
    return str(row.cleared_at.astimezone(clock.zone).date())


def _brought(movement: Movement, row: Clearance) -> dict[str, str]:
    """The papers brought since the office was asked last, by kind and hash."""
    held = movement.attachments.filter(removed_at=None, kind=PROOF.kind, added_at__gte=row.asked_at)
    return {f"{one.kind}:{one.sha256[:12]}": one.name for one in held}


def _decision(
    row: Clearance, power: Power | None, verdict: Decision.Verdict, words: str, papers: dict[str, str] | None
) -> Decision:
    movement: Movement = row.movement
    return Decision(
        movement=movement,
        step=row.step,
        verdict=verdict,
        by=power.person if power else movement.applicant,
        office=power.office if power else Role.STUDENT,
        on_behalf_of=power.on_behalf_of if power else None,
        basis=power.basis if power else "",
        words=words,
        stated={"office": row.office, **({"papers": papers} if papers else {})},
        at=clock.now(),
    )


def _clocks(turn: Turn) -> None:
    """The case is overdue by the first of its offices; its own term stands still while only the applicant is asked."""
    movement: Movement = turn.movement
    turn.due_at = earliest(rows.of(turn))
    open_rows = rows.still_open(turn)
    only_applicant = bool(open_rows) and all(row.state == State.OWED for row in open_rows)
    if only_applicant and movement.stopped_at is None:
        stop_service(movement)
    elif not only_applicant and movement.stopped_at is not None:
        resume_service(movement, turn.flow_task.flow_class.service)
