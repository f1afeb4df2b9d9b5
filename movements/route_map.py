"""The route of a movement as a drawing: boxes from top to bottom, the way of the usual case straight down.

Only whole numbers come out of here; ``templates/movements/route.html`` writes them as SVG. Colours and fonts are the
style sheet's, because the policy of our pages lets nothing style itself. Ways that lead past a step, back or to an
early end run in lanes on the right, one lane for each place they lead to.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from movements.choose_step import Choose
from movements.clocks import span_today
from movements.describing import office_of
from movements.flow import MovementFlow
from movements.pay_step import Pay
from movements.steps import Outcome, Revise, Step, Verify

WIDTH, EDGE, LANE, INDENT = 340, 4, 12, 30
PAD, GAP, LINE, SMALL = 10, 24, 19, 17
DOT = 17
"""How far inside its box a step's dot stands; the usual way runs through the dots."""
LETTER = 8
"""Width of a letter of the widest of the three scripts, in the drawing's units."""

Way = tuple[str, str]
"""A step's name and one of its exits."""


@dataclass(frozen=True)
class Place:
    """Where a case stands in its route, by the names of steps.

    Args:
        done: steps left behind.
        taken: the ways out by which they were left.
        now: the step it stands at; empty before and after.
        coming: what follows when all goes well.
    """

    done: frozenset[str] = frozenset()
    taken: frozenset[Way] = frozenset()
    now: str = ""
    coming: tuple[str, ...] = ()

    def mark(self, name: str) -> str:
        """How a step is marked; what comes again counts as coming."""
        if name == self.now:
            return "now"
        return "next" if name in self.coming else "done" if name in self.done else ""


@dataclass(frozen=True)
class Text:
    """A line of words at its place."""

    x: int
    y: int
    words: str


@dataclass(frozen=True)
class Box:
    """A step: its outline, dot and words."""

    x: int
    y: int
    width: int
    height: int
    css: str
    mark: str
    title: tuple[Text, ...]
    office: tuple[Text, ...]

    @property
    def right(self) -> int:
        """Its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Its lower side."""
        return self.y + self.height

    @property
    def dot(self) -> tuple[int, int]:
        """The middle of its dot."""
        return self.x + DOT, self.y + PAD + LINE // 2


@dataclass(frozen=True)
class Line:
    """A way from one step to another: the path, its arrowhead and how it is drawn."""

    path: str
    head: str
    css: str


@dataclass(frozen=True)
class RouteMap:
    """The whole drawing, and what it says to somebody who hears it."""

    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    title: str
    words: str
    placed: bool
    lapses: bool
    width: int = WIDTH


def route_map(flow: type[MovementFlow], place: Place | None = None) -> RouteMap:
    """Draw a movement in the reader's language.

    Args:
        place: where a case stands; empty for the movement as such.
    """
    here = place or Place()
    steps = _rows(flow)
    usual = usual_way(flow)
    jumps = list(_jumps(steps, usual))
    lanes = _lanes(steps, jumps)
    right = WIDTH - EDGE - LANE * (1 + max(lanes.values(), default=-1)) - (LANE if lanes else 0)
    boxes = dict(zip((step.name for step in steps), _boxes(steps, usual, right, here), strict=True))
    lines = [*_straight(steps, usual, boxes, here), *_around(jumps, lanes, boxes, right, here)]
    lines.sort(key=lambda line: "taken" in line.css)
    height = max(box.bottom for box in boxes.values()) + EDGE
    title = _("The route of “%(movement)s”") % {"movement": flow.called}
    words = _words(steps, usual, here)
    lapses = any("lapse" in step.exits and not isinstance(step, Pay) for step in steps)
    return RouteMap(height, tuple(boxes.values()), tuple(lines), title, words, place is not None, lapses)


def usual_way(flow: type[MovementFlow]) -> tuple[str, ...]:
    """The steps of a case with which all goes well, from application to ending."""
    return following(flow.first_step())


def following(step: Step) -> tuple[str, ...]:
    """The step and everything that follows it when all goes well."""
    names = [step.name]
    while step.main_exit in step.exits:
        step = step.exits[step.main_exit]
        if step.name in names:
            break
        names.append(step.name)
    return tuple(names)


def _rows(flow: type[MovementFlow]) -> list[Step]:
    """The steps from top to bottom: as the file has them, corrections and early ends below the usual way."""
    usual = usual_way(flow)
    below = [step for step in flow.steps() if isinstance(step, Revise | Outcome) and step.name not in usual]
    return [*(step for step in flow.steps() if step not in below), *below]


def _boxes(steps: Sequence[Step], usual: Collection[str], right: int, place: Place) -> Iterator[Box]:
    y = EDGE
    for step in steps:
        x = EDGE + (0 if step.name in usual else INDENT)
        left = x + 2 * DOT
        most = (right - left - PAD) // LETTER
        lines = textwrap.wrap(str(step.called), most) or [step.name]
        title = tuple(Text(left, y + PAD + 15 + LINE * number, line) for number, line in enumerate(lines))
        below = y + PAD + 13 + LINE * len(lines)
        asked = textwrap.wrap(office_line(step), most)
        office = tuple(Text(left, below + SMALL * number, line) for number, line in enumerate(asked))
        height = 2 * PAD + LINE * len(lines) + SMALL * len(asked)
        kind = (
            "machine" if isinstance(step, Verify | Choose) else step.ending if isinstance(step, Outcome) else "person"
        )
        mark = place.mark(step.name)
        yield Box(x, y, right - x, height, f"{kind} {mark}".strip(), mark, title, office)
        y += height + GAP


