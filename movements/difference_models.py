"""The academic difference of a case: every version of it, never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from permissions.models import Person
from students.models import Curriculum


class CaseDifference(models.Model):
    """One version of the difference counted at a step: what was laid beside what, what was judged, what came of it.

    The newest version of a step holds. The last one is written by the approval, and the case's ``decided`` repeats its
    sums.
    """

    class Act(models.TextChoices):
        COMPARE = "compare", _("compared with another curriculum")
        CONFIRM = "confirm", _("match confirmed")
        REJECT = "reject", _("match rejected")
        APPROVE = "approve", _("difference approved")

    movement = models.ForeignKey("movements.Movement", models.PROTECT, related_name="differences")
    step = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    act = models.CharField(max_length=16, choices=Act)
    curriculum = models.ForeignKey(Curriculum, models.PROTECT, related_name="+")
    verdicts = models.JSONField(
        default=list, help_text="[{required, passed, verdict, words}], in order; the last counts"
    )
    result = models.JSONField(default=dict, help_text="credits, subjects, course, semester, plan and the numbers used")
    lines = models.JSONField(default=list, help_text="every subject with what covers it and by which rule")
    words = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    office = models.CharField(max_length=32, help_text="code of ``permissions.roles.Role``")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["movement", "step", "version"], name="one_difference_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.movement_id}.{self.step} {self.version}"
