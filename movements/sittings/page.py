"""Everything the page of a sitting shows, at a price that does not grow with its agenda."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from journal import clock, events
from journal.refusals import Refusal
from movements.flow import kinds
from movements.grounds import Ground
from movements.models import AgendaCase, Interest, Sitting, SittingState, Vote
from movements.sittings.board import Board, day_of, read
from movements.sittings.queries import waiting_turns
from movements.sittings.signing import signing_power
from movements.views.rows import kind_title
from permissions.middleware import powers_of, signed_in
from permissions.models import Person
from permissions.policy import Power, ancestors
from permissions.roles import ACTS, COMMISSION, Act
from permissions.timeline import tell

MOST_WAITING = 50


def offices_at(powers: list[Power], sitting: Sitting) -> list[Power]:
    """The reader's powers that reach the commission."""
    reach = set(ancestors(sitting.body.unit))
    return [power for power in powers if power.unit_id in reach]


def may(person: Person, sitting: Sitting, board: Board, powers: list[Power]) -> list[str]:
    """The acts this person may do on the sitting now; the act itself asks again."""
    held = offices_at(powers, sitting)
    acts = {act for power in held for act in ACTS[power.office]}
    found: list[str] = []
    if Act.SITTING_PREPARE in acts:
        found += _secretary_may(sitting)
    if Act.SITTING_VOTE in acts and sitting.state in (SittingState.DRAFT, SittingState.CALLED):
        found.append("interest")
    if sitting.state == SittingState.HELD:
        given = {signature.office: signature.by_id for signature in sitting.signatures.all()}
        if signing_power(person, sitting, board, given):
            found.append("sign")
    return found


def _secretary_may(sitting: Sitting) -> list[str]:
    if sitting.state == SittingState.DRAFT:
        return ["add", "call", "leave", "void"]
    if sitting.state == SittingState.CALLED:
        begun = day_of(sitting) <= clock.today()
        voting = ["vote", "vote_all", "close"] if begun and sitting.presided_by_id else []
        return ["add", "leave", "void", "interest", *(["attend"] if begun else []), *voting]
    return ["void"] if sitting.state == SittingState.HELD else []


def page_of(request: HttpRequest, sitting: Sitting, *, refusal: Refusal | None = None) -> dict[str, Any]:
    """The values of ``screens/sittings/sitting.html``.

    Args:
        refusal: why an act was refused; the form it came from keeps what was typed.
    """
    person, powers = signed_in(request), powers_of(request)
    board = read(sitting)
    acts = may(person, sitting, board, powers)
    seated = any(power.office in COMMISSION for power in offices_at(powers, sitting))
    mine = [case for case in board.cases if person.pk not in board.out[case.pk]]
    typed = request.POST if refusal is not None else None
    return {
        "sitting": sitting,
        "title": sitting.body.unit.name,
        "may": acts,
        "refusal": refusal,
        "seated": seated,
        "members": [
            {
                "person": one.person,
                "title": one.title,
                "chairs": one.chairs,
                "present": one.person.pk in board.present if sitting.presided_by_id else True,
                "presides": one.person.pk == sitting.presided_by_id,
            }
            for one in board.members
        ],
        "opens": opens_when(sitting) if seated else "",
        "quorum": board.has_quorum(),
        "there": sum(one.person.pk in board.present for one in board.members),
        "rows": [row_of(board, case, shows_votes=seated, typed=typed) for case in mine],
        "waiting": waiting_of(person, sitting) if "add" in acts else [],
        "signatures": [
            {"office": one.get_office_display(), "name": one.by.full_name, "at": one.at}
            for one in sitting.signatures.select_related("by")
        ],
        "paper": sitting.minutes is not None and not board.hides_from(person),
        "grounds": Ground.choices,
        "interests": Interest.Ground.choices,
        "choices": Vote.Choice.choices,
        "timeline": timeline_of(sitting) if seated and not board.concerns(person) else [],
        "once": secrets.token_urlsafe(12),
    }


