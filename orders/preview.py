"""What an order will change, said beforehand: the very data that are later applied.

``prepare`` computes each item's facts, difference and sentence and numbers the points; ``rows`` says them to people.
While an order is a draft they follow the record; sending it for visas freezes them in the act.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypedDict

from django.utils.translation import gettext as _

from journal.asked import Asked
from journal.refusals import Conflict, Invalid, Refusal
from orders import admission, context, effects, sequence
from orders.models import ItemState, Order, OrderItem, OrderState
from orders.paper import points_of
from orders.render import render_sentence
from orders.strict_templates import MissingName
from students.models import Group
from students.standing import LABELS, Facts, groups_of, plain_facts


class Difference(TypedDict):
    """One line of what changes, in the reader's language."""

    field: str
    label: str
    before: Any
    after: Any


class Consequence(TypedDict):
    """One line of what else follows from an item, in the reader's language."""

    label: str
    value: str


class Explainer(Protocol):
    """Tells what else follows from items, by item; an item it knows nothing of is left out."""

    def __call__(self, items: Sequence[OrderItem]) -> Mapping[int, Sequence[tuple[str, str]]]:
        """Label and value of every line, at the same price for one item and for many."""


_explainers: list[Explainer] = []


def explain_by(explainer: Explainer) -> None:
    """Have this asked whenever an order is shown. Call once, when the program starts."""
    if explainer not in _explainers:
        _explainers.append(explainer)


def consequences(items: Sequence[OrderItem]) -> dict[int, list[Consequence]]:
    """What else follows from every item: credits to make up, a fee, what other offices must do."""
    told: dict[int, list[Consequence]] = {item.pk: [] for item in items}
    for explainer in _explainers:
        for item_id, lines in explainer(items).items():
            told[item_id] += [{"label": label, "value": value} for label, value in lines]
    return told


class Row(TypedDict):
    """One item as people see it."""

    item_id: int
    position: int
    person: str
    student: str | None
    sentence: str
    effective_on: date
    difference: list[Difference]
    consequences: list[Consequence]
    state: str


def prepare(order: Order, items: Sequence[OrderItem]) -> None:
    """Compute facts, difference, sentence and position of these items, unsaved; all that are to be printed, at once.

    Args:
        items: with student and person loaded.

    Raises Conflict naming every student for whom the effect does not hold (``facts["unfit"]``).
    """
    unfit = [problem for item in items if (problem := _compute(item))]
    placed = [item for item in items if not is_of_person(item)]
    ends = [] if unfit else [_after(item) or after(item, None) for item in placed]
    groups = groups_of([*ends, *(effects.from_json(item.facts) for item in placed if item.facts)])
    unfit = unfit or _strangers(placed, ends, groups) or _not_admissible(placed) or _hindered(items)
    unfit = unfit or _covered(items)
    if unfit:
        problems = " ".join(row["problem"] for row in unfit)
        raise Conflict(
            _("The order cannot stand as it is: %(problems)s") % {"problems": problems},
            facts={"unfit": unfit},
        )
    sections = context.sections(items, groups)
    for place, point in enumerate(points_of(sections), 1):
        item = items[point.key]
        item.position = place
        try:
            item.sentence = render_sentence(order.kind, point.values)
        except MissingName as error:
            words = {"name": item.person, "error": error}
            raise Invalid(_("The sentence on %(name)s lacks a word: %(error)s.") % words) from error


def _compute(item: OrderItem) -> dict[str, Any] | None:
    """Set facts and difference; the problem where the effect does not hold."""
    facts = Facts.of(item.student) if item.student else None
    try:
        item.facts, item.difference = effects.as_json(facts) if facts else {}, compute(item, facts)
    except Refusal as refusal:
        return _problem(item, str(refusal.detail))
    return None


def is_of_person(item: OrderItem) -> bool:
    """Whether the item says something of a person, and nothing of a standing."""
    return isinstance(effects.effect(item.effect), effects.OfPerson)


def compute(item: OrderItem, facts: Facts | None) -> list[dict[str, Any]]:
    """What the item changes for a student who stands so. Raises Invalid where its effect does not hold."""
    if is_of_person(item):
        return []
    then = after(item, facts)
    return effects.changes(facts, then) if effects.effect(item.effect).changes_record else []


def after(item: OrderItem, facts: Facts | None) -> Facts:
    """The facts the item leads to from these, or from none. Raises Invalid where its effect does not hold."""
    effect = effects.effect(item.effect)
    if facts is None:
        if not isinstance(effect, effects.Admission):
            raise Invalid(_("no student is named."))
        return effect.first(item.values, item.effective_on)
    effect.fitness(facts)
    return effect.after(facts, item.values, item.effective_on)


