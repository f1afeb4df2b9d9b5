"""The minutes (*bayonnoma*): data and text without number and date, frozen when the sitting is closed.

The words are Uzbek whatever the reader's language: the paper has one language, the office's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import translation

from journal import clock, events
from movements.facts import filed_on
from movements.flow import flow_of
from movements.grounds import Ground
from movements.models import AgendaCase, Sitting, Vote
from movements.sittings.board import Board, Member
from orders import render
from orders.wording import upper_surname, uz_date, uz_moment
from permissions.models import Institute, Person
from permissions.policy import Power
from permissions.roles import Role

FORMAT = 1
DECIDED = {
    AgendaCase.Proposal.APPROVE: "ariza maʼqullansin",
    AgendaCase.Proposal.RETURN: "ariza tuzatish uchun qaytarilsin",
    AgendaCase.Proposal.REFUSE: "ariza rad etilsin",
}
POSTS = {Role.COMMISSION_CHAIR: "Komissiya raisi", Role.COMMISSION_SECRETARY: "Komissiya kotibi"}


def describe(board: Board, *, secretary: Power) -> dict[str, Any]:
    """Everything the signatures cover, with the text as it will be printed.

    Args:
        board: the sitting, every open case with its outcome.
        secretary: by which power the sitting was recorded.
    """
    sitting = board.sitting
    chair = next(member for member in board.members if member.person.pk == sitting.presided_by_id)
    there = [member for member in board.members if member.person.pk in board.present]
    data: dict[str, Any] = {
        "format": FORMAT,
        "body": sitting.body.code,
        "title": sitting.body.unit.name_uz,
        "meets_at": sitting.meets_at.astimezone(clock.zone).isoformat(timespec="minutes"),
        "place": sitting.place,
        "chair": _member(chair),
        "secretary": {"name": _name(secretary.person), "title": secretary.title},
        "members": len(board.members),
        "present": [_member(member) for member in there],
        "absent": [_member(member) for member in board.members if member not in there],
    }
    with translation.override("uz"):
        data["cases"] = [_case(board, case, number) for number, case in enumerate(board.open_cases, 1)]
    when = uz_moment(datetime.fromisoformat(data["meets_at"]))
    return {**data, "text": render.render_html("minutes_act.html", {"minutes": data, "when": when})}


def _member(member: Member) -> dict[str, str]:
    return {"name": _name(member.person), "title": member.title}


def _name(person: Person) -> str:
    return upper_surname(person.surname, person.given_name, person.patronymic)


def _case(board: Board, case: AgendaCase, number: int) -> dict[str, Any]:
    movement, votes, tally = case.movement, board.counted(case), board.tally(case)
    by_id = {member.person.pk: member.person for member in board.members}
    return {
        "position": number,
        "case": str(movement),
        "applicant": _name(movement.applicant),
        "filed": uz_date(filed_on(movement)),
        "kind": str(flow_of(movement.kind).called),
        "votes": {choice: tally[choice] for choice in Vote.Choice.values},
        "voting": len(board.voting(case)),
        "out": [_name(by_id[pk]) for pk in sorted(board.out[case.pk]) if pk in by_id],
        "outcome": case.outcome,
        "decided": DECIDED[AgendaCase.Proposal(case.outcome)],
        "ground": str(Ground(case.ground).label) if case.ground else "",
        "words": case.words,
        "dissent": [{"name": _name(by_id[pk]), "words": vote.dissent} for pk, vote in votes.items() if vote.dissent],
    }


def canonical(minutes: Mapping[str, Any]) -> bytes:
    """One text, one sequence of bytes: what the PDF carries inside."""
    return events.canonical(minutes).encode()


def fingerprint(minutes: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical bytes, as hexadecimal digits."""
    return hashlib.sha256(canonical(minutes)).hexdigest()


def basis_of(sitting: Sitting) -> str:
    """The signed minutes as orders and decisions cite them: ``… komissiyasining 2026-yil 3-dekabrdagi 5-sonli …``."""
    if sitting.date is None:
        raise ValueError("unsigned minutes are nobody's basis")
    return f"{sitting.body.unit.name_uz}ning {uz_date(sitting.date)}dagi {sitting.number}-sonli bayonnomasi"


def sheet(sitting: Sitting) -> str:
    """The whole paper as HTML around the frozen text; without a number it is marked as a draft."""
    if sitting.minutes is None:
        raise ValueError("the sitting is not closed yet")
    letterhead = Institute.objects.select_related("unit").get()
    signed = {signature.office: signature for signature in sitting.signatures.select_related("by")}
    hands = []
    for office, named in ((Role.COMMISSION_CHAIR, "chair"), (Role.COMMISSION_SECRETARY, "secretary")):
        one, awaited = signed.get(office), sitting.minutes[named]
        hands.append(
            {
                "office": POSTS[office],
                "name": _name(one.by) if one else awaited["name"],
                "at": uz_moment(one.at.astimezone(clock.zone)) if one else None,
            }
        )
    paper = {
        "title": sitting.minutes["title"],
        "ministry": letterhead.ministry,
        "institute": letterhead.unit.name_uz,
        "city": letterhead.city,
        "number": sitting.number or None,
        "date": uz_date(sitting.date) if sitting.date else None,
        "text": sitting.minutes["text"],
        "hands": hands,
        "sha256": sitting.minutes_sha256,
    }
    return render.render_html("minutes.html", {"paper": paper})
