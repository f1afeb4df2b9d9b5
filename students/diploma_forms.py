"""The forms of the register: one entry from the paper register, and where the office reaches a holder."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal import clock
from journal.fields import Day, Line
from students.diplomas import contact_of, key_of
from students.models import Degree, Form, Language

OLDEST = 1930


class RegisterDay(Day):
    """A day of a register, which may lie long ago."""

    def to_python(self, value: Any) -> Any:
        """As ``Day``, but back to the institute's beginnings."""
        day = forms.DateField.to_python(self, value)
        if day is not None and not OLDEST <= day.year <= clock.today().year:
            raise forms.ValidationError(_("The year is wrong."))
        return day


class ContactField(Line):
    """An e-mail address or a telephone that takes messages."""

    def __init__(self, **words: Any) -> None:
        super().__init__(label=gettext_lazy("E-mail or telephone of the holder"), max_length=254, **words)

    def clean(self, value: Any) -> str:
        """As it is compared."""
        typed = str(super().clean(value) or "")
        contact = contact_of(typed)
        if typed and not contact:
            raise forms.ValidationError(_("An e-mail address, or a telephone of Uzbekistan like +998 90 123 45 67."))
        return contact


class EntryForm(forms.Form):
    """An entry as the paper register has it; what it does not have stays empty."""

    use_required_attribute = False
    number = Line(label=gettext_lazy("Series and number of the diploma"), max_length=32)
    supplement = Line(label=gettext_lazy("Number of the supplement"), max_length=32, required=False)
    register_number = Line(label=gettext_lazy("Number in the register"), max_length=32)
    registered_on = RegisterDay(label=gettext_lazy("Day of the entry in the register"), required=False)
    name = Line(
        label=gettext_lazy("Surname, given name, patronymic"),
        max_length=250,
        help_text=gettext_lazy("Exactly as the diploma has them, in its own script."),
    )
    other_name = Line(label=gettext_lazy("The same in another script"), max_length=250, required=False)
    born_on = RegisterDay(label=gettext_lazy("Day of birth"), required=False)
    programme_code = Line(label=gettext_lazy("Code of the programme"), max_length=16, required=False)
    programme = Line(label=gettext_lazy("Programme, as then printed"), max_length=250)
    qualification = Line(label=gettext_lazy("Qualification"), max_length=250, required=False)
    degree = forms.ChoiceField(
        label=gettext_lazy("Degree"), choices=[("", gettext_lazy("choose one")), *Degree.choices]
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Form of education"), choices=[("", gettext_lazy("choose one")), *Form.choices]
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of instruction"), choices=[("", "—"), *Language.choices], required=False
    )
    admitted_in = forms.IntegerField(label=gettext_lazy("Year of admission"), min_value=OLDEST, required=False)
    graduated_in = forms.IntegerField(label=gettext_lazy("Year of graduation"), min_value=OLDEST)
    honours = forms.BooleanField(label=gettext_lazy("With honours"), required=False)
    decided_on = RegisterDay(label=gettext_lazy("Day of the state commission's decision"), required=False)
    order_number = Line(label=gettext_lazy("Number of the order of graduation"), max_length=32, required=False)
    order_date = RegisterDay(label=gettext_lazy("Day of that order"), required=False)
    contact = ContactField(
        required=False,
        help_text=gettext_lazy("Where the office reaches the holder; a code to apply is sent there and nowhere else."),
    )

    def clean_number(self) -> str:
        """A number has something to compare."""
        number: str = self.cleaned_data["number"]
        if not key_of(number):
            raise forms.ValidationError(_("Series and number, for instance B № 123456."))
        return number

    def clean_graduated_in(self) -> int:
        """Not in a year to come."""
        year: int = self.cleaned_data["graduated_in"]
        if year > clock.today().year:
            raise forms.ValidationError(_("The year is wrong."))
        return year


class ContactForm(forms.Form):
    """Where the office reaches the holder."""

    use_required_attribute = False
    contact = ContactField()
