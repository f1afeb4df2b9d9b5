"""What other offices must do when an order changes a record: a short list by the type of its HEMIS decree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from orders.effects import effect
from students.hemis.codes import Decree


class Duty(NamedTuple):
    """An office and what it must do; ``text`` may say that it is nothing."""

    office: Any
    text: Any


ACCOUNTING, DEANERY, LIBRARY = _("accounting"), _("dean's office"), _("library")
NOTHING = _("nothing")
CONTRACT = _("makes the contract, or changes the present one, and takes the fee for what is made up")
BOOKS_BACK = _("takes the books back")

DUTIES: dict[str, tuple[Duty, ...]] = {
    Decree.LEAVE: (
        Duty(
            ACCOUNTING,
            _("stops the scholarship for the time of the leave (344/2021, clause 5) and settles the contract"),
        ),
        Duty(DEANERY, _("takes the student off the lists of the group")),
        Duty(LIBRARY, NOTHING),
    ),
    Decree.RESTORE: (
        Duty(ACCOUNTING, CONTRACT),
        Duty(DEANERY, _("enters the student into the lists of the group and gives out the personal schedule")),
        Duty(LIBRARY, NOTHING),
    ),
    Decree.TRANSFER: (
        Duty(ACCOUNTING, CONTRACT),
        Duty(DEANERY, _("moves the student in the lists of the groups and gives out the personal schedule")),
        Duty(LIBRARY, NOTHING),
    ),
    Decree.ADMISSION: (
        Duty(ACCOUNTING, CONTRACT),
        Duty(DEANERY, _("enters the student into the lists of the group and gives out the personal schedule")),
        Duty(LIBRARY, _("opens a reader's card")),
    ),
    Decree.SCHEDULE: (
        Duty(ACCOUNTING, _("keeps the account of what is paid for the retake")),
        Duty(DEANERY, _("gives out the personal schedule and sees that it is kept")),
        Duty(LIBRARY, NOTHING),
    ),
    Decree.EXPULSION: (
        Duty(ACCOUNTING, _("stops the scholarship and settles the contract")),
        Duty(DEANERY, _("takes the student off the lists of the group")),
        Duty(LIBRARY, BOOKS_BACK),
    ),
}


def duties_of(effects: Iterable[str]) -> list[Duty]:
    """The duties that follow from effects, by their codes; each once."""
    types = dict.fromkeys(effect(code).hemis_decree_type for code in effects)
    return list(dict.fromkeys(duty for one in types for duty in DUTIES.get(one, ())))
