"""Everything the page of an order shows."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal import clock, events
from journal.refusals import Refusal
from orders import access, preview, queries
from orders.models import ItemState, Order, OrderItem, OrderState, Visa
from orders.screen_forms import GroundsForm, RegisterForm, with_refusal
from permissions import policy
from permissions.middleware import signed_in
from permissions.roles import Role
from permissions.timeline import tell

ACTS = {
    "compose": gettext_lazy("Composed"),
    "send": gettext_lazy("Sent for visas"),
    "endorse": gettext_lazy("Endorsed"),
    "decline": gettext_lazy("Visa declined"),
    "strike": gettext_lazy("Item struck"),
    "withdraw_item": gettext_lazy("Item withdrawn by the applicant"),
    "sign": gettext_lazy("Signed"),
    "register": gettext_lazy("Number entered"),
    "come_into_force": gettext_lazy("Paper sealed, in force"),
    "notify": gettext_lazy("Those concerned were told"),
    "apply": gettext_lazy("Entered in the record"),
    "record": gettext_lazy("The record is changed"),
    "ask_extract": gettext_lazy("Extract asked for"),
    "enter_hemis": gettext_lazy("Entered into HEMIS"),
    "reopen_hemis": gettext_lazy("Not entered into HEMIS after all"),
    "fail": gettext_lazy("An item failed"),
    "retry": gettext_lazy("Tried again"),
    "discard": gettext_lazy("Put aside"),
}
AGAINST = ("decline", "strike", "discard", "fail", "withdraw_item")


def page_of(request: HttpRequest, order: Order, *, act: str = "", refusal: Refusal | None = None) -> dict[str, Any]:
    """The values of ``screens/orders/order.html``.

    Args:
        act: the act that was refused, whose form keeps what was typed.
        refusal: why.
    """
    person = signed_in(request)
    may = queries.may(person, order)
    struck = refusal is not None and act == "strike"
    declined = queries.declined(order) if order.state == OrderState.DRAFT else None
    return {
        "order": order,
        "rows": rows_of(request, order, can_strike="strike" in may, refusal=refusal if struck else None),
        "hands": hands_of(order),
        # The paper names everybody in the order; who may see only some of them gets their items alone.
        "body": order.act["body"] if order.act and access.may_read_paper(person, order) else "",
        "declined": declined and {"office": hand_in_words(declined), "grounds": declined.grounds},
        "acts": [form for code in OFFERED if code in may for form in [act_of(request, order, code, act, refusal)]],
        "progress": progress_of(order),
        "public": order.state in access.PUBLIC,
        "timeline": tell(events.of(order), titles=ACTS, against=AGAINST),
        "refusal": refusal,
        "stale": stale_of(refusal),
        "once": secrets.token_urlsafe(12),
    }


OFFERED = ("send", "endorse", "sign", "register", "retry", "decline", "discard")


def act_of(request: HttpRequest, order: Order, code: str, act: str, refusal: Refusal | None) -> dict[str, Any]:
    """One act the reader may do now, with its form where it needs words."""
    titles = {
        "send": _("Send for visas"),
        "endorse": _("Give the visa"),
        "sign": _("Sign the order"),
        "register": _("Enter the number"),
        "retry": _("Try the failed items again"),
        "decline": _("Decline"),
        "discard": _("Put the order aside"),
    }
    hints = {
        "send": _("From then on the text is frozen: what is endorsed and signed is what stands here."),
        "endorse": _("Your visa covers exactly the sentences and changes shown here."),
        "sign": _(
            "The signature gives number and date, and the record changes as shown here. It cannot be taken back."
        ),
        "decline": _("The order becomes a draft again and the registrar reads your words."),
        "discard": _("The cases go back to the approved ones and may be put into another order."),
    }
    sent = request.POST if refusal is not None and act == code else None
    form = None
    if code in ("decline", "discard"):
        form = with_refusal(GroundsForm(sent, auto_id=f"{code}_%s"), refusal)
    elif code == "register":
        form = with_refusal(RegisterForm(sent, auto_id="register_%s"), refusal)
    hint = hints.get(code, "")
    return {"code": code, "title": titles[code], "hint": hint, "form": form, "grave": code in ("decline", "discard")}


def rows_of(request: HttpRequest, order: Order, *, can_strike: bool, refusal: Refusal | None) -> list[dict[str, Any]]:
    """Each item's sentence beside the change it makes, with why it failed or was struck."""
    items = list(access.items_seen_by(signed_in(request), order).order_by("position"))
    by_pk = {item.pk: item for item in items}
    rows = []
    for row in preview.rows(order, items):
        item = by_pk[row["item_id"]]
        strike = None
        if can_strike and item.state == ItemState.WAITING:
            this = refusal is not None and request.POST.get("item") == str(item.pk)
            form = GroundsForm(request.POST if this else None, auto_id=f"strike_{item.pk}_%s")
            strike = with_refusal(form, refusal)
        changes = [
            {**line, "before": people_day(line["before"]), "after": people_day(line["after"])}
            for line in row["difference"]
        ]
        rows.append({**row, **item_words(item), "difference": changes, "strike": strike})
    return rows


