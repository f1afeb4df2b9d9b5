"""What changed between the last two times an application was handed in: field by field, and the papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from movements.flow import MovementFlow, flow_of
from movements.models import Decision, Movement
from movements.papers import APPLICATION_SCAN
from students.models import Student

HANDED_IN = (Decision.Verdict.FILE, Decision.Verdict.REVISE)


@dataclass(frozen=True)
class Change:
    """One field, in words."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """What is different since the last time; papers by their titles, for a file's name may say too much."""

    fields: tuple[Change, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.added or self.removed)


NOTHING = Changes((), (), ())


def changes_since(movement: Movement, decisions: Sequence[Decision]) -> Changes:
    """Compare the last two statements of a case.

    Args:
        movement: the case.
        decisions: all of its decisions, oldest first.
    """
    statements = [decision.stated for decision in decisions if decision.verdict in HANDED_IN]
    if len(statements) < 2:
        return NOTHING
    old, new = statements[-2:]
    flow = flow_of(movement.kind)
    before, after = (_in_words(flow, stated.get("fields", {}), movement.student) for stated in (old, new))
    names = list(dict.fromkeys([*before, *after]))
    fields = tuple(
        Change(name, (after.get(name) or before[name])[0], before.get(name, ("", ""))[1], after.get(name, ("", ""))[1])
        for name in names
        if before.get(name) != after.get(name)
    )
    had, has = old.get("papers", {}), new.get("papers", {})
    return Changes(fields, _titles(flow, has.keys() - had.keys()), _titles(flow, had.keys() - has.keys()))


def _in_words(
    flow: type[MovementFlow], stated: dict[str, object], student: Student | None
) -> dict[str, tuple[str, str]]:
    form = flow.first_step().form(stated, student=student)
    return {name: (label, value) for name, label, value in form.shown()}


def _titles(flow: type[MovementFlow], keys: set[str]) -> tuple[str, ...]:
    titles = {paper.kind: str(paper.title) for paper in (APPLICATION_SCAN, *flow.papers())}
    kinds = sorted(key.partition(":")[0] for key in keys)
    return tuple(titles.get(kind, kind) for kind in kinds)
