"""What an order item does to a record: from the facts before to the facts after, and nothing else.

An effect computes and never writes. The same computation makes the preview, is frozen in the act, and is made again
when the item is applied: if it then comes out otherwise, the item fails instead of writing what nobody signed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, ClassVar, TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal.refusals import Invalid
from students.models import Status
from students.standing import Facts

Values = Mapping[str, Any]

_by_code: dict[str, Effect] = {}


class Heading(TypedDict):
    """The words over a point of an order; empty ones are not printed."""

    faculty: str
    programme_code: str
    programme_name: str
    course: int
    group: str


class Effect(ABC):
    """One kind of change.

    ``code`` is stored in order items and never changes; ``hemis_decree_type`` is the code of HEMIS h_decree_type.
    A subclass that names a code is found by ``effect(code)`` from then on.
    """

    code: ClassVar[str] = ""
    title: ClassVar[str | Promise] = ""
    hemis_decree_type: ClassVar[str] = ""
    changes_record: ClassVar[bool] = True
    """A permission is said by an order and changes no standing: nothing is written into the ledger."""
    into_hemis: ClassVar[bool] = True
    """Whether the office enters it into HEMIS once it is applied."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.code:
            return
        if cls.code in _by_code and type(_by_code[cls.code]).__qualname__ != cls.__qualname__:
            raise ValueError(f"two effects are called {cls.code}")
        _by_code[cls.code] = cls()

    @abstractmethod
    def fitness(self, facts: Facts) -> None:
        """Raise Invalid where the effect makes no sense for a student who stands so."""

    @abstractmethod
    def after(self, facts: Facts, values: Values, on: date) -> Facts:
        """The facts from the day ``on``. Raises Invalid where ``values`` leave something open."""

    def words(self, values: Values) -> dict[str, object]:
        """What the order's sentence reads beside the facts of the student and ``values`` themselves."""
        return {}


class Admission(Effect):
    """A change that opens an enrolment: its item names a person and, until it is applied, no student."""

    @abstractmethod
    def first(self, values: Values, on: date) -> Facts:
        """The facts with which the enrolment begins. Raises Invalid where ``values`` leave something open."""

    def fitness(self, facts: Facts) -> None:
        """Nobody is admitted twice by one item."""
        raise Invalid(_("is a student already; an admission opens a new enrolment."))

    def after(self, facts: Facts, values: Values, on: date) -> Facts:
        """As ``first``: nothing stood before."""
        return self.first(values, on)


class OfPerson(Effect):
    """What an order says of a person who need not be a student here; no standing changes by it.

    Its item names no student. What else follows from it in a room of its own, that room's listener does.
    """

    changes_record = False
    into_hemis = False

    def fitness(self, facts: Facts) -> None:
        """No standing matters."""

    def after(self, facts: Facts, values: Values, on: date) -> Facts:
        """The same facts."""
        return facts

    @abstractmethod
    def heading(self, values: Values) -> Heading:
        """Under which programme the point stands on the paper."""

    def obstacles(self, many: Sequence[Values]) -> dict[int, str]:
        """Why some of these cannot be ordered, by place among them; the same price however many they are."""
        return {}


def effect(code: str) -> Effect:
    """The effect of that code. Raises KeyError: a stored item names an effect the program no longer has."""
    return _by_code[code]


def effects() -> dict[str, Effect]:
    """All effects by code."""
    return dict(_by_code)


def changes(before: Facts | None, after: Facts) -> list[dict[str, Any]]:
    """The columns that differ, as stored: ``[{field, before, after}]`` with codes, numbers and ISO days.

    Where nothing stood before, all of them.
    """
    new = as_json(after)
    if before is None:
        return [{"field": name, "before": None, "after": value} for name, value in new.items()]
    old = as_json(before)
    return [{"field": name, "before": old[name], "after": new[name]} for name in old if old[name] != new[name]]


def as_json(facts: Facts) -> dict[str, Any]:
    """The facts as JSON keeps them."""
    columns = facts.columns()
    return {**columns, "until": columns["until"] and columns["until"].isoformat()}


