"""Academic difference (*oʻquv rejadagi farq*): what of a curriculum is covered by what somebody has passed.

No database, and exact: shares are fractions, credits are decimals. A subject is covered by the same code, then by the
same name (apostrophes, case and spaces apart). Anything less is only proposed, and counts as missing until a person
confirms it. What is passed covers no more than once: the credits one subject takes are gone for the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from permissions.names import normalise
from students.likeness import Likeness, likeness

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
# In an institute of chemistry half of all names share a word; more than these nobody reads.
MOST_PROPOSALS = 3
# Of a subject whose semester nobody told, the passed row comes after those with one.
LAST = 99


class Verdict(StrEnum):
    """What became of a subject of the curriculum."""

    MATCHED = "matched"
    PARTLY = "partly"
    MISSING = "missing"


class Rule(StrEnum):
    """Why a line says what it says; ``difference_rules`` has the sentences."""

    CODE = "code"
    CODE_OTHER_NAME = "code_other_name"
    NAME = "name"
    CONFIRMED = "confirmed"
    NOT_PASSED = "not_passed"
    USED_UP = "used_up"
    UNMEASURED = "unmeasured"
    PROPOSED_NAME = "proposed_name"
    PROPOSED_HOURS = "proposed_hours"


@dataclass(frozen=True, kw_only=True)
class Required:
    """A subject of the curriculum. ``counted``: the rating system counts it among differing subjects."""

    code: str
    name: str
    credits: Decimal
    hours: int
    semester: int
    counted: bool = True
    choice: str = ""

    @property
    def key(self) -> str:
        """Names it within the curriculum."""
        return f"{self.semester}:{self.code}"


@dataclass(frozen=True, kw_only=True)
class Passed:
    """A subject somebody has passed; ``key`` names it among that person's."""

    key: str
    code: str
    name: str
    credits: Decimal
    hours: int
    semester: int | None = None
    institution: str = ""


class Pair(NamedTuple):
    """A subject of the curriculum and a passed one, by their keys."""

    required: str
    passed: str


class Match(NamedTuple):
    """What covers a subject, and by which rule."""

    rule: Rule
    passed: Passed


@dataclass(frozen=True)
class Line:
    """One subject of the curriculum and what covers it.

    Args:
        credited, missing: credits; together what is required. Credited is rounded down to a hundredth.
        hours_missing: of a subject without credits; 0 for all others.
        proposals: what only a person can confirm.
    """

    required: Required
    verdict: Verdict
    rule: Rule
    credited: Decimal
    missing: Decimal
    hours_missing: int
    matches: tuple[Match, ...]
    proposals: tuple[Match, ...] = ()


@dataclass(frozen=True)
class Difference:
    """All lines, by semester and code, with their sums."""

    lines: tuple[Line, ...]
    required: Decimal = field(init=False)
    credited: Decimal = field(init=False)
    missing: Decimal = field(init=False)
    hours_missing: int = field(init=False)

    def __post_init__(self) -> None:
        sums = {
            "required": sum((line.required.credits for line in self.lines), ZERO),
            "credited": sum((line.credited for line in self.lines), ZERO),
            "missing": sum((line.missing for line in self.lines), ZERO),
            "hours_missing": sum(line.hours_missing for line in self.lines),
        }
        for name, value in sums.items():
            object.__setattr__(self, name, value)

    def before(self, semester: int) -> Difference:
        """The part that is taught before a semester."""
        return Difference(tuple(line for line in self.lines if line.required.semester < semester))

    def differing(self, *, only_counted: bool) -> int:
        """How many subjects are not wholly covered.

        Args:
            only_counted: the rating system's way: general-professional and speciality subjects alone.
        """
        differing = (line for line in self.lines if line.verdict is not Verdict.MATCHED)
        return sum(line.required.counted or not only_counted for line in differing)


class _Open:
    """A subject while it is being covered: ``need`` is the share still open."""

    def __init__(self, required: Required) -> None:
        self.required, self.need, self.matches = required, Fraction(1), list[Match]()


class _Stock:
    """A passed subject while it is being used: ``left`` is the share nothing has taken yet."""

    def __init__(self, passed: Passed) -> None:
        self.passed, self.left = passed, Fraction(1)


