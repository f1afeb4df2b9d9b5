"""The page of leaves that end soon, are over, or have no end yet, and their count for the desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from journal.refusals import NotFound
from movements.leaves.ends import SHOWN, ends_today, page_for, tally
from movements.leaves.rows import leave_rows
from permissions.middleware import signed_in
from students.access import reach


@require_safe
def leaves(request: HttpRequest) -> HttpResponse:
    """One page of the leaves of the reader's units, searched and paged. NotFound for who reads no students."""
    units = reach(signed_in(request))
    if not units:
        raise NotFound("")
    text, show = request.GET.get("q", "").strip(), request.GET.get("show", "")
    show, ends = show if show in SHOWN else "ending", ends_today()
    page, after = page_for(units, ends, show=show, text=text, after=request.GET.get("after", ""))
    values = {
        "rows": leave_rows(page, ends),
        "after": after,
        "show": show,
        "shows": list(SHOWN.items()),
        "q": text,
        "days": ends.told_before,
    }
    return render(request, "screens/leaves/list.html", values)


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """How many leaves end soon or are overdue; a part of the desk. NotFound for who reads no students."""
    units = reach(signed_in(request))
    if not units:
        raise NotFound("")
    return render(request, "screens/leaves/count.html", {"leaves": tally(units, ends_today())})
