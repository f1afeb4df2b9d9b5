"""The calls of the API that speak of fees and payments; they read by the same queries and act by the same actions."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import File, Router
from ninja.files import UploadedFile
from ninja.responses import Status

from journal.reading import Cursor
from movements import queries
from movements.fee_models import PaymentFile
from movements.fees import actions, importing
from movements.fees.answers import (
    BackIn,
    CaseFeesOut,
    ExemptionIn,
    FeePage,
    FileOut,
    LinePage,
    MatchIn,
    PaymentIn,
    case_json,
    line_json,
    row_json,
)
from movements.fees.matching import open_lines
from movements.fees.queries import fees_for
from permissions.middleware import signed_in, signed_in_for
from permissions.roles import Act
from students.tables import MOST_BYTES

router = Router(tags=["fees"])


Standing = Literal["", "open", "overdue", "uncounted", "paid", "exempt", "over", "closed"]


@router.get("/fees", response=FeePage, summary="Fees of my units, newest first")
def list_fees(
    request: HttpRequest, standing: Standing = "", q: str = "", after: Cursor | None = None
) -> dict[str, Any]:
    """``standing`` narrows the list; ``q`` looks in the case's number and the applicant's surname."""
    rows = fees_for(signed_in_for(request, Act.FEE_READ), standing=standing, typed=q.strip()[:100], after=after)
    page = rows[: queries.PAGE]
    return {"items": [row_json(row) for row in page], "next": page[-1].key if len(rows) > queries.PAGE else None}


@router.get("/movements/{int:movement_id}/fees", response=CaseFeesOut, summary="The fees of a case")
def get_fees(request: HttpRequest, movement_id: int) -> dict[str, Any]:
    """How they were counted, what was paid and remitted, and what is left; for whoever may see the case."""
    return case_json(queries.get_case_for(signed_in(request), movement_id))


@router.post("/movements/{int:movement_id}/payments", response={201: CaseFeesOut}, summary="Record a payment")
def post_payment(request: HttpRequest, movement_id: int, sent: PaymentIn) -> Status[dict[str, Any]]:
    """The payment that reaches the fee carries the case on."""
    person = signed_in(request)
    payment = actions.record_payment(actor=person, movement_id=movement_id, **sent.dict())
    return Status(201, case_json(payment.movement))


@router.post("/payments/{int:payment_id}/take-back", response=CaseFeesOut, summary="Take a payment back")
def post_payment_back(request: HttpRequest, payment_id: int, sent: BackIn) -> dict[str, Any]:
    """By a row that names it; the case stays where it is."""
    back = actions.take_back_payment(actor=signed_in(request), payment_id=payment_id, note=sent.note)
    return case_json(back.movement)


@router.post("/movements/{int:movement_id}/exemptions", response={201: CaseFeesOut}, summary="Exempt from a fee")
def post_exemption(request: HttpRequest, movement_id: int, sent: ExemptionIn) -> Status[dict[str, Any]]:
    """What leaves nothing to pay carries the case on."""
    person = signed_in(request)
    row = actions.exempt(actor=person, movement_id=movement_id, **sent.dict())
    return Status(201, case_json(row.movement))


@router.post("/exemptions/{int:exemption_id}/take-back", response=CaseFeesOut, summary="Take an exemption back")
def post_exemption_back(request: HttpRequest, exemption_id: int, sent: BackIn) -> dict[str, Any]:
    """By a row that names it; the case stays where it is."""
    back = actions.take_back_exemption(actor=signed_in(request), exemption_id=exemption_id, note=sent.note)
    return case_json(back.movement)


@router.post(
    "/movements/{int:movement_id}/fees/count", response=CaseFeesOut, summary="Count a fee whose price was missing"
)
def post_count(request: HttpRequest, movement_id: int) -> dict[str, Any]:
    """Also lets a paid case go on that waited for another case of its applicant."""
    return case_json(actions.count_fee(actor=signed_in(request), movement_id=movement_id))


@router.post("/payments/files", response={201: FileOut}, summary="Look at a file of payments")
def post_file(request: HttpRequest, file: File[UploadedFile]) -> Status[PaymentFile]:
    """Says what would be recorded; nothing is."""
    content = file.read(MOST_BYTES + 1)
    return Status(201, importing.upload(actor=signed_in(request), name=str(file.name), content=content))


@router.post("/payments/files/{int:file_id}/import", response=FileOut, summary="Record the payments of a file")
def post_import(request: HttpRequest, file_id: int) -> PaymentFile:
    """Keeps every line once; a job records those that name their case, the others wait under ``/payments/lines``."""
    return importing.apply(actor=signed_in(request), file_id=file_id)


@router.get("/payments/lines", response=LinePage, summary="Lines of imported files that wait for somebody")
def list_lines(request: HttpRequest, after: Cursor | None = None) -> dict[str, Any]:
    """The newest first."""
    signed_in_for(request, Act.FEE_KEEP)
    found = open_lines().select_related("file").order_by("-pk")
    rows = list((found.filter(pk__lt=after) if after else found)[: queries.PAGE + 1])
    page = rows[: queries.PAGE]
    return {"items": [line_json(line) for line in page], "next": page[-1].pk if len(rows) > queries.PAGE else None}


@router.post("/payments/lines/{int:line_id}/match", response=CaseFeesOut, summary="Record a line for a case")
def post_match(request: HttpRequest, line_id: int, sent: MatchIn) -> dict[str, Any]:
    """The payment that reaches the fee carries the case on."""
    person = signed_in(request)
    payment = importing.match_line(actor=person, line_id=line_id, movement_id=sent.movement, step=sent.step)
    return case_json(payment.movement)


@router.post("/payments/lines/{int:line_id}/set-aside", response={204: None}, summary="A line pays for nothing here")
def post_aside(request: HttpRequest, line_id: int, sent: BackIn) -> Status[None]:
    """With the reason."""
    importing.set_aside(actor=signed_in(request), line_id=line_id, note=sent.note)
    return Status(204, None)
