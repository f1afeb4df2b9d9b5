"""What the product cannot know: an office records it with number and date, and answers for it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from movements.forms import Day, Statement, Words


class Inventory(Statement):
    """The personal file is bound, with an inventory of its papers."""

    inventory_number = forms.CharField(label=_("Number of the inventory"), max_length=32)
    papers = Words(label=_("Papers of the file, one a line"), max_length=2000)
    sheets = forms.IntegerField(label=_("Sheets"), min_value=1, max_value=2000)


class Delivery(Statement):
    """The personal file has left the house."""

    sent_on = Day(label=_("Sent on"))
    letter = forms.CharField(label=_("Number of the covering letter"), max_length=64)
    way = forms.ChoiceField(
        label=_("Way of delivery"),
        choices=[("", _("choose one")), ("post", _("registered mail")), ("courier", _("by courier"))],
    )


class Acknowledgement(Statement):
    """The receiving institution has the file."""

    received_on = Day(label=_("Received there on"))
    acknowledgement = forms.CharField(label=_("Number of the acknowledgement"), max_length=64)


class RequestLetter(Statement):
    """The former institution was asked for the personal file (aloqa xati)."""

    letter = forms.CharField(label=_("Number of the request letter"), max_length=64)
    sent_on = Day(label=_("Sent on"))


class ContractPaid(Statement):
    """The fee contract is signed and paid."""

    contract = forms.CharField(label=_("Number of the contract"), max_length=64)
    signed_on = Day(label=_("Contract of"))
    paid = forms.IntegerField(label=_("Paid, in soʻm"), min_value=1)
    paid_on = Day(label=_("Paid on"))


class PersonalFile(Statement):
    """The personal file has come."""

    received_on = Day(label=_("Received on"))
    sheets = forms.IntegerField(label=_("Sheets"), min_value=1, max_value=2000)
    number = forms.CharField(
        label=_("HEMIS student number"),
        max_length=16,
        required=False,
        help_text=_("May be left empty until HEMIS has given one."),
    )


class HigherDecision(Statement):
    """A body above the institute has decided."""

    body = forms.ChoiceField(
        label=_("Who decided"),
        choices=[("", _("choose one")), ("ministry", _("the ministry")), ("commission", _("the state commission"))],
    )
    decision = forms.CharField(label=_("Number of the decision"), max_length=64)
    decided_on = Day(label=_("Decision of"))
