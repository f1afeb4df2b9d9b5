"""The small forms of the fee part of a case's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from journal.fields import Day, Line
from movements.fees import grounds


class PaymentForm(forms.Form):
    """Money that came in."""

    use_required_attribute = False
    amount = Line(label=_("Sum, soʻm"), max_length=30)
    paid_on = Day(label=_("Paid on"))
    document = Line(label=_("Number of the payment document"), max_length=64)
    note = Line(label=_("Note"), max_length=1000, required=False)


class ExemptionForm(forms.Form):
    """Why a fee, or a part of it, need not be paid."""

    use_required_attribute = False
    ground = forms.ChoiceField(label=_("Ground"))
    amount = Line(
        label=_("Sum, soʻm"), max_length=30, required=False, help_text=_("Empty: as much as the ground remits.")
    )
    paper = Line(label=_("Document it rests on"), max_length=300, help_text=_("What it is, its number and date."))
    note = forms.CharField(label=_("In words"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["ground"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - declared above
        chosen.choices = [("", "—"), *grounds.choices()]


class BackForm(forms.Form):
    """Why a row is taken back."""

    use_required_attribute = False
    note = Line(label=_("Why"), max_length=1000)


class CountForm(forms.Form):
    """Nothing is typed: the fee is counted from what is entered."""


FORMS: dict[str, type[forms.Form]] = {
    "payment": PaymentForm, "exempt": ExemptionForm, "payment_back": BackForm, "exempt_back": BackForm,
    "count": CountForm,
}  # fmt: skip
