"""The list of cases, the papers of one, and the letter on its end."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from journal.reading import read_key
from movements import letters, queries
from movements.access import get_paper_for
from movements.flow import kinds
from movements.models import State
from movements.views.rows import case_rows
from permissions.middleware import signed_in


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases the reader may see, searched by text, kind and state, paged by key."""
    person = signed_in(request)
    filters = {name: request.GET.get(name, "").strip() for name in ("q", "kind", "state")}
    found = queries.cases_for(
        person, kind=filters["kind"], state=filters["state"], text=filters["q"], after=after_key(request)
    )
    page = found[: queries.PAGE]
    values = {
        "filters": filters,
        "kinds": [(kind, flow.called) for kind, flow in sorted(kinds().items())],
        "states": State.choices,
        "rows": case_rows(page, reader=person),
        "after": page[-1].pk if len(found) > queries.PAGE else None,
    }
    return render(request, "movements/cases.html", values)


def after_key(request: HttpRequest) -> int | None:
    """The key the page before ended with; anything else counts as none."""
    return read_key(request.GET.get("after", ""))


@require_safe
def paper(request: HttpRequest, pk: int) -> FileResponse:
    """A paper, for those who may open it. A browser shows it and never runs it; nothing on the way keeps it."""
    attachment = get_paper_for(signed_in(request), pk)
    response = FileResponse(attachment.file.open("rb"), content_type=attachment.content_type, filename=attachment.name)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@require_safe
def letter(request: HttpRequest, pk: int) -> FileResponse:
    """The letter on the refusal or the lapse of a case, for whoever may see the case."""
    found = letters.get_letter_for(signed_in(request), pk)
    name = letters.file_name(found)
    response = FileResponse(found.file.open("rb"), content_type="application/pdf", filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
