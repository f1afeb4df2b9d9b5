"""Forms of the office (receipts, schedules, acts, letters): what was said is a row, the PDF is made from it once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Sheet(models.Model):
    """One form with everything it says. Written once, in the act that gives rise to it."""

    kind = models.CharField(max_length=32, help_text="receipt_of_filing, personal_schedule, …")
    key = models.CharField(max_length=64, help_text="one sheet a kind and key, for instance 'payment:7'")
    about = models.CharField(max_length=64, help_text="'movement:12': whoever may see that may open the sheet")
    number = models.CharField(max_length=32, blank=True)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=8)
    says = models.JSONField(help_text="orders.sheets.Form as plain values")
    code = models.CharField(max_length=32, unique=True, help_text="of /verify/<code>; not guessable")
    planned_at = models.DateTimeField(help_text="the date it bears, whenever it is drawn")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="one_sheet_a_kind_and_key")]
        indexes: ClassVar = [models.Index(fields=["about", "id"], name="sheet_about")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number or self.key}"


class SheetFile(models.Model):
    """The sealed PDF of a sheet. Written once."""

    sheet = models.OneToOneField(Sheet, models.PROTECT, related_name="drawn")
    file = models.FileField(upload_to="sheets/%Y/")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    sealed_by = models.CharField(max_length=300)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class SheetVoid(models.Model):
    """A sheet that no longer holds: its paper stays, its public page says so. Written once."""

    sheet = models.OneToOneField(Sheet, models.PROTECT, related_name="void")
    why = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.why}"
