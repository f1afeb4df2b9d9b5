"""The forms of the pages of commissions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from journal import clock
from journal.fields import Day, Line


class SittingForm(forms.Form):
    """When and where a commission meets."""

    use_required_attribute = False
    day = Day(label=gettext_lazy("Day"))
    time = forms.TimeField(label=gettext_lazy("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    place = Line(label=gettext_lazy("Place"), max_length=200)

    def moment(self) -> datetime:
        """Day and time in Asia/Tashkent."""
        return datetime.combine(
            datetime.fromisoformat(str(self.cleaned_data["day"])).date(), self.cleaned_data["time"], tzinfo=clock.zone
        )


class BodyForm(forms.Form):
    """Which commission is opened and what it is called in each language."""

    use_required_attribute = False
    code = forms.ChoiceField(label=gettext_lazy("Commission"))
    uz = Line(label=gettext_lazy("Name in Uzbek"), max_length=200, help_text=gettext_lazy("As orders will cite it."))
    ru = Line(label=gettext_lazy("Name in Russian"), max_length=200, required=False)
    en = Line(label=gettext_lazy("Name in English"), max_length=200, required=False)

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]  # a choice field
