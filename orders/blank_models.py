"""The ledger of strict-account blanks (*qatʼiy hisobdagi blankalar*): what came, and where each serial has been since.

A serial has no column that says where it is. It has entries, each following the one before it, and is where its last
entry put it; the database refuses an entry that does not follow (docs/decisions/0023-a-serial-is-its-entries.md).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from journal.models import Chained
from orders.blank_kinds import PLACE_AFTER, BlankKind, EntryAct, Place
from orders.stocktaking_models import LONGEST_SERIES, Stocktaking
from permissions.models import Person


class BlankLedger(Chained):
    """The one book of the institute; whoever writes in it holds this row's lock, so no serial is given twice."""

    def __str__(self) -> str:
        return "blanks"


class BlankBatch(models.Model):
    """One range of serials that came with a waybill, counted on arrival. Written once."""

    kind = models.CharField(max_length=32, choices=BlankKind)
    series = models.CharField(max_length=LONGEST_SERIES)
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    digits = models.PositiveSmallIntegerField(help_text="how many digits are printed")
    received_on = models.DateField()
    supplier = models.CharField(max_length=200)
    waybill = models.CharField(max_length=100)
    counted = models.PositiveIntegerField(help_text="pieces counted on arrival")
    received_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="batch_upwards"),
            models.CheckConstraint(condition=Q(counted=F("last") - F("first") + 1), name="batch_as_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.first}-{self.last}"


class Blank(models.Model):
    """One numbered blank. Written once; its life is in its entries."""

    kind = models.CharField(max_length=32, choices=BlankKind)
    series = models.CharField(max_length=LONGEST_SERIES)
    number = models.PositiveBigIntegerField()
    serial = models.CharField(max_length=24, help_text="as it is printed: series, space, digits")
    batch = models.ForeignKey(
        BlankBatch, models.PROTECT, null=True, related_name="blanks", help_text="empty: found at a stocktaking"
    )

    # The last entry, where it was read together with the blank.
    standing: BlankEntry | None = None

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "number"], name="one_blank_a_serial"),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "series", "number"], name="blank_by_kind")]

    def __str__(self) -> str:
        return self.serial


class DestructionState(models.TextChoices):
    """How far an act of destruction has come."""

    DRAWN = "drawn", _("waiting to be confirmed")
    CONFIRMED = "confirmed", _("confirmed, destroyed")
    DISCARDED = "discarded", _("put aside")


class BlankDestruction(models.Model):
    """An act of destruction: spoiled serials, a commission, a basis. Nothing is destroyed before it is confirmed."""

    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    drawn_on = models.DateField()
    basis = models.CharField(max_length=300)
    members = models.JSONField(help_text="[{name, post}]: at least three, the first presides")
    blanks: models.ManyToManyField[Blank, Any] = models.ManyToManyField(Blank, related_name="destructions")
    state = models.CharField(max_length=16, choices=DestructionState, default=DestructionState.DRAWN)
    drawn_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=1000, blank=True, help_text="why it was put aside")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "number"], name="destruction_number_once"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("drawn_by"))),
                name="destruction_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class BlankEntry(models.Model):
    """One thing that happened to one serial, following what happened before it. Written once."""

    blank = models.ForeignKey(Blank, models.PROTECT, related_name="entries")
    nth = models.PositiveIntegerField(help_text="1 is its arrival")
    was = models.CharField(max_length=16, blank=True, help_text="the act before it; empty at its arrival")
    act = models.CharField(max_length=16, choices=EntryAct)
    seq = models.PositiveIntegerField(help_text="the event of the ledger it was written with")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    about = models.CharField(max_length=64, blank=True, help_text="what it is for: 'movement:12'")
    holder = models.CharField(max_length=200, blank=True, help_text="for whom, or into whose hands")
    handed_on = models.DateField(null=True, help_text="the day on which it was handed out")
    authority = models.CharField(max_length=300, blank=True, help_text="by what authority another received it")
    signature = models.CharField(max_length=200, blank=True, help_text="where the receiver has signed")
    words = models.CharField(max_length=1000, blank=True)
    destruction = models.ForeignKey(BlankDestruction, models.PROTECT, null=True, related_name="entries")
    stocktaking = models.ForeignKey(Stocktaking, models.PROTECT, null=True, related_name="entries")

    # What it is about in words, where a page asked for it (``orders.blanks.subjects``).
    subject: object = None

    class Meta:
        ordering: ClassVar = ["blank", "nth"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["blank", "nth"], name="one_entry_a_place"),
            models.CheckConstraint(
                condition=Q(act="destroyed", destruction__isnull=False)
                | ~Q(act="destroyed") & Q(destruction__isnull=True),
                name="destroyed_by_an_act",
            ),
            models.CheckConstraint(
                condition=~Q(act__in=["missed", "found"]) | Q(stocktaking__isnull=False),
                name="missed_and_found_by_a_count",
            ),
            models.CheckConstraint(condition=~Q(act="spoiled") | ~Q(words=""), name="spoiled_in_words"),
            models.CheckConstraint(
                condition=~Q(act="issued") | (~Q(holder="") & Q(handed_on__isnull=False)), name="issued_to_somebody"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["act", "seq"], name="entry_by_act"),
            models.Index(fields=["about"], name="entry_by_subject", condition=~Q(about="")),
        ]

    def __str__(self) -> str:
        return f"{self.blank_id}.{self.nth} {self.act}"

    @property
    def place(self) -> Place:
        """Where the serial is since then."""
        return PLACE_AFTER[EntryAct(self.act)]
