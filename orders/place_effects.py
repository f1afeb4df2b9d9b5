"""Effects that move a student who studies: to another group, programme, form or language.

Every column of the place is named, or said to stay as it is; what an order leaves open it does not decide silently.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal.refusals import Invalid
from orders.effects import Admit, Effect, Values, given
from students.hemis.codes import Decree
from students.models import Form, Language, Payment, Status
from students.standing import Facts

NUMBERS = ("faculty_id", "programme_id", "group_id", "course", "semester")
CODES = {"form": Form, "language": Language, "payment": Payment}
PLACE = (*NUMBERS, *CODES, "curriculum")
WORDS = ("faculty", "programme", "group", "course", "semester", "form", "language", "payment", "curriculum")


def place(values: Values) -> dict[str, Any]:
    """The columns of the place an order names, as the record keeps them.

    Args:
        values: each of ``PLACE`` by its name, or listed in ``unchanged``.

    Raises:
        Invalid: with every column that is neither named nor said to stay, is both, or is no value of its kind.
    """
    stays = set(values.get("unchanged", ()))
    named = {name: values[name] for name in PLACE if values.get(name) not in (None, "")}
    faults = {name: _("This must be said, or be said to stay as it is.") for name in PLACE if name not in named}
    faults = {name: words for name, words in faults.items() if name not in stays}
    faults |= {name: _("This cannot both change and stay as it is.") for name in named if name in stays}
    faults |= {name: _("No such value.") for name, value in named.items() if not _is_one(name, value)}
    if faults:
        raise Invalid(
            _("The order does not say the place exactly: %(names)s.") % {"names": ", ".join(sorted(faults))},
            fields={name: [words] for name, words in faults.items()},
        )
    return {name: int(value) if name in NUMBERS else str(value) for name, value in named.items()}


def _is_one(name: str, value: Any) -> bool:
    if name in NUMBERS:
        return str(value).isdecimal() and int(value) > 0
    return name not in CODES or str(value) in CODES[name].values


def place_words(values: Values) -> dict[str, object]:
    """The place in the words the office chose, as ``to_…``; empty where it stays as it is."""
    return {f"to_{name}": values.get(name) or "" for name in WORDS}


class ChangePlace(Effect):
    """Transfer inside the institute (Resolution 578/2025, annex 3): to another programme, faculty or form of study.

    Values: each of ``PLACE`` or its name in ``unchanged``; beside the ids the words ``faculty``, ``programme`` and
    ``group``.
    """

    code = "change_place"
    title = gettext_lazy("transfer inside the institute")
    hemis_decree_type = Decree.TRANSFER.value

    def fitness(self, facts: Facts) -> None:
        """Only who studies can be moved."""
        if facts.status != Status.STUDYING:
            raise Invalid(_("Only a student who is studying can be moved to another place of study."))

    def after(self, facts: Facts, values: Values, on: date) -> Facts:
        """Studying at the place the office named."""
        moved = replace(facts, **place(values))
        if moved == facts:
            raise Invalid(_("The order would change nothing: the student is at that place already."))
        return moved

    def words(self, values: Values) -> dict[str, object]:
        """The new place, as ``to_…``."""
        return place_words(values)


class ChangeGroup(ChangePlace):
    """Another group or language of instruction within the programme: HEMIS has no type of decree for it."""

    code = "change_group"
    title = gettext_lazy("change of group or language of instruction")
    hemis_decree_type = ""

    def after(self, facts: Facts, values: Values, on: date) -> Facts:
        """Only the group and its language change; whatever else would is another movement."""
        moved = super().after(facts, values, on)
        if replace(moved, group_id=facts.group_id, language=facts.language) != facts:
            raise Invalid(_("A change of group changes the group and the language of instruction, and nothing else."))
        return moved


class AttendClasses(Admit):
    """Permission to attend classes, the first of two orders (Resolution 578/2025, annex 3): the admission comes later.

    Values: those of ``Admit``, the place meant; ``institution`` (where the applicant comes from, in words) and
    ``until`` (ISO day by which contract and personal file must have come).
    """

    code = "attend_classes"
    title = gettext_lazy("permission to attend classes")
    hemis_decree_type = ""
    changes_record = False
    into_hemis = False

    def first(self, values: Values, on: date) -> Facts:
        """The place meant; no record is opened for it."""
        given(values, "institution", "until")
        return super().first(values, on)

    def words(self, values: Values) -> dict[str, object]:
        """The place meant, where from and until when."""
        return {**place_words(values), "institution": values["institution"], "until": values["until"]}
