"""One way for every form of the ledger: read it, carry the act out once, or show it again with what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from journal import idempotency
from journal.refusals import NotFound, Refusal
from orders.blanks.screen_forms import LedgerForm
from permissions.models import Person
from permissions.screen_forms import with_refusal

Deed = tuple[type[LedgerForm] | None, Callable[[dict[str, Any]], Any]]


@dataclass
class Typed:
    """What became of a request.

    Args:
        done: the act stands, done now or by the twin of this request.
        made: what the act returned; empty for a twin.
        forms: the form that was typed, by its act, with what is wrong.
    """

    done: bool = False
    made: Any = None
    forms: dict[str, LedgerForm] = field(default_factory=dict)
    refusal: Refusal | None = None

    @property
    def status(self) -> int:
        """Of the page that shows it."""
        if self.refusal is not None:
            return self.refusal.status
        return 422 if any(form.errors for form in self.forms.values()) else 200


def carry_out(request: HttpRequest, person: Person, deeds: Mapping[str, Deed], *, done: str) -> Typed:
    """Carry out the act a POST names by ``act``; nothing for another request.

    Args:
        deeds: by its name the form of each act, and what it does with what was typed.
        done: what the reader is told when it is done.

    Raises:
        NotFound: no such act, or the action found nothing there for this person.
    """
    if request.method != "POST":
        return Typed()
    name = request.POST.get("act", "")
    if name not in deeds:
        raise NotFound("")
    form_class, act = deeds[name]
    form = form_class(request.POST, auto_id=f"{name}_%s") if form_class else LedgerForm(request.POST)
    typed = Typed(forms={name: form})
    if not form.is_valid():
        return typed
    once = request.POST.get("once", "")

    def deed() -> None:
        typed.made = act(form.given())

    try:
        idempotency.once(person.pk, f"{once}:{name}" if once else "", deed, sent=request.POST.lists())
    except NotFound:
        raise
    except Refusal as refusal:
        typed.refusal = refusal
        with_refusal(form, refusal)
        return typed
    messages.success(request, done)
    return Typed(done=True, made=typed.made)
