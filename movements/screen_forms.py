"""The small forms of a case's page: grounds in code and words, and to whom a step is given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from journal.fields import Day, Line
from journal.refusals import Refusal
from movements.grounds import Ground


class GroundForm(forms.Form):
    """Why a case goes back or is refused: the code is counted, the words are read by the applicant."""

    use_required_attribute = False
    ground = forms.ChoiceField(label=_("Ground"), choices=[("", "—"), *Ground.choices])
    words = forms.CharField(
        label=_("In words, for the applicant"),
        help_text=_("What is wrong and what to do about it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WithdrawalForm(forms.Form):
    """Why the applicant takes the case back."""

    use_required_attribute = False
    grounds = forms.CharField(label=_("Why"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ReassignmentForm(forms.Form):
    """To whom of those who hold the office the step is given, and why."""

    use_required_attribute = False
    to = forms.ChoiceField(label=_("To whom"))
    grounds = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: object, holders: Iterable[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # what Form takes, handed on as it came
        chosen = self.fields["to"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - declared six lines above
        chosen.choices = [("", "—"), *holders]


class SpoilForm(forms.Form):
    """Which blank was spoiled, and how."""

    use_required_attribute = False
    serial = forms.ChoiceField(label=_("Which blank"))
    words = forms.CharField(
        label=_("How it was spoiled"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: object, serials: Iterable[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # what Form takes, handed on as it came
        self.fields["serial"] = forms.ChoiceField(label=_("Which blank"), choices=[(one, one) for one in serials])


class LimitForm(forms.Form):
    """A new value of a number of the law, with where it was read and why it is added."""

    use_required_attribute = False
    value = Line(label=_("Value"), max_length=100)
    valid_from = Day(label=_("First day"))
    valid_to = Day(
        label=_("Last day"), required=False, help_text=_("After it the value before holds again; empty while it lasts.")
    )
    applied = forms.ChoiceField(
        label=_("Is the number applied from that day on?"), choices=[("yes", _("yes")), ("no", _("no"))]
    )
    confidence = forms.ChoiceField(
        label=_("How sure is it?"),
        choices=[
            ("", _("choose one")),
            ("law", _("read in the act")),
            ("summary", _("read in an official summary")),
            ("local", _("set by the institute")),
            ("doubtful", _("doubtful: only warns")),
        ],
    )
    source = Line(label=_("Where it was read"), max_length=300)
    basis = Line(label=_("Basis"), max_length=300, help_text=_("The act, order or letter, with its number and date."))
    reason = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "applied": self.cleaned_data["applied"] == "yes"}


def with_refusal(form: forms.Form, refusal: Refusal) -> forms.Form:
    """The bound form with the sentences the action gave by field, in place of the form's own."""
    for name, sentences in refusal.fields.items():
        if name in form.fields:
            form.errors[name] = form.error_class([str(sentence) for sentence in sentences])
    return form