def people_day(value: Any) -> Any:
    """An ISO day as people write it; anything else as it is."""
    try:
        return date.fromisoformat(value).strftime("%d.%m.%Y") if isinstance(value, str) else value
    except ValueError:
        return value


def hand_in_words(visa: Visa) -> str:
    """Office and name."""
    return f"{Role(visa.office).label}, {visa.by.full_name}"


def item_words(item: OrderItem) -> dict[str, Any]:
    """What the page says of an item beside its row."""
    return {
        "number": item.student.number if item.student else "",
        "effective_on": item.effective_on,
        "state_label": str(ItemState(item.state).label),
        "words": item.error or item.struck_grounds,
    }


def hands_of(order: Order) -> list[dict[str, Any]]:
    """Whose visa and signature the order has and whose it waits for, in the order in which they are asked."""
    visas = {visa.office: visa for visa in order.visas.filter(round=order.round).select_related("by")}
    composer = {"name": order.composed_by.full_name, "what": _("composed"), "at": order.composed_at, "tone": ""}
    hands = [{"office": str(Role.REGISTRAR.label), **composer}]
    hands += [_visa_hand(order, office, visas.get(office)) for office in order.visas_required]
    if order.signed_by is not None:
        signed = {"name": order.signed_by.full_name, "what": _("signed"), "at": order.signed_at, "tone": ""}
    else:
        tone = "now" if order.state == OrderState.READY else "next"
        signed = {"name": holder_of(order, order.signs), "what": _("signature awaited"), "tone": tone}
    return [*hands, {"office": str(Role(order.signs).label), **signed}]


def _visa_hand(order: Order, office: str, visa: Visa | None) -> dict[str, Any]:
    label = str(Role(office).label)
    if visa is None:
        waits = order.state == OrderState.ENDORSING
        what = _("visa awaited") if waits else _("visa asked for when sent")
        return {"office": label, "name": holder_of(order, office), "what": what, "tone": "now" if waits else "next"}
    refused = visa.verdict == Visa.Verdict.DECLINED
    what = _("declined") if refused else _("endorsed")
    return {
        "office": label,
        "name": visa.by.full_name,
        "what": what,
        "at": visa.at,
        "tone": "",
        "declined": refused,
        "grounds": visa.grounds,
    }


def holder_of(order: Order, office: str) -> str:
    """Who holds the office over the order's unit today."""
    people = policy.holders(Role(office), unit=order.unit, on=clock.today())
    return ", ".join(person.full_name for person in people)


def progress_of(order: Order) -> dict[str, Any] | None:
    """How far a signed order has changed the record; nothing before the signature."""
    if order.state not in access.PUBLIC:
        return None
    counted = queries.progress(order)
    done, failed, total, next_on = counted["done"], counted["failed"], counted["total"], counted["next_on"]
    due = next_on is not None and next_on <= clock.today()
    moving = done + failed < total and ((order.state == OrderState.SIGNED and bool(order.number)) or due)
    return {
        "done": done,
        "failed": failed,
        "total": total,
        "moving": moving,
        "title": progress_title(order, moving, done, total),
        "later": later_words(next_on) if next_on and not due else "",
    }


def progress_title(order: Order, moving: bool, done: int, total: int) -> str:
    """What is being done now, in words."""
    if done == total:
        return _("The record is changed")
    if not order.number:
        return _("The number from the chancellery is awaited")
    if moving:
        return _("The record is being changed")
    return _("Part of the record is changed") if done else _("The record is not changed yet")


def later_words(day: date) -> str:
    """When the next item comes due."""
    return _("The next item waits for its day: %(day)s.") % {"day": day.strftime("%d.%m.%Y")}


def stale_of(refusal: Refusal | None) -> list[str]:
    """Who stands otherwise than the preview said, a line each."""
    changed = refusal.facts.get("changed", ()) if refusal else ()
    return [
        f"{row['person']}: "
        + "; ".join(f"{line['label']}: {line['before']} → {line['after']}" for line in row["difference"])
        for row in changed
    ]
