"""Who is told while an order is on its way to the signature: the offices it waits for, and why it came back."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from journal import clock, jobs, notices
from journal.models import Job
from orders.locking import lock
from orders.models import Order, OrderState
from orders.queries import declined, missing_visas
from permissions import policy
from permissions.models import Person
from permissions.roles import Role


@jobs.handler("order.visas")
@jobs.together
def plan_notices(job: Job) -> None:
    """Tell, once, of the state the order reached by an act; one that has moved on meanwhile has a job of its own."""
    order = lock(job.args["order"])
    if (str(order.state), order.round) != (job.args["state"], job.args["round"]):
        return
    for person in _people(order):
        with translation.override(person.language or "uz"):
            subject, body = _words(order)
            notices.plan(
                person_id=person.pk,
                subject=subject,
                body=body,
                url=f"/orders/{order.pk}/",
                about=order.chain,
                email=person.email,
            )


def _people(order: Order) -> list[Person]:
    """Who can act now, each once."""
    if order.state == OrderState.DRAFT:
        return [order.composed_by]
    offices = missing_visas(order) if order.state == OrderState.ENDORSING else [order.signs]
    held = [policy.holders(Role(office), unit=order.unit, on=clock.today()) for office in offices]
    return list({person.pk: person for people in held for person in people}.values())


def _words(order: Order) -> tuple[str, str]:
    title = {"title": order.title}
    if order.state == OrderState.ENDORSING:
        body = _("Read the act, then give the visa of your office or decline it with grounds.")
        return _("An order waits for your visa: “%(title)s”") % title, body
    if order.state == OrderState.READY:
        return _("An order waits for your signature: “%(title)s”") % title, _("All its visas are given.")
    visa = declined(order)
    grounds = f"{visa.title or Role(visa.office).label}, {visa.by.short_name}: {visa.grounds}" if visa else ""
    return _("An order was declined and is a draft again: “%(title)s”") % title, grounds
