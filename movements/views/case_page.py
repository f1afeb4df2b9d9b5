"""Everything the page of a case shows, gathered at a price that does not grow with its history."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from journal import clock, events
from journal.refusals import Refusal
from movements import access, queries
from movements.blank_steps import serials_of
from movements.clearances.page import clearances_of, own_office, reassigned_to
from movements.commission_step import Commission
from movements.fees.page import fees_of
from movements.flow import flow_of, kinds, papers_for
from movements.grounds import Ground
from movements.impact import can_be_told, impact_of
from movements.letters import ENDS_WITH_LETTER, letter_of
from movements.models import AgendaCase, Attachment, Decision, Movement, SittingState, State, Turn
from movements.papers import may_see
from movements.revisions import changes_since
from movements.screen_forms import GroundForm, ReassignmentForm, SpoilForm, WithdrawalForm, with_refusal
from movements.sittings.queries import sitting_of
from movements.steps import Decide, Step
from movements.views.acts import ACTS, AGAINST
from movements.views.case_parts import parts_of
from movements.views.difference import difference_of
from movements.views.kinds import route_of
from movements.views.rows import kind_title, place_of
from movements.views.statement import in_words, statement_of
from movements.views.students import leads_to
from movements.views.tracker import service_of, tracker_of
from orders.models import ItemState
from permissions import policy
from permissions.middleware import signed_in
from permissions.models import Person
from permissions.roles import Act, Role
from permissions.timeline import tell


def page_of(
    request: HttpRequest, movement: Movement, *, act: str = "", refusal: Refusal | None = None
) -> dict[str, Any]:
    """The values of ``movements/case.html``.

    Args:
        act: the act that was refused, whose form keeps what was typed.
        refusal: why.
    """
    person = signed_in(request)
    turn = queries.open_turn(movement)
    may = queries.may(person, movement, turn)
    decisions = list(movement.decisions.select_related("by"))
    attachments = list(movement.attachments.filter(removed_at=None))
    values = {
        "movement": movement,
        "case": {
            "title": kind_title(movement.kind),
            "number": movement.number or "",
            "place": place_of(movement, None),
            "items": items_of(movement, person),
            "leads_to_student": leads_to(request, movement.student),
        },
        "may": may,
        "tracker": tracker_of(movement, turn, person),
        "service": service_of(movement),
        "route": route_of(movement),
        "timeline": timeline_of(movement),
        "filed_for": filed_for(movement, person),
        "returned": returned_by(movement, decisions),
        "letter": letter_of(movement),
        "letter_comes": movement.state in ENDS_WITH_LETTER,
        "commission": at_commission(movement),
        "clearances": clearances_of(movement, turn, person, may, act=act, refusal=refusal, sent=request.POST),
        "asked_as": own_office(person, turn) if "take" in may or "release" in may else "",
        "refusal": refusal,
        "once": secrets.token_urlsafe(12),
        **parts_of(request, movement),
    }
    if "file" in may or "revise" in may:
        statement = statement_of(request, movement, attachments, refusal)
        impact = impact_of(movement).lines() if can_be_told(movement) else []
        values |= {"statement": statement, "findings": statement["findings"], "impact": impact}
    else:
        form = flow_of(movement.kind).first_step().form(movement.stated, student=movement.student)
        asked = papers_for(movement)
        values |= {
            "stated": form.shown(),
            "decided": decided_of(movement),
            "papers": papers_of(movement, person, attachments),
            "changes": changes_since(movement, decisions),
            "findings": [in_words(finding, form, asked) for finding in movement.findings],
            "holding": sum(finding["holds"] for finding in movement.findings),
        }
    values["difference"] = difference_of(movement, turn, may)
    values["fees"] = fees_of(person, movement, turn)
    proposal = (values["difference"] or {}).get("result") or {}
    return values | forms_of(request, movement, turn, may, act, refusal, proposal)


def forms_of(
    request: HttpRequest,
    movement: Movement,
    turn: Turn | None,
    may: list[str],
    act: str,
    refusal: Refusal | None,
    proposal: dict[str, Any],
) -> dict[str, Any]:
    """The forms of the acts that may be done now; the refused one bound to what was typed."""
    values: dict[str, Any] = {}

    def sent(code: str) -> Any:
        return request.POST if refusal is not None and act == code else None

    if "approve" in may or "return" in may or "refuse" in may:
        step = flow_of(movement.kind).step(movement.step)
        values["decision"] = decision_of(movement, step, may, sent, refusal, proposal)
    if "spoil" in may:
        values["spoiling"] = told(SpoilForm(sent("spoil"), serials=serials_of(movement), auto_id="spoil_%s"), refusal)
    if "withdraw" in may:
        values["withdrawal"] = told(WithdrawalForm(sent("withdraw")), refusal)
        values["asks_only"] = movement.state == State.ORDERED
    if "reassign" in may and turn is not None and turn.office != Role.STUDENT:
        others = others_for(movement, turn)
        form = ReassignmentForm(sent("reassign"), holders=others)
        values["reassignment"] = told(form, refusal) if others else None
    return values


def others_for(movement: Movement, turn: Turn) -> list[tuple[str, str]]:
    """To whom the step may be given: id and name."""
    if not turn.office:
        return reassigned_to(movement, turn)
    holders = policy.holders(Role(turn.office), unit=turn.unit or movement.unit, on=clock.today())
    return [(str(one.pk), one.full_name) for one in holders if one.pk not in (movement.applicant_id, turn.person_id)]


def told(form: Any, refusal: Refusal | None) -> Any:
    """The form with the sentences of the refusal, if it was this form's."""
    return with_refusal(form, refusal) if refusal is not None and form.is_bound else form


