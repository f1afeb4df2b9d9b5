"""A document found in the register: which one is meant, and which of its papers still stand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from flows.regulation.duplicate_rules import BOTH, DIPLOMA, SUPPLEMENT
from movements.forms import Statement
from students.diploma_queries import alike, ends_of, history_of, standing_parts
from students.models import Diploma, Part

PARTS = {DIPLOMA: (Part.DIPLOMA,), SUPPLEMENT: (Part.SUPPLEMENT,), BOTH: (Part.DIPLOMA, Part.SUPPLEMENT)}


def candidates(movement):
    """The entries that may be meant, the likeliest first."""
    stated = movement.stated
    year = str(stated.get("graduated_in", ""))
    return alike(
        number=stated.get("number", ""),
        name=stated.get("name_then") or movement.applicant.full_name,
        graduated_in=int(year) if year.isdecimal() else None,
    )


def entry_of(key):
    """An entry by the key the office chose: ``diploma:B123456``."""
    document, _colon, number = key.partition(":")
    return Diploma.objects.prefetch_related("ends").filter(document=document, key=number).first()


def ends_for(diploma, document):
    """``[[id, part]]`` of what a duplicate of this document replaces; nothing, where it was replaced meanwhile.

    A supplement that was replaced alone before is the newest entry of the history that still has it.
    """
    main, *more = PARTS[document]
    if main not in standing_parts(diploma):
        return []
    ends = [[diploma.pk, str(main)]]
    for part in more:
        standing = [one for one in history_of(diploma) if part in standing_parts(one)]
        ends += [[standing[-1].pk, str(part)]] if standing else []
    return ends


def _told(diploma):
    kind = diploma.get_kind_display()
    state = "" if not ends_of(diploma) else _(", replaced")
    return f"{diploma.number}, {diploma.name}, {diploma.programme}, {diploma.graduated_in}, {kind}{state}"


class FoundInRegister(Statement):
    """The entry the application means, found by the office; where it has none, it enters it from the paper register."""

    entry = forms.ChoiceField(
        label=_("The document in the register of diplomas"),
        help_text=_(
            "Entries of this number, or of this surname. If it is not among them, enter it from the paper register "
            "(Diplomas, “Enter one from the paper register”) and open this page again."
        ),
        choices=[("", _("choose one"))],
    )
    identity = forms.BooleanField(label=_("The passport was compared: the applicant is the holder"))

    def prepare(self):
        """Offer the entries that may be meant."""
        found = candidates(self.movement) if self.movement else []
        kept = self.data.get("entry") if self.is_bound else None
        choices = [(f"{one.document}:{one.key}", _told(one)) for one in found]
        if kept and kept not in dict(choices) and (one := entry_of(kept)):
            choices.append((kept, _told(one)))
        self.fields["entry"].choices = [("", _("choose one")), *choices]

    def clean(self):
        """What was replaced already is not replaced again: its duplicate is."""
        answers = super().clean()
        found = entry_of(answers.get("entry") or "")
        document = self.movement.stated.get("document") if self.movement else None
        if found is None or document not in PARTS:
            return answers
        if found.document == Part.SUPPLEMENT and document != SUPPLEMENT:
            self.add_error("entry", _("This entry is a supplement alone; choose the diploma."))
        elif PARTS[document][0] not in standing_parts(found):
            self.add_error("entry", _("This document was replaced already. Choose its newest duplicate."))
        return answers
