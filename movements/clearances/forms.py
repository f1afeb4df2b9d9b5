"""What an office and an applicant say to each other about something that is owed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from movements.papers import PROOF


class RemarkForm(forms.Form):
    """A remark beside a clearance."""

    use_required_attribute = False
    words = forms.CharField(
        label=_("Remark"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ObjectionForm(forms.Form):
    """What is owed; only the applicant is waited for then."""

    use_required_attribute = False
    words = forms.CharField(
        label=_("What is owed"),
        help_text=_("The applicant reads it: name the thing, and where and how it is settled."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SettledForm(forms.Form):
    """How it was settled, with a paper if there is one."""

    use_required_attribute = False
    words = forms.CharField(
        label=_("How it was settled"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    proof = forms.FileField(
        label=PROOF.title,
        required=False,
        help_text=_("PDF, JPG or PNG, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
