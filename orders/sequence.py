"""Acts on one day: of one student they apply in the order stated, and none is slipped in behind a later one.

The place of an act among those of its day is part of what is signed. The ledger keeps rows in the order in which they
were recorded, and of two rows of one day the later recorded one holds; so an act that is not the next one waits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from journal.refusals import Conflict
from orders.models import OrderItem
from students.models import Standing
from students.queries import live


def arrange(items: Sequence[OrderItem]) -> dict[int, str]:
    """Give each item its place among the acts of its day; one statement.

    Args:
        items: unsaved or saved, with students.

    Returns:
        By index in ``items``, the sentence on those whose day lies before one from which the record says something else
        already: applied, they would be seen by nobody.
    """
    ids = {item.student_id for item in items if item.student_id}
    if not ids:
        return {}
    first = min(item.effective_on for item in items)
    newest: dict[int, date] = {}
    acts: dict[int, Counter[date]] = defaultdict(Counter)
    rows = live().filter(student__in=ids, valid_from__gte=first).values_list("student", "valid_from", "basis")
    for student, day, basis in rows:
        newest[student] = max(day, newest.get(student, day))
        acts[student][day] += basis != Standing.Basis.HEMIS_IMPORT
    problems = {}
    for place, item in enumerate(items):
        item.sequence = 1 + acts[item.student_id or 0][item.effective_on]
        last = newest.get(item.student_id or 0)
        if last is not None and last > item.effective_on:
            words = _("the record already says something else from %(day)s; set that day or a later one.")
            problems[place] = words % {"day": last.strftime("%d.%m.%Y")}
    return problems


def refuse_out_of_turn(item: OrderItem) -> None:
    """Apply no act before the earlier ones of its day. The caller holds the student's lock.

    Raises:
        Conflict: one of them has not changed the record, or was taken back.
    """
    if item.sequence == 1:
        return
    acts = live().filter(student=item.student_id, valid_from=item.effective_on)
    if acts.exclude(basis=Standing.Basis.HEMIS_IMPORT).count() != item.sequence - 1:
        raise Conflict(
            _("This is act %(number)d of its day for the student, and the record does not stand after act %(before)d.")
            % {"number": item.sequence, "before": item.sequence - 1}
        )
