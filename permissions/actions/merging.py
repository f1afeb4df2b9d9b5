"""Two rows that are one human being, and the way back (docs/decisions/0019-people-are-merged-by-a-row.md).

The rows of every room that point to the absorbed person point to the kept one afterwards, and the merge names each of
them; what is written once (events, decisions, signed acts) stays as it is. Taking a merge back is another row: the very
rows return, and with them what came of them meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from journal import clock
from journal.events import write_event
from journal.reading import words
from journal.refusals import Conflict, Invalid, NotFound
from permissions import policy
from permissions.models import Contact, Person, PersonMerge, Unit
from permissions.policy import Power
from permissions.roles import Act

FILLED = ("pinfl", "passport", "email", "phone")
Return = Callable[[list[int], int, int], None]


@dataclass(frozen=True)
class Follower:
    """A column that says whose a row is.

    Args:
        model: ``app.Model``.
        column: its foreign key to Person, or the number of one.
        called: the rows in words, for the page that compares two people.
        which: narrows the rows that follow; history does not.
        by_contact: the row says by which contact it came; such rows go back with their contact.
        returned: called with the ids that go back, and with whom they leave and reach.
    """

    model: str
    column: str
    called: Any
    which: Q = field(default_factory=Q)
    by_contact: bool = False
    returned: Return | None = None

    @property
    def name(self) -> str:
        """As a merge keeps it."""
        return f"{self.model}.{self.column}"

    def of(self, person_id: int) -> models.QuerySet[Any]:
        """The rows of this person."""
        rows: models.QuerySet[Any] = apps.get_model(self.model)._default_manager.filter(self.which)
        return rows.filter(**{self.column: person_id})

    def move(self, ids: Iterable[int], to: int) -> None:
        """Point these rows to another person."""
        rows = apps.get_model(self.model)._default_manager.filter(pk__in=list(ids))
        rows.update(**{self.column: to})


_followers: list[Follower] = []


def follows(*followers: Follower) -> None:
    """Have these rows follow their person. Call once, when the program starts; cases before their turns."""
    _followers.extend(followers)


def followers() -> tuple[Follower, ...]:
    """Every column that follows."""
    return tuple(_followers)


def open_merges() -> models.QuerySet[PersonMerge]:
    """The merges that hold."""
    return PersonMerge.objects.filter(undoes=None, undone_by=None)


@transaction.atomic
def merge(*, actor: Person, kept_id: int, absorbed_id: int, reason: str) -> PersonMerge:
    """Find two rows to be one human being.

    Args:
        actor: the registrar.
        kept_id: who remains; the one with the account, if one has.
        absorbed_id: whose rows move there.
        reason: what was compared.

    Raises:
        NotFound: there is no such person.
        Invalid: no reason, one person twice, or neither number nor day of birth agrees.
        Conflict: not the actor's act, or the two cannot be one.
    """
    reason = _reason(reason)
    power = _power(actor)
    kept, absorbed = _locked(kept_id, absorbed_id)
    _refuse_unlike(kept, absorbed)
    moved: dict[str, Any] = {}
    for follower in _followers:
        rows = follower.of(absorbed.pk)
        if follower.model == "permissions.Contact":
            rows = rows.exclude(address__in=Contact.objects.filter(person=kept).values("address"))
        moved[follower.name] = list(rows.order_by("pk").values_list("pk", flat=True))
        follower.move(moved[follower.name], kept.pk)
    filled = {name: getattr(absorbed, name) for name in FILLED if getattr(absorbed, name) and not getattr(kept, name)}
    _fill(kept, absorbed, filled)
    made = PersonMerge.objects.create(
        kept=kept, absorbed=absorbed, moved={**moved, "filled": filled}, reason=reason, by=actor, at=clock.now()
    )
    _record(power, made, "person.merge")
    return made


@transaction.atomic
def take_apart(*, actor: Person, merge_id: int, reason: str) -> PersonMerge:
    """Find that the two are not one after all; what moved returns, and what came of it by the same contact.

    Raises:
        NotFound: no such merge.
        Invalid: no reason.
        Conflict: not the actor's act, taken apart already, or the kept one was itself absorbed meanwhile.
    """
    reason = _reason(reason)
    power = _power(actor)
    wrong = PersonMerge.objects.filter(pk=merge_id, undoes=None).first()
    if wrong is None:
        raise NotFound("")
    kept, absorbed = _locked(wrong.kept_id, wrong.absorbed_id)
    if PersonMerge.objects.filter(undoes=wrong).exists() or open_merges().filter(absorbed=kept).exists():
        raise Conflict(_("This merge was taken apart already, or a later one must be taken apart first."))
    contacts = wrong.moved.get("permissions.Contact.person", [])
    returned: dict[str, Any] = {}
    for follower in _followers:
        back = Q(pk__in=wrong.moved.get(follower.name, []))
        if follower.by_contact:
            back |= Q(contact__in=contacts)
        returned[follower.name] = list(follower.of(kept.pk).filter(back).order_by("pk").values_list("pk", flat=True))
        follower.move(returned[follower.name], absorbed.pk)
    for follower in _followers:
        if follower.returned:
            follower.returned(returned[follower.name], kept.pk, absorbed.pk)
    _empty(kept, absorbed, wrong.moved.get("filled", {}))
    made = PersonMerge.objects.create(
        kept=kept, absorbed=absorbed, undoes=wrong, moved=returned, reason=reason, by=actor, at=clock.now()
    )
    _record(power, made, "person.take_apart")
    return made


def _reason(reason: str) -> str:
    kept = words(reason, field="reason")
    if not kept:
        raise Invalid(_("Say what you compared."), fields={"reason": [_("required")]})
    return kept


def _power(actor: Person) -> Power:
    institute = Unit.objects.get(parent=None)
    return policy.demand(actor, Act.PERSON_MERGE, unit=institute, subject_id=None, on=clock.today())


def _locked(kept_id: int, absorbed_id: int) -> tuple[Person, Person]:
    """Both, locked in the order of their ids: two registrars never wait for each other crosswise."""
    ids = {kept_id, absorbed_id}
    list(Person.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    people = Person.objects.in_bulk(ids)
    if len(ids) != 2:
        raise Invalid(_("One person is not merged with themself."))
    if len(people) != 2:
        raise NotFound("")
    return people[kept_id], people[absorbed_id]


def _refuse_unlike(kept: Person, absorbed: Person) -> None:
    if kept.pinfl and absorbed.pinfl:
        raise Conflict(_("Both have a PINFL of their own: they are two people."))
    numbers = [{one.pinfl, one.stated_pinfl} - {None, ""} for one in (kept, absorbed)]
    alike = bool(numbers[0] & numbers[1]) or (kept.born_on is not None and kept.born_on == absorbed.born_on)
    if not alike:
        raise Invalid(_("Neither PINFL nor day of birth agrees: a name alone makes nobody the same person."))
    if absorbed.account_id is not None or absorbed.appointments.exists():
        raise Conflict(_("Keep the person who has the account or holds an office."))
    if open_merges().filter(absorbed__in=[kept, absorbed]).exists():
        raise Conflict(_("One of the two is merged already."))


def _fill(kept: Person, absorbed: Person, filled: dict[str, Any]) -> None:
    """What the kept one lacks; a PINFL stands at one person only, so it leaves the other first."""
    if "pinfl" in filled:
        Person.objects.filter(pk=absorbed.pk).update(pinfl=None)
    Person.objects.filter(pk=kept.pk).update(**filled)


def _empty(kept: Person, absorbed: Person, filled: dict[str, Any]) -> None:
    """What was filled and is still so returns."""
    same = {name: value for name, value in filled.items() if getattr(kept, name) == value}
    Person.objects.filter(pk=kept.pk).update(**{name: None if name == "pinfl" else "" for name in same})
    if "pinfl" in same:
        Person.objects.filter(pk=absorbed.pk).update(pinfl=same["pinfl"])


def _record(power: Power, made: PersonMerge, act: str) -> None:
    """One event on the chain of each of the two."""
    ids = {"kept": made.kept_id, "absorbed": made.absorbed_id, "merge": made.pk}
    for person in (made.kept, made.absorbed):
        write_event(person, actor=power.actor, act=act, payload={"reason": made.reason}, ids=ids)
        person.save(update_fields=["chain_length", "chain_head"])
