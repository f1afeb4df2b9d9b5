"""A year of the institute's calendar, and the days of it that differ from the usual week."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from journal.models import Chained
from permissions.models import Person


class WorkingYear(Chained):
    """One year: how many days a week the institute works, and whether an office has confirmed its days."""

    year = models.PositiveSmallIntegerField(unique=True)
    days_a_week = models.PositiveSmallIntegerField(help_text="5 or 6")
    stamp = models.BigIntegerField(help_text="another random number at every change: what was read before it is stale")
    opened_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_on = models.CharField(max_length=300, blank=True, help_text="the decree or order the office relied on")

    class Meta:
        app_label = "movements"
        ordering: ClassVar = ["year"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(days_a_week__in=(5, 6)), name="working_year_has_five_or_six_days")
        ]

    def __str__(self) -> str:
        return str(self.year)


class DayMark(models.Model):
    """A day that is off although the week would have it worked, or worked although the week would have it off."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("holiday")
        EXTRA = "extra", _("extra day off")
        MOVED = "moved", _("moved day")
        ESTIMATED = "estimated", _("estimated, until a decree names the day")
        OFFICE = "office", _("set by the office")

    year = models.ForeignKey(WorkingYear, models.PROTECT, related_name="marks")
    day = models.DateField(unique=True)
    works = models.BooleanField(help_text="whether the institute works on it")
    kind = models.CharField(max_length=16, choices=Kind)
    title = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=300, help_text="where it was read")
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        app_label = "movements"
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {'works' if self.works else 'off'}"
