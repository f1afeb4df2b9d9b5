"""Numbers of the law which the office has added beside those of the files. Rows are only ever added."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from permissions.models import Person


class OfficeLimit(models.Model):
    """One value of one number, from its first day on in place of the file's; the newest row of a day counts."""

    key = models.CharField(max_length=64, help_text="the number it is a value of; a file declares unit and clause")
    value = models.CharField(max_length=100, help_text="as the unit reads it")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="last day; then the value before it holds again")
    applied = models.BooleanField(help_text="no: from then on the number stands as data only")
    confidence = models.CharField(max_length=16)
    source = models.CharField(max_length=300, help_text="where it was read")
    reason = models.CharField(max_length=1000, help_text="why it was added")
    basis = models.CharField(max_length=300, help_text="the act, order or letter it rests on")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    office = models.CharField(max_length=32)
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["key", "id"], name="office_limit_by_key")]

    def __str__(self) -> str:
        return f"{self.key} from {self.valid_from}: {self.value}"