def office_line(step: Step) -> str:
    """Who acts and within what term, as it is today."""
    within = span_today(getattr(step, "within", None))
    office = office_of(step)
    return (f"{office}, {within}" if within else office).capitalize()


def _ways(steps: Sequence[Step]) -> Iterator[tuple[int, Step, str, Any]]:
    for row, step in enumerate(steps):
        for exit_name, to in step.exits.items():
            yield row, step, exit_name, to


def _is_straight(row: int, exit_name: str, to: Step, steps: Sequence[Step], usual: Sequence[str]) -> bool:
    """Whether a way runs straight down: along the usual way, or to the very next box."""
    step = steps[row]
    if exit_name == step.main_exit and step.name in usual:
        return to.name in usual[usual.index(step.name) + 1 :]
    return exit_name in (step.main_exit, "else") and row + 1 < len(steps) and steps[row + 1] is to


def _jumps(steps: Sequence[Step], usual: Sequence[str]) -> Iterator[tuple[int, int, Step, str, Step]]:
    for row, step, exit_name, to in _ways(steps):
        if not _is_straight(row, exit_name, to, steps, usual):
            yield row, steps.index(to), step, exit_name, to


def _lanes(steps: Sequence[Step], jumps: Sequence[tuple[int, int, Step, str, Step]]) -> dict[str, int]:
    """The lane of each place that is led to; two share one where their ways do not meet. Shorter ones run inside."""
    spans: dict[str, tuple[int, int]] = {}
    for start, end, _step, _exit, to in jumps:
        low, high = spans.get(to.name, (start, end))
        spans[to.name] = (min(low, start, end), max(high, start, end))
    lanes: dict[str, int] = {}
    for name, (low, high) in sorted(spans.items(), key=lambda item: (item[1][1] - item[1][0], item[1])):
        busy = {lanes[other] for other in lanes if spans[other][0] <= high and low <= spans[other][1]}
        lanes[name] = next(lane for lane in range(len(spans)) if lane not in busy)
    return lanes


def _straight(steps: Sequence[Step], usual: Sequence[str], boxes: dict[str, Box], place: Place) -> Iterator[Line]:
    for row, step, exit_name, to in _ways(steps):
        if _is_straight(row, exit_name, to, steps, usual):
            start, end = boxes[step.name], boxes[to.name]
            x = max(start.x, end.x) + DOT
            path = f"M{x} {start.bottom}V{end.y - 6}"
            yield Line(path, f"{x - 5},{end.y - 7} {x + 5},{end.y - 7} {x},{end.y}", _css(step, exit_name, place))


def _around(
    jumps: Sequence[tuple[int, int, Step, str, Step]],
    lanes: dict[str, int],
    boxes: dict[str, Box],
    right: int,
    place: Place,
) -> Iterator[Line]:
    ports = _ports(jumps, boxes)
    for _start, _end, step, exit_name, to in jumps:
        lane = right + LANE * (lanes[to.name] + 1)
        y, into = ports[step.name, exit_name], ports[to.name, ""]
        path = f"M{right} {y}H{lane}V{into}H{right + 6}"
        yield Line(path, f"{right + 7},{into - 5} {right + 7},{into + 5} {right},{into}", _css(step, exit_name, place))


def _ports(jumps: Sequence[tuple[int, int, Step, str, Step]], boxes: dict[str, Box]) -> dict[Way, int]:
    """Where on the right side of its box each way leaves, and (with an empty exit) where all ways to it come in."""
    wanted: dict[str, list[tuple[int, str]]] = {}
    for start, end, step, exit_name, to in jumps:
        wanted.setdefault(step.name, []).append((end - start, exit_name))
        if (0, "") not in wanted.setdefault(to.name, []):
            wanted[to.name].append((0, ""))
    return {
        (name, exit_name): boxes[name].y + boxes[name].height * (number + 1) // (len(exits) + 1)
        for name, exits in wanted.items()
        for number, (_distance, exit_name) in enumerate(sorted(exits))
    }


def _css(step: Step, exit_name: str, place: Place) -> str:
    css = "refuse" if isinstance(step, Pay) and exit_name == "lapse" else exit_name
    return f"{css} taken" if (step.name, exit_name) in place.taken else css


def _words(steps: Sequence[Step], usual: Sequence[str], place: Place) -> str:
    """The drawing for the ear."""
    called = {step.name: str(step.called) for step in steps}
    if not (place.now or place.done):
        return _("When all goes well: %(steps)s.") % {"steps": ", ".join(called[name] for name in usual)}
    done = ", ".join(called[step.name] for step in steps if place.mark(step.name) == "done")
    told = [_("Done: %(steps)s.") % {"steps": done}] if done else []
    if place.now:
        told.append(_("Now: %(step)s.") % {"step": called[place.now]})
    if place.coming:
        told.append(_("To come: %(steps)s.") % {"steps": ", ".join(called[name] for name in place.coming)})
    return " ".join(told)
