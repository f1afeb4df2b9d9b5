"""The small forms of an order's page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from journal.refusals import Refusal
from orders.numbering import LONGEST


class GroundsForm(forms.Form):
    """Why a visa is declined, an item struck or an order put aside."""

    use_required_attribute = False
    grounds = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class RegisterForm(forms.Form):
    """The number and day the chancellery or Ijro gave."""

    use_required_attribute = False
    number = forms.CharField(label=_("Number"), max_length=LONGEST)
    on = forms.DateField(
        label=_("Day of registration"),
        required=False,
        help_text=_("Empty: today."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


def with_refusal(form: forms.Form, refusal: Refusal | None) -> forms.Form:
    """The bound form with the sentences the action gave by field, in place of the form's own."""
    for name, sentences in (refusal.fields if refusal and form.is_bound else {}).items():
        if name in form.fields:
            form.errors[name] = form.error_class([str(sentence) for sentence in sentences])
    return form
