"""A duplicate is ordered (Resolution 395/2022): from the order's day the document it replaces is invalid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal.events import Actor
from orders import sheets
from orders.effects import Heading, OfPerson, Values, given
from orders.models import OrderItem
from students import diplomas
from students.models import Diploma, DiplomaEnd, Part

PRINTED = "duplicate"
"""The kind of sheet that is printed on the blanks of a duplicate; its key is ``paper_key``."""


class ReplaceDiploma(OfPerson):
    """A duplicate in place of a diploma, of its supplement, or of both.

    Values: ``ends`` (``[[id of the entry, part], …]``: what is invalid from the order's day), ``ground`` (its code),
    ``ground_text``, ``document_text`` (in Uzbek), ``number``, ``register_number``, ``name`` (as printed),
    ``programme_code``, ``programme``, ``graduated_in``, ``form`` (code), ``honours``.
    """

    code = "replace_diploma"
    title = gettext_lazy("duplicate of a diploma")

    def heading(self, values: Values) -> Heading:
        """The programme as the register has it; a graduate has neither year of study nor group."""
        code, name = values.get("programme_code") or "", values["programme"]
        return {"faculty": "", "programme_code": code, "programme_name": name, "course": 0, "group": ""}

    def words(self, values: Values) -> dict[str, object]:
        """The name as printed apart from the person's of today."""
        given(values, "ends", "ground", "ground_text", "document_text", "number", "register_number", "printed_name")
        return {}

    def obstacles(self, many: Sequence[Values]) -> dict[int, str]:
        """The documents which another order has replaced meanwhile; one statement."""
        wanted: dict[tuple[int, str], list[int]] = defaultdict(list)
        for place, values in enumerate(many):
            for diploma, part in values["ends"]:
                wanted[(diploma, part)].append(place)
        ended = DiplomaEnd.objects.filter(diploma__in={diploma for diploma, _part in wanted})
        told = {pair: _("has been replaced by another order.") for pair in ended.values_list("diploma", "part")}
        twice = {
            pair: _("would be replaced twice by this order.") for pair, places in wanted.items() if len(places) > 1
        }
        gone = {
            place: _("has been replaced by another order.") for place, values in enumerate(many) if not values["ends"]
        }
        found = {place: words for pair, words in {**twice, **told}.items() for place in wanted.get(pair, ())}
        return {**gone, **found}


def paper_key(document: str, number: str) -> str:
    """The key of the sheet printed on a blank."""
    return f"{document}:{diplomas.key_of(number)}"


def mark_replaced(item: OrderItem, *, actor: Actor, words: str) -> None:
    """The order is in force: what it replaces holds no more, and the public page of a replaced duplicate says so."""
    if item.effect != ReplaceDiploma.code:
        return
    order = item.order
    if order.date is None:
        raise ValueError("an order in force has a date")
    parts: dict[int, list[str]] = defaultdict(list)
    for diploma, part in item.values["ends"]:
        parts[diploma].append(part)
    for diploma, ended in sorted(parts.items()):
        diplomas.end(
            diploma_id=diploma, parts=ended, since=order.date, ground=item.values["ground"],
            order_number=order.number, order_date=order.date, source=f"item:{item.pk}",
        )  # fmt: skip
    _void_papers(parts, order.number, order.date.strftime("%d.%m.%Y"))


def _void_papers(parts: dict[int, list[str]], number: str, day: str) -> None:
    """What was printed here in an earlier case."""
    with translation.override("uz"):
        why = _("Replaced by another document under order No. %(number)s of %(day)s.") % {"number": number, "day": day}
    for one in Diploma.objects.filter(pk__in=parts, kind=Diploma.Kind.DUPLICATE):
        for part in parts[one.pk]:
            printed = one.supplement if part == Part.SUPPLEMENT and one.document == Part.DIPLOMA else one.number
            sheets.void(kind=PRINTED, key=paper_key(part, printed), why=why)