def opens_when(sitting: Sitting) -> str:
    """From when attendance and votes of a called sitting can be recorded, while they cannot."""
    if sitting.state == SittingState.DRAFT:
        return _("Attendance and votes are recorded once the members are called, on the day of the sitting.")
    if sitting.state != SittingState.CALLED:
        return ""
    if day_of(sitting) > clock.today():
        words = _("Attendance and votes can be recorded from %(day)s, the day of the sitting.")
        return words % {"day": day_of(sitting).strftime("%d.%m.%Y")}
    if not sitting.presided_by_id:
        return _("Votes can be recorded as soon as attendance is, with who presides.")
    return ""


def row_of(board: Board, case: AgendaCase, *, shows_votes: bool, typed: Any = None) -> dict[str, Any]:
    """One case of the agenda. Who voted how is shown to the commission alone.

    Args:
        typed: the form that was refused, if it was this case's.
    """
    movement, tally, votes = case.movement, board.tally(case), board.counted(case)
    sent = typed if typed is not None and typed.get("case") == str(case.movement_id) else None
    closed = bool(case.outcome)
    group = movement.student.group.name if movement.student and movement.student.group else ""
    return {
        "case": case,
        "movement": movement,
        "title": kind_title(movement.kind),
        "place": " · ".join(part for part in (group, movement.unit.name) if part),
        "open": case.open,
        "decided": str(AgendaCase.Proposal(case.outcome).label) if case.outcome else "",
        "standing": standing_of(board, case),
        "tally": {choice: tally[choice] for choice in Vote.Choice.values} if closed or shows_votes else None,
        "quorum": board.may_decide(case),
        "proposals": proposals_of(case),
        "proposal": sent.get("proposal", "") if sent else case.proposal,
        "ground": sent.get("ground", "") if sent else case.ground,
        "words": sent.get("words", "") if sent else case.words,
        "typed": bool(sent),
        "voters": [
            {
                "person": member.person,
                "choice": _sent(sent, "vote", member.person.pk, votes),
                "dissent": _sent(sent, "dissent", member.person.pk, votes),
            }
            for member in board.voting(case)
        ]
        if shows_votes
        else [],
    }


def _sent(sent: Any, name: str, person_id: int, votes: dict[int, Vote]) -> str:
    if sent is not None:
        return str(sent.get(f"{name}_{person_id}", ""))
    vote = votes.get(person_id)
    return "" if vote is None else str(vote.choice if name == "vote" else vote.dissent)


def proposals_of(case: AgendaCase) -> list[tuple[str, str]]:
    """What may be put to the vote: the exits of the step."""
    flow = kinds().get(case.movement.kind)
    exits = flow.step(case.turn.step).exits if flow else {}
    return [(str(value), str(label)) for value, label in AgendaCase.Proposal.choices if value in exits]


def standing_of(board: Board, case: AgendaCase) -> str:
    """How far the case is, in words."""
    if case.outcome:
        return str(AgendaCase.Proposal(case.outcome).label)
    if not case.open:
        return _("left to another sitting") if case.left_because else _("went on")
    if not board.counted(case):
        return _("no vote yet")
    outcome = board.outcome(case)
    return str(AgendaCase.Proposal(outcome).label) if outcome else _("no majority")


def waiting_of(person: Person, sitting: Sitting) -> list[dict[str, Any]]:
    """The first cases that wait for the commission, to be put on the agenda."""
    return [
        {"pk": turn.movement_id, "movement": turn.movement, "title": kind_title(turn.movement.kind), "due": turn.due_at}
        for turn in waiting_turns(person, sitting.body)[:MOST_WAITING]
    ]


def timeline_of(sitting: Sitting) -> list[Any]:
    """What happened at the sitting, the newest first."""
    titles = {
        "prepare": _("Sitting prepared"),
        "add": _("Cases put on the agenda"),
        "call": _("Members called"),
        "leave": _("A case left to another sitting"),
        "attend": _("Attendance recorded"),
        "interest": _("Interest declared"),
        "vote": _("Votes recorded"),
        "vote_all": _("All in favour recorded"),
        "close": _("Sitting closed"),
        "sign": _("Minutes signed"),
        "void": _("Declared void"),
    }
    return tell(events.of(sitting), titles=titles, against=("void",), grounds=dict(Ground.choices))
