"""What a letter says, as the plain values its template takes, in the language that is active."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from journal import clock
from journal.models import Event
from movements.acts import find_act, find_clause
from movements.clauses import shown
from movements.describing import labels_of
from movements.fees.account import account_of
from movements.fees.words import soum
from movements.flow import MovementFlow, flow_of
from movements.grounds import Ground
from movements.models import Decision, Movement, State
from movements.study_facts import SAID
from movements.units import UNITS
from movements.windows import next_window
from permissions.models import Institute
from permissions.roles import Role
from students.models import Status


@dataclass(frozen=True)
class Fact:
    """One fact a clause was asked about."""

    label: str
    value: str


@dataclass(frozen=True)
class Quoted:
    """One clause with where to read it, the facts, and the numbers of the law it was measured by."""

    text: str
    reference: str
    act: str
    facts: tuple[Fact, ...]
    numbers: tuple[str, ...]
    doubtful: str


@dataclass(frozen=True)
class Letter:
    """Everything the template may name. Empty where there is nothing to say."""

    language: str
    ministry: str
    institute: str
    city: str
    heading: str
    title: str
    number: str
    date: str
    to: str
    opening: str
    ground: str
    words: str
    clauses_title: str
    clauses: tuple[Quoted, ...]
    next_title: str
    next_steps: tuple[str, ...]
    closing: str


def letter(movement: Movement, decision: Decision | None, end: Event, at: datetime) -> Letter:
    """The letter of a case that was refused or lapsed; without a decision the law itself ended it.

    Args:
        movement: the case, with applicant, student and unit loaded.
        decision: the refusal, with its maker loaded.
        end: the event that ended the case.
        at: when it ended; the letter is dated by it.
    """
    institute = Institute.objects.select_related("unit").get()
    flow = flow_of(movement.kind)
    refused = movement.state == State.REFUSED
    return Letter(
        language=(translation.get_language() or "uz")[:2],
        ministry=institute.ministry,
        institute=institute.unit.name,
        city=institute.city,
        heading=_("Letter"),
        title=_("On the refusal of an application") if refused else _("On an application that has lapsed"),
        number=str(movement),
        date=_day(at.astimezone(clock.zone).date()),
        to=movement.applicant.full_name,
        opening=_opening(movement, flow, decision, at),
        ground=capfirst(str(dict(Ground.choices).get(decision.ground, ""))) if decision else "",
        words=decision.words if decision else "",
        clauses_title=_("The clauses and the facts"),
        clauses=tuple(_clauses(movement, flow, end)),
        next_title=_("What you can do next"),
        next_steps=tuple(_next_steps(movement, flow, at.astimezone(clock.zone).date())),
        closing=_("Made from the record of the case; every decision stands on the page of the case in Harakat."),
    )


def _day(day: date) -> str:
    return day.strftime("%d.%m.%Y")


def _opening(movement: Movement, flow: type[MovementFlow], decision: Decision | None, at: datetime) -> str:
    filed = movement.filed_at.astimezone(clock.zone).date() if movement.filed_at else None
    told = {
        "kind": flow.called,
        "case": str(movement),
        "filed": _day(filed) if filed else "—",
        "day": _day(at.astimezone(clock.zone).date()),
    }
    if movement.state == State.REFUSED and decision is None:
        return _unpaid(movement, told)
    if decision is None:
        return _("Your application “%(kind)s” No. %(case)s of %(filed)s lapsed on %(day)s, when its term ended.") % told
    told |= {"office": Role(decision.office).label, "name": decision.by.full_name}
    refused = _(
        "Your application “%(kind)s” No. %(case)s of %(filed)s was refused on %(day)s by: %(office)s, %(name)s."
    )
    return refused % told


def _unpaid(movement: Movement, told: Mapping[str, str]) -> str:
    """Nobody judged it: how much was to be paid, and how much was not."""
    fee = movement.fees.order_by("id").last()
    account = account_of(movement.pk, fee.step) if fee else None
    sums = {"sum": soum(account.due), "rest": soum(account.rest)} if account else {"sum": "—", "rest": "—"}
    refused = _(
        "Your application “%(kind)s” No. %(case)s of %(filed)s was refused on %(day)s because the fee was not paid in "
        "time. Due: %(sum)s; not paid of it: %(rest)s."
    )
    return refused % {**told, **sums}


def _clauses(movement: Movement, flow: type[MovementFlow], end: Event) -> Iterator[Quoted]:
    """First what did not hold, as it was found; then the clause under which the case was decided."""
    said = _labels(movement, flow)
    quoted = set()
    for finding in movement.findings:
        if not finding["holds"]:
            quoted.add(finding["clause"])
            yield _quoted(shown(finding), said)
    clause = find_clause(end.clause)
    if clause is not None and clause.code not in quoted:
        act = find_act(clause.act)
        yield Quoted(str(clause.text), _(clause.reference), str(act.title) if act else "", (), (), "")


def _quoted(told: Mapping[str, Any], said: Mapping[str, str]) -> Quoted:
    act = find_act(told["act"])
    facts = tuple(Fact(fact["label"], _value(fact["value"], said)) for fact in told["facts"])
    numbers = tuple(_number(limit) for limit in told["limits"])
    doubtful = _("This clause is doubtful: it only warned.") if told["warns"] else ""
    return Quoted(told["text"], told["reference"], str(act.title) if act else "", facts, numbers, doubtful)


def _number(limit: Mapping[str, Any]) -> str:
    unit = UNITS.get(limit["unit"])
    amount = unit.say(limit["value"]) if unit else str(limit["value"])
    since = _day(date.fromisoformat(limit["valid_from"]))
    return _("%(value)s, valid from %(day)s (%(source)s)") % {"value": amount, "day": since, "source": limit["source"]}


def _labels(movement: Movement, flow: type[MovementFlow]) -> dict[str, str]:
    """Codes as people read them. The name of a confidential paper, in whatever language it was kept, is not said."""
    form = flow.first_step().form(movement.stated, student=movement.student)
    labels = {code: str(label) for code, label in SAID.items()} | {str(one.value): str(one.label) for one in Status}
    labels |= {code: label for field in form.fields.values() for code, label in labels_of(field).items() if code}
    for paper in flow.papers():
        if paper.sensitive:
            for language in ("uz", "ru", "en"):
                with translation.override(language):
                    name = str(paper.title)
                labels[name] = _("a confidential paper")
    return labels


def _value(value: str, said: Mapping[str, str]) -> str:
    parts = value.split(", ")
    try:
        return _day(date.fromisoformat(value))
    except ValueError:
        return ", ".join(dict.fromkeys(said.get(part, part) for part in parts))


def _next_steps(movement: Movement, flow: type[MovementFlow], ended_on: date) -> Iterator[str]:
    """What each clause advises, when the next application may come, and whom to ask."""
    for finding in movement.findings:
        if not finding["holds"]:
            yield shown(finding)["remedy"]
    window = next_window(flow.windows, ended_on) if flow.windows else None
    if window is not None:
        yield _("A new application can be filed from %(first)s to %(last)s, both days included.") % {
            "first": _day(window.first),
            "last": _day(window.last),
        }
    elif not flow.windows:
        yield _("A new application can be filed on any day.")
    yield _("No clause known here sets a term for an appeal. If you disagree, ask the registrar's office.")
