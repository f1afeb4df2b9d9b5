"""Time limits: what a flow writes, how long they last, and the clocks of a turn and of a whole case.

A term lasts to the end of its last day in Asia/Tashkent and never ends on a day off. A case is not decided by silence;
where the law lets it lapse, ``movements.actions.lapsing`` does so, and only after a notice.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journal import clock
from movements.calendar.days import LAST_MOMENT, Days
from movements.limits import limit_on, versions
from permissions.roles import Role

if TYPE_CHECKING:
    from movements.models import Movement, Turn


@dataclass(frozen=True)
class Span(ABC):
    """So many days or hours."""

    count: int

    @abstractmethod
    def after(self, moment: datetime, days: Days) -> datetime:
        """The last moment of the term that begins at ``moment``; the day of the event itself is not counted."""

    @abstractmethod
    def before(self, moment: datetime, days: Days) -> datetime:
        """The latest moment from which at least the whole span is left to ``moment``."""

    def gone(self, start: datetime, end: datetime, days: Days) -> timedelta:
        """How much of the term passes from ``start`` to ``end``."""
        return end - start

    def prolonged(self, end: datetime, by: timedelta, days: Days) -> datetime:
        """The end of a term that stood still for ``by``."""
        return _at_work(end + by, days)

    def on(self, day: date) -> Span | None:
        """Itself: the same on every day."""
        return self


class WorkingDays(Span):
    """Days on which the institute works."""

    def __str__(self) -> str:
        return ngettext("%(count)d working day", "%(count)d working days", self.count) % {"count": self.count}

    def after(self, moment: datetime, days: Days) -> datetime:
        """The end of the last working day."""
        return _end_of(days.after(_day(moment), self.count))

    def before(self, moment: datetime, days: Days) -> datetime:
        """The beginning of the working day that comes so many working days earlier."""
        return _start_of(days.before(_day(moment), self.count))

    def gone(self, start: datetime, end: datetime, days: Days) -> timedelta:
        """Only the hours of working days pass."""
        return days.time_between(start, end)

    def prolonged(self, end: datetime, by: timedelta, days: Days) -> datetime:
        """As much working time later."""
        return days.later(end, by)


class CalendarDays(Span):
    """Days as they follow each other; a last day that is off gives way to the next working day."""

    def __str__(self) -> str:
        return ngettext("%(count)d calendar day", "%(count)d calendar days", self.count) % {"count": self.count}

    def after(self, moment: datetime, days: Days) -> datetime:
        """The end of the last day."""
        return _end_of(days.at_work(_day(moment) + timedelta(days=self.count)))

    def before(self, moment: datetime, days: Days) -> datetime:
        """The beginning of the day that comes so many days earlier."""
        return _start_of(_day(moment) - timedelta(days=self.count))


class Hours(Span):
    """Hours from the minute of the event; those that end on a day off give way to the end of the next working day."""

    def __str__(self) -> str:
        return ngettext("%(count)d hour", "%(count)d hours", self.count) % {"count": self.count}

    def after(self, moment: datetime, days: Days) -> datetime:
        """The last minute."""
        return _at_work(moment + timedelta(hours=self.count), days)

    def before(self, moment: datetime, days: Days) -> datetime:
        """So many hours earlier."""
        return moment - timedelta(hours=self.count)


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.zone).date()


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.zone)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, LAST_MOMENT, tzinfo=clock.zone)


def _at_work(moment: datetime, days: Days) -> datetime:
    day = _day(moment)
    return moment.astimezone(clock.zone) if days.works(day) else _end_of(days.at_work(day))


SPANS: dict[str, type[Span]] = {"working days": WorkingDays, "calendar days": CalendarDays, "hours": Hours}
"""By the unit of a dated limit."""


@dataclass(frozen=True)
class Term:
    """A term the law or the institute has set, with its dates: the version of the day of arrival counts."""

    key: str

    def on(self, day: date) -> Span | None:
        """The span that holds on ``day``; none where no version of the limit does."""
        limit = limit_on(self.key, day)
        return SPANS[limit.unit](int(limit.value)) if limit else None

    def __str__(self) -> str:
        """Every version in words: what a page says of the movement as such."""
        found = [limit for limit in versions(self.key) if limit.on]
        spans = [str(SPANS[limit.unit](int(limit.value))) for limit in found]
        if len(found) < 2:
            return "".join(spans)
        since = _("%(span)s from %(day)s")
        dated = zip(spans, found, strict=True)
        return "; ".join(since % {"span": span, "day": limit.valid_from.strftime("%d.%m.%Y")} for span, limit in dated)

    def fault(self) -> str:
        """What is wrong with the key, in a sentence; empty when nothing is."""
        found = versions(self.key)
        if not found:
            return f"names the term {self.key}, which no act declares"
        wrong = sorted({limit.unit for limit in found if limit.unit not in SPANS})
        return f"names the term {self.key}, which counts {', '.join(wrong)}" if wrong else ""


Within = Span | Term
"""A term as a step may have it."""
TERMS = ("within", "reminded", "lapses", "told_before")
"""Where a step may have one."""
TURN_CLOCKS = ("due_at", "remind_at", "lapses_at", "lapse_notice_at")
"""What ``wind`` sets of a turn."""


@dataclass(frozen=True)
class Telling:
    """Who is told when a term has passed and nobody acted. Nothing is decided: silence neither grants nor refuses."""

    offices: tuple[Role, ...]

    def __str__(self) -> str:
        return ", ".join(str(office.label) for office in self.offices)


def tell(*offices: Role) -> Telling:
    """Whom silence is told, as a flow writes it: ``if_silent=tell(Role.VICE_RECTOR)``."""
    return Telling(offices)


def working_days(count: int) -> WorkingDays:
    """A term as a flow writes it: ``within=working_days(3)``."""
    return WorkingDays(count)


def term(key: str) -> Term:
    """A dated term as a flow writes it: ``within=term("transfer.office_days")``."""
    return Term(key)


def wind(turn: Turn, step: Any) -> None:
    """Set the clocks of a turn that has just arrived at ``step``: its term, the reminder, and when the case lapses."""
    began = began_at(turn)
    day, days = _day(began), turn.movement.working_days
    within, lapses = _on(step.within, day), _on(getattr(step, "lapses", None), day)
    if within:
        turn.due_at = within.after(began, days)
    if lapses:
        turn.lapses_at = lapses.after(began, days)
        turn.due_at = turn.due_at or turn.lapses_at
        told_before = _on(step.told_before, day)
        turn.lapse_notice_at = told_before.before(turn.lapses_at, days) if told_before else None
    reminded = _on(step.reminded, day)
    if reminded and turn.due_at:
        turn.remind_at = max(reminded.before(turn.due_at, days), began)


def began_at(turn: Turn) -> datetime:
    """When the terms of a turn began: on arrival, or later where what is asked became known only then."""
    since = turn.data.get("since")
    return datetime.fromisoformat(since) if since else turn.created


def _on(within: Within | None, day: date) -> Span | None:
    return within.on(day) if within else None


def span_today(within: Within | None) -> Span | None:
    """How long a term is for who arrives today: what is said of a step still to come."""
    return _on(within, clock.today())


def start_service(movement: Movement, service: Within | None) -> None:
    """Begin the term of the whole case, at its filing."""
    movement.service_due_at = service_ends(movement, service)


def service_ends(movement: Movement, service: Within | None) -> datetime | None:
    """The end of the term of the whole case by the calendar of now, with all the time for which it stood still."""
    span = _service_span(movement, service)
    if span is None or movement.filed_at is None:
        return None
    days = movement.working_days
    end = span.after(movement.filed_at, days)
    return span.prolonged(end, movement.stopped_for, days) if movement.stopped_for else end


def _service_span(movement: Movement, service: Within | None) -> Span | None:
    return service.on(_day(movement.filed_at)) if service and movement.filed_at else None


def stop_service(movement: Movement) -> None:
    """Let the term of the whole case stand still: it is the applicant's turn."""
    movement.stopped_at = clock.now() if movement.service_due_at else None


def resume_service(movement: Movement, service: Within | None) -> None:
    """Let it go on, prolonged by exactly the time the applicant had the case."""
    span = _service_span(movement, service)
    if span and movement.stopped_at and movement.service_due_at:
        days = movement.working_days
        stood = span.gone(movement.stopped_at, clock.now(), days)
        movement.service_due_at = span.prolonged(movement.service_due_at, stood, days)
        movement.stopped_for = (movement.stopped_for or timedelta()) + stood
    movement.stopped_at = None


def long_in_words(length: timedelta) -> str:
    """How long a clock stood: days, hours and minutes that are not none; a working day has all its hours."""
    minutes = length // timedelta(minutes=1)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        ngettext("%(count)d day", "%(count)d days", days) % {"count": days} if days else "",
        ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours} if hours else "",
        ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest} if rest or not minutes else "",
    ]
    return " ".join(part for part in parts if part)
