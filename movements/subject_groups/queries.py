"""What pages, calls and acts ask about subject groups; nothing here writes. Lists cost the same at any page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import NotFound
from movements.flow import kinds
from movements.models import CaseSubject, GroupState, Movement, State, SubjectGroup
from movements.subject_groups.step import FormGroups
from permissions import policy
from permissions.models import Person, Unit
from permissions.roles import Act

PAGE = 25
MOST_OFFERED = 200
ALIVE = (GroupState.FORMING, GroupState.FORMED)


def keeps(person: Person) -> bool:
    """Whether the person keeps the subject groups of the institute today."""
    root = Unit.objects.get(parent=None)
    return policy.power(person, Act.GROUPS_KEEP, unit=root, subject_id=None, on=clock.today()) is not None


def steps() -> list[tuple[str, FormGroups]]:
    """Kind and step of every step that waits for subject groups."""
    return [
        (kind, step) for kind, flow in sorted(kinds().items()) for step in flow.steps() if isinstance(step, FormGroups)
    ]


def step_at(movement: Movement) -> FormGroups | None:
    """The step at which the case waits for its groups, if it does now."""
    flow = kinds().get(movement.kind)
    step = flow.step(movement.step) if flow and movement.step else None
    return step if isinstance(step, FormGroups) and movement.state == State.REVIEW else None


def _at_the_step(prefix: str = "") -> Q:
    found = Q(pk__in=[])
    for kind, step in steps():
        found |= Q(**{f"{prefix}kind": kind, f"{prefix}step": step.name, f"{prefix}state": State.REVIEW})
    return found


def waiting() -> QuerySet[CaseSubject]:
    """The claims that stand in no group, of cases that wait for one."""
    return CaseSubject.objects.filter(_at_the_step("movement__"), open=True, group=None)


def subjects(*, text: str = "", after: str = "") -> list[dict[str, Any]]:
    """The subjects somebody waits for, by code: one page and one more, which says whether a page follows."""
    found = waiting()
    if text:
        found = found.filter(Q(name__icontains=text) | Q(subject__startswith=text.lower()))
    if after:
        found = found.filter(subject__gt=after)
    counted = found.values("subject").annotate(
        name=Min("name"), count=Count("pk"), faculties=Count("movement__unit", distinct=True), since=Min("asked_at"),
        most=Max("credits"),
    )  # fmt: skip
    return [dict(row) for row in counted.order_by("subject")[: PAGE + 1]]


def groups(*, state: str = "", text: str = "", after: int | None = None) -> list[SubjectGroup]:
    """The groups, newest first: one page and one more row, which says whether a page follows."""
    found = SubjectGroup.objects.annotate(members=Count("seats", filter=Q(seats__open=True)))
    found = found.filter(state=state) if state else found.exclude(state=GroupState.DISBANDED)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(teacher__icontains=text) | Q(subject__startswith=text.lower()))
    if after:
        found = found.filter(pk__lt=after)
    return list(found.order_by("-pk")[: PAGE + 1])


def get_group_for(person: Person, pk: int) -> SubjectGroup:
    """A group, for who keeps them.

    Raises:
        NotFound: absent or forbidden alike.
    """
    found = SubjectGroup.objects.select_related("made_by").filter(pk=pk).first() if keeps(person) else None
    if found is None:
        raise NotFound(_("There is no such group."))
    return found


def members(group: SubjectGroup) -> list[CaseSubject]:
    """Who stands in the group, in the order of names; one statement."""
    return list(_with_people(group.seats.filter(open=True)))


def waiting_for(subject: str) -> list[CaseSubject]:
    """Who waits for the subject, the longest waiting first."""
    return list(_with_people(waiting().filter(subject=subject)).order_by("asked_at", "pk")[:MOST_OFFERED])


def _with_people(found: QuerySet[CaseSubject]) -> QuerySet[CaseSubject]:
    parts = ("movement__applicant", "movement__student__group", "movement__unit")
    return found.select_related(*parts).order_by("movement__applicant__search", "pk")


def claims_of(movement_ids: Iterable[int], subject: str) -> list[CaseSubject]:
    """The open claims of these cases to the subject that stand in no group."""
    return list(CaseSubject.objects.filter(movement__in=list(movement_ids), subject=subject, open=True, group=None))
