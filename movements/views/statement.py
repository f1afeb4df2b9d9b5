"""The applicant's statement on the page: typed text is never lost, papers come and go, filing is one more button."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from journal.reading import read_key
from journal.refusals import Conflict, Invalid, Refusal
from movements import actions
from movements.clauses import check, shown, stands_against
from movements.describing import labels_of, when_asked
from movements.facts import facts_of, gather
from movements.flow import flow_of, papers_for
from movements.forms import Statement
from movements.models import Attachment, Movement, State
from movements.papers import PROOF, Paper
from movements.study_facts import SAID
from permissions.models import Person
from students.models import Status

PAPER = "paper_"
INSISTING = "insist_grounds"


def typed_key(movement: Movement) -> str:
    """Where the session keeps what is typed into a returned case: it is not stated before it is sent."""
    return f"typed:{movement.pk}"


def keep(request: HttpRequest, person: Person, movement: Movement, act: str) -> dict[str, Any]:
    """Keep what was typed and take the papers; returns the answers."""
    form = flow_of(movement.kind).first_step().form
    stated = form.typed(form.sent(request.POST))
    if movement.state == State.RETURNED:
        request.session[typed_key(movement)] = stated
        if act == "file":
            # A page older than the return: nobody answers words they have not read.
            raise Conflict(_("The case was returned to you meanwhile. Read why, correct it and send it again."))
    else:
        actions.save_draft(actor=person, movement_id=movement.pk, stated=stated)
    take_papers(request, person, movement)
    return stated


def hand_in(request: HttpRequest, person: Person, movement: Movement, act: str) -> None:
    """Keep what the page brought, and file or send the correction where that was asked."""
    stated = keep(request, person, movement, act)
    if act in ("save", "remove"):
        return
    insist = act == "insist"
    grounds = request.POST.get(INSISTING, "") if insist else ""
    if movement.state == State.RETURNED:
        actions.revise(actor=person, movement_id=movement.pk, stated=stated, insist=insist, grounds=grounds)
        request.session.pop(typed_key(movement), None)
    else:
        actions.file(actor=person, movement_id=movement.pk, insist=insist, grounds=grounds)


def take_papers(request: HttpRequest, person: Person, movement: Movement) -> None:
    """Attach every chosen file and take back the one whose button was pressed.

    Raises:
        Invalid: a file cannot be accepted; the sentence stands at its own paper.
    """
    for name, uploads in request.FILES.lists():
        for upload in uploads:
            try:
                actions.attach(actor=person, movement_id=movement.pk, kind=name.removeprefix(PAPER), upload=upload)
            except Invalid as refusal:
                raise Invalid(refusal.detail, fields={name: [refusal.detail]}) from refusal
    removed = read_key(request.POST.get("remove", ""))
    if removed is not None:
        actions.detach(actor=person, movement_id=movement.pk, attachment_id=removed)


def statement_of(
    request: HttpRequest, movement: Movement, attachments: list[Attachment], refusal: Refusal | None
) -> dict[str, Any]:
    """What the page shows of a statement that its applicant may still change, with the findings of this moment."""
    form = bound(request, movement, refusal)
    findings = findings_now(movement, form)
    asked = papers_for(movement)
    papers = papers_of(movement, form, attachments, refusal)
    return {
        "form": form,
        "correcting": movement.state == State.RETURNED,
        "papers": papers,
        "others": [row for row in papers if not (row["asked"] or row["attached"] or row["error"])],
        "insists": bool(stands_against(findings)),
        "insist_error": next(iter(refusal.fields.get("grounds", ())), "") if refusal else "",
        "grounds": request.POST.get(INSISTING, movement.insisted),
        "findings": [in_words(finding, form, asked) for finding in findings],
    }


def bound(request: HttpRequest, movement: Movement, refusal: Refusal | None) -> Statement:
    """The form with the newest text: just sent, kept in the session, or stated. What is not begun is not wrong."""
    stated = request.session.get(typed_key(movement), movement.stated)
    form = flow_of(movement.kind).first_step().form
    if refusal is not None:
        return form(form.sent(request.POST) or stated, student=movement.student)
    return form(stated, student=movement.student) if stated else form(student=movement.student)


def in_words(finding: dict[str, Any], form: Statement, papers: Iterable[Paper]) -> dict[str, Any]:
    """A finding in the reader's language; days and codes of its facts as people write them."""
    told = shown(finding)
    labels: dict[str, Any] = dict(SAID)
    labels |= {code: label for field in form.fields.values() for code, label in labels_of(field).items() if code}
    labels |= {paper.kind: str(paper.title) for paper in papers} | {str(one.value): str(one.label) for one in Status}
    for fact in told["facts"]:
        fact["value"] = ", ".join(str(labels.get(part) or people_day(part)) for part in fact["value"].split(", "))
    return told


def people_day(value: str) -> str:
    """An ISO day as people write it; anything else as it is."""
    try:
        return date.fromisoformat(value).strftime("%d.%m.%Y")
    except ValueError:
        return value


def findings_now(movement: Movement, form: Statement) -> list[dict[str, Any]]:
    """Ask every clause about the statement as it is typed now; nothing is frozen before filing."""
    if not form.is_bound or not form.is_valid():
        return []
    case = facts_of(movement)
    now = gather(
        movement.kind,
        form.plain(),
        movement.student,
        papers=case.papers,
        filed_on=case.filed_on,
        movement=movement,
    )
    return check(flow_of(movement.kind).rules(), now)


def papers_of(
    movement: Movement, form: Statement, attachments: list[Attachment], refusal: Refusal | None
) -> list[dict[str, Any]]:
    """Every paper of the kind with what is attached; the ones the present answers ask for come first."""
    flow = flow_of(movement.kind)
    stated = dict(form.data)
    rows = [
        {
            "kind": paper.kind,
            "title": str(paper.title),
            "asked": paper.is_asked(stated) and not paper.optional,
            "when": when_asked(flow, paper),
            "attached": [one for one in attachments if one.kind == paper.kind],
            "error": next(iter(refusal.fields.get(f"{PAPER}{paper.kind}", ())), "") if refusal else "",
        }
        for paper in papers_for(movement)
        if paper is not PROOF
    ]
    return sorted(rows, key=lambda row: not row["asked"])
