"""Holding a sitting: who is there, who has an interest, how each case was voted, and closing it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from journal import clock
from journal.reading import words as kept_words
from journal.refusals import Conflict, Invalid
from journal.transactions import whole_act
from movements.grounds import Ground
from movements.models import AgendaCase, Attendance, Interest, Sitting, SittingState, Vote
from movements.sittings import locked, minutes
from movements.sittings.board import Board, read
from permissions.models import Person
from permissions.roles import Act

WITH_GROUNDS = (AgendaCase.Proposal.RETURN, AgendaCase.Proposal.REFUSE)


@whole_act
def attend(*, actor: Person, sitting_id: int, present: Collection[int], presided_by: int | None = None) -> Sitting:
    """Record who of the commission is there and who presides; recorded again, the last word counts.

    Args:
        actor: the commission's secretary.
        present: ids of the members who are there.
        presided_by: who of the chairs present presides; the first of them, if empty.

    Raises:
        NotFound: no such sitting for this actor.
        Conflict: the sitting is not called, is still to come, or the act is not the actor's.
        Invalid: somebody is no member that day, or no chair is there to preside.
    """
    sitting = locked.lock_for(actor, sitting_id)
    power = locked.demand(actor, Act.SITTING_PREPARE, sitting)
    locked.require_state(sitting, SittingState.CALLED)
    locked.require_day(sitting)
    board = read(sitting)
    if not set(present) <= {member.person.pk for member in board.members}:
        raise Invalid(_("Only members of that day attend."), fields={"present": [_("no member")]})
    chairs = [member.person for member in board.members if member.chairs and member.person.pk in present]
    chair = next((one for one in chairs if presided_by in (None, one.pk)), None)
    if chair is None:
        raise Invalid(
            _("Somebody who chairs the commission must be there and preside."), fields={"presided_by": [_("required")]}
        )
    for member in board.members:
        there = member.person.pk in present
        Attendance.objects.update_or_create(sitting=sitting, person=member.person, defaults={"present": there})
    sitting.presided_by = chair
    return locked.record(sitting, power, "sitting.attend", {"present": sorted(present), "presided_by": chair.pk})


@whole_act
def declare_interest(
    *, actor: Person, sitting_id: int, movement_id: int, ground: str, words: str = "", person_id: int | None = None
) -> Sitting:
    """Take a member out of a case: from then on there is no such case for them here, and no vote.

    Args:
        actor: the member, or the secretary who records what the member said.
        ground: ``relative`` (holds for every case of this applicant) or ``other``.
        words: what the interest is; obligatory for ``other``.
        person_id: the member whose interest it is; the actor, if empty.

    Raises:
        NotFound: no such sitting or case for this actor.
        Conflict: the minutes are written already, or the actor may not declare for another.
        Invalid: no such ground, or words are missing, or the person is nobody of this commission.
    """
    sitting = locked.lock_for(actor, sitting_id)
    own = person_id in (None, actor.pk)
    power = (own and locked.power(actor, Act.SITTING_VOTE, sitting)) or locked.demand(
        actor, Act.SITTING_PREPARE, sitting
    )
    locked.require_state(sitting, SittingState.DRAFT, SittingState.CALLED)
    case = locked.case_on(sitting, actor, movement_id)
    words = kept_words(words, field="words")
    if ground not in Interest.Ground.values:
        raise Invalid(_("Say what the interest is."), fields={"ground": [_("choose a ground")]})
    if ground == Interest.Ground.OTHER and not words:
        raise Invalid(_("Say what the interest is."), fields={"words": [_("say it in words")]})
    who = actor if own else _member(read(sitting), person_id)
    Interest.objects.get_or_create(
        movement=case.movement,
        person=who,
        defaults={"ground": ground, "words": words, "declared_by": actor, "at": clock.now()},
    )
    payload = {"ground": ground, "words": words}
    return locked.record(sitting, power, "sitting.interest", payload, movement=movement_id, person=who.pk)


def _member(board: Board, person_id: int | None) -> Person:
    found = next((member.person for member in board.members if member.person.pk == person_id), None)
    if found is None:
        raise Invalid(_("Only members of that day attend."), fields={"person": [_("no member")]})
    return found


@whole_act
def vote(
    *,
    actor: Person,
    sitting_id: int,
    movement_id: int,
    votes: Mapping[int, str],
    proposal: str = AgendaCase.Proposal.APPROVE,
    ground: str = "",
    words: str = "",
    dissent: Mapping[int, str] | None = None,
) -> Sitting:
    """Record the votes on one case. Another proposal is voted on anew; a vote recorded again replaces the one before.

    Args:
        actor: the commission's secretary.
        votes: by member, ``for``, ``against`` or ``abstain``; those who are there and have a part in the case.
        proposal: what was put to the vote: ``approve``, ``return`` or ``refuse``.
        ground: coded ground of a return or refusal.
        words: its words; the applicant reads them.
        dissent: by member, the own opinion in words, for the minutes.

    Raises:
        NotFound: no such sitting or case for this actor.
        Conflict: the sitting is not called, attendance is not recorded, or the act is not the actor's.
        Invalid: somebody may not vote, a choice is none, or grounds are missing.
    """
    sitting = locked.lock_for(actor, sitting_id)
    power = locked.demand(actor, Act.SITTING_PREPARE, sitting)
    _require_open(sitting)
    case = locked.case_on(sitting, actor, movement_id)
    board = read(sitting)
    case = next(one for one in board.open_cases if one.pk == case.pk)
    _check_votes(board, case, votes)
    _propose(case, proposal, ground, words)
    said = {pk: kept_words(text, field="dissent") for pk, text in (dissent or {}).items()}
    _write(case, votes, said)
    counted = dict(sorted(votes.items()))
    payload = {"proposal": proposal, "ground": case.ground, "words": case.words, "votes": counted, "dissent": said}
    return locked.record(sitting, power, "sitting.vote", payload, movement=movement_id)


def _require_open(sitting: Sitting) -> None:
    locked.require_state(sitting, SittingState.CALLED)
    locked.require_day(sitting)
    if sitting.presided_by_id is None:
        raise Conflict(_("Record first who is there."))


def _check_votes(board: Board, case: AgendaCase, votes: Mapping[int, str]) -> None:
    may = {member.person.pk for member in board.voting(case)}
    if not set(votes) <= may:
        raise Invalid(
            _("Only members who are there and have a part in the case vote."), fields={"votes": [_("may not vote")]}
        )
    if not set(votes.values()) <= set(Vote.Choice.values):
        raise Invalid(_("A vote is for, against, or abstained."), fields={"votes": [_("no such vote")]})


def _propose(case: AgendaCase, proposal: str, ground: str, words: str) -> None:
    """Put the proposal; grounds are obligatory where it goes against the applicant."""
    if proposal not in case.turn.flow_task.exits or proposal not in AgendaCase.Proposal.values:
        raise Invalid(_("This step knows no such decision."), fields={"proposal": [_("not offered here")]})
    words, fields = kept_words(words, field="words"), {}
    if proposal in WITH_GROUNDS and ground not in Ground.values:
        fields["ground"] = [_("choose a ground")]
    if proposal in WITH_GROUNDS and not words:
        fields["words"] = [_("say it in words")]
    if fields:
        raise Invalid(_("A return and a refusal need a ground and words: the applicant must know why."), fields=fields)
    if proposal not in WITH_GROUNDS:
        ground = words = ""
    if proposal != case.proposal:
        case.round += 1
    case.proposal, case.ground, case.words = proposal, ground, words
    case.save(update_fields=["proposal", "ground", "words", "round"])


def _write(case: AgendaCase, votes: Mapping[int, str], dissent: Mapping[int, str]) -> None:
    now = clock.now()
    Vote.objects.bulk_create(
        Vote(case=case, person_id=pk, round=case.round, choice=choice, dissent=dissent.get(pk, ""), at=now)
        for pk, choice in sorted(votes.items())
    )


@whole_act
def vote_all(*, actor: Person, sitting_id: int) -> Sitting:
    """Record "all in favour" for every case without a vote yet; exceptions are recorded case by case afterwards.

    Raises:
        NotFound: no such sitting for this actor.
        Conflict: the sitting is not called, attendance is not recorded, or the act is not the actor's.
    """
    sitting = locked.lock_for(actor, sitting_id)
    power = locked.demand(actor, Act.SITTING_PREPARE, sitting)
    _require_open(sitting)
    board, now = read(sitting), clock.now()
    silent = [case for case in board.open_cases if not board.counted(case) and actor.pk not in board.out[case.pk]]
    Vote.objects.bulk_create(
        Vote(case=case, person=member.person, round=case.round, choice=Vote.Choice.FOR, at=now)
        for case in silent
        for member in board.voting(case)
    )
    return locked.record(sitting, power, "sitting.vote_all", {"cases": [case.movement_id for case in silent]})


@whole_act
def close(*, actor: Person, sitting_id: int) -> Sitting:
    """End the sitting: every case has its result and the text of the minutes is frozen for the signatures.

    Raises:
        NotFound: no such sitting for this actor.
        Conflict: no quorum, a case without a majority, or who presides or closes has an interest in a case.
    """
    sitting = locked.lock_for(actor, sitting_id)
    power = locked.demand(actor, Act.SITTING_PREPARE, sitting)
    _require_open(sitting)
    sitting.cases.filter(open=True, turn__finished__isnull=False).update(
        open=False, left_because=_("The applicant took the case back.")
    )
    board = read(sitting)
    _check_whole(board, actor)
    for case in board.open_cases:
        case.outcome = board.outcome(case)
    AgendaCase.objects.bulk_update(board.open_cases, ["outcome"])
    sitting.minutes = minutes.describe(board, secretary=power)
    sitting.minutes_sha256 = minutes.fingerprint(sitting.minutes)
    sitting.close()
    payload: dict[str, Any] = {"minutes_sha256": sitting.minutes_sha256, "cases": len(board.open_cases)}
    return locked.record(sitting, power, "sitting.close", payload)


def _check_whole(board: Board, actor: Person) -> None:
    if not board.has_quorum():
        raise Conflict(_("There is no quorum: too few members are there. Void the sitting, or leave the cases over."))
    if not board.open_cases:
        raise Conflict(_("No case is left on the agenda. Void the sitting."))
    signing = {actor.pk, board.sitting.presided_by_id}
    if any(signing & board.out[case.pk] for case in board.open_cases):
        raise Conflict(
            _(
                "Who signs these minutes must have a part in every case: leave the case with the declared interest "
                "to another sitting, or let a deputy preside and another secretary record."
            )
        )
    undecided = [str(case.movement) for case in board.open_cases if not board.outcome(case)]
    if undecided:
        raise Conflict(
            _(
                "No majority, no quorum, or votes missing: %(cases)s. Record the votes, put another proposal, or leave "
                "the case over."
            )
            % {"cases": ", ".join(undecided)},
            facts={"undecided": undecided},
        )
