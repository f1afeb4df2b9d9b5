"""Stocktaking of strict-account blanks: what a commission counted, and the acts that explain what differs."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.blank_kinds import BlankKind
from permissions.models import Person

LONGEST_SERIES = 8


class StocktakingState(models.TextChoices):
    """Whether the commission still counts."""

    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    DROPPED = "dropped", _("dropped")


class Stocktaking(models.Model):
    """A commission counts what lies in the safe and compares it with the ledger as it stood at one moment."""

    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=32, choices=BlankKind, blank=True, help_text="empty: every kind")
    as_of = models.DateField()
    upto = models.PositiveIntegerField(help_text="the ledger's last event at that moment")
    basis = models.CharField(max_length=300)
    members = models.JSONField(help_text="[{name, post}]: at least three, the first presides")
    state = models.CharField(max_length=16, choices=StocktakingState, default=StocktakingState.OPEN)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True, help_text="what was found, frozen at the closing")
    words = models.CharField(max_length=1000, blank=True, help_text="why it was dropped")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "number"], name="stocktaking_number_once"),
            models.CheckConstraint(condition=~Q(state="closed") | Q(result__isnull=False), name="closed_with_result"),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class CountedRange(models.Model):
    """Serials the commission has in its hands; removed again only while the stocktaking is open."""

    class Condition(models.TextChoices):
        CLEAN = "clean", _("not spoiled")
        SPOILED = "spoiled", _("spoiled")

    stocktaking = models.ForeignKey(Stocktaking, models.PROTECT, related_name="counted")
    kind = models.CharField(max_length=32, choices=BlankKind)
    series = models.CharField(max_length=LONGEST_SERIES)
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    digits = models.PositiveSmallIntegerField()
    condition = models.CharField(max_length=16, choices=Condition, default=Condition.CLEAN)
    counted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    counted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["series", "first"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="counted_upwards"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.first}-{self.last}"


class DifferenceAct(models.Model):
    """The act that explains differences of one range of serials. Written once; the newest of a serial speaks."""

    stocktaking = models.ForeignKey(Stocktaking, models.PROTECT, related_name="explained")
    series = models.CharField(max_length=LONGEST_SERIES)
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    number = models.CharField(max_length=32)
    date = models.DateField()
    words = models.CharField(max_length=1000)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="explained_upwards"),
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.date}"