def from_json(stored: Mapping[str, Any]) -> Facts:
    """The facts ``as_json`` wrote; an empty mapping has none and raises TypeError."""
    known = {field.name: stored[field.name] for field in fields(Facts) if field.name in stored}
    return Facts(**{**known, "until": _day(known.get("until"))})


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def given(values: Values, *names: str) -> list[Any]:
    """The values of these names; Invalid for one that is missing: nothing is silently defaulted."""
    missing = [name for name in names if values.get(name) in (None, "")]
    if missing:
        raise Invalid(
            _("The order does not say: %(names)s.") % {"names": ", ".join(missing)},
            fields={name: [_("This must be said.")] for name in missing},
        )
    return [values[name] for name in names]


class GoOnLeave(Effect):
    """Academic leave (Resolution 344/2021).

    Values: ``ground`` (its code), ``ground_text`` (in Uzbek, never a diagnosis), ``from``, ``until`` (ISO days, the
    latter None where the law sets no end), ``papers`` (titles).
    """

    code = "go_on_leave"
    title = gettext_lazy("academic leave")
    hemis_decree_type = "12"

    def fitness(self, facts: Facts) -> None:
        """Only who studies can go on leave."""
        if facts.status != Status.STUDYING:
            raise Invalid(_("Only a student who is studying can go on academic leave."))

    def after(self, facts: Facts, values: Values, on: date) -> Facts:
        """On leave on that ground, until the day the order names; the place is kept."""
        ground, _text = given(values, "ground", "ground_text")
        until = _day(values.get("until"))
        if until is not None and until <= on:
            words = _("The leave would end before it begins.")
            raise Invalid(words, fields={"until": [words]})
        return replace(facts, status=Status.ON_LEAVE.value, until=until, ground=ground)

    def words(self, values: Values) -> dict[str, object]:
        """The ground in words."""
        return {"ground": values["ground_text"], "until": values.get("until")}


class ReturnToStudy(Effect):
    """Return from academic leave (Resolution 344/2021).

    Values: ``group_id``, ``group`` (its name), ``course``, ``semester``, ``curriculum``, ``payment`` (code), and
    where they change ``programme_id`` and ``faculty_id``.
    """

    code = "return_to_study"
    title = gettext_lazy("return from academic leave")
    hemis_decree_type = "15"

    def fitness(self, facts: Facts) -> None:
        """Only who is on leave can return from it."""
        if facts.status != Status.ON_LEAVE:
            raise Invalid(_("Only a student who is on academic leave can return from it."))

    def after(self, facts: Facts, values: Values, on: date) -> Facts:
        """Studying again, at the place the deciding office named."""
        group, course, semester, curriculum, payment = given(
            values, "group_id", "course", "semester", "curriculum", "payment"
        )
        return replace(
            facts,
            status=Status.STUDYING.value,
            faculty_id=values.get("faculty_id") or facts.faculty_id,
            programme_id=values.get("programme_id") or facts.programme_id,
            group_id=int(group),
            course=int(course),
            semester=int(semester),
            curriculum=curriculum,
            payment=payment,
            until=None,
            ground="",
        )

    def words(self, values: Values) -> dict[str, object]:
        """The place returned to, as ``to_…``."""
        return {f"to_{name}": values[name] for name in ("group", "course", "semester", "curriculum", "payment")}


class Admit(Admission):
    """Admission of somebody who is not our student (transfer from another institution, Resolution 578/2025, annex 3).

    Values: ``faculty_id``, ``programme_id``, ``group_id`` and ``group`` (its name), ``course``, ``semester``, ``form``,
    ``language``, ``payment``, ``curriculum`` (codes), and ``number``: the HEMIS student number, empty where HEMIS gives
    it later; the enrolment then begins with a provisional one.
    """

    code = "admit"
    title = gettext_lazy("admission")
    hemis_decree_type = "16"

    def first(self, values: Values, on: date) -> Facts:
        """Studying, at the place the deciding office named."""
        numbers = given(values, "faculty_id", "programme_id", "group_id", "course", "semester")
        faculty, programme, group, course, semester = (int(number) for number in numbers)
        form, language, payment, curriculum = given(values, "form", "language", "payment", "curriculum")
        return Facts(
            status=Status.STUDYING.value,
            faculty_id=faculty,
            programme_id=programme,
            group_id=group,
            course=course,
            semester=semester,
            form=form,
            language=language,
            payment=payment,
            curriculum=curriculum,
        )

    def words(self, values: Values) -> dict[str, object]:
        """The place admitted to, as ``to_…``."""
        return {f"to_{name}": values[name] for name in ("group", "course", "semester", "curriculum", "payment")}
