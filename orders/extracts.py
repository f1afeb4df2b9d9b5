"""The extract of one item (*buyruqdan koʻchirma*): asked for by whoever may see the item, made once, by a job.

It repeats the signed words: title, preamble and the one point are cut out of the frozen act, never worded anew. The
institute's seal says that the copy is true; no office-holder is named who has not put a hand to it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from journal import clock, events, jobs
from journal.events import Actor
from journal.models import Job
from journal.refusals import Conflict, NotFound
from orders import access, context, render
from orders.item_models import OrderExtract
from orders.locking import lock
from orders.models import ItemState, Order, OrderItem, OrderState
from orders.paper import ExtractPaper
from orders.signing import institutional_signer
from orders.stored_files import set_aside
from orders.verification_code import new_code
from orders.wording import uz_moment
from permissions import policy
from permissions.models import Institute, Person
from permissions.roles import Act, Role

SEAL_FIELD = "Muhr"
HOLDS = (OrderState.IN_FORCE, OrderState.AMENDED)


@dataclass(frozen=True)
class Stand:
    """How far the extract of an item is: ``extract`` once it is made; ``asked`` while it is being made."""

    item: OrderItem
    extract: OrderExtract | None
    asked: bool
    failed: bool

    @property
    def may_ask(self) -> bool:
        """Whether it can be asked for now."""
        return self.extract is None and not self.asked and _may_be_given(self.item)


def get_item_for(actor: Person, item_id: int) -> OrderItem:
    """The item of a signed order, if the actor may see this very item. Raises NotFound, absent or forbidden alike."""
    item = OrderItem.objects.select_related("order__unit").filter(pk=item_id, order__state__in=access.PUBLIC).first()
    if item is None:
        raise NotFound("")
    seen = access.items_seen_by(actor, item.order).exclude(state=ItemState.STRUCK).filter(pk=item_id).first()
    if seen is None:
        raise NotFound("")
    seen.order = item.order
    return seen


def stand_of(item: OrderItem) -> Stand:
    """Whether the item's extract is made, being made, or in trouble."""
    extract = OrderExtract.objects.filter(item=item).first()
    job = None if extract else Job.objects.filter(key=_key(item.pk)).first()
    return Stand(item, extract, asked=job is not None, failed=bool(job and job.error))


@transaction.atomic
def ask_for(*, actor: Person, item_id: int) -> Stand:
    """Have the extract made; asked for twice, or by two at once, it is made once.

    Raises:
        NotFound: the item is not the actor's to see.
        Conflict: the item has not changed the record, or does not hold any more.
    """
    item = get_item_for(actor, item_id)
    order = lock(item.order_id)
    item = get_item_for(actor, item_id)
    stand = stand_of(item)
    if stand.extract is not None or stand.asked:
        return stand
    if not stand.may_ask:
        raise Conflict(_("An extract is given once the item has changed the record, and while the order holds."))
    jobs.enqueue("order.extract", key=_key(item.pk), args={"item": item.pk})
    events.write_event(order, actor=_by(actor, item), act="order.ask_extract", payload={}, ids={"item": item.pk})
    order.save(update_fields=["chain_length", "chain_head"])
    return Stand(item, None, asked=True, failed=False)


def _key(item_id: int) -> str:
    return f"order.extract:{item_id}"


def _may_be_given(item: OrderItem) -> bool:
    return item.state == ItemState.APPLIED and item.order.state in HOLDS


def _by(actor: Person, item: OrderItem) -> Actor:
    """As whom the actor asks: the student in question, or the office that may read the order."""
    office = Role.STUDENT if item.person_id == actor.pk else None
    unit = item.student.faculty if item.student and office is None else item.order.unit
    on = clock.today()
    power = policy.power(actor, Act.ORDER_READ, unit=unit, subject_id=item.person_id, on=on, office=office)
    return power.actor if power else Actor(actor.pk, actor.full_name)


@jobs.handler("order.extract")
def make_extract(job: Job) -> None:
    """Render, seal and store the extract of the item ``job.args["item"]``; made already, it stays as it is.

    Raises SealError, OSError (no space left): the job is tried again.
    """
    item = OrderItem.objects.select_related("order", "person").get(pk=job.args["item"])
    if OrderExtract.objects.filter(item=item).exists():
        return
    signer, now = institutional_signer(), clock.now()
    extract = OrderExtract(item=item, code=new_code(), created_at=now, sealed_by=signer.describe().subject[:300])
    order = Order.objects.select_related("unit", "register", "composed_by", "signed_by").get(pk=item.order_id)
    unsealed = unsealed_pdf(order, extract)
    city = Institute.objects.values_list("city", flat=True).get()
    reason = f"Koʻchirma: {order.title}, № {order.number}, {item.position}-band"
    sealed = signer.seal(unsealed, reason=reason, location=city, field=SEAL_FIELD, at=now)
    extract.sha256, extract.size = hashlib.sha256(sealed).hexdigest(), len(sealed)
    extract.file.name = f"extracts/{order.year}/{item.pk}/{extract.sha256}.pdf"
    _keep(extract, sealed)


def _keep(extract: OrderExtract, content: bytes) -> None:
    with set_aside(extract.file, content) as settle:
        lock(extract.item.order_id)
        if OrderExtract.objects.filter(item=extract.item_id).exists():
            return  # another worker was first: its file is the extract
        settle()
        extract.save(force_insert=True)


def unsealed_pdf(order: Order, extract: OrderExtract) -> bytes:
    """The PDF before the seal: the same bytes for the same extract, whenever it is made."""
    sheet = render.render_extract(extract_paper(order, extract))
    title = f"Buyruqdan koʻchirma: {order.title}"
    return render.render_pdf(sheet, attachments=(), lang="uz", title=title, created=extract.created_at)


def extract_paper(order: Order, extract: OrderExtract) -> ExtractPaper:
    """The sheet of the extract: the signed words of one point, and what certifies them."""
    if order.act is None or order.signed_at is None:
        raise ValueError("only a signed order has extracts")
    item = extract.item
    return ExtractPaper(
        order=context.paper(order),
        **cut_out(order.act["body"], item.position),
        position=item.position,
        basis=tuple(item.basis.get("papers", ())) or ("Talabaning arizasi",),
        at=uz_moment(extract.created_at.astimezone(clock.zone)),
        verify_url=context.verify_url(extract),
        code=extract.code,
    )


def cut_out(body: str, position: int) -> dict[str, Any]:
    """Title, preamble, headings and sentence of one point out of a frozen act, as the HTML that was signed.

    Raises ValueError where the act has no such point.
    """
    title = re.search(r'<h2 class="title">(.*?)</h2>', body, re.DOTALL)
    preamble = re.search(r'<p class="preamble">(.*?)</p>', body, re.DOTALL)
    point = re.search(rf'<li value="{position}">(.*?)</li>', body, re.DOTALL)
    if title is None or preamble is None or point is None:
        raise ValueError(f"the act has no title, no preamble or no point {position}")
    before = body[: point.start()]
    headings = [re.findall(rf"<{tag}>(.*?)</{tag}>", before, re.DOTALL) for tag in ("h3", "h4")]
    faculty, place = (found[-1] if found else "" for found in headings)
    return {"title": title[1], "preamble": preamble[1], "sentence": point[1], "faculty": faculty, "place": place}
