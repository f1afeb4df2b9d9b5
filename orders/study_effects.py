"""Effects that permit study and leave the standing as it is: a retake of subjects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal.refusals import Invalid
from orders.effects import Effect, Values, given
from students.hemis.codes import Decree
from students.models import Status
from students.standing import Facts


class StudyAgain(Effect):
    """Retake of subjects (*qayta oʻqish*, Resolution 824/2020, clause 41): a permission; in HEMIS decree 19.

    Values: ``subjects`` (each with ``name``, ``code``, ``semester``, ``credits``, ``hours``, ``teacher``, ``starts_on``
    and ``ends_on``, ISO days), ``in_semester`` (the student's present one) and, where a fee was paid, ``amount`` (in
    words) and ``paid_on`` (ISO day).
    """

    code = "study_again"
    title = gettext_lazy("retake of subjects")
    hemis_decree_type = Decree.SCHEDULE.value
    changes_record = False

    def fitness(self, facts: Facts) -> None:
        """Only who studies can study a subject again."""
        if facts.status != Status.STUDYING:
            raise Invalid(_("Only a student who is studying can study a subject again."))

    def after(self, facts: Facts, values: Values, on: date) -> Facts:
        """As before: whoever owes a subject goes on with the present course."""
        given(values, "subjects")
        return facts

    def words(self, values: Values) -> dict[str, object]:
        """The subjects in the words of the order."""
        return {"subjects_text": "; ".join(map(_subject, values["subjects"])), "amount": values.get("amount") or ""}


def _subject(one: Mapping[str, Any]) -> str:
    return f"{one['name']} ({one['semester']}-semestr, {short(one['credits'])} kredit)"


def short(credits: str) -> str:
    """``6.00`` as ``6`` and ``4.50`` as ``4,5``."""
    whole, _dot, part = credits.partition(".")
    part = part.rstrip("0")
    return f"{whole},{part}" if part else whole
