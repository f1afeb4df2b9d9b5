"""What pages, calls and flows ask of the register of diplomas; nothing here writes."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import NotFound
from permissions import policy
from permissions.models import Person
from permissions.names import in_one_script
from permissions.roles import Act
from students.diploma_models import Diploma, DiplomaEnd, Part
from students.diplomas import key_of

PAGE = 25
MOST_ALIKE = 20


class Page(NamedTuple):
    """One page of the register, and the id after which the next begins; none after the last."""

    items: list[Diploma]
    next: int | None


def may_read(person: Person) -> bool:
    """Whether an office of the person's reads the register."""
    return bool(policy.unit_ids(person, Act.DIPLOMA_READ, on=clock.today()))


def may_keep(person: Person) -> bool:
    """Whether an office of the person's enters diplomas."""
    return bool(policy.unit_ids(person, Act.DIPLOMA_KEEP, on=clock.today()))


def reader_of_register(person: Person) -> Person:
    """The person, who may read the register. Raises NotFound for everybody else."""
    if not may_read(person):
        raise NotFound("")
    return person


def search_diplomas(typed: str, *, after: int | None = None) -> Page:
    """The entries of a number or of words of a name in any script, the newest entered first; all without words."""
    found = matching(typed).prefetch_related("ends").order_by("-pk")
    if after:
        found = found.filter(pk__lt=after)
    rows = list(found[: PAGE + 1])
    return Page(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)


def matching(typed: str) -> QuerySet[Diploma]:
    """The entries of what was typed: a number where it has digits, else words of a name."""
    found = Diploma.objects.all()
    if any(sign.isdecimal() for sign in typed):
        key = key_of(typed)
        numbered = Q(key__contains=key) | Q(supplement_key__contains=key)
        return found.filter(numbered | Q(register_number=typed.strip()))
    for word in in_one_script(typed).split():
        found = found.filter(search__contains=word)
    return found


def get_diploma_for(person: Person, pk: int) -> Diploma:
    """An entry the person may read. Raises NotFound, absent or forbidden alike."""
    reader_of_register(person)
    entries = Diploma.objects.select_related("holder", "entered_by", "replaces").prefetch_related("ends")
    found = entries.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such diploma."))
    return found


def ends_of(diploma: Diploma) -> dict[str, DiplomaEnd]:
    """What of the entry holds no more, by part."""
    return {end.part: end for end in diploma.ends.all()}


def is_valid(diploma: Diploma, on: date) -> bool:
    """Whether the document that gives the entry its number holds on a day."""
    end = ends_of(diploma).get(diploma.document)
    return end is None or on < end.since


def parts_of(diploma: Diploma) -> tuple[Part, ...]:
    """The documents an entry has."""
    if diploma.document == Part.SUPPLEMENT:
        return (Part.SUPPLEMENT,)
    return (Part.DIPLOMA, Part.SUPPLEMENT)


def standing_parts(diploma: Diploma) -> frozenset[str]:
    """The documents of an entry which no order has replaced."""
    return frozenset(str(part) for part in parts_of(diploma)) - ends_of(diploma).keys()


def alike(*, number: str, name: str, graduated_in: int | None) -> list[Diploma]:
    """The entries that may be meant: of that number, else of that surname, those of the year first."""
    key = key_of(number)
    words = in_one_script(name).split()[:1]
    if not (key or words):
        return []
    meant = Q(pk__in=[])
    if key:
        meant |= Q(key=key) | Q(supplement_key=key)
    if words:
        # Surnames stand first, as registers have them; a later part of another name is no hit.
        meant |= Q(search__startswith=words[0])
    found = list(Diploma.objects.prefetch_related("ends").filter(meant).order_by("-pk")[: 5 * MOST_ALIKE])
    found.sort(key=lambda one: (one.key != key, one.graduated_in != graduated_in, -one.pk))
    return found[:MOST_ALIKE]


def contact_in_register(*, name: str, born_on: date) -> str:
    """Where the office reaches the holder of that very name and day of birth; empty where it does not know."""
    words = in_one_script(name)
    found = Diploma.objects.filter(born_on=born_on, search__contains=words).exclude(contact="")
    return found.order_by("-pk").values_list("contact", flat=True).first() or ""


def history_of(diploma: Diploma) -> list[Diploma]:
    """The original and every duplicate after it, in the order in which they were entered."""
    first = diploma
    while first.replaces is not None:
        first = first.replaces
    found, waiting = [first], [first.pk]
    while waiting:
        later = list(Diploma.objects.prefetch_related("ends").filter(replaces__in=waiting).order_by("pk"))
        found += later
        waiting = [one.pk for one in later]
    return sorted(found, key=lambda one: one.pk)
