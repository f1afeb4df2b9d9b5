"""The forms of the correspondence: a letter as it came, and the office's answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from journal import clock
from journal.fields import Day, Line
from movements.inquiry_models import Inquiry, InquiryAnswer
from students.models import Diploma

Verdict = InquiryAnswer.Verdict


class InquiryForm(forms.Form):
    """A letter with its number and date, and which diploma it asks about."""

    use_required_attribute = False
    direction = forms.ChoiceField(label=_("Direction"), choices=Inquiry.Direction.choices)
    correspondent = forms.ChoiceField(
        label=_("From or to whom"), choices=[("", _("choose one")), *Inquiry.Correspondent.choices]
    )
    sender = Line(label=_("Its name"), max_length=200, help_text=_("Who asks, or who is asked, with the department."))
    letter_number = Line(label=_("Number of the letter"), max_length=64)
    letter_date = Day(label=_("Date of the letter"))
    received_on = Day(label=_("Day on which it came, or was sent"), help_text=_("The term begins with it."))
    asked_number = Line(label=_("Number of the diploma, as the letter has it"), max_length=32, required=False)
    asked_name = Line(label=_("Name in the diploma, as the letter has it"), max_length=250, required=False)
    asked = forms.CharField(
        label=_("What is asked"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    case = Line(
        label=_("Case, if a letter is sent in one"),
        max_length=24,
        required=False,
        help_text=_("For instance 2026-000012."),
    )
    file = forms.FileField(
        label=_("The letter itself"), required=False, help_text=_("PDF, JPEG or PNG, at most 10 MB.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("received_on", clock.today())

    def values(self) -> dict[str, Any]:
        """What the action takes, but for case and file."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("case", "file")}


class AnswerForm(forms.Form):
    """The verdict, and the entry it rests on."""

    use_required_attribute = False
    verdict = forms.ChoiceField(label=_("The answer"))
    diploma = forms.ChoiceField(
        label=_("Entry of the register"),
        required=False,
        help_text=_("Entries of the number or the name the letter has. If it is not among them, search the register."),
    )
    words = forms.CharField(
        label=_("In words"),
        max_length=1000,
        required=False,
        help_text=_("They stand in the letter; a sentence is enough."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, inquiry: Inquiry, found: list[Diploma], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reply = inquiry.direction == Inquiry.Direction.OUTGOING
        offered = [one for one in Verdict if (one == Verdict.REPLIED) is reply]
        entries = [(str(one.pk), f"{one.number}, {one.name}, {one.graduated_in}") for one in found]
        self.fields["verdict"] = forms.ChoiceField(
            label=_("The answer"), choices=[("", _("choose one")), *((one.value, one.label) for one in offered)]
        )
        if reply:
            del self.fields["diploma"]
        else:
            chosen = self.fields["diploma"]
            assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - declared above
            chosen.choices = [("", "—"), *entries]