def compare(
    required: Iterable[Required],
    passed: Iterable[Passed],
    *,
    confirmed: Sequence[Pair] = (),
    rejected: Iterable[Pair] = (),
) -> Difference:
    """Lay what is passed beside a curriculum. The order of both lists does not matter.

    Args:
        confirmed: proposals a person has confirmed, in the order in which that was done; they come after codes and
            names, so that one more confirmation never raises what is missing.
        rejected: proposals a person has rejected; they are not made again.
    """
    stock = [_Stock(one) for one in sorted(passed, key=lambda one: (one.semester or LAST, one.code, one.name, one.key))]
    subjects = _chosen(sorted(required, key=lambda one: (one.semester, one.code)), stock)
    lines = [_Open(one) for one in subjects]
    for rule in (Rule.CODE, Rule.NAME):
        for line in lines:
            for kept in stock:
                if _same(rule, line.required, kept.passed):
                    _cover(line, kept, rule)
    by_key, by_passed = {line.required.key: line for line in lines}, {kept.passed.key: kept for kept in stock}
    for pair in confirmed:
        if pair.required in by_key and pair.passed in by_passed:
            _cover(by_key[pair.required], by_passed[pair.passed], Rule.CONFIRMED)
    judged = {*confirmed, *rejected}
    return Difference(tuple(_line(line, _proposals(line, stock, judged), stock) for line in lines))


def _same(rule: Rule, required: Required, passed: Passed) -> bool:
    if rule is Rule.CODE:
        return bool(required.code) and normalise(required.code) == normalise(passed.code)
    return normalise(required.name) == normalise(passed.name)


def _chosen(required: Sequence[Required], stock: Sequence[_Stock]) -> list[Required]:
    """Of alternatives one is required: that which is passed, else that of the most credits, by code among equals."""
    codes = {normalise(kept.passed.code) for kept in stock} - {""}
    names = {normalise(kept.passed.name) for kept in stock}

    def rank(one: Required) -> tuple[int, Decimal, str]:
        is_passed = 2 * (normalise(one.code) in codes) + (normalise(one.name) in names)
        return -is_passed, -one.credits, one.code

    best: dict[tuple[int, str], Required] = {}
    for one in required:
        place = (one.semester, one.choice)
        if one.choice and (place not in best or rank(one) < rank(best[place])):
            best[place] = one
    return [one for one in required if not one.choice or best[one.semester, one.choice] is one]


def _amounts(required: Required, passed: Passed) -> tuple[Fraction, Fraction] | None:
    """What is compared: credits where both have them, else hours; nothing where neither can be."""
    if required.credits > 0 and passed.credits > 0:
        return Fraction(required.credits), Fraction(passed.credits)
    if required.hours > 0 and passed.hours > 0:
        return Fraction(required.hours), Fraction(passed.hours)
    return None


def _cover(line: _Open, kept: _Stock, rule: Rule) -> None:
    """Let a passed subject cover as much of the open share as it still can."""
    if not line.need or not kept.left:
        return
    if not line.required.credits and not line.required.hours:
        line.need = Fraction(0)  # nothing is counted in it but that it is passed
    elif amounts := _amounts(line.required, kept.passed):
        wanted, offered = amounts
        taken = min(line.need * wanted, kept.left * offered)
        line.need -= taken / wanted
        kept.left -= taken / offered
    else:
        return
    renamed = normalise(line.required.name) != normalise(kept.passed.name)
    line.matches.append(Match(Rule.CODE_OTHER_NAME if rule is Rule.CODE and renamed else rule, kept.passed))


def _proposals(line: _Open, stock: Sequence[_Stock], judged: set[Pair]) -> tuple[Match, ...]:
    found = []
    for kept in stock if line.need else ():
        amounts = _amounts(line.required, kept.passed)
        if not kept.left or amounts is None or Pair(line.required.key, kept.passed.key) in judged:
            continue
        alike = likeness(line.required.name, kept.passed.name)
        if alike is Likeness.ALIKE:
            found.append(Match(Rule.PROPOSED_NAME, kept.passed))
        elif alike is Likeness.KINDRED and 2 * kept.left * amounts[1] >= amounts[0]:
            found.append(Match(Rule.PROPOSED_HOURS, kept.passed))
    return tuple(sorted(found, key=lambda match: match.rule is not Rule.PROPOSED_NAME)[:MOST_PROPOSALS])


def _line(line: _Open, proposals: tuple[Match, ...], stock: Sequence[_Stock]) -> Line:
    required, covered = line.required, 1 - line.need
    exact = Fraction(required.credits) * covered
    credited = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(CENT, ROUND_FLOOR)
    if line.matches:
        verdict, rule = Verdict.PARTLY if line.need else Verdict.MATCHED, line.matches[0].rule
    else:
        verdict, rule = Verdict.MISSING, _why_missing(required, stock)
    hours = 0 if required.credits else required.hours - int(required.hours * covered)
    return Line(
        required, verdict, rule, credited, required.credits.quantize(CENT) - credited, hours, tuple(line.matches),
        proposals,
    )  # fmt: skip


def _why_missing(required: Required, stock: Sequence[_Stock]) -> Rule:
    same = [kept for kept in stock if any(_same(rule, required, kept.passed) for rule in (Rule.CODE, Rule.NAME))]
    if any(kept.left for kept in same):
        return Rule.UNMEASURED
    return Rule.USED_UP if same else Rule.NOT_PASSED
