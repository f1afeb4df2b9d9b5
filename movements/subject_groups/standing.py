"""Whether a case may go on from its groups, and what is frozen of them into the case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from journal.refusals import Conflict
from movements.acts import find_clause
from movements.fees.account import accounts
from movements.forms import Statement
from movements.limits import limit_on
from movements.models import CaseSubject, GroupState, Movement
from movements.subject_groups.claims import GroupRules, days_between

if TYPE_CHECKING:
    from movements.subject_groups.step import FormGroups

GROUPS = "groups"


def claims_of(movement: Movement) -> list[CaseSubject]:
    """The open claims of a case with their groups; one statement."""
    return list(movement.subjects.filter(open=True).select_related("group").order_by("pk"))


def paid_days(movements: Iterable[Movement]) -> dict[int, date | None]:
    """When the fee of each case was paid in full, where it was; three statements however many they are."""
    from movements.flow import kinds  # a flow is made of steps
    from movements.subject_groups.step import FormGroups

    cases = list(movements)
    found = accounts([case.pk for case in cases])
    paid: dict[int, date | None] = {}
    for case in cases:
        steps = kinds()[case.kind].steps() if case.kind in kinds() else ()
        at = next((step.paid_at for step in steps if isinstance(step, FormGroups)), "")
        account = found.get((case.pk, at))
        paid[case.pk] = account.settled_on if account else None
    return paid


def refuse_late_payment(rules: GroupRules, paid_on: date | None, starts_on: date, who: str) -> None:
    """Refuse a group that begins too soon after the payment.

    Args:
        rules: with the number of days and the clause.
        paid_on: when the fee was paid in full.
        starts_on: first day of the group.
        who: of whom it is said.

    Raises:
        Conflict: with the clause.
    """
    limit = limit_on(rules.paid_before, starts_on)
    if limit is None:
        return
    clause = find_clause(rules.clause)
    if paid_on is not None and days_between(paid_on, starts_on) >= limit.value:
        return
    words = _(
        "%(name)s: the fee was paid in full on %(paid)s, the group begins on %(starts)s; %(days)s days lie between."
    )
    paid = paid_on.strftime("%d.%m.%Y") if paid_on else "—"
    told = words % {"name": who, "paid": paid, "starts": starts_on.strftime("%d.%m.%Y"), "days": limit.value}
    if paid_on is None:
        told = _("%(name)s: the fee is not paid in full yet.") % {"name": who}
    raise Conflict(f"{told} {clause.text} ({clause.reference})" if clause else told, clause=rules.clause)


class Grouped(Statement):
    """The office adds nothing by hand: what stands in the groups is frozen, once every subject stands in one."""

    def plain(self) -> dict[str, Any]:
        """The groups of the case as plain values.

        Raises:
            Conflict: a subject stands in no formed group, was passed meanwhile, or the fee was paid too late.
        """
        self.typed(self.data)
        movement, claims = self.movement, claims_of(self.movement) if self.movement else []
        assert movement is not None  # noqa: S101 - an office approves a case, never nothing
        step = _step_of(movement)
        _refuse_waiting(claims)
        _refuse_passed(claims, step.passed_meanwhile(movement))
        paid_on, who = paid_days([movement])[movement.pk], movement.applicant.full_name
        for claim in claims:
            refuse_late_payment(step.rules, paid_on, claim.group.starts_on, who)  # type: ignore[union-attr]  # it stands in one
        return {GROUPS: [_plain(claim) for claim in claims], "paid_on": paid_on.isoformat() if paid_on else ""}

    def shown(self) -> list[tuple[str, str, str]]:
        """Every subject with its days and teacher."""
        return [
            (one["key"], one["name"], f"{_day(one['starts_on'])} – {_day(one['ends_on'])}, {one['teacher']}")
            for one in self.data.get(GROUPS, ())
        ]


def _day(text: str) -> str:
    return date.fromisoformat(text).strftime("%d.%m.%Y")


def _step_of(movement: Movement) -> FormGroups:
    from movements.flow import flow_of  # a flow is made of steps
    from movements.subject_groups.step import FormGroups

    step = flow_of(movement.kind).step(movement.step)
    assert isinstance(step, FormGroups)  # noqa: S101 - this statement belongs to that step alone
    return step


def _refuse_waiting(claims: Sequence[CaseSubject]) -> None:
    waiting = [one.name for one in claims if one.group is None or one.group.state != GroupState.FORMED]
    if waiting or not claims:
        words = _("Not every subject stands in a formed group yet: %(names)s.")
        raise Conflict(words % {"names": ", ".join(waiting) or "—"})


def _refuse_passed(claims: Sequence[CaseSubject], passed: Sequence[str]) -> None:
    names = [one.name for one in claims if one.key in passed]
    if names:
        words = _(
            "Passed meanwhile, as the record says: %(names)s. Return the case, so that the applicant takes it out."
        )
        raise Conflict(words % {"names": ", ".join(names)})


def _plain(claim: CaseSubject) -> dict[str, Any]:
    group = claim.group
    assert group is not None  # noqa: S101 - refused above
    return {
        "key": claim.key, "name": claim.name, "code": claim.key.partition(":")[2], "semester": claim.semester,
        "credits": str(claim.credits), "hours": group.hours, "group": group.pk, "teacher": group.teacher,
        "starts_on": group.starts_on.isoformat(), "ends_on": group.ends_on.isoformat(),
    }  # fmt: skip
