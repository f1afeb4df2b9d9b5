"""The paper of an order for whoever may read it: the stored PDF, and before there is one, the sheet as a page."""

from __future__ import annotations

import re

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import Conflict, NotFound
from orders import access, context, preview, render
from orders.models import Document, Order, OrderState
from permissions.models import Person


def paper_for(actor: Person, order: Order) -> HttpResponseBase:
    """The sealed PDF, or of an unsigned order the draft as HTML, shown and not saved; the actor may see the order.

    Raises:
        NotFound: the paper names people whose items the actor may not see, or the order was discarded unsigned.
        Conflict: the order is signed and its PDF is not made yet.
    """
    if not access.may_read_paper(actor, order):
        raise NotFound("")
    document = Document.objects.filter(order=order).first()
    if document is not None:
        return FileResponse(document.file.open("rb"), filename=file_name(order), content_type="application/pdf")
    if order.state in (OrderState.SIGNED, OrderState.IN_FORCE):
        raise Conflict(_("The order is signed; its PDF is being made and sealed. Open it again in a few seconds."))
    return HttpResponse(sheet(order))


def sheet(order: Order) -> str:
    """The sheet as it stands, as HTML: of a draft from the record of this moment, later from the frozen act."""
    if order.act is not None:
        return render.render_paper(context.paper(order))
    if order.state != OrderState.DRAFT:
        raise NotFound("")
    items = preview.printed(order)
    preview.prepare(order, items)
    items.sort(key=lambda item: item.position)
    return render.render_paper(context.sheet(order, context.act_body(order, items, on=clock.today())))


def file_name(order: Order) -> str:
    """``buyruq-417-T-2026.pdf``: the number without characters a file system minds."""
    return f"buyruq-{re.sub(r'[^0-9A-Za-z-]+', '-', order.number)}-{order.year}.pdf"
