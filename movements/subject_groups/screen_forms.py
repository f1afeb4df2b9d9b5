"""The form of a subject group's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from journal.fields import Day, Line


class GroupForm(forms.Form):
    """When a group studies, with whom and how long."""

    use_required_attribute = False
    starts_on = Day(label=gettext_lazy("First day"))
    ends_on = Day(label=gettext_lazy("Last day"))
    teacher = Line(label=gettext_lazy("Teacher"), max_length=200)
    hours = forms.IntegerField(label=gettext_lazy("Hours"), min_value=1, max_value=1000)

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)
