"""What a step of a case costs, and everything that was paid or remitted for it. Rows are only added."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from permissions.models import Person
from permissions.roles import Role


def _sum_field(**words: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(max_digits=14, decimal_places=2, **words)


class Fee(models.Model):
    """What one step of one case costs, as it was counted on arrival. Of several of one step the newest counts.

    ``lines``, ``source`` and ``rounding`` keep words by language; numbers of a line are exact, as text.
    """

    movement = models.ForeignKey("movements.Movement", models.PROTECT, related_name="fees")
    step = models.CharField(max_length=64)
    amount = _sum_field(help_text="soʻm")
    lines = models.JSONField(default=list)
    source = models.JSONField(default=dict, help_text="where the prices stand")
    rounding = models.JSONField(default=dict, help_text="how the total was rounded")
    fixed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["movement", "step", "id"], name="fee_of_step")]

    def __str__(self) -> str:
        return f"{self.movement_id}.{self.step}: {self.amount}"


class PaymentFile(models.Model):
    """A file of a bank or of the contract office: kept until it is imported, its report for ever."""

    name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True, help_text="emptied by the import")
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)
    report = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name


class PaymentLine(models.Model):
    """One line of such a file, kept whether or not anybody knows yet what it pays for."""

    file = models.ForeignKey(PaymentFile, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField(help_text="in the file, the head being 1")
    key = models.CharField(max_length=64, unique=True, help_text="the same document brought again has the same key")
    document = models.CharField(max_length=64)
    paid_on = models.DateField()
    amount = _sum_field(help_text="soʻm")
    payer = models.CharField(max_length=200, blank=True)
    pinfl = models.CharField(max_length=14, blank=True)
    student_number = models.CharField(max_length=16, blank=True)
    purpose = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "number"], name="payment_line_once")]

    def __str__(self) -> str:
        return f"{self.file_id}:{self.number}"


class LineAside(models.Model):
    """A line that pays for nothing here, said by somebody with a reason."""

    line = models.OneToOneField(PaymentLine, models.PROTECT, related_name="aside")
    words = models.CharField(max_length=1000)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    office = models.CharField(max_length=32, choices=Role)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.line_id}: {self.words}"


class Entry(models.Model):
    """A row of the account of one step: it stands until a row names it in ``takes_back``, which has its amount too."""

    movement = models.ForeignKey("movements.Movement", models.PROTECT, related_name="%(class)ss")
    step = models.CharField(max_length=64)
    amount = _sum_field(help_text="soʻm, never negative")
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, related_name="taken_back_by")
    takes_back_id: int | None
    words = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    office = models.CharField(max_length=32, choices=Role)
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Payment(Entry):
    """Money that came in."""

    class Source(models.TextChoices):
        HAND = "hand", _("entered by hand")
        FILE = "file", _("from a file")

    paid_on = models.DateField()
    document = models.CharField(
        max_length=64, blank=True, help_text="the bank's number; empty in a row that takes back"
    )
    again = models.PositiveSmallIntegerField(
        default=0, help_text="how often this document was recorded before and taken back"
    )
    ordinal = models.PositiveIntegerField(help_text="which row of its case; gives the receipt its number")
    source = models.CharField(max_length=8, choices=Source)
    line = models.ForeignKey(PaymentLine, models.PROTECT, null=True, related_name="payments")

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["movement", "step", "id"], name="payment_of_step")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "paid_on", "again"],
                condition=models.Q(takes_back__isnull=True),
                name="payment_document_once",
            ),
            models.UniqueConstraint(fields=["movement", "ordinal"], name="payment_ordinal_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.movement_id}.{self.step}: {self.amount}"


class Exemption(Entry):
    """A part of the fee, or all of it, that need not be paid."""

    ground = models.CharField(max_length=64, help_text="of the limit fee.exempt.<ground>")
    paper = models.CharField(max_length=300, help_text="the document it rests on")

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["movement", "step", "id"], name="exemption_of_step")]
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="exemption_is_positive")]

    def __str__(self) -> str:
        return f"{self.movement_id}.{self.step}: {self.ground}"
