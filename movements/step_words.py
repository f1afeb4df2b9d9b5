"""What a step asks beside its verdict, in words: the fields of its form, and when the case lapses there."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from movements.clear_step import Clear
from movements.pay_step import Pay
from movements.steps import Decide, HumanStep, MayLapse, Step


def fields_of(form: type[forms.Form]) -> tuple[str, ...]:
    """The labels of a form."""
    return tuple(str(field.label or name) for name, field in form.base_fields.items())


def named_at(step: Step) -> tuple[str, ...]:
    """What the office adds when it approves."""
    if not isinstance(step, Decide):
        return ()
    fields = fields_of(step.states) if step.states else ()
    more = _("academic difference, with proposed course, semester and personal plan")
    return (*fields, more) if step.difference else fields


def within_of(step: Step) -> str:
    """The term of a step; of several offices asked at once each has its own."""
    if isinstance(step, Clear):
        return "; ".join(f"{one.office.label}: {one.within}" for one in step.asks)
    within = getattr(step, "within", None)
    return str(within) if within else ""


def silence_of(step: Step) -> str:
    """Who is told when the term has passed; of several offices who is told of each."""
    if isinstance(step, Clear):
        told = dict.fromkeys(str(one.if_silent) for one in step.asks)
        if len(told) == 1:
            return next(iter(told))
        return "; ".join(f"{one.office.label}: {one.if_silent}" for one in step.asks)
    return str(step.if_silent) if isinstance(step, HumanStep) and step.if_silent else ""


def lapses_in_words(step: Step) -> str:
    """When a case lapses at a step and how long before its applicant is told; empty where it never does."""
    if not isinstance(step, MayLapse) or not step.lapses:
        return ""
    terms = {"term": step.lapses, "before": step.told_before}
    if isinstance(step, Pay):
        return _("unpaid, it is refused after %(term)s; the applicant is told at least %(before)s before") % terms
    words = _("lapses after %(term)s; the applicant is told at least %(before)s before")
    return words % terms
