"""Which movements one person may have under way at once: a table of kinds × kinds.

It is asked at filing, at approval and at the signature.

Each flow has its line, ``MovementFlow.beside``: what holds between it and every kind that was there before. A pair of
kinds about which no line, or more than one, speaks stops the start.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from journal.asked import Asked
from journal.refusals import Conflict
from movements.models import ENDINGS, CaseItem, Movement
from orders.models import ItemState, Order
from permissions.models import Person


class Beside(StrEnum):
    """How one movement stands to another of the same person."""

    ALLOWED = "allowed"
    HELD = "held"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """One entry of the table.

    Args:
        stands: both go on; the later filed waits for its approval until the other has ended; or it is not taken in.
        why: the sentence for whoever is held or refused.
    """

    stands: Beside
    why: Any = ""


EVERY_OTHER = "*"
"""In a line: every kind about which no line of the table speaks by name."""

ALLOWED = Line(Beside.ALLOWED)


def held(why: Any) -> Line:
    """The later filed may be filed, and waits for its approval until the other has ended."""
    return Line(Beside.HELD, why)


def refused(why: Any) -> Line:
    """Neither is taken in while the other is under way."""
    return Line(Beside.REFUSED, why)


def faults(table: Mapping[str, Mapping[str, Line]]) -> Iterator[str]:
    """Pairs of kinds about which the table says nothing or speaks twice, and lines on kinds nobody knows.

    Args:
        table: by kind, its line.
    """
    for one, other in combinations(sorted(table), 2):
        said = (other in table[one]) + (one in table[other])
        of_all = EVERY_OTHER in table[one] or EVERY_OTHER in table[other]
        if said > 1 or (not said and not of_all):
            how = "twice" if said else "nothing"
            yield f"the table of conflicts says {how} about “{one}” beside “{other}”"
    for kind, line in table.items():
        yield from (
            f"the line of “{kind}” names “{other}”, which is no kind" for other in set(line) - {*table, EVERY_OTHER}
        )


def between(kind: str, other: str) -> Line:
    """What holds between two different kinds; the proof before the start says that there is an answer."""
    from movements.flow import flow_of  # a flow has its line, and so knows this module

    own, theirs = flow_of(kind).beside, flow_of(other).beside
    if other in own or kind in theirs:
        return own[other] if other in own else theirs[kind]
    # Where both speak of every other kind, the stricter word holds, from whichever side it is asked.
    of_all = [line[EVERY_OTHER] for line in (own, theirs) if EVERY_OTHER in line]
    return max(of_all, key=lambda line: list(Beside).index(line.stands))


def refuse_filing(movement: Movement) -> None:
    """Take nothing in beside what excludes it. Two filed at once wait for each other at the row of the person.

    Raises:
        Conflict: with the sentence of the table and the other case.
    """
    lock_person(person_id=movement.applicant_id)
    _refuse(movement, under_way(applicants=[movement.applicant_id]), (Beside.REFUSED,))


def refuse_approval(movement: Movement) -> None:
    """Approve nothing that must wait for a case filed before it.

    Raises:
        Conflict: with the sentence of the table and the other case.
    """
    _refuse(movement, under_way(applicants=[movement.applicant_id]), (Beside.REFUSED, Beside.HELD))


def refuse_signature(order: Order) -> None:
    """Sign nothing that must wait for a case filed before it; two statements however many items.

    Raises:
        Conflict: with the sentence of the table and the other case.
    """
    waiting = CaseItem.objects.filter(item__order=order, item__state=ItemState.WAITING)
    cases = [link.movement for link in waiting.select_related("movement__applicant")]
    beside = defaultdict(list)
    for other in under_way(applicants=[case.applicant_id for case in cases]) if cases else []:
        beside[other.applicant_id].append(other)
    for case in cases:
        _refuse(case, beside[case.applicant_id], (Beside.REFUSED, Beside.HELD))


def _under_way(applicants: Collection[int]) -> QuerySet[Movement]:
    filed = Movement.objects.filter(applicant__in=applicants, number__isnull=False)
    return filed.exclude(state__in=ENDINGS).order_by("pk")


under_way = Asked(_under_way)
lock_person: Asked[tuple[int]] = Asked(
    lambda person_id: Person.objects.select_for_update(no_key=True).filter(pk=person_id).order_by().values_list("pk")
)


def _refuse(movement: Movement, others: Iterable[Movement], stands: Collection[Beside]) -> None:
    for other in others:
        if other.kind == movement.kind or _later(other, movement):
            continue
        line = between(movement.kind, other.kind)
        if line.stands in stands:
            raise Conflict(
                _("%(name)s: %(why)s Case %(case)s must end first.")
                % {"why": line.why, "case": other, "name": movement.applicant.full_name},
                facts={"beside": other.pk, "kind": other.kind},
            )


def _later(other: Movement, movement: Movement) -> bool:
    """Of two cases the later filed waits; a case that is just being filed is the latest."""
    if movement.filed_at is None or other.filed_at is None:
        return False
    return (other.filed_at, other.pk) >= (movement.filed_at, movement.pk)
