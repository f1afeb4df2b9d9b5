"""The small forms of a case's page: grounds in code and words, and to whom a step is given."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from journal.refusals import Refusal
from movements.grounds import Ground
from permissions.models import Person


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

    def __init__(self, *args: object, holders: Iterable[Person], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # what Form takes, handed on as it came
        chosen = self.fields["to"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - declared six lines above
        chosen.choices = [("", "—"), *((str(person.pk), person.full_name) for person in holders)]


def with_refusal(form: forms.Form, refusal: Refusal) -> forms.Form:
    """The bound form with the sentences the action gave by field, in place of the form's own."""
    for name, sentences in refusal.fields.items():
        if name in form.fields:
            form.errors[name] = form.error_class([str(sentence) for sentence in sentences])
    return form
