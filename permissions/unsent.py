"""What somebody typed into a form that the page no longer offers: shown, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.http import QueryDict

SECRET = ("csrfmiddlewaretoken", "password", "current")  # no page says a password again
NOT_TYPED = (*SECRET, "once", "act", "next", "kept", "remove", "item")  # and the fields of the page itself


def unsent(sent: QueryDict, *known: forms.BaseForm) -> list[tuple[str, str]]:
    """Labels and values of everything that was typed.

    Args:
        sent: the form as it came.
        known: forms that have labels for its fields; the name stands where none has.
    """
    fields = {name: field for form in reversed(known) for name, field in form.fields.items()}
    return [
        (_label(name, fields.get(name)), _value(value, fields.get(name)))
        for name, values in sent.lists()
        if name not in NOT_TYPED
        for value in values
        if value.strip()
    ]


def _label(name: str, field: forms.Field | None) -> str:
    return str(field.label) if field is not None and field.label else name


def _value(value: str, field: forms.Field | None) -> str:
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return value
    choices: Iterable[tuple[object, object]] = field.choices  # type: ignore[assignment]  # without groups
    return next((str(label) for code, label in choices if str(code) == value), value)
