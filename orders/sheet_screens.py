"""The address of a form of the office: the sealed PDF, and before it is drawn a page that looks again by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from ninja import Field, Router, Schema

from journal.refusals import NotFound
from orders import sheets
from orders.sheet_models import Sheet
from permissions.middleware import signed_in

router = Router(tags=["papers"])
AGAIN = "2"
"""Seconds after which a page that waits for a paper looks again."""


class SheetOut(Schema):
    """A form of the office."""

    id: int = Field(description="of /sheets/{id}")
    kind: str
    title: str
    number: str
    language: str
    planned_at: datetime
    sha256: str | None = Field(description="of the sealed PDF; empty while it is being drawn")
    verify_url: str
    void: bool = Field(description="whether it no longer holds")


def sheet_json(found: Sheet) -> dict[str, Any]:
    """The sheet as the API says it; read with its file and its end."""
    drawn = sheets.file_of(found)
    names = ("kind", "title", "number", "language", "planned_at")
    return {
        "id": found.pk,
        **{name: getattr(found, name) for name in names},
        "sha256": drawn.sha256 if drawn else None,
        "verify_url": sheets.verify_url(found),
        "void": getattr(found, "void", None) is not None,
    }


@require_safe
@never_cache
def sheet(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF for whoever may see what it is about; 202 and a page while it is being drawn."""
    found = sheets.get_sheet_for(signed_in(request), pk)
    if sheets.file_of(found) is not None:
        return pdf_of(found)
    waiting = render(request, "screens/sheets/waiting.html", {"sheet": found}, status=202)
    waiting["Refresh"] = AGAIN
    return waiting


@router.get("/sheets/{int:sheet_id}", summary="A form of the office: receipt, schedule, act or letter")
def get_sheet(request: HttpRequest, sheet_id: int) -> FileResponse:
    """A sealed PDF; 404 before it is drawn, and for whoever may not see what it is about."""
    found = sheets.get_sheet_for(signed_in(request), sheet_id)
    if sheets.file_of(found) is None:
        raise NotFound("")
    return pdf_of(found)


def pdf_of(found: Sheet) -> FileResponse:
    """The stored file of a drawn sheet, under a name that says what it is."""
    name = f"{found.kind.replace('_', '-')}-{found.number or found.pk}.pdf".replace("/", "-")
    return FileResponse(found.drawn.file.open("rb"), filename=name, content_type="application/pdf")
