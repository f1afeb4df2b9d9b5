"""Lists of studies, prices and diplomas become rows: each row wholly or not at all, a second import writes nothing.

The office looks at a list before it is imported: ``upload`` keeps it and says what would change, ``apply`` imports it.
The command line imports at once. Both write one event of the institute.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from journal import clock
from journal.events import MACHINE, Actor, write_event
from journal.reading import one_line
from journal.refusals import Conflict, Invalid, NotFound
from permissions import policy
from permissions.models import Person, Unit
from permissions.roles import Act
from students.diploma_rows import DIPLOMA_HEADINGS, judge_diplomas
from students.models import ContractPrice, Curriculum, CurriculumSubject, Diploma, Result, StudentContract, StudyList
from students.price_judging import CONTRACT_HEADINGS, PRICE_HEADINGS, judge_contracts, judge_prices
from students.study_judging import Curricula, RefusedLine, Wanted, judge_results
from students.study_rows import CURRICULUM_HEADINGS, RESULT_HEADINGS, headings
from students.tables import Table, read_table

Kind = StudyList.Kind
# How many lines of a report are kept and shown; the counts are always whole.
MOST_TOLD = 500
BATCH = 1000
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class StudyReport:
    """What became of every row of a list; ``changes`` in words, ``refused`` with line and reason."""

    created: int
    updated: int
    unchanged: int
    refused: list[RefusedLine]
    changes: list[str]

    def plain(self) -> dict[str, Any]:
        """As it is kept and shown; of long lists the beginning."""
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused_count": len(self.refused),
            "refused": [list(one) for one in self.refused[:MOST_TOLD]],
            "changes": self.changes[:MOST_TOLD],
            "more_changes": max(len(self.changes) - MOST_TOLD, 0),
        }


def _report(wanted: Wanted) -> StudyReport:
    return StudyReport(len(wanted.new), len(wanted.changed), wanted.unchanged, wanted.refused, wanted.changes)


def _curricula(tables: Sequence[Table]) -> Wanted:
    return Curricula().judge(tables)


JUDGES: dict[str, tuple[Callable[[Sequence[Table]], Wanted], Mapping[str, tuple[str, ...]]]] = {
    Kind.CURRICULA: (_curricula, CURRICULUM_HEADINGS),
    Kind.RESULTS: (judge_results, RESULT_HEADINGS),
    Kind.PRICES: (judge_prices, PRICE_HEADINGS),
    Kind.CONTRACTS: (judge_contracts, CONTRACT_HEADINGS),
    Kind.DIPLOMAS: (judge_diplomas, DIPLOMA_HEADINGS),
}
MAY_IMPORT = {
    Kind.CURRICULA: Act.ROSTER_IMPORT, Kind.RESULTS: Act.ROSTER_IMPORT, Kind.PRICES: Act.FEE_KEEP,
    Kind.CONTRACTS: Act.FEE_KEEP, Kind.DIPLOMAS: Act.DIPLOMA_KEEP,
}  # fmt: skip
"""Which act an import of a kind is."""


def judge(kind: str, files: Sequence[tuple[str, bytes]]) -> Wanted:
    """What the files would change. Raises Invalid for a file that cannot be read."""
    judging, columns = JUDGES[kind]
    return judging([read_table(name, content, headings(columns)) for name, content in files])


@transaction.atomic
def import_files(*, actor: Person | None, kind: str, files: Sequence[tuple[str, bytes]]) -> StudyReport:
    """Import the files as one list.

    Args:
        actor: who imports; None for the command line, which whoever runs the server may use.
        kind: what the files hold.
        files: name and content of each.

    Raises:
        Invalid: a file cannot be read, or there is no institute yet.
        Conflict: the actor holds no office that may import.
    """
    by, institute = _power(actor, kind)
    # Held until the end: two imports at once would each create what the other creates.
    Unit.objects.select_for_update().get(pk=institute.pk)
    wanted = judge(kind, files)
    _write(wanted, files[0][0])
    report = _report(wanted)
    payload = {**report.plain(), "files": [[name, hashlib.sha256(content).hexdigest()] for name, content in files]}
    institute = Unit.objects.get(pk=institute.pk)
    write_event(institute, actor=by, act=f"{kind}.import", payload=payload, ids={"unit": institute.pk})
    institute.save(update_fields=["chain_length", "chain_head"])
    return report


def _power(actor: Person | None, kind: str) -> tuple[Actor, Unit]:
    institute = Unit.objects.filter(kind=Unit.Kind.INSTITUTE, parent=None).first()
    if institute is None:
        raise Invalid(_("There is no institute yet. Open one first (open_institute)."))
    if actor is None:
        return MACHINE, institute
    power = policy.demand(actor, MAY_IMPORT[Kind(kind)], unit=institute, subject_id=None, on=clock.today())
    return power.actor, institute


def _write(wanted: Wanted, name: str) -> None:
    """Curricula before their subjects; a subject of a new curriculum learns its key in between."""
    for priced in wanted.new:
        if isinstance(priced, ContractPrice | StudentContract):
            priced.list_name = name[-150:]
    _put(Curriculum, wanted)
    for one in wanted.new:
        if isinstance(one, CurriculumSubject):
            one.curriculum_id = one.curriculum.pk
    _put(CurriculumSubject, wanted)
    _put(Result, wanted)
    _put(ContractPrice, wanted)
    _put(StudentContract, wanted)
    _put(Diploma, wanted)


def _put(model: type[M], wanted: Wanted) -> None:
    columns = [column.name for column in model._meta.concrete_fields if not column.primary_key]
    manager = model._default_manager
    manager.bulk_create([one for one in wanted.new if isinstance(one, model)], batch_size=BATCH)
    manager.bulk_update([one for one in wanted.changed if isinstance(one, model)], columns, batch_size=BATCH)


@transaction.atomic
def upload(*, actor: Person, kind: str, name: str, content: bytes) -> StudyList:
    """Keep a list until it is imported, and say what would change. What the actor uploaded before and left is dropped.

    Raises:
        Invalid: the file cannot be read.
        Conflict: the actor holds no office that may import.
    """
    _power(actor, kind)
    name = one_line(name)[-150:] or "—"
    report = _report(judge(kind, [(name, content)]))
    StudyList.objects.filter(uploaded_by=actor, imported_at=None).delete()
    return StudyList.objects.create(
        kind=kind,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_by=actor,
        uploaded_at=clock.now(),
        report=report.plain(),
    )


@transaction.atomic
def apply(*, actor: Person, list_id: int) -> StudyList:
    """Import an uploaded list; what changed since it was looked at is judged anew.

    Raises:
        NotFound: no such list of the actor's.
        Conflict: it is imported already, or the actor holds no office that may import.
    """
    found = StudyList.objects.select_for_update().filter(pk=list_id, uploaded_by=actor).first()
    if found is None:
        raise NotFound(_("There is no such list."))
    if found.content is None:
        raise Conflict(_("This list is imported already."))
    report = import_files(actor=actor, kind=found.kind, files=[(found.name, bytes(found.content))])
    found.imported_at, found.content, found.report = clock.now(), None, report.plain()
    found.save()
    return found
