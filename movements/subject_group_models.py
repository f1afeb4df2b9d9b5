"""Subjects for which cases wait, and the groups in which they are studied again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from journal.models import Chained
from permissions.models import Person


class GroupState(models.TextChoices):
    """The life of a subject group."""

    FORMING = "forming", _("being formed")
    FORMED = "formed", _("formed")
    DISBANDED = "disbanded", _("disbanded")


class SubjectGroup(Chained):
    """Students of any faculty who study one subject again (*fan guruhi*), from a day to a day, with one teacher."""

    subject = models.CharField(max_length=32, help_text="code of the subject, as it is compared")
    name = models.CharField(max_length=256)
    starts_on = models.DateField()
    ends_on = models.DateField()
    teacher = models.CharField(max_length=200)
    hours = models.PositiveSmallIntegerField()
    state = FSMField(default=GroupState.FORMING, choices=GroupState.choices, protected=True)
    least = models.PositiveSmallIntegerField(null=True, help_text="the least number that held when it was formed")
    grounds = models.CharField(max_length=1000, blank=True, help_text="why it is smaller than that, or was disbanded")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    formed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["subject", "state"], name="subject_group_by_subject")]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        """Read again; the protected state must be let go first (django-fsm 3.0 refuses otherwise)."""
        if fields is None or "state" in fields:
            self.__dict__.pop("state", None)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)

    @transition(field=state, source=GroupState.FORMING, target=GroupState.FORMED)
    def form(self) -> None:
        """Enough have come, or grounds say why fewer are enough."""

    @transition(field=state, source=[GroupState.FORMING, GroupState.FORMED], target=GroupState.DISBANDED)
    def disband(self) -> None:
        """It is not taught; whoever stood in it waits again."""


class CaseSubject(models.Model):
    """A subject for which a case waits or stands in a group. ``open`` while the case has a claim to it."""

    movement = models.ForeignKey("movements.Movement", models.PROTECT, related_name="subjects")
    key = models.CharField(max_length=40, help_text="names it within the curriculum: semester and code")
    subject = models.CharField(max_length=32, help_text="its code, as it is compared: the same in every faculty")
    name = models.CharField(max_length=256)
    semester = models.PositiveSmallIntegerField()
    credits = models.DecimalField(max_digits=5, decimal_places=2)
    hours = models.PositiveSmallIntegerField()
    group = models.ForeignKey(SubjectGroup, models.PROTECT, null=True, related_name="seats")
    open = models.BooleanField(default=True)
    asked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["movement", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["movement", "key"], condition=models.Q(open=True), name="case_claims_a_subject_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["open", "subject"], name="case_subject_waiting")]

    def __str__(self) -> str:
        return f"{self.movement_id} {self.key}"
