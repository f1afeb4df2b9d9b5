"""What a case claims of subject groups: opened when it comes to wait, let go when it goes another way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from journal import clock, events
from movements.models import CaseSubject, Movement, SubjectGroup
from permissions.names import normalise

AT_GROUPS, LEAVES = "grouped", "ungrouped"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One subject a case waits for.

    Args:
        key: names it within the curriculum.
        code: the subject's code, by which cases of all faculties meet.
    """

    key: str
    code: str
    name: str
    semester: int
    credits: Decimal
    hours: int


@dataclass(frozen=True, kw_only=True)
class GroupRules:
    """What the law asks of the groups of one kind of movement.

    Args:
        least: key of the number that says how many a group has at least.
        paid_before: key of the number of days before the start by which the fee must have been paid.
        clause: code of the clause that says so.
    """

    least: str
    paid_before: str
    clause: str


def claim(movement: Movement, wanted: Sequence[Wanted]) -> None:
    """Have the case wait for these subjects; what it claimed before is let go. The caller holds its lock."""
    let_go(movement)
    CaseSubject.objects.bulk_create(
        CaseSubject(
            movement=movement, key=one.key, subject=normalise(one.code), name=one.name, semester=one.semester,
            credits=one.credits, hours=one.hours, asked_at=clock.now(),
        )
        for one in wanted
    )  # fmt: skip


def let_go(movement: Movement) -> None:
    """End every claim of the case; the groups in which it stood remember it. The caller holds its lock."""
    claims = list(CaseSubject.objects.filter(movement=movement, open=True))
    for group in locked(claim.group_id for claim in claims if claim.group_id):
        events.write_event(group, actor=events.MACHINE, act="group.leave", payload={}, ids={"movement": movement.pk})
        group.save(update_fields=["chain_length", "chain_head"])
    if claims:
        CaseSubject.objects.filter(pk__in=[claim.pk for claim in claims]).update(open=False)


def locked(ids: Iterable[int]) -> list[SubjectGroup]:
    """These groups, locked in the order of their ids, then read: cases are always locked before them."""
    wanted = sorted(set(ids))
    if not wanted:
        return []
    list(SubjectGroup.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))
    return list(SubjectGroup.objects.filter(pk__in=wanted).order_by("pk"))


def days_between(paid_on: date, starts_on: date) -> int:
    """How many days before the start the fee was paid."""
    return (starts_on - paid_on).days
