"""Fields of forms that read what comes from outside as ``reading`` does."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from journal.reading import FIRST_DAY, LAST_DAY, one_line


class Day(forms.DateField):
    """A date, typed or picked; always kept as an ISO date."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **words: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y"], **words)

    def to_python(self, value: Any) -> date | None:
        """The day; a year like 0026 is a slip of the hand and said to be one."""
        day = super().to_python(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(
                _("The year is wrong: days from %(first)s to %(last)s can be entered.")
                % {"first": FIRST_DAY.year, "last": LAST_DAY.year}
            )
        return day


class Line(forms.CharField):
    """Words on one line, without invisible signs."""

    def to_python(self, value: Any) -> str:
        """What is kept."""
        return one_line(str(super().to_python(value) or ""))
