"""The numbers of the law in words and as a picture: for the page and the API, in the reader's language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from journal import clock
from movements import numbers_in_words
from movements.acts import Clause, find_act, find_clause, title_of_number
from movements.flow import kinds
from movements.limits import Limit, keys, overlaid, versions
from movements.models import OfficeLimit
from movements.units import UNITS

WIDTH, HEIGHT, TOP = 320, 46, 18
COMING = timedelta(days=730)


@dataclass(frozen=True)
class Bar:
    """One version in the picture; ``css`` is ``office`` for a value of the office and ``off`` for one not applied."""

    x: float
    width: float
    words: str
    css: str


@dataclass(frozen=True)
class Picture:
    """The versions over time, from the first of them to two years from today."""

    bars: tuple[Bar, ...]
    today: float
    first: str
    last: str
    words: str
    width: int = WIDTH
    height: int = HEIGHT
    top: int = TOP


@dataclass(frozen=True)
class Version:
    """One version in words; ``row`` is the office's, where it is one of theirs."""

    limit: Limit
    amount: str
    source: str
    confidence: str
    row: OfficeLimit | None


@dataclass(frozen=True)
class Number:
    """One number with all its versions."""

    key: str
    title: str
    unit: str
    judged_by: str
    clause: Clause | None
    act: str
    today: str
    versions: tuple[Version, ...]
    picture: Picture

    @property
    def text(self) -> str:
        """What it is about: the clause it belongs to."""
        return str(self.clause.text) if self.clause else ""


def numbers(text: str = "", *, key: str = "") -> list[Number]:
    """Every number whose key, clause or source contains the words, in the order of the keys; in one statement.

    Args:
        text: words to look for; empty for all.
        key: this very number alone.
    """
    rows: dict[str, list[OfficeLimit]] = defaultdict(list)
    for row in OfficeLimit.objects.select_related("added_by").order_by("id"):
        rows[row.key].append(row)
    known = [one for one in keys() if key in ("", one)]
    found = (_number(one, rows.get(one, ())) for one in known)
    return [number for number in found if _matches(number, text.casefold().split())]


def _number(key: str, rows: Sequence[OfficeLimit]) -> Number:
    declared = versions(key)
    by_row = {row.pk: row for row in rows}
    standing = overlaid(declared, rows)
    told = tuple(_version(limit, by_row) for limit in standing)
    act, clause = find_act(declared[-1].act), find_clause(declared[-1].clause)
    today = next((one.amount for one in told if one.limit.on and one.limit.holds_on(clock.today())), "")
    return Number(
        key=key,
        title=title_of_number(key) or (str(clause.text) if clause else key),
        unit=str(UNITS[declared[0].unit].label),
        judged_by=numbers_in_words.judged_in_words(declared[0].judged_by),
        clause=clause,
        act=str(act.title) if act else "",
        today=today,
        versions=told,
        picture=picture(told),
    )


def _version(limit: Limit, by_row: Mapping[int, OfficeLimit]) -> Version:
    row = by_row.get(limit.row) if limit.row else None
    amount, source = numbers_in_words.amount_of(limit), numbers_in_words.source_of(limit)
    return Version(limit, amount, source, numbers_in_words.confidence_of(limit.confidence), row)


def _matches(number: Number, sought: Sequence[str]) -> bool:
    where = " ".join(
        [number.key, number.title, number.text, number.act, *(one.source for one in number.versions)]
    ).casefold()
    return all(word in where for word in sought)


def picture(told: Sequence[Version]) -> Picture:
    """The versions side by side: as far apart as their days, an open one to the right edge.

    Args:
        told: the versions, the oldest first, at least one.
    """
    today = clock.today()
    begins = told[0].limit.valid_from
    ends = max([today, *(one.limit.valid_from for one in told)]) + COMING

    def x(day: date) -> float:
        return round((day - begins) / (ends - begins) * WIDTH, 1)

    bars = tuple(_bar(one, x(one.limit.valid_from), x(min(_last(one.limit, ends), ends))) for one in told)
    words = "; ".join(
        _("%(value)s from %(day)s") % {"value": one.amount, "day": _day(one.limit.valid_from)} for one in told
    )
    return Picture(bars, x(today), str(begins.year), str(ends.year), words)


def _last(limit: Limit, ends: date) -> date:
    return limit.valid_to + timedelta(days=1) if limit.valid_to else ends


def _bar(version: Version, first: float, last: float) -> Bar:
    width = round(max(last - first - 1, 1), 1)
    fits = len(version.amount) * 7.5 < width
    css = " ".join(name for name, so in (("office", version.row is not None), ("off", not version.limit.on)) if so)
    return Bar(first, width, version.amount if fits else "", css)


def _day(day: date) -> str:
    return day.strftime("%d.%m.%Y")


def cited_by(key: str) -> list[tuple[str, str, tuple[Clause, ...]]]:
    """Which movements ask for a number: kind, name, and the clauses of the rules that look at it."""
    found = []
    for kind, flow in sorted(kinds().items()):
        if key in numbers_in_words.keys_named_by(flow):
            rules = [rule for rule in flow.rules() if key in numbers_in_words.limits_named_by(rule)]
            clauses = {clause.code: clause for rule in rules for clause in rule.clauses}
            found.append((kind, str(flow.called), tuple(clauses.values())))
    return found
