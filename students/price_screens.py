"""The accountant's page of prices and contracts, and lists of them looked at before they are imported."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from journal.reading import read_key
from journal.refusals import Refusal
from permissions.middleware import signed_in_for
from permissions.names import normalise
from permissions.roles import Act
from students.models import ContractPrice, Form, StudentContract
from students.study_screens import PAGE, PRICES, imported, uploaded


@require_http_methods(["GET", "POST"])
def prices(request: HttpRequest) -> HttpResponse:
    """The prices of programmes and, by pages, the contracts of students; and the form that uploads a list."""
    person, refusal = signed_in_for(request, Act.FEE_KEEP), None
    if request.method == "POST":
        try:
            return redirect("study-list", uploaded(request, person, PRICES).pk)
        except Refusal as refused:
            refusal = refused
    typed = request.GET.get("q", "").strip()[:100]
    of_prices = _prices(typed, read_key(request.GET.get("after", "")))
    contracts = _contracts(typed, read_key(request.GET.get("contracts_after", "")))
    values = {
        "rows": of_prices[:PAGE],
        "after": of_prices[PAGE - 1].pk if len(of_prices) > PAGE else None,
        "contracts": contracts[:PAGE],
        "contracts_after": contracts[PAGE - 1].pk if len(contracts) > PAGE else None,
        "q": typed,
        "lists": imported(PRICES),
        "kinds": [(kind.value, kind.label) for kind in PRICES],
        "kind": request.POST.get("kind", ""),
        "forms": dict(Form.choices),
        "refusal": refusal,
    }
    return render(request, "screens/studies/prices.html", values, status=refusal.status if refusal else 200)


def _prices(typed: str, after: int | None) -> list[ContractPrice]:
    found = ContractPrice.objects.select_related("programme").order_by("-pk")
    if typed:
        found = found.filter(Q(programme__code__startswith=typed) | Q(programme__name__icontains=typed))
    return list((found.filter(pk__lt=after) if after else found)[: PAGE + 1])


def _contracts(typed: str, after: int | None) -> list[StudentContract]:
    found = StudentContract.objects.select_related("student__person").order_by("-pk")
    if typed:
        by_name = Q(student__person__search__contains=normalise(typed))
        found = found.filter(Q(number__icontains=typed) | Q(student__number__startswith=typed) | by_name)
    return list((found.filter(pk__lt=after) if after else found)[: PAGE + 1])
