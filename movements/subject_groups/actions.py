"""Every write to a subject group. Screen and API call the same functions: lock, read, ask policy, change, record.

Cases are locked before groups, everywhere: a withdrawal, which holds its case, and a registrar never wait crosswise.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from journal import clock
from journal.events import write_event
from journal.reading import one_line, words
from journal.refusals import Conflict, Invalid, NotFound
from journal.transactions import whole_act
from movements.actions.locked import prepared_record, write_records
from movements.limits import limit_on
from movements.models import CaseSubject, GroupState, Movement, SubjectGroup
from movements.sittings.locked import lock_cases
from movements.subject_groups import queries
from movements.subject_groups.claims import AT_GROUPS, LEAVES, locked
from movements.subject_groups.standing import paid_days, refuse_late_payment
from permissions import policy
from permissions.models import Person, Unit
from permissions.policy import Power
from permissions.roles import Act

MOST_CASES = 200
LONGEST_DAYS = 400


@whole_act
def open_group(
    *,
    actor: Person,
    subject: str,
    starts_on: date,
    ends_on: date,
    teacher: str,
    hours: int,
    movement_ids: Iterable[int],
) -> SubjectGroup:
    """Begin a group for a subject with the first cases that wait for it.

    Args:
        actor: the registrar.
        subject: code of the subject, as the list of those who wait gives it.
        starts_on: first day; after today.
        ends_on: last day.
        teacher: who teaches, in words.
        hours: of study together.
        movement_ids: cases that wait for the subject; more may be put in later.

    Raises:
        NotFound: the actor does not keep groups, nobody waits for the subject, or a case does not.
        Conflict: a case's fee is unpaid or was paid too late for the start.
        Invalid: days, teacher or hours cannot be accepted.
    """
    power = _power(actor)
    first = queries.waiting().filter(subject=subject).order_by("pk").first()
    if first is None:
        raise NotFound(_("Nobody waits for this subject."))
    teacher = _checked(starts_on, ends_on, teacher, hours)
    cases = lock_cases(_some(movement_ids))
    group = SubjectGroup(
        subject=subject, name=first.name, starts_on=starts_on, ends_on=ends_on, teacher=teacher, hours=hours,
        made_by=actor, made_at=clock.now(),
    )  # fmt: skip
    group.save(force_insert=True)
    said = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat(), "teacher": teacher, "hours": hours}
    _record(group, power, "group.open", said)
    _seat(group, cases, power)
    return group


@whole_act
def put_in(*, actor: Person, group_id: int, movement_ids: Iterable[int]) -> SubjectGroup:
    """Put more cases into a group that is not over.

    Raises:
        NotFound: no such group for this actor, or a case does not wait for its subject.
        Conflict: the group is disbanded or over, or a fee is unpaid or was paid too late for the start.
    """
    power, cases = _power(actor), lock_cases(_some(movement_ids, least=1))
    group = _group(group_id)
    _must_live(group)
    _seat(group, cases, power)
    return group


@whole_act
def take_out(*, actor: Person, group_id: int, movement_id: int, grounds: str) -> SubjectGroup:
    """Take one case out of a group: it waits for the subject again.

    Raises:
        NotFound: no such group for this actor, or the case does not stand in it.
        Conflict: the case has gone on from its groups.
        Invalid: grounds are missing.
    """
    power, grounds = _power(actor), _grounds(grounds)
    cases, group = lock_cases([movement_id]), _group(group_id)
    seat = group.seats.filter(movement=movement_id, open=True).first()
    if seat is None or not cases:
        raise NotFound(_("The case does not stand in this group."))
    if queries.step_at(cases[0]) is None:
        raise Conflict(
            _("Case %(case)s has gone on from its groups; strike its item from the order first.") % {"case": cases[0]}
        )
    CaseSubject.objects.filter(pk=seat.pk).update(group=None)
    _tell(cases, power, LEAVES, {"group": group.pk, "subject": seat.name, "words": grounds})
    return _record(group, power, "group.take_out", {"grounds": grounds}, cases=[movement_id])


@whole_act
def change(*, actor: Person, group_id: int, starts_on: date, ends_on: date, teacher: str, hours: int) -> SubjectGroup:
    """Change days, teacher or hours while the group is being formed.

    Raises:
        NotFound: no such group for this actor.
        Conflict: the group is formed or disbanded, or a member's fee was paid too late for the new start.
        Invalid: days, teacher or hours cannot be accepted.
    """
    power = _power(actor)
    teacher = _checked(starts_on, ends_on, teacher, hours)
    group = _group(group_id)
    if group.state != GroupState.FORMING:
        raise Conflict(_moved_on(group))
    _refuse_late([seat.movement for seat in queries.members(group)], starts_on)
    group.starts_on, group.ends_on, group.teacher, group.hours = starts_on, ends_on, teacher, hours
    said = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat(), "teacher": teacher, "hours": hours}
    return _record(group, power, "group.change", said)


@whole_act
def form(*, actor: Person, group_id: int, grounds: str = "") -> SubjectGroup:
    """Say that the group is complete enough to be taught; its cases may go on from then.

    Args:
        actor: the registrar.
        group_id: the group.
        grounds: why a group smaller than the least number is taught, individually.

    Raises:
        NotFound: no such group for this actor.
        Conflict: formed or disbanded already, or empty.
        Invalid: smaller than the least number and no grounds.
    """
    power, grounds = _power(actor), words(grounds, field="grounds")
    group = _group(group_id)
    if group.state != GroupState.FORMING:
        raise Conflict(_moved_on(group))
    seats = queries.members(group)
    if not seats:
        raise Conflict(_("The group is empty: put a case into it first."))
    step = queries.step_at(seats[0].movement)
    least = limit_on(step.rules.least, group.starts_on) if step else None
    if least is not None and len(seats) < least.value and not grounds:
        told = _("The group has %(count)d of at least %(least)d. Say in writing why it is taught individually.")
        told %= {"count": len(seats), "least": least.value}
        raise Invalid(told, clause=least.clause, fields={"grounds": [_("This must be said.")]})
    group.form()
    group.least, group.grounds, group.formed_at = int(least.value) if least else None, grounds, clock.now()
    return _record(group, power, "group.form", {"members": len(seats), "least": group.least, "grounds": grounds})


@whole_act
def disband(*, actor: Person, group_id: int, grounds: str) -> SubjectGroup:
    """Give a group up: whoever stands in it waits again.

    Raises:
        NotFound: no such group for this actor.
        Conflict: disbanded already, or a case in it has gone on to its order.
        Invalid: grounds are missing.
    """
    power, grounds = _power(actor), _grounds(grounds)
    seated = CaseSubject.objects.filter(group=group_id, open=True).values_list("movement_id", flat=True)
    cases, group = lock_cases(list(seated)), _group(group_id)
    if group.state == GroupState.DISBANDED:
        raise Conflict(_moved_on(group))
    if set(seated.all()) != {case.pk for case in cases}:
        raise Conflict(_("Somebody has just changed the group. Open the page again."))
    ahead = [str(case) for case in cases if queries.step_at(case) is None]
    if ahead:
        raise Conflict(_("Cases of this group have gone on to their order: %(cases)s.") % {"cases": ", ".join(ahead)})
    group.seats.filter(open=True).update(group=None)
    _tell(cases, power, LEAVES, {"group": group.pk, "subject": group.name, "words": grounds})
    group.disband()
    group.grounds = grounds
    return _record(group, power, "group.disband", {"grounds": grounds}, cases=[case.pk for case in cases])


def _power(actor: Person) -> Power:
    if not queries.keeps(actor):
        raise NotFound(_("There is no such group."))
    root = Unit.objects.get(parent=None)
    return policy.demand(actor, Act.GROUPS_KEEP, unit=root, subject_id=None, on=clock.today())


def _group(group_id: int) -> SubjectGroup:
    found = locked([group_id])
    if not found:
        raise NotFound(_("There is no such group."))
    return found[0]


def _some(movement_ids: Iterable[int], *, least: int = 0) -> list[int]:
    ids = sorted(set(movement_ids))
    if not least <= len(ids) <= MOST_CASES:
        sentence = _("Choose between 1 and %(most)d cases.") % {"most": MOST_CASES}
        raise Invalid(sentence, fields={"cases": [sentence]})
    return ids


def _seat(group: SubjectGroup, cases: list[Movement], power: Power) -> None:
    """Give every case its place; the caller holds all of them and the group."""
    if not cases:
        return
    claims = queries.claims_of([case.pk for case in cases], group.subject)
    free = {claim.movement_id: claim for claim in claims}
    for case in cases:
        if case.pk not in free or queries.step_at(case) is None:
            raise NotFound(_("A case does not wait for this subject any more. Open the page again."))
    _refuse_late(cases, group.starts_on)
    CaseSubject.objects.filter(pk__in=[claim.pk for claim in free.values()]).update(group=group)
    said = {"group": group.pk, "subject": group.name, "words": group.name}
    _tell(cases, power, AT_GROUPS, said)
    _record(group, power, "group.put_in", {}, cases=[case.pk for case in cases])


def _refuse_late(cases: Iterable[Movement], starts_on: date) -> None:
    waiting = [(case, step) for case in cases if (step := queries.step_at(case)) is not None]
    paid = paid_days(case for case, _step in waiting)
    for case, step in waiting:
        refuse_late_payment(step.rules, paid[case.pk], starts_on, case.applicant.full_name)


def _tell(cases: list[Movement], power: Power, act: str, payload: dict[str, Any]) -> None:
    write_records([prepared_record(case, actor=power.actor, act=act, payload=payload) for case in cases])


def _must_live(group: SubjectGroup) -> None:
    if group.state == GroupState.DISBANDED or group.ends_on < clock.today():
        raise Conflict(_moved_on(group))


def _moved_on(group: SubjectGroup) -> str:
    words = _("The group has moved on: it is now “%(state)s”. Open it again to see what can be done.")
    return words % {"state": GroupState(group.state).label}


def _checked(starts_on: date, ends_on: date, teacher: str, hours: int) -> str:
    teacher, fields = one_line(teacher), dict[str, list[str]]()
    if starts_on <= clock.today():
        fields["starts_on"] = [_("The group begins after today.")]
    if not 0 < (ends_on - starts_on).days <= LONGEST_DAYS:
        fields["ends_on"] = [_("The last day lies after the first, within %(days)d days.") % {"days": LONGEST_DAYS}]
    if not 0 < len(teacher) <= 200:
        fields["teacher"] = [_("From 1 to %(longest)s characters.") % {"longest": 200}]
    if not 0 < hours <= 1000:
        fields["hours"] = [_("From 1 to %(most)d hours.") % {"most": 1000}]
    if fields:
        raise Invalid(_("Say when the group studies, with whom and how long."), fields=fields)
    return teacher


def _grounds(text: str) -> str:
    kept = words(text, field="grounds")
    if not kept:
        raise Invalid(_("Give the grounds."), fields={"grounds": [_("This must be said.")]})
    return kept


def _record(
    group: SubjectGroup, power: Power, act: str, payload: dict[str, Any], *, cases: Iterable[int] = ()
) -> SubjectGroup:
    ids: dict[str, Any] = {"group": group.pk}
    if cases:
        ids["movements"] = list(cases)
    write_event(group, actor=power.actor, act=act, payload=payload, ids=ids)
    group.save()
    return group
