"""The forms of the ledger's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from journal.fields import Day, Line
from orders.blank_kinds import BlankKind
from orders.stocktaking_models import LONGEST_SERIES, CountedRange

EVERY_KIND = [("", _("every kind")), *BlankKind.choices]
# As many characters as the most serials need, each on a line of its own.
LONGEST_LIST = 400_000


class Words(forms.CharField):
    """Several lines."""

    def __init__(self, rows: int = 3, **told: Any) -> None:
        super().__init__(**{"max_length": 1000, "widget": forms.Textarea(attrs={"rows": rows}), **told})


class Serials(Words):
    """Serials and ranges, typed or scanned."""

    def __init__(self, **told: Any) -> None:
        hint = _("One a line, or a range: AB 0001234-0001240. A scanner may type here.")
        super().__init__(**{"rows": 5, "label": _("Serials"), "help_text": hint, "max_length": LONGEST_LIST, **told})


class LedgerForm(forms.Form):
    """What every form here has in common."""

    use_required_attribute = False

    def given(self) -> dict[str, Any]:
        """As the action takes it."""
        return dict(self.cleaned_data)


class CommissionForm(LedgerForm):
    """A form with a commission: its members stand one a line."""

    basis = Line(label=_("Order that appointed the commission"), max_length=300, help_text=_("Its date and number."))
    members = Words(
        label=_("Members of the commission"),
        rows=4,
        max_length=10_000,
        help_text=_("One a line: name, then a comma and the post. At least three; the first presides."),
    )

    def given(self) -> dict[str, Any]:
        """The members as name and post."""
        lines = [line.partition(",") for line in self.cleaned_data["members"].splitlines()]
        return {**self.cleaned_data, "members": [{"name": name, "post": post} for name, _comma, post in lines]}


class ReceiveForm(LedgerForm):
    """A batch that came."""

    kind = forms.ChoiceField(label=_("Kind of blank"), choices=BlankKind.choices)
    series = Line(label=_("Series"), max_length=LONGEST_SERIES, help_text=_("In letters."))
    first = Line(label=_("First number"), max_length=20, help_text=_("With its zeros, as it is printed."))
    last = Line(label=_("Last number"), max_length=20)
    counted = forms.IntegerField(
        label=_("Counted on arrival"), min_value=1, help_text=_("How many blanks you have counted with your own hands.")
    )
    received_on = Day(label=_("Received on"))
    supplier = Line(label=_("From whom"), max_length=200)
    waybill = Line(label=_("Waybill"), max_length=100, help_text=_("Its number and date."))


class AssignForm(LedgerForm):
    """What a blank is set aside for."""

    kind = forms.ChoiceField(label=_("Kind of blank"), choices=BlankKind.choices)
    about = Line(label=_("What it is for"), max_length=64, help_text=_("The number of the case or the order."))
    holder = Line(label=_("Name that will stand on it"), max_length=200, required=False)
    serial = Line(label=_("Serial"), max_length=40, required=False, help_text=_("Empty: the lowest free one."))


class IssueForm(LedgerForm):
    """Into whose hands a blank was given."""

    to = Line(label=_("Received by"), max_length=200)
    on = Day(label=_("Day"))
    authority = Line(
        label=_("Authority"),
        max_length=300,
        required=False,
        help_text=_("If another than the holder received it: the power of attorney, its date and number."),
    )
    signature = Line(
        label=_("Signature"),
        max_length=200,
        required=False,
        help_text=_("Where the receiver has signed, or the number of the post's receipt. Empty: in the book of issue."),
    )


class ReleaseForm(LedgerForm):
    """Why a blank is free again."""

    words = Words(label=_("Why"), required=False)


class SpoilForm(LedgerForm):
    """How a blank was spoiled."""

    words = Words(label=_("How it was spoiled"))


class WordsForm(LedgerForm):
    """Why something is put aside or dropped."""

    words = Words(label=_("Why"))


class DestructionForm(CommissionForm):
    """Which spoiled blanks, and who destroys them."""

    field_order = ["serials", "basis", "members"]
    serials = Serials()


class StocktakingForm(CommissionForm):
    """What is counted, as of which day, and by whom."""

    field_order = ["kind", "as_of", "basis", "members"]
    kind = forms.ChoiceField(label=_("Kind of blank"), choices=EVERY_KIND, required=False)
    as_of = Day(
        label=_("As of"), help_text=_("Today: the ledger as it stands now. An earlier day: as it stood that evening.")
    )


class CountForm(LedgerForm):
    """What the commission has in its hands."""

    kind = forms.ChoiceField(label=_("Kind of blank"), choices=BlankKind.choices)
    condition = forms.ChoiceField(label=_("Condition"), choices=CountedRange.Condition.choices)
    serials = Serials()


class ExplainForm(LedgerForm):
    """The act that explains a difference."""

    serials = Serials()
    number = Line(label=_("Number of the act"), max_length=32)
    on = Day(label=_("Day of the act"))
    words = Words(label=_("What the act says"))


class PeriodForm(LedgerForm):
    """From which day to which."""

    first = Day(label=_("From"))
    last = Day(label=_("Until"))
