"""Statements: what an applicant or an office states, as a form, as plain values and as a JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from journal.fields import Day as Day
from journal.reading import one_line
from journal.refusals import Invalid
from students.models import Student

if TYPE_CHECKING:
    from movements.models import Movement

MOST_CHOSEN, LONGEST_CODE = 60, 64
LONGEST_ANSWER = 5000  # of a draft, which is not checked yet: enough to keep what is too long until it is shortened


class Several(forms.MultipleChoiceField):
    """Some of what is offered, kept as the list of its codes; a form offers it in ``prepare``."""

    widget = forms.CheckboxSelectMultiple
    known: Mapping[str, Any] = {}

    def offer(self, offered: Mapping[str, Any], *, known: Mapping[str, Any]) -> None:
        """Say what may be ticked, and the words of what was ticked and is offered no more.

        Args:
            offered: words by code.
            known: words of every code that may stand in a statement; what of it is lawful the clauses say.
        """
        self.choices, self.known = list(offered.items()), {**known, **offered}

    def valid_value(self, value: Any) -> bool:
        """A code that is known."""
        return str(value) in self.known


class Statement(forms.Form):
    """A form whose cleaned values are plain: they are stored, shown, compared and printed as they are.

    Args:
        student: whose case it is; a form may narrow its choices by it in ``prepare``.
        movement: the case, where an office answers; a form may narrow its choices by what is stated.
    """

    def __init__(
        self, *args: Any, student: Student | None = None, movement: Movement | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.student, self.movement = student, movement
        self.prepare()

    def prepare(self) -> None:
        """Narrow the choices to the student's own; the general form has nothing to narrow."""

    @classmethod
    def begins_with(cls, movement: Movement, proposal: Mapping[str, Any]) -> dict[str, Any]:
        """What the fields of an office's form hold before anything is typed; nothing, unless a form says otherwise.

        Args:
            movement: the case.
            proposal: the sums of the academic difference counted at the step; empty where none is.
        """
        return {}

    @classmethod
    def refuse_unexplained(cls, proposal: Mapping[str, Any], answers: Mapping[str, Any]) -> None:
        """Refuse answers that deviate from the proposal without a reason; the general form knows no proposal.

        Raises:
            Invalid: with a sentence by field.
        """

    def plain(self) -> dict[str, Any]:
        """The cleaned values as JSON has them; empty ones are left out.

        Raises:
            Invalid: with a sentence by field.
        """
        self.typed(self.data)
        if not self.is_valid():
            raise Invalid(
                _("Some answers cannot be accepted. Correct the marked fields; nothing you typed is lost."),
                fields={name: list(errors) for name, errors in self.errors.items()},
            )
        return {name: _plain(value) for name, value in self.cleaned_data.items() if value not in (None, "", [])}

    @classmethod
    def typed(cls, stated: Mapping[str, Any]) -> dict[str, Any]:
        """What is typed so far, as it is kept before it is checked; empty answers are left out.

        Raises:
            Invalid: a field the form does not have, an answer that is no plain text, or one too long to be kept.
        """
        strange = sorted(set(stated) - set(cls.base_fields))
        if strange:
            raise Invalid(
                _("The form has no such field: %(names)s.") % {"names": one_line(", ".join(strange))[:100]},
                fields={name: [_("no such field")] for name in strange[:20]},
            )
        wrong = [name for name, value in stated.items() if not _is_plain(cls.base_fields[name], value)]
        if wrong:
            raise Invalid(
                _("These answers must be plain text: %(names)s.") % {"names": ", ".join(wrong)},
                fields={name: [_("plain text only")] for name in wrong},
            )
        long = [name for name, value in stated.items() if isinstance(value, str) and len(value) > LONGEST_ANSWER]
        if long:
            raise Invalid(
                _("These answers are too long to be kept. Shorten them and send them again."),
                fields={name: [_("at most %(most)d characters") % {"most": LONGEST_ANSWER}] for name in long},
            )
        return {name: value for name, value in stated.items() if value not in (None, "", [])}

    def shown(self) -> list[tuple[str, str, str]]:
        """Name, label and value for people of every field that was answered."""
        return [
            (name, str(field.label or name), _for_people(field, self.data.get(name)))
            for name, field in self.fields.items()
            if self.data.get(name) not in (None, "", [])
        ]

    @classmethod
    def sent(cls, posted: QueryDict) -> dict[str, Any]:
        """What a page sends for the fields of the form, empty ones left out; of a field of several, the list."""
        found = {
            name: posted.getlist(name) if isinstance(field, Several) else posted.get(name)
            for name, field in cls.base_fields.items()
        }
        return {name: value for name, value in found.items() if value}

    @classmethod
    def schema(cls) -> dict[str, Any]:
        """The form as a JSON Schema, for the API."""
        fields = cls.base_fields
        return {
            "type": "object",
            "properties": {name: _property(field) for name, field in fields.items()},
            "required": [name for name, field in fields.items() if field.required],
            "additionalProperties": False,
        }


def _is_plain(field: forms.Field, value: Any) -> bool:
    """Text for every field; beside it what JSON has of its own for numbers, ticks and lists."""
    if isinstance(field, Several):
        codes = value or []
        most = isinstance(codes, list) and len(codes) <= MOST_CHOSEN
        return most and all(isinstance(one, str) and len(one) <= LONGEST_CODE for one in codes)
    if isinstance(field, forms.BooleanField):
        return isinstance(value, str | bool | None)
    if isinstance(field, forms.IntegerField):
        return isinstance(value, str | int | None) and not isinstance(value, bool)
    return isinstance(value, str | None)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, list):
        return [one_line(str(one)) for one in value]
    return value if isinstance(value, bool | int) else str(value)


def _for_people(field: forms.Field, value: Any) -> str:
    if isinstance(field, Several):
        return "; ".join(str(field.known.get(str(one), one)) for one in value)
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(field)).get(str(value), value))
    if isinstance(field, forms.DateField) and isinstance(value, str):
        try:
            return date.fromisoformat(value).strftime("%d.%m.%Y")
        except ValueError:
            return value
    return str(value)


def _flat(field: forms.ChoiceField) -> list[tuple[str, Any]]:
    choices: Any = field.choices
    return [(str(key), label) for key, label in choices if not isinstance(label, list | tuple)]


def _property(field: forms.Field) -> dict[str, Any]:
    described: dict[str, Any] = {"title": str(field.label or ""), "type": "string"}
    if isinstance(field, forms.DateField):
        described["format"] = "date"
    elif isinstance(field, forms.BooleanField):
        described["type"] = "boolean"
    elif isinstance(field, forms.IntegerField):
        described["type"] = "integer"
    elif isinstance(field, Several):
        described |= {"type": "array", "items": {"type": "string"}, "description": str(field.help_text)}
    elif isinstance(field, forms.ModelChoiceField):
        described["description"] = str(field.help_text)
    elif isinstance(field, forms.ChoiceField):
        described["enum"] = [key for key, _label in _flat(field) if key]
    elif isinstance(field, forms.CharField) and field.max_length:
        described["maxLength"] = field.max_length
    return described


class Words(forms.CharField):
    """A few sentences in the writer's own words."""

    widget = forms.Textarea(attrs={"rows": 4})
