"""The offices that are asked at once whether the applicant owes them anything: one row an office."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from permissions.models import Person, Unit
from permissions.roles import Role


class Clearance(models.Model):
    """One office asked at one turn. Its answers are decisions, written once; this row says how it stands now."""

    class State(models.TextChoices):
        ASKED = "asked", _("waiting")
        OWED = "owed", _("not yet")
        CLEARED = "cleared", _("cleared")

    turn = models.ForeignKey("movements.Turn", models.PROTECT, related_name="clearances")
    movement = models.ForeignKey("movements.Movement", models.PROTECT, related_name="clearances")
    step = models.CharField(max_length=64)
    office = models.CharField(max_length=32, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", help_text="the one it was reassigned to"
    )
    state = models.CharField(max_length=16, choices=State, default=State.ASKED)
    times = models.PositiveSmallIntegerField(default=1, help_text="how often it was asked")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True, help_text="when the office is reminded of the term")
    owed = models.CharField(max_length=1000, blank=True, help_text="what is owed, in the office's words")
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    holder = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    held_until = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["turn", "office"], name="clearance_once_an_office")]
        indexes: ClassVar = [
            models.Index(fields=["office", "unit"], name="clearance_inbox", condition=models.Q(state="asked")),
            models.Index(fields=["due_at"], name="clearance_overdue", condition=models.Q(state="asked")),
            models.Index(fields=["movement", "step"], name="clearance_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.movement_id}.{self.step}.{self.office}"
