"""A series of orders numbered together, and where each year's numbers stand."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from journal.models import Chained


class Register(Chained):
    """A series of orders numbered together, year by year."""

    class Numbering(models.TextChoices):
        OWN = "own", _("numbered here by the signature")
        EXTERNAL = "external", _("numbered by the chancellery or Ijro")

    code = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=200)
    kinds = models.JSONField(
        default=list, help_text="kinds of order entered here; empty: every kind not named elsewhere"
    )
    pattern = models.CharField(
        max_length=32, default="{number}-T", help_text="{number} and {year}; at most 16 characters filled in"
    )
    numbering = models.CharField(max_length=16, choices=Numbering, default=Numbering.OWN)

    def __str__(self) -> str:
        return self.title


class RegisterYear(models.Model):
    """The next number of a register in a year. Locking this row is what makes numbers consecutive."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    next_number = models.PositiveIntegerField(default=1)
    last_date = models.DateField(
        null=True, help_text="date of the newest number: a later number never has an earlier date"
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["register", "year"], name="one_counter_a_year")]

    def __str__(self) -> str:
        return f"{self.register_id}/{self.year}"
