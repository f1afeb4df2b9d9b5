"""``docs/movements.md``: every movement as the program knows it, in English with the Uzbek names beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from django.utils import translation

from movements import describing, numbers_in_words
from movements.acts import Clause
from movements.flow import MovementFlow, kinds
from movements.limits import Limit, keys, versions

HEAD = """\
# Movements

Written by `manage.py describe_flows --write` from the flows themselves, and compared with them by `make check`.
Names stand in English and, after a slash, in Uzbek, as the regulation has them.
"""


def handbook(flows: Sequence[type[MovementFlow]]) -> str:
    """The whole document; the same flows give the same text.

    Args:
        flows: the movements, in the order in which they are described.
    """
    with translation.override("en"):
        lines = chain([HEAD], *(_movement(flow) for flow in flows), _unused())
        return "\n".join(lines)


def _both(english: str, uzbek: str) -> str:
    return english if english == uzbek else f"{english} / {uzbek}"


def _movement(flow: type[MovementFlow]) -> Iterator[str]:
    with translation.override("uz"):
        uzbek_steps = {step.name: step.title for step in describing.steps_of(flow)}
        name = str(flow.called)
    yield f"## {_both(str(flow.called), name)}"
    yield ""
    people = ", ".join(describing.open_to(flow))
    yield f"Kind `{flow.kind}`. Under: {flow.basis}. Open to people whose standing is: {people}."
    if flow.service:
        yield f"The whole case takes at most {flow.service}; the clock stands still while the applicant must answer."
    yield f"The applicant states: {', '.join(describing.stated_in(flow))}."
    yield ""
    yield from _steps(flow, uzbek_steps)
    yield from _papers(flow)
    yield from _rules(flow)
    yield from _limits(numbers_in_words.limits_of([flow]))
    yield from _order(flow)
    yield from _list("How it can end", describing.endings_of(flow))
    yield from _list("When an office is silent", describing.silence(flow))
    yield from _clauses(describing.clauses_of(flow))


def _steps(flow: type[MovementFlow], uzbek: dict[str, str]) -> Iterator[str]:
    yield from _title("The route")
    yield from _head("Clause", "Step", "Office", "Within", "Silence is told", "Papers", "Leads to")
    for step in describing.steps_of(flow):
        title = f"**{_both(step.title, uzbek[step.name])}** `{step.name}`"
        if step.states:
            title += f"<br>names: {', '.join(step.states)}"
        ways = "<br>".join(f"{way.verdict} → {way.title}" for way in step.ways) or "the end"
        within = "<br>".join(words for words in (step.within, step.lapses) if words)
        yield _row(step.clause, title, step.office, within, step.silence, "; ".join(step.papers), ways)
    yield ""


def _papers(flow: type[MovementFlow]) -> Iterator[str]:
    papers = describing.papers_of(flow)
    if not papers:
        return
    yield from _title("Papers")
    yield from _head("Paper", "When", "Clause", "Who may open it")
    for paper in papers:
        readers = ", ".join(paper.seen_by) or "nobody"
        seen = f"the applicant and, at their steps: {readers}" if paper.sensitive else "whoever may see the case"
        yield _row(paper.title, paper.when or "always", paper.clause, seen)
    yield ""


def _rules(flow: type[MovementFlow]) -> Iterator[str]:
    yield from _title("Rules the machine asks")
    yield "Where one does not hold, the applicant is told at filing and may insist with grounds; an office decides."
    yield ""
    yield from _head("Rule", "Clause", "Numbers", "What to do where it does not hold")
    for rule in describing.rules_of(flow):
        name = f"`{rule.name}`" + (" (only warns)" if rule.warns else "")
        cited = ", ".join(one.clause.code for one in rule.clauses)
        yield _row(name, cited, ", ".join(f"`{key}`" for key in rule.limits), rule.remedy)
    yield ""


def _limits(limits: Iterable[Limit]) -> Iterator[str]:
    rows = [_limit(limit) for limit in limits]
    if not rows:
        return
    yield from _title("Dated numbers it looks at")
    yield from _limit_head()
    yield from rows
    yield ""


def _limit_head() -> Iterator[str]:
    return _head("Number", "Value", "Valid from", "Until", "Judged by", "Source", "Confidence", "On")


def _limit(limit: Limit) -> str:
    return _row(
        f"`{limit.key}`",
        numbers_in_words.amount_of(limit),
        limit.valid_from.isoformat(),
        limit.valid_to.isoformat() if limit.valid_to else "",
        numbers_in_words.judged_in_words(limit.judged_by),
        limit.source,
        numbers_in_words.confidence_of(limit.confidence),
        "on" if limit.on else "off",
    )


def _order(flow: type[MovementFlow]) -> Iterator[str]:
    yield from _title("What the order does")
    for order in describing.orders_of(flow):
        visas = ", ".join(order.visas) or "none"
        yield f"- {order.title}: changes the record by “{order.does}”. Visas: {visas}. Signed by: {order.signs}."
        yield "  Nothing else changes the record, and nothing changes it before the order is in force."
    yield ""


def _clauses(clauses: Iterable[Clause]) -> Iterator[str]:
    yield from _title("The clauses")
    yield from _head("Clause", "Oʻzbekcha", "Русский", "English", "Where to read it", "Confidence")
    for clause in clauses:
        text = clause.text
        confidence = numbers_in_words.confidence_of(clause.confidence)
        yield _row(clause.code, text.uz, text.ru, text.en, clause.reference, confidence)
    yield ""


def _unused() -> Iterator[str]:
    """Numbers that stand as data and no movement asks for: nobody should believe they are applied."""
    used = {limit.key for limit in numbers_in_words.limits_of(kinds().values())}
    rows = [_limit(limit) for key in keys() if key not in used for limit in versions(key)]
    if not rows:
        return
    yield "## Numbers that no rule asks for"
    yield ""
    yield from _limit_head()
    yield from rows
    yield ""


def _title(text: str) -> tuple[str, str]:
    return f"### {text}", ""


def _list(title: str, sentences: Iterable[str]) -> Iterator[str]:
    yield from _title(title)
    yield from (f"- {sentence}" for sentence in sentences)
    yield ""


def _head(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield _row(*("---" for _cell in cells))


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
