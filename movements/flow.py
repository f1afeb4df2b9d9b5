"""A movement's flow: the class a file in ``flows/`` fills with steps, and the register of all kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from viewflow.workflow.base import Flow
from viewflow.workflow.models import Process

from journal.refusals import NotFound
from movements.clauses import Rule
from movements.clear_step import Clear
from movements.clocks import TERMS, Term, Within
from movements.conflicts import Line
from movements.models import Movement, Turn
from movements.papers import APPLICATION_SCAN, PROOF, Paper
from movements.steps import Apply, Deciding, Order, Step, Verify
from movements.study_facts import NOTHING_KNOWN, StudyFacts
from permissions.models import Unit
from permissions.roles import Role
from students.models import Status, Student

_kinds: dict[str, type[MovementFlow]] = {}


class MovementFlow(Flow):
    """One kind of movement.

    ``kind`` is frozen once cases exist. ``called`` is its name for people. ``open_to`` says whose standing it is for:
    anybody else is told why not before filing. ``open_to_outsiders``: also who is no student of ours now may apply.
    ``event_date`` names the stated field of the event the law judges by. ``beside`` is its line in the table of
    conflicts: what holds between it and each kind that was there before it. ``service`` is the term of the whole case,
    from its filing; it stands still while the applicant must answer. ``windows`` are the numbers that name its days of
    filing, each with the number that names the last day of deciding; without any it is filed on any day.
    """

    process_class = Process
    task_class = Turn

    kind: ClassVar[str] = ""
    called: ClassVar[Any] = ""
    basis: ClassVar[str] = ""
    open_to: ClassVar[tuple[Status, ...]] = (Status.STUDYING,)
    open_to_outsiders: ClassVar[bool] = False
    event_date: ClassVar[str] = ""
    beside: ClassVar[Mapping[str, Line]] = {}
    windows: ClassVar[Mapping[str, str]] = {}
    service: ClassVar[Within | None] = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.kind:
            _kinds[cls.kind] = cls

    @classmethod
    def study_facts(
        cls, stated: Mapping[str, Any], student: Student | None, filed_on: date, movement: Movement | None
    ) -> StudyFacts:
        """What rules of transfer and reinstatement ask beside the statement; other movements know nothing of it.

        Args:
            stated: plain values of the form.
            student: whose application it is.
            filed_on: the day of filing; of a draft, today.
            movement: the case; none where an application is only rehearsed.
        """
        return NOTHING_KNOWN

    @classmethod
    def steps(cls) -> Iterator[Step]:
        """All steps, in the order in which the file has them."""
        nodes: dict[str, Step] = cls._nodes_by_name
        order = [name for name in vars(cls) if name in nodes]
        return (nodes[name] for name in order)

    @classmethod
    def step(cls, name: str) -> Step:
        """The step of a name; frozen names keep old cases readable."""
        found: Step = cls._nodes_by_name[name]
        return found

    @classmethod
    def first_step(cls) -> Apply:
        """The step that begins the case."""
        return next(step for step in cls.steps() if isinstance(step, Apply))

    @classmethod
    def rules(cls) -> tuple[Rule, ...]:
        """Every clause the machine asks, in order, each once."""
        found = {rule.name: rule for step in cls.steps() if isinstance(step, Verify) for rule in step.rules}
        return tuple(found.values())

    @classmethod
    def cites(cls) -> tuple[str, ...]:
        """The codes of every clause its steps, papers, orders and rules name, each once, in the order of the codes."""
        codes = {step.clause for step in cls.steps() if step.clause} | {paper.clause for paper in cls.papers()}
        codes |= {step.formerly for step in cls.steps() if step.formerly}
        codes |= {code for step in cls.orders() for code in step.carries}
        return tuple(sorted(codes | {code for rule in cls.rules() for code in rule.codes}))

    @classmethod
    def terms(cls) -> tuple[Term, ...]:
        """The dated terms of the whole case and of its steps."""
        parts = [part for step in cls.steps() for part in (step, *getattr(step, "asks", ()))]
        found = [cls.service, *(getattr(part, name, None) for part in parts for name in TERMS)]
        return tuple(term for term in found if isinstance(term, Term))

    @classmethod
    def papers(cls) -> tuple[Paper, ...]:
        """The papers the application may need."""
        return cls.first_step().papers

    @classmethod
    def sees(cls) -> dict[Role, frozenset[str]]:
        """By office, the kinds of sensitive papers its steps need."""
        seen: dict[Role, frozenset[str]] = {}
        for step in cls.steps():
            for office in step.offices if isinstance(step, Deciding) else ():
                seen[office] = seen.get(office, frozenset()) | frozenset(step.sees)
        return seen

    @classmethod
    def unit_of(cls, stated: Mapping[str, Any]) -> Unit:
        """Whose case the application of somebody is who has no faculty here.

        A flow open to outsiders says it by what is stated (the programme wanted); until then it is the institute's.
        """
        return Unit.objects.get(parent=None)

    @classmethod
    def contact_of(cls, *, name: str, born_on: date) -> str:
        """Where the office reaches somebody of that name and day of birth who applies without account.

        Their code is sent there and not to the address that was typed. Empty where the office knows none.
        """
        return ""

    @classmethod
    def orders(cls) -> tuple[Order, ...]:
        """The steps that wait for an order."""
        return tuple(step for step in cls.steps() if isinstance(step, Order))


def papers_for(movement: Movement) -> tuple[Paper, ...]:
    """The papers this case may hold: those of its flow, the scan an office brings that files for another, and what
    shows that nothing is owed any more.

    Raises:
        NotFound: nobody knows the kind.
    """
    flow = flow_of(movement.kind)
    scan = (APPLICATION_SCAN,) if movement.filed_by_id else ()
    proof = (PROOF,) if any(isinstance(step, Clear) for step in flow.steps()) else ()
    return (*scan, *flow.papers(), *proof)


def kinds() -> dict[str, type[MovementFlow]]:
    """Every kind of movement the site knows, by its code."""
    return dict(_kinds)


def flow_of(kind: str) -> type[MovementFlow]:
    """The flow of a kind.

    Raises:
        NotFound: nobody knows such a kind.
    """
    if kind not in _kinds:
        raise NotFound(_("There is no such kind of movement."))
    return _kinds[kind]
