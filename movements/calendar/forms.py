"""What the office types into the calendar."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from journal.fields import Day, Line

WORKS = {"off": False, "works": True, "usual": None}
"""What a day may be said to be; ``usual`` lets the week speak again."""


class MarkForm(forms.Form):
    """One day that is off, worked, or as usual."""

    use_required_attribute = False
    day = Day(label=_("Day"))
    works = forms.ChoiceField(
        label=_("On this day the institute"),
        choices=[("off", _("does not work")), ("works", _("works")), ("usual", _("keeps to its usual week"))],
        widget=forms.RadioSelect,
    )
    title = Line(label=_("What the day is called"), required=False, max_length=200)
    grounds = Line(label=_("Why it is changed"), max_length=1000)
    basis = Line(label=_("Decree or order"), max_length=300, help_text=_("Its date and number."))


class WeekForm(forms.Form):
    """The institute's week in this year."""

    use_required_attribute = False
    days_a_week = forms.TypedChoiceField(
        label=_("The week has"), choices=[("5", _("five days")), ("6", _("six days"))], coerce=int
    )
    grounds = Line(label=_("Why it is changed"), max_length=1000)
    basis = Line(label=_("Decree or order"), max_length=300, help_text=_("Its date and number."))


class ConfirmForm(forms.Form):
    """The days are those of the decrees."""

    use_required_attribute = False
    basis = Line(label=_("Decree or order"), max_length=300, help_text=_("Its date and number."))