def decision_of(
    movement: Movement, step: Step, may: list[str], sent: Any, refusal: Refusal | None, proposal: dict[str, Any]
) -> dict[str, Any]:
    """The forms of a decision: what the office adds when it approves, and the two ways back."""
    added = None
    if isinstance(step, Decide) and step.states is not None:
        begins = step.states.begins_with(movement, proposal)
        added = step.states(sent("approve"), student=movement.student, movement=movement, initial=begins)
        added = told(added, refusal)
    titles = {"return": _("Return for correction"), "refuse": _("Refuse")}
    verdicts = [
        {"code": code, "title": title, "form": told(GroundForm(sent(code), prefix=None, auto_id=f"{code}_%s"), refusal)}
        for code, title in titles.items()
        if code in may
    ]
    return {"added": added, "verdicts": verdicts}


def at_commission(movement: Movement) -> dict[str, Any] | None:
    """Which commission considers the case and when, and what it decided by which minutes; never who voted how."""
    steps = kinds()[movement.kind].steps() if movement.kind in kinds() else ()
    found = sitting_of(movement) if any(isinstance(step, Commission) for step in steps) else None
    if found is None:
        return None
    sitting = found.sitting
    signed = sitting.state == SittingState.SIGNED
    return {
        "name": sitting.body.unit.name,
        "meets_at": sitting.meets_at,
        "place": sitting.place,
        "decided": AgendaCase.Proposal(found.outcome).label if signed else "",
        "number": sitting.number,
        "date": sitting.date,
        "words": found.words if signed else "",
    }


def timeline_of(movement: Movement) -> list[Any]:
    """What happened, the newest first."""
    steps = {step.name: step.called for step in flow_of(movement.kind).steps()}
    grounds = dict(Ground.choices)
    return tell(events.of(movement), titles=ACTS, against=AGAINST, steps=steps, grounds=grounds)


def filed_for(movement: Movement, reader: Person) -> dict[str, Any] | None:
    """Who of the office writes or wrote the case for its applicant."""
    if movement.filed_by is None:
        return None
    return {
        "by": movement.filed_by.full_name,
        "applicant": movement.applicant.full_name,
        "yours": movement.applicant_id == reader.pk,
        "draft": movement.state == State.DRAFT,
    }


def returned_by(movement: Movement, decisions: list[Decision]) -> dict[str, str] | None:
    """Who returned the case and why, while it lies with its applicant."""
    if movement.state != State.RETURNED:
        return None
    last = next(one for one in reversed(decisions) if one.verdict == Decision.Verdict.RETURN)
    ground = str(dict(Ground.choices).get(last.ground, ""))
    return {"office": f"{Role(last.office).label}, {last.by.full_name}", "ground": ground, "words": last.words}


def decided_of(movement: Movement) -> list[tuple[str, str, str]]:
    """What the deciding offices added, in words."""
    flow = flow_of(movement.kind)
    rows = []
    for name, answers in movement.decided.items():
        step = flow.step(name)
        if isinstance(step, Decide) and step.states is not None:
            rows += step.states(answers, student=movement.student, movement=movement).shown()
    return rows


def papers_of(movement: Movement, person: Person, attachments: list[Attachment]) -> list[dict[str, Any]]:
    """The papers by title; name and link only for those who may open them."""
    flow = flow_of(movement.kind)
    by_kind = {paper.kind: paper for paper in papers_for(movement)}
    own = movement.applicant_id == person.pk
    offices = access.offices_over(person, movement)
    rows = []
    for one in attachments:
        paper = by_kind.get(one.kind)
        readable = paper is not None and may_see(
            paper, offices=offices, sees=flow.sees(), is_applicant=own or one.added_by_id == person.pk
        )
        title = str(paper.title) if paper else one.kind
        rows.append({"pk": one.pk, "title": title, "name": one.name, "size": one.size, "readable": readable})
    return rows


def items_of(movement: Movement, person: Person) -> list[dict[str, Any]]:
    """The order items the case led to; the link only for who may open orders."""
    links = list(movement.case_items.select_related("item__order"))
    if not links:
        return []
    units = policy.unit_ids(person, Act.ORDER_READ, on=clock.today())
    seen = movement.unit_id in units or movement.applicant_id == person.pk
    return [
        {
            "order": link.item.order_id,
            "extract": link.item_id if seen and link.item.state == ItemState.APPLIED else None,
            "title": f"{link.item.order.title} {link.item.order.number}".strip(),
            "state": str(link.item.state),
            "state_label": str(ItemState(link.item.state).label),
            "readable": movement.unit_id in units
            or (movement.applicant_id == person.pk and bool(link.item.order.number)),
        }
        for link in links
    ]
