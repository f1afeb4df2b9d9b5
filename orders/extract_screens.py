"""The page on which the extract of an item is asked for and fetched, and the extract itself."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from journal.refusals import NotFound
from orders import extracts
from orders.papers import file_name
from permissions.middleware import signed_in


@require_http_methods(["GET", "POST"])
@never_cache
def extract(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how far the extract is; a POST asks for it. The page asks again by itself while it is being made."""
    person = signed_in(request)
    if request.method == "POST":
        extracts.ask_for(actor=person, item_id=pk)
        return redirect("order-extract", pk)
    stand = extracts.stand_of(extracts.get_item_for(person, pk))
    part = request.headers.get("HX-Request") == "true"
    template = "screens/orders/extract_stand.html" if part else "screens/orders/extract.html"
    return render(request, template, {"stand": stand, "item": stand.item, "order": stand.item.order})


@require_safe
@never_cache
def extract_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The stored PDF for whoever may see the item. Raises NotFound for anybody else, and before it is made."""
    item = extracts.get_item_for(signed_in(request), pk)
    found = extracts.stand_of(item).extract
    if found is None:
        raise NotFound("")
    name = file_name(item.order).replace("buyruq-", "kochirma-").replace(".pdf", f"-{item.position}.pdf")
    return FileResponse(found.file.open("rb"), filename=name, content_type="application/pdf")
