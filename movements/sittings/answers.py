"""Sittings as the API tells them, at a price that does not grow with the agenda."""

from __future__ import annotations

from typing import Any

from journal import clock
from movements.models import AgendaCase, Sitting, Vote
from movements.sittings.board import Board, read
from movements.sittings.page import may, offices_at
from permissions import policy
from permissions.models import Person
from permissions.roles import COMMISSION


def brief_json(sitting: Sitting) -> dict[str, Any]:
    """A sitting in a list; its commission is loaded."""
    return {
        "id": sitting.pk,
        "commission": sitting.body.code,
        "name": sitting.body.unit.name,
        "meets_at": sitting.meets_at,
        "place": sitting.place,
        "state": str(sitting.state),
        "number": sitting.number or None,
        "date": sitting.date,
    }


def sitting_json(person: Person, sitting: Sitting) -> dict[str, Any]:
    """A sitting with what this person may see of its agenda."""
    board, powers = read(sitting), policy.powers(person, on=clock.today())
    seated = any(power.office in COMMISSION for power in offices_at(powers, sitting))
    return {
        **brief_json(sitting),
        "members": [
            {
                "id": member.person.pk,
                "name": member.person.full_name,
                "title": member.title,
                "chairs": member.chairs,
                "present": member.person.pk in board.present,
            }
            for member in board.members
        ],
        "presided_by": sitting.presided_by_id,
        "quorum": board.has_quorum(),
        "cases": [_case(board, case, seated) for case in board.cases if person.pk not in board.out[case.pk]],
        "signatures": list(sitting.signatures.values_list("office", flat=True)),
        "minutes_sha256": sitting.minutes_sha256,
        "may": may(person, sitting, board, powers),
    }


def _case(board: Board, case: AgendaCase, seated: bool) -> dict[str, Any]:
    tally, counted = board.tally(case), board.counted(case)
    names = ("open", "proposal", "ground", "words", "outcome", "left_because")
    return {
        **{name: getattr(case, name) for name in names},
        "movement": case.movement_id,
        "number": case.movement.number,
        "applicant": case.movement.applicant.full_name,
        "kind": case.movement.kind,
        "counts": {choice: tally[choice] for choice in Vote.Choice.values} if seated or case.outcome else None,
        "votes": [
            {"person": pk, "choice": vote.choice, "dissent": vote.dissent} for pk, vote in sorted(counted.items())
        ]
        if seated
        else None,
    }
