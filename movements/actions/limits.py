"""The office gives a number of the law a new value: checked as the files are, so that it can never stop a start."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from journal import clock
from journal.events import write_event
from journal.reading import one_line, words
from journal.refusals import Conflict, Invalid, NotFound
from journal.transactions import read_anew
from movements.acts import find_act
from movements.limits import Confidence, Limit, faults_of, overlaid, versions
from movements.models import OfficeLimit
from movements.units import UNITS, WrongValueError
from permissions import policy
from permissions.models import Person, Unit
from permissions.policy import Power
from permissions.roles import Act

LONGEST_VALUE = 100
LONGEST_SOURCE = 300


@transaction.atomic
def add_limit(
    *,
    actor: Person,
    key: str,
    value: str,
    valid_from: date,
    valid_to: date | None = None,
    applied: bool = True,
    confidence: str,
    source: str,
    reason: str,
    basis: str,
) -> OfficeLimit:
    """Give a number a value from a day on. Cases judged by an earlier day, and findings already made, stay as they are.

    Args:
        actor: the registrar or the head of section.
        key: the number, declared by a file of the regulation.
        value: as its unit reads it, for instance ``2.6`` or ``01-10/01-25``.
        valid_from: first day; a value of the office that begins on the same day is replaced by this one.
        valid_to: last day, after which the value before it holds again; empty while it lasts.
        applied: whether the number is applied from that day on.
        confidence: how sure the office is; a doubtful number only warns.
        source: where it was read.
        reason: why it is added.
        basis: the act, order or letter it rests on.

    Raises:
        NotFound: no act declares the number.
        Conflict: adding is not the actor's act.
        Invalid: the value is none of its unit, days overlap or leave a gap, or source, reason or basis is missing.
    """
    declared = versions(key)
    if not declared:
        raise NotFound(_("There is no such number of the law."))
    root = _lock_institute()
    power = policy.demand(actor, Act.LIMIT_ADD, unit=root, subject_id=None, on=clock.today())
    row = OfficeLimit(
        key=key,
        value=one_line(value)[: LONGEST_VALUE + 1],
        valid_from=valid_from,
        valid_to=valid_to,
        applied=applied,
        confidence=confidence,
        source=words(one_line(source), field="source", most=LONGEST_SOURCE),
        reason=words(reason, field="reason"),
        basis=words(one_line(basis), field="basis", most=LONGEST_SOURCE),
        added_by=actor,
        office=power.office,
        added_at=clock.now(),
    )
    _refuse_what_is_wrong(row, declared)
    _refuse_days_that_clash(row, declared)
    row.save(force_insert=True)
    read_anew("limits")
    _record(root, power, row, declared[0].clause)
    return row


def _lock_institute() -> Unit:
    """Numbers are added one after the other: the institute's row is held, and its chain tells of them."""
    root = Unit.objects.filter(parent=None).order_by("id").values_list("pk", flat=True).get()
    Unit.objects.select_for_update().get(pk=root)
    return Unit.objects.get(pk=root)


def _refuse_what_is_wrong(row: OfficeLimit, declared: tuple[Limit, ...]) -> None:
    fields: dict[str, list[str]] = {}
    unit = UNITS[declared[0].unit]
    try:
        unit.read(row.value)
        if len(row.value) > LONGEST_VALUE:
            fields["value"] = [_("at most %(most)d characters") % {"most": LONGEST_VALUE}]
    except WrongValueError:
        fields["value"] = [_("This number is written as: %(example)s.") % {"example": declared[-1].value}]
    if row.confidence not in list(Confidence):
        fields["confidence"] = [_("choose how sure it is")]
    for name in ("source", "reason", "basis"):
        if not getattr(row, name):
            fields[name] = [_("is empty")]
    if row.valid_to is not None and row.valid_to < row.valid_from:
        fields["valid_to"] = [_("ends before it begins")]
    act = find_act(declared[-1].act)
    if row.valid_from < declared[0].valid_from:
        sentence = _("The number is known from %(day)s on; no act says anything of an earlier day.")
        fields["valid_from"] = [sentence % {"day": declared[0].valid_from.strftime("%d.%m.%Y")}]
    elif act and act.in_force_to and row.valid_from > act.in_force_to:
        fields["valid_from"] = [_("The act that declares the number is not in force on that day.")]
    if fields:
        raise Invalid(_("This value cannot be added. Correct the marked fields."), fields=fields)


def _refuse_days_that_clash(row: OfficeLimit, declared: tuple[Limit, ...]) -> None:
    """A value may replace one of the same first day and may follow an open one; it may not cut into another."""
    others = list(OfficeLimit.objects.filter(key=row.key))
    for other in others:
        ends_before = row.valid_to is not None and row.valid_to < other.valid_from
        follows = row.valid_from > other.valid_from and (other.valid_to is None or other.valid_to < row.valid_from)
        if not (ends_before or follows or row.valid_from == other.valid_from):
            sentence = _(
                "The office has given this number the value %(value)s from %(day)s on. A new value begins on that day, "
                "and so replaces it, or after its last day."
            )
            day = other.valid_from.strftime("%d.%m.%Y")
            raise Conflict(sentence % {"value": other.value, "day": day}, facts={"overlaps": other.pk})
    if any(faults_of(overlaid(declared, [*others, row]))):
        sentence = _("After the last day there would be days without any value. Leave it empty.")
        raise Invalid(sentence, fields={"valid_to": [sentence]})


def _record(root: Unit, power: Power, row: OfficeLimit, clause: str) -> None:
    names = ("key", "value", "applied", "confidence", "source", "reason", "basis")
    payload = {
        **{name: getattr(row, name) for name in names},
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "words": row.reason,
    }
    write_event(root, actor=power.actor, act="limit.add", clause=clause, payload=payload, ids={"limit": row.pk})
    root.save(update_fields=["chain_length", "chain_head"])
