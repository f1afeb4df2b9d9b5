"""Who somebody says they are who has no account: read to the letter, kept as said, and proof of nothing.

The same form reads a page and a call. What stands in a passport is typed as it stands there; a sign that no passport
has is refused and never dropped, because an order prints the name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal import clock
from journal.reading import one_line
from journal.refusals import Invalid
from permissions.actions.people import PersonData
from permissions.names import APOSTROPHES
from permissions.phones import mobile

WEIGHTS = (7, 3, 1)
CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
OLDEST = 100  # years
YOUNGEST = 14


def check_digit(pinfl: str) -> int:
    """The fourteenth digit by the thirteen before it: weights 7, 3, 1 in turn, the last digit of the sum."""
    return sum(int(digit) * WEIGHTS[place % 3] for place, digit in enumerate(pinfl[:13])) % 10


def born_on(pinfl: str) -> date | None:
    """The day of birth a PINFL carries; None where it carries none."""
    century = CENTURIES.get(pinfl[0])
    if century is None:
        return None
    try:
        return date(century + int(pinfl[5:7]), int(pinfl[3:5]), int(pinfl[1:3]))
    except ValueError:
        return None


class PassportName(forms.CharField):
    """One part of a name in one script; letters, apostrophes, hyphens and spaces."""

    def __init__(self, script: str, **words: Any) -> None:
        super().__init__(max_length=80, **words)
        self.script = script

    def clean(self, value: Any) -> str:
        """The name as it will be printed."""
        text = str(super().clean(value) or "")
        if one_line(text) != " ".join(text.split()) or not all(self._may_stand(sign) for sign in text):
            raise forms.ValidationError(_("Only letters, apostrophes and hyphens, as the passport has them."))
        return one_line(text)

    def _may_stand(self, sign: str) -> bool:
        return sign in f" -.{APOSTROPHES}" or (sign.isalpha() and unicodedata.name(sign, "").startswith(self.script))


class BirthDay(forms.DateField):
    """A day of birth, ISO or as people write it."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **words: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y"], **words)

    def clean(self, value: Any) -> date | None:
        """The day, if somebody born then can apply."""
        day: date | None = super().clean(value)
        if day is not None and not YOUNGEST <= clock.today().year - day.year <= OLDEST:
            raise forms.ValidationError(_("The year of birth is wrong."))
        return day


class IdentityForm(forms.Form):
    """Names as in the passport, the day of birth, and a number that tells namesakes apart."""

    use_required_attribute = False
    surname = PassportName("LATIN", label=gettext_lazy("Surname, as in the passport"))
    given_name = PassportName("LATIN", label=gettext_lazy("Given name"))
    patronymic = PassportName("LATIN", label=gettext_lazy("Patronymic"), required=False)
    surname_cyrl = PassportName("CYRILLIC", label=gettext_lazy("Surname in Cyrillic"), required=False)
    given_name_cyrl = PassportName("CYRILLIC", label=gettext_lazy("Given name in Cyrillic"), required=False)
    patronymic_cyrl = PassportName("CYRILLIC", label=gettext_lazy("Patronymic in Cyrillic"), required=False)
    born_on = BirthDay(label=gettext_lazy("Day of birth"))
    pinfl = forms.CharField(
        label=gettext_lazy("PINFL"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("14 digits, on the passport or ID card. Without one, give the passport below."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    passport = forms.CharField(
        label=gettext_lazy("Passport, series and number"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_pinfl(self) -> str:
        """Fourteen digits whose last one is right and which carry the day of birth."""
        pinfl = "".join(self.cleaned_data["pinfl"].split())
        if not pinfl:
            return ""
        if not re.fullmatch(r"[0-9]{14}", pinfl) or check_digit(pinfl) != int(pinfl[13]):
            raise forms.ValidationError(_("This is no PINFL: compare the 14 digits with the passport."))
        if self.cleaned_data.get("born_on") not in (None, born_on(pinfl)):
            raise forms.ValidationError(_("The PINFL carries another day of birth."))
        return pinfl

    def clean_passport(self) -> str:
        """Letters and digits without spaces."""
        passport = "".join(self.cleaned_data["passport"].upper().split())
        if passport and not re.fullmatch(r"[A-Z]{0,3}[0-9]{5,9}", passport):
            raise forms.ValidationError(_("Series and number, for instance AB1234567."))
        return passport

    def clean(self) -> dict[str, Any]:
        """One number at least."""
        cleaned = super().clean() or self.cleaned_data
        if not ({"pinfl", "passport"} & set(self.errors) or cleaned.get("pinfl") or cleaned.get("passport")):
            self.add_error("pinfl", _("Give the PINFL or the passport."))
        return cleaned

    def person_data(self) -> PersonData:
        """What is kept of a person who said so; the form is valid."""
        said = self.cleaned_data
        cyrillic = [said[f"{name}_cyrl"] for name in ("surname", "given_name", "patronymic")]
        return {
            "surname": said["surname"],
            "given_name": said["given_name"],
            "patronymic": said["patronymic"],
            "names": {"cyrl": cyrillic} if any(cyrillic) else {},
            "born_on": said["born_on"],
            "stated_pinfl": said["pinfl"],
            "passport": said["passport"],
        }


class ApplicantForm(IdentityForm):
    """And where a message reaches them."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("A code is sent there; later all notices."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        required=False,
        max_length=32,
        help_text=gettext_lazy("Without an e-mail address the code comes as a text message: a number of Uzbekistan."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    reached = True
    """Whether the form asks for an address to which a code can go."""

    def clean_email(self) -> str:
        """As it is compared."""
        return str(self.cleaned_data["email"]).lower()

    def clean_phone(self) -> str:
        """Digits, and what people write between them."""
        phone = one_line(self.cleaned_data["phone"])
        if phone and not re.fullmatch(r"[+]?[0-9() -]{5,31}", phone):
            raise forms.ValidationError(_("A phone number has digits only, for instance +998 90 123 45 67."))
        return mobile(phone) or phone

    def clean(self) -> dict[str, Any]:
        """And one way to be reached."""
        cleaned = super().clean()
        if self.reached and not ({"email", "phone"} & set(self.errors)) and not self.address():
            self.add_error("email", _("Give an e-mail address, or a mobile number of Uzbekistan below."))
        return cleaned

    def address(self) -> str:
        """Where the code goes: to the e-mail address, and without one to the telephone."""
        return str(self.cleaned_data["email"] or mobile(self.cleaned_data["phone"]))

    def person_data(self) -> PersonData:
        """With the contact."""
        return {**super().person_data(), "email": self.cleaned_data["email"], "phone": self.cleaned_data["phone"]}


class PaperApplicantForm(ApplicantForm):
    """As the paper says; an e-mail address where the applicant has one."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        max_length=254,
        help_text=gettext_lazy(
            "With it the applicant is told of each step and can follow the case; without it only by you."
        ),
    )
    reached = False


def checked(form: forms.Form) -> None:
    """Raise Invalid with a sentence by field unless the form is valid."""
    if not form.is_valid():
        raise Invalid(
            _("Some answers cannot be accepted. Correct the marked fields; nothing you typed is lost."),
            fields={name: list(errors) for name, errors in form.errors.items()},
        )


def as_stored(said: Mapping[str, Any]) -> dict[str, Any]:
    """Person data as JSON keeps it."""
    return {**said, "born_on": said["born_on"].isoformat()}


def from_stored(kept: Mapping[str, Any]) -> PersonData:
    """What ``as_stored`` kept."""
    data: Any = {**kept, "born_on": date.fromisoformat(kept["born_on"])}
    said: PersonData = data
    return said
