"""How the page of a case shows the offices that are asked beside each other, and what its reader may answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import Refusal
from movements.clear_step import Clear
from movements.clearances import rows
from movements.clearances.forms import ObjectionForm, RemarkForm, SettledForm
from movements.flow import kinds
from movements.models import Clearance, Movement, Turn
from movements.screen_forms import with_refusal
from permissions import policy
from permissions.models import Person
from permissions.roles import Role

ACTS = ("clear", "object", "settled")
FORMS: dict[str, type[forms.Form]] = {"clear": RemarkForm, "object": ObjectionForm, "settled": SettledForm}


def clearances_of(
    movement: Movement,
    turn: Turn | None,
    person: Person,
    may: list[str],
    *,
    act: str = "",
    refusal: Refusal | None = None,
    sent: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """The offices of the last clearance with how each stands; empty where none was asked.

    Args:
        may: the acts the reader may do now.
        act: the act that was refused, whose form keeps what was typed.
        refusal: why.
        sent: what was sent then.
    """
    found = _last_asked(movement, turn)
    own: set[int] = set()
    if turn is not None and not turn.office and set(may) & {"clear", "object"}:
        held = [power.office for power in policy.powers_over(person, unit=turn.unit or movement.unit, on=clock.today())]
        own = {row.pk for row in rows.mine(person, turn, held)}
    return [_row(row, row.pk in own, may, act, refusal, sent or {}) for row in found]


def _last_asked(movement: Movement, turn: Turn | None) -> list[Clearance]:
    if turn is not None and not turn.office:
        return rows.of(turn)
    flow = kinds().get(movement.kind)
    if flow is None or not any(isinstance(step, Clear) for step in flow.steps()):
        return []
    found = list(Clearance.objects.select_related("cleared_by").filter(movement=movement).order_by("-turn", "pk"))
    return [row for row in found if row.turn_id == found[0].turn_id]


def _row(
    row: Clearance, own: bool, may: list[str], act: str, refusal: Refusal | None, sent: Mapping[str, Any]
) -> dict[str, Any]:
    acts: list[str] = [one for one in ("clear", "object") if own and one in may]
    if row.state != rows.State.ASKED:
        acts = [one for one in acts if one != "object"]
    if row.state == rows.State.OWED and "settled" in may:
        acts = ["settled"]
    due_at = row.due_at if row.state == rows.State.ASKED else None
    return {
        "office": row.office,
        "title": str(Role(row.office).label),
        "state": str(row.state),
        "state_label": str(rows.State(row.state).label),
        "due_at": due_at,
        "overdue": waits_too_long(row),
        "owed": row.owed,
        "by": row.cleared_by.full_name if row.cleared_by else "",
        "at": row.cleared_at,
        "person": row.person.full_name if row.person_id and row.state != rows.State.CLEARED and row.person else "",
        "holder": row.holder.full_name if rows.is_held(row) and row.holder else "",
        "times": row.times,
        "forms": {one: _form(row, one, act, refusal, sent) for one in acts},
    }


def _form(row: Clearance, one: str, act: str, refusal: Refusal | None, sent: Mapping[str, Any]) -> forms.Form:
    names = f"{row.office}_{one}_%s"
    if refusal is None or one != act or sent.get("office") != row.office:
        return FORMS[one](auto_id=names)
    return with_refusal(FORMS[one](sent, auto_id=names), refusal)


def in_words(turn: Turn) -> list[dict[str, Any]]:
    """Every office with how it stands: cleared, waiting until a day, or waiting for the applicant."""
    return [
        {"title": str(Role(row.office).label), "words": _stands(row), "overdue": waits_too_long(row)}
        for row in rows.of(turn)
    ]


def _stands(row: Clearance) -> str:
    if row.state == rows.State.ASKED and row.due_at:
        return _("waiting until %(day)s") % {"day": row.due_at.astimezone(clock.zone).strftime("%d.%m.%Y")}
    if row.state == rows.State.OWED:
        return _("not yet; it waits for the applicant")
    return str(rows.State(row.state).label)


def waits_too_long(row: Clearance) -> bool:
    """Whether the office's term has passed without an answer."""
    return row.state == rows.State.ASKED and bool(row.due_at and row.due_at < clock.now())


def own_office(person: Person, turn: Turn | None) -> str:
    """The office for which the reader takes the case on the desk, where several are asked; else empty."""
    if turn is None or turn.office:
        return ""
    held = [
        power.office for power in policy.powers_over(person, unit=turn.unit or turn.movement.unit, on=clock.today())
    ]
    return next((row.office for row in rows.mine(person, turn, held)), "")


def reassigned_to(movement: Movement, turn: Turn) -> list[tuple[str, str]]:
    """To whom one of the open offices may be given: ``office:id`` and the name beside its office."""
    return [
        (f"{row.office}:{one.pk}", f"{one.full_name} — {Role(row.office).label}")
        for row in rows.still_open(turn)
        for one in policy.holders(Role(row.office), unit=row.unit, on=clock.today())
        if one.pk not in (movement.applicant_id, row.person_id)
    ]
