"""Serials and ranges of serials, as people type and scanners send them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from journal.reading import one_line
from journal.refusals import Invalid
from orders.numbering import CYRILLIC, LATIN
from orders.stocktaking_models import LONGEST_SERIES

MOST = 10_000
MOST_DIGITS = 10
# More than these are not named in a sentence.
NAMED = 5

SERIAL = re.compile(
    r"(?P<series>[^\W\d_]+)\s*№?\s*(?P<first>[0-9]+)(?:\s*[-–—]\s*(?:(?P<again>[^\W\d_]+)\s*№?\s*)?(?P<last>[0-9]+))?"
)


@dataclass(frozen=True, order=True)
class Range:
    """Serials of one series one after the other, both ends included; ``digits`` are printed."""

    series: str
    first: int
    last: int
    digits: int

    @property
    def count(self) -> int:
        """How many."""
        return self.last - self.first + 1

    def serial(self, number: int) -> str:
        """One of them as it is printed."""
        return f"{self.series} {number:0{self.digits}d}"

    def __str__(self) -> str:
        if self.first == self.last:
            return self.serial(self.first)
        return f"{self.serial(self.first)}–{self.last:0{self.digits}d}"

    def overlaps(self, other: Range) -> bool:
        """Whether a serial stands in both."""
        return self.series == other.series and self.first <= other.last and other.first <= self.last


def read_range(series: str, first: str, last: str) -> Range:
    """A range as it was typed; an empty ``last`` is one serial.

    Raises:
        Invalid: no series, letters in a number, ends of different length or upside down, more than ``MOST``.
    """
    read = _series(series)
    begin, end = _number(first, "first"), _number(last or first, "last")
    if len(begin) != len(end):
        sentence = _("The first number has %(first)d digits and the last %(last)d: write both as they are printed.")
        raise _wrong(sentence % {"first": len(begin), "last": len(end)}, "last")
    found = Range(read, int(begin), int(end), len(begin))
    if found.count < 1:
        raise _wrong(_("The range is upside down: its last number comes before its first."), "last")
    if found.count > MOST:
        sentence = _("The range has %(count)d serials; at most %(most)d are entered at once. Enter it in parts.")
        raise _wrong(sentence % {"count": found.count, "most": MOST}, "last")
    return found


def read_serials(text: str, *, field: str = "serials") -> list[Range]:
    """Serials and ranges typed or scanned, one a line or with commas; neighbours become one range.

    Raises:
        Invalid: nothing was typed, a line is no serial, a serial stands twice, more than ``MOST`` altogether.
    """
    found: list[Range] = []
    for typed in filter(None, map(one_line, re.split(r"[\n,;]", text))):
        try:
            found.append(_typed(typed))
        except Invalid as refusal:
            raise _wrong(f"“{typed[:40]}”: {refusal.detail}", field) from refusal
        if sum(one.count for one in found) > MOST:
            raise _wrong(_("At most %(most)d serials are entered at once.") % {"most": MOST}, field)
    if not found:
        raise _wrong(_("Type or scan at least one serial, for instance AB 0001234."), field)
    return _joined(found, field)


def read_serial(text: str) -> tuple[str, int]:
    """Series and number of one serial. Raises Invalid."""
    ranges = read_serials(text, field="serial")
    if len(ranges) > 1 or ranges[0].count > 1:
        raise _wrong(_("One serial is needed, for instance AB 0001234."), "serial")
    return ranges[0].series, ranges[0].first


def ranges_of(serials: Iterable[tuple[str, int, int]]) -> list[Range]:
    """The fewest ranges that hold these serials (series, number, digits)."""
    found: list[Range] = []
    for series, number, digits in sorted(serials):
        before = found[-1] if found else None
        if before and (before.series, before.digits, before.last + 1) == (series, digits, number):
            found[-1] = Range(series, before.first, number, digits)
        else:
            found.append(Range(series, number, number, digits))
    return found


def listed(ranges: Iterable[Range]) -> str:
    """The ranges in a sentence; of many only the first, and how many serials there are altogether."""
    every = list(ranges)
    named = ", ".join(map(str, every[:NAMED]))
    if len(every) <= NAMED:
        return named
    return _("%(named)s and others, %(count)d serials altogether") % {
        "named": named, "count": sum(one.count for one in every),
    }  # fmt: skip


def _typed(typed: str) -> Range:
    match = SERIAL.fullmatch(typed)
    if match is None:
        raise Invalid(_("this is no serial: series in letters, then digits, for instance AB 0001234."))
    if match["again"] and _series(match["again"]) != _series(match["series"]):
        raise Invalid(_("a range has one series."))
    return read_range(match["series"], match["first"], match["last"] or "")


def _joined(found: list[Range], field: str) -> list[Range]:
    joined: list[Range] = []
    for one in sorted(found):
        before = joined[-1] if joined else None
        if before and before.overlaps(one):
            shared = Range(one.series, one.first, min(before.last, one.last), one.digits)
            raise _wrong(_("%(serials)s: typed twice.") % {"serials": shared}, field)
        if before and (before.series, before.digits, before.last + 1) == (one.series, one.digits, one.first):
            joined[-1] = Range(one.series, before.first, one.last, one.digits)
        else:
            joined.append(one)
    return joined


def _series(typed: str) -> str:
    """Capitals; letters that look alike in both alphabets are the Latin ones."""
    series = one_line(typed).upper().translate(str.maketrans(CYRILLIC, LATIN))
    if not series.isalpha() or len(series) > LONGEST_SERIES:
        sentence = _("The series is one to %(most)d letters, without digits and signs.") % {"most": LONGEST_SERIES}
        raise _wrong(sentence, "series")
    return series


def _number(typed: str, field: str) -> str:
    number = "".join(one_line(typed).split())
    if not re.fullmatch(rf"[0-9]{{1,{MOST_DIGITS}}}", number):
        sentence = _("A number is written in digits alone, at most %(most)d of them: the letters belong to the series.")
        raise _wrong(sentence % {"most": MOST_DIGITS}, field)
    return number


def _wrong(sentence: str, field: str) -> Invalid:
    return Invalid(sentence, fields={field: [sentence]})
