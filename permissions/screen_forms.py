"""The forms of the appointments screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from journal.fields import Day, Line
from journal.refusals import Refusal
from permissions.models import Unit
from permissions.roles import Role


class AppointmentForm(forms.Form):
    """Which office, where, from which day to which, and by which order."""

    use_required_attribute = False
    office = forms.ChoiceField(label=gettext_lazy("Office"))
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"), help_text=gettext_lazy("The office reaches this unit and every unit below it.")
    )
    valid_from = Day(label=gettext_lazy("From"))
    valid_to = Day(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("The last day, included. Empty: until it is ended."),
    )
    title = Line(
        label=gettext_lazy("Post"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("As the sheet of visas prints it."),
    )
    basis = Line(
        label=gettext_lazy("Order of appointment"), max_length=300, help_text=gettext_lazy("Its date and number.")
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = [(role.value, role.label) for role in Role if role is not Role.STUDENT]
        self._offer("office", offices)
        self._offer("unit", [(str(unit.pk), f"{'— ' * (unit.path.count('/') - 2)}{unit.name}") for unit in units])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "—"), *choices]


class EndForm(forms.Form):
    """The last day of an appointment."""

    use_required_attribute = False
    last_day = Day(
        label=gettext_lazy("Last day"), help_text=gettext_lazy("Included; from the day after it grants nothing.")
    )


def with_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Put the sentences the action gave by field into the form."""
    for name, sentences in refusal.fields.items():
        if name in form.fields:
            form.errors[name] = form.error_class([str(sentence) for sentence in sentences])
