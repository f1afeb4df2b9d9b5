"""The page of the list "to be entered into HEMIS", and the list as a file."""

from __future__ import annotations

import csv
import io

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from journal import clock
from journal.reading import read_key
from journal.refusals import NotFound, Refusal
from orders import hemis_entry, hemis_list
from orders.models import HemisEntry
from permissions import policy
from permissions.middleware import signed_in
from permissions.models import Person
from permissions.roles import Act

MOST_IN_FILE = 5000
# A cell that begins so is a formula to a spreadsheet; names come from outside.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def entries_of(person: Person) -> QuerySet[HemisEntry]:
    """The entries of the faculties whose orders the person enters into HEMIS.

    Raises NotFound for whoever enters none: they need not know of the list.
    """
    units = policy.unit_ids(person, Act.HEMIS_ENTER, on=clock.today())
    if not units:
        raise NotFound("")
    return HemisEntry.objects.filter(faculty_id__in=units)


def asked(request: HttpRequest) -> dict[str, str]:
    """What of the list is asked for."""
    show = request.GET.get("show", "")
    return {"show": show if show in hemis_list.SHOWN else "open", "q": request.GET.get("q", "").strip()}


@require_http_methods(["GET", "POST"])
def hemis(request: HttpRequest) -> HttpResponse:
    """Show one page of the list; tick entries off or take a tick back, and show it again."""
    person = signed_in(request)
    seen, refusal = entries_of(person), None
    if request.method == "POST":
        try:
            messages.success(request, carry_out(request, person))
            return redirect(request.get_full_path())
        except NotFound:
            raise
        except Refusal as refused:
            refusal = refused
    wanted = asked(request)
    after = read_key(request.GET.get("after", ""))
    entries, following = hemis_list.page_for(seen, show=wanted["show"], text=wanted["q"], after=after)
    values = {
        **wanted,
        "parts": hemis_list.parts(entries),
        "after": following,
        "tally": hemis_list.tally(seen),
        "shows": shows(),
        "refusal": refusal,
    }
    return render(request, "screens/hemis/list.html", values, status=refusal.status if refusal else 200)


def shows() -> list[tuple[str, str]]:
    """The cuts of the list, in words."""
    return [
        ("open", _("to be entered")),
        ("differences", _("HEMIS shows otherwise")),
        ("done", _("entered")),
        ("all", _("everything")),
    ]


def carry_out(request: HttpRequest, person: Person) -> str:
    """Do what was pressed; returns what the reader is told. Raises NotFound for a key that is none."""
    if "back" in request.POST:
        hemis_entry.take_back(actor=person, entry_id=key_of(request.POST["back"]))
        return _("It is on the list again.")
    entries = [key_of(typed) for typed in request.POST.getlist("entry")]
    count = hemis_entry.mark_entered(actor=person, entry_ids=entries)
    return ngettext("%(count)d entry is ticked off.", "%(count)d entries are ticked off.", count) % {"count": count}


def key_of(typed: str) -> int:
    """The key of an entry. Raises NotFound where it is none."""
    key = read_key(typed)
    if key is None:
        raise NotFound("")
    return key


@require_safe
def hemis_file(request: HttpRequest) -> HttpResponse:
    """What the page shows, all pages of it, as CSV with semicolons and a byte order mark: Excel opens it."""
    wanted = asked(request)
    seen = hemis_list.found(entries_of(signed_in(request)), show=wanted["show"], text=wanted["q"])
    written = io.StringIO()
    sheet = csv.writer(written, delimiter=";")
    for row in hemis_list.table(list(seen[:MOST_IN_FILE]), address=settings.SITE_ADDRESS):
        sheet.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="hemis-{clock.today().isoformat()}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