def _strangers(items: Sequence[OrderItem], ends: Sequence[Facts], groups: Mapping[int, Group]) -> list[dict[str, Any]]:
    """The items that would put a student into a group that is not of the programme."""
    return [
        _problem(item, _("the group is not one of the programme."))
        for item, facts in zip(items, ends, strict=True)
        if facts.group_id is not None
        and (facts.group_id not in groups or groups[facts.group_id].programme_id != facts.programme_id)
    ]


def _covered(items: Sequence[OrderItem]) -> list[dict[str, Any]]:
    """The items whose day lies before what the record says already; all get their place among the acts of their day."""
    return [_problem(items[place], words) for place, words in sequence.arrange(items).items()]


def _not_admissible(items: Sequence[OrderItem]) -> list[dict[str, Any]]:
    """The items that would admit somebody who cannot be admitted."""
    found = admission.obstacles([item.person for item in items if item.student is None])
    return [_problem(item, found[item.person_id]) for item in items if item.student is None and item.person_id in found]


def _hindered(items: Sequence[OrderItem]) -> list[dict[str, Any]]:
    """The items about people that something else hinders; each effect is asked once."""
    found = []
    for code in sorted({item.effect for item in items if is_of_person(item)}):
        own = [item for item in items if item.effect == code]
        effect = effects.effect(code)
        assert isinstance(effect, effects.OfPerson)  # noqa: S101 - chosen by that above
        found += [_problem(own[place], words) for place, words in effect.obstacles([one.values for one in own]).items()]
    return found


def _problem(item: OrderItem, words: str) -> dict[str, Any]:
    student = item.student.number if item.student else None
    return {"item_id": item.pk, "student": student, "problem": f"{item.person.full_name}: {words}"}


printed_of: Asked[OrderItem] = Asked(
    lambda order_id: (
        OrderItem.objects.select_related("student__person", "person")
        .filter(order_id=order_id)
        .exclude(state=ItemState.STRUCK)
        .order_by("position")
    )
)


def printed(order: Order) -> list[OrderItem]:
    """The items that are points of the order, in their order, with all that the paper says of them."""
    items = printed_of(order_id=order.pk)
    for item in items:
        item.order = order
    return items


def rows(order: Order, items: Iterable[OrderItem] | None = None) -> list[Row]:
    """Each item with its sentence and the difference it makes, in the reader's language.

    Args:
        items: those the reader may see (with person and student loaded); without it every item.

    Of a draft the record of this moment is compared; from the visas on, what the act says.
    """
    chosen = list(items if items is not None else order.items.select_related("student__person", "person"))
    if order.state == OrderState.DRAFT:
        waiting = [item for item in chosen if item.state == ItemState.WAITING]
        for item in waiting:
            _compute(item)
    before = [effects.from_json(item.facts) if item.facts else None for item in chosen]
    words = _in_words([*before, *(_after(item) for item in chosen)])
    follows = consequences(chosen)
    return [
        _row(item, old, new, follows[item.pk])
        for item, old, new in zip(chosen, words[: len(chosen)], words[len(chosen) :], strict=True)
    ]


def changed_since(items: Sequence[OrderItem]) -> list[dict[str, Any]]:
    """Where the students' records no longer say what the preview said; empty while all is as it was seen.

    Args:
        items: with student and person loaded.
    """
    moved = [
        (item, effects.from_json(item.facts), Facts.of(item.student))
        for item in items
        if item.student is not None and item.facts and effects.as_json(Facts.of(item.student)) != item.facts
    ]
    words = plain_facts([facts for _item, then, now in moved for facts in (then, now)])
    return [
        {
            "item_id": item.pk,
            "position": item.position,
            "person": item.person.full_name,
            "difference": difference(words[2 * place], words[2 * place + 1]),
        }
        for place, (item, _then, _now) in enumerate(moved)
    ]


def difference(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """What differs between two ``plain_facts``, with labels in the reader's language."""
    return [
        {"field": field, "label": str(label), "before": before[field], "after": after[field]}
        for field, label in LABELS.items()
        if before[field] != after[field]
    ]


def _after(item: OrderItem) -> Facts | None:
    """What the record says afterwards; nothing where nobody is enrolled by it."""
    if not item.facts and not item.difference:
        return None
    return effects.from_json({**item.facts, **{line["field"]: line["after"] for line in item.difference}})


def _in_words(many: Sequence[Facts | None]) -> list[dict[str, Any]]:
    """Facts in words; where nothing stood, nothing."""
    words = iter(plain_facts([facts for facts in many if facts is not None]))
    return [dict.fromkeys(LABELS) if facts is None else next(words) for facts in many]


def _row(item: OrderItem, before: dict[str, Any], after: dict[str, Any], follows: list[Consequence]) -> Row:
    return {
        "item_id": item.pk,
        "position": item.position,
        "person": item.person.full_name,
        "student": item.student.number if item.student else None,
        "sentence": item.sentence,
        "effective_on": item.effective_on,
        "difference": difference(before, after),
        "consequences": follows,
        "state": str(item.state),
    }
