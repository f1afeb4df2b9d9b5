"""The order's PDF: rendered, sealed and stored once, by a job. A failed rendering never frees a number.

The order comes into force in the same transaction that stores its document.
"""

from __future__ import annotations

import hashlib

from journal import clock, jobs
from journal.models import Job
from orders import acts, context, enactment, render
from orders.locking import lock
from orders.models import Document, Order, OrderState
from orders.signing import institutional_signer
from orders.stored_files import set_aside
from permissions.models import Institute

SEAL_FIELD = "Muhr"


@jobs.handler("order.document")
def make_document(job: Job) -> None:
    """Render, seal and store the document of the order ``job.args["order"]`` and bring the order into force.

    Raises SealError, OSError (no space left): the job is tried again, the order stays signed and keeps its number.
    """
    order = Order.objects.select_related("unit", "register", "composed_by", "signed_by").get(pk=job.args["order"])
    if order.state != OrderState.SIGNED:
        return
    unsealed = unsealed_pdf(order)
    signer = institutional_signer()
    now = clock.now()
    city = Institute.objects.values_list("city", flat=True).get()
    sealed = signer.seal(unsealed, reason=f"{order.title}, № {order.number}", location=city, field=SEAL_FIELD, at=now)
    digest = hashlib.sha256(sealed).hexdigest()
    document = Document(
        order=order, unsealed_sha256=hashlib.sha256(unsealed).hexdigest(), sha256=digest, size=len(sealed),
        sealed_by=signer.describe().subject[:300], created_at=now,
    )  # fmt: skip
    document.file.name = f"orders/{order.year}/{order.pk}/{digest}.pdf"
    keep(document, sealed)


def unsealed_pdf(order: Order) -> bytes:
    """The PDF before the seal, the act embedded: the same bytes for the same order, whenever it is made."""
    if order.act is None or order.registered_at is None:
        raise ValueError("only a numbered order has a document")
    act = render.EmbeddedFile("buyruq.json", acts.canonical(order.act), "Buyruq maʼlumotlari")
    sheet = render.render_paper(context.paper(order))
    return render.render_pdf(sheet, attachments=[act], lang="uz", title=order.title, created=order.registered_at)


def keep(document: Document, content: bytes) -> None:
    """Store the file, its row, and the order's coming into force: all of it or nothing that anybody would see."""
    with set_aside(document.file, content) as settle:
        order = lock(document.order_id)
        if order.state != OrderState.SIGNED:
            return  # another worker was first: its file is the document
        settle()
        document.save(force_insert=True)
        enactment.come_into_force(order)
