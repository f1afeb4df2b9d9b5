"""The accountant's pages of imported payments: a file looked at first, and the lines nobody could match."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from journal.reading import one_line, read_key
from journal.refusals import Invalid, NotFound, Refusal
from movements.fee_models import PaymentFile, PaymentLine
from movements.fees import importing
from movements.fees.matching import open_lines
from movements.fees.words import grouped
from movements.models import Movement
from movements.queries import PAGE
from permissions.middleware import signed_in_for
from permissions.models import Person
from permissions.roles import Act
from students.tables import MOST_BYTES

FILES = 5


@require_http_methods(["GET", "POST"])
def payments(request: HttpRequest) -> HttpResponse:
    """The form that uploads a file, the newest files, and by pages the lines that wait for somebody."""
    person, refusal = signed_in_for(request, Act.FEE_KEEP), None
    act = request.POST.get("act", "")
    if request.method == "POST":
        try:
            return _done(request, person, act)
        except Refusal as refused:
            refusal = refused
    typed = request.GET.get("q", "").strip()[:100]
    rows = list(_waiting(typed, read_key(request.GET.get("after", ""))))
    values = {
        "rows": rows[:PAGE],
        "after": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "q": typed,
        "files": PaymentFile.objects.filter(imported_at__isnull=False).defer("content")[:FILES],
        "refusal": refusal,
        "refused": {"act": act, "line": read_key(request.POST.get("line", "")), "typed": request.POST},
    }
    return render(request, "screens/fees/payments.html", values, status=refusal.status if refusal else 200)


def _waiting(typed: str, after: int | None) -> QuerySet[PaymentLine]:
    found = open_lines().select_related("file").order_by("-pk")
    if typed:
        either = Q(document__icontains=typed) | Q(payer__icontains=typed) | Q(purpose__icontains=typed)
        found = found.filter(either | Q(pinfl=typed) | Q(student_number=typed))
    return (found.filter(pk__lt=after) if after else found)[: PAGE + 1]


def _done(request: HttpRequest, person: Person, act: str) -> HttpResponse:
    """Carry out one of the page's acts. Raises what the act raises."""
    if act == "upload":
        file = request.FILES.get("file")
        if file is None:
            raise Invalid(_("Choose the file."))
        content = file.read(MOST_BYTES + 1)
        return redirect("payment-file", importing.upload(actor=person, name=str(file.name), content=content).pk)
    line = read_key(request.POST.get("line", ""))
    if line is None or act not in ("match", "aside"):
        raise NotFound("")
    if act == "aside":
        importing.set_aside(actor=person, line_id=line, note=request.POST.get("note", ""))
        messages.success(request, _("Set aside."))
    else:
        number = one_line(request.POST.get("case", ""))
        movement = Movement.objects.filter(number=number).first() if number else None
        if movement is None:
            raise Invalid(_("There is no case of this number."))
        importing.match_line(actor=person, line_id=line, movement_id=movement.pk)
        messages.success(request, _("Recorded."))
    return redirect("payments")


@require_http_methods(["GET", "POST"])
def payment_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file holds, with the button that imports it; once imported, its report."""
    person, refusal = signed_in_for(request, Act.FEE_KEEP), None
    if request.method == "POST":
        try:
            importing.apply(actor=person, file_id=pk)
            messages.success(request, _("The file is imported; its payments are being recorded."))
            return redirect("payment-file", pk)
        except NotFound:
            raise
        except Refusal as refused:
            refusal = refused
    found = PaymentFile.objects.defer("content").select_related("uploaded_by").filter(pk=pk).first()
    if found is None or (found.imported_at is None and found.uploaded_by_id != person.pk):
        raise NotFound(_("There is no such file."))
    values: dict[str, Any] = {"file": found, "report": found.report, "refusal": refusal, "most": importing.MOST_TOLD}
    values["lines"] = [_shown(line) for line in found.report["lines"]]
    if found.imported_at:
        values["waiting"] = open_lines(PaymentLine.objects.filter(file=found)).count()
    return render(request, "screens/fees/file.html", values, status=refusal.status if refusal else 200)


def _shown(line: dict[str, Any]) -> dict[str, Any]:
    """A line of the report as people read it."""
    paid_on, amount = date.fromisoformat(line["paid_on"]), Decimal(line["amount"])
    return {**line, "paid_on": f"{paid_on:%d.%m.%Y}", "amount": grouped(amount)}
