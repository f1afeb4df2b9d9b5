"""The past of the demo, acted out: stories go on at their moments, and between them the jobs are done that a worker
and a scheduler would have done, each at its own time."""

from __future__ import annotations

import heapq
from collections.abc import Generator
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any, Generic, TypeVar

from journal import clock, jobs
from movements.calendar.days import current_days

R = TypeVar("R")
# A story yields the moment at which it wants to go on; what it returns is there for the stories that wait for it.
Story = Generator[datetime, None, R]


class Scene(Generic[R]):
    """A story under way; ``result`` stands when it has ended."""

    def __init__(self, story: Story[R]) -> None:
        self.story = story
        self._result: R | None = None

    def go_on(self) -> datetime | None:
        """Act until the next moment; None when the story has ended."""
        try:
            return next(self.story)
        except StopIteration as end:
            self._result = end.value
            return None

    @property
    def result(self) -> R:
        """What the story returned."""
        if self._result is None:
            raise RuntimeError("a story was asked for its result before its end")
        return self._result


class Stage:
    """Plays stories in the order of their moments, whatever the order in which they were added."""

    def __init__(self) -> None:
        self.ends_at, self.today, self.days = clock.now(), clock.today(), current_days()
        self._queue: list[tuple[datetime, int, Scene[Any]]] = []
        self._numbers = count()
        self._reached: datetime | None = None

    def day(self, back: int, hour: int, minute: int = 0) -> datetime:
        """A time of the working day that lies ``back`` working days before today, in Asia/Tashkent."""
        return datetime.combine(self.days.before(self.today, back), time(hour, minute), clock.zone)

    def add(self, story: Story[R]) -> Scene[R]:
        """Let a story begin at the first moment it asks for."""
        scene = Scene(story)
        self._put(scene.go_on(), scene)
        return scene

    def _put(self, moment: datetime | None, scene: Scene[Any]) -> None:
        if moment is None:
            return
        if moment >= self.ends_at or (self._reached and moment < self._reached):
            raise ValueError(f"{moment} is not between the story so far and now")
        heapq.heappush(self._queue, (moment, next(self._numbers), scene))

    def play(self) -> None:
        """Act everything out, and afterwards do what has fallen due by now."""
        while self._queue:
            moment, _number, scene = heapq.heappop(self._queue)
            self._work_until(moment)
            self._reached = moment
            with clock.pretend(moment):
                going_on = scene.go_on()
            self._put(going_on, scene)
        self._work_until(self.ends_at)

    def _work_until(self, moment: datetime) -> None:
        """Do the jobs of each day in turn, as they fall due."""
        reached = self._reached or moment
        midnight = datetime.combine(reached.astimezone(clock.zone).date(), time(0, 1), clock.zone)
        while (midnight := midnight + timedelta(days=1)) <= moment:
            self._do_due(midnight)
            with clock.pretend(midnight):
                jobs.plan_day()
        self._do_due(moment)

    def _do_due(self, moment: datetime) -> None:
        while job := jobs.due(moment).order_by("run_after", "pk").first():
            with clock.pretend(max(job.run_after, self._reached or job.run_after)):
                if not jobs.run(job.pk):
                    job.refresh_from_db()
                    raise RuntimeError(f"{job}: {job.error}")
