"""A commission and its sittings: who was there, what was voted, and the minutes that act upon the cases."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from journal.models import Chained
from permissions.models import Person, Unit
from permissions.roles import Role


class Body(Chained):
    """A commission. Its members are those appointed to its unit; its register numbers the minutes year by year."""

    code = models.CharField(max_length=32, unique=True, help_text="as the flows name it; frozen once cases exist")
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="body")

    def __str__(self) -> str:
        return self.unit.name


class BodyYear(models.Model):
    """The next number of a commission's minutes in a year. Locking this row is what makes numbers consecutive."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    next_number = models.PositiveIntegerField(default=1)
    last_date = models.DateField(null=True, help_text="a later number never has an earlier date")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["body", "year"], name="one_minutes_counter_a_year")]

    def __str__(self) -> str:
        return f"{self.body_id}/{self.year}"


class SittingState(models.TextChoices):
    """The life of a sitting."""

    DRAFT = "draft", _("being prepared")
    CALLED = "called", _("called")
    HELD = "held", _("held, minutes unsigned")
    SIGNED = "signed", _("minutes signed")
    VOID = "void", _("void")


class Sitting(Chained):
    """One sitting (*majlis*) of a commission. The second signature gives its minutes number and date."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="sittings")
    meets_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    state = FSMField(default=SittingState.DRAFT, choices=SittingState.choices, protected=True)
    presided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", help_text="whose vote decides where votes are equal"
    )
    void_grounds = models.CharField(max_length=1000, blank=True)
    minutes = models.JSONField(null=True, help_text="data and text without number and date: what the signatures cover")
    minutes_sha256 = models.CharField(max_length=64, blank=True)
    number = models.CharField(max_length=16, blank=True)
    sequence = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    date = models.DateField(null=True, help_text="of the minutes: the day of the second signature, in Asia/Tashkent")
    signed_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["body", "state", "-id"], name="sitting_by_body")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["body", "year", "sequence"],
                condition=models.Q(sequence__isnull=False),
                name="minutes_number_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.number}".strip()

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        """Read again; the protected state must be let go first (django-fsm 3.0 refuses otherwise)."""
        if fields is None or "state" in fields:
            self.__dict__.pop("state", None)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)

    @transition(field=state, source=SittingState.DRAFT, target=SittingState.CALLED)
    def call(self) -> None:
        """The members are asked to come."""

    @transition(field=state, source=SittingState.CALLED, target=SittingState.HELD)
    def close(self) -> None:
        """All has been voted: the text of the minutes is frozen."""

    @transition(field=state, source=SittingState.HELD, target=SittingState.SIGNED)
    def be_signed(self) -> None:
        """Chair and secretary have signed this very text."""

    @transition(
        field=state, source=[SittingState.DRAFT, SittingState.CALLED, SittingState.HELD], target=SittingState.VOID
    )
    def void(self) -> None:
        """The sitting counts for nothing; its cases wait again."""


class AgendaCase(models.Model):
    """One case on the agenda. ``open`` while the sitting has the case: no case is on two agendas at once."""

    class Proposal(models.TextChoices):
        APPROVE = "approve", _("approve")
        RETURN = "return", _("return for correction")
        REFUSE = "refuse", _("refuse")

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="cases")
    movement = models.ForeignKey("movements.Movement", models.PROTECT, related_name="agenda")
    turn = models.ForeignKey("movements.Turn", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    open = models.BooleanField(default=True)
    left_because = models.CharField(max_length=1000, blank=True, help_text="why it was left to another sitting")
    proposal = models.CharField(max_length=16, choices=Proposal, default=Proposal.APPROVE)
    ground = models.CharField(max_length=32, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    round = models.PositiveSmallIntegerField(default=1, help_text="another proposal is voted on anew")
    outcome = models.CharField(max_length=16, choices=Proposal, blank=True, help_text="what the majority decided")
    carried_at = models.DateTimeField(null=True, help_text="when the case went on along its exit")

    class Meta:
        ordering: ClassVar = ["sitting", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["movement"], condition=models.Q(open=True), name="case_on_one_agenda"),
            models.UniqueConstraint(fields=["sitting", "position"], name="one_case_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id}.{self.position}"


class Attendance(models.Model):
    """Who of the commission was there."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="attendance")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    present = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["sitting", "person"], name="attended_once")]

    def __str__(self) -> str:
        return f"{self.sitting_id}: {self.person_id}"


class Interest(models.Model):
    """A member is not indifferent in a case, and has no part in it from then on. Written once."""

    class Ground(models.TextChoices):
        RELATIVE = "relative", _("the applicant is a relative")
        OTHER = "other", _("another interest, in words")

    movement = models.ForeignKey("movements.Movement", models.PROTECT, related_name="interests")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=16, choices=Ground)
    words = models.CharField(max_length=1000, blank=True)
    declared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["movement", "person"], name="interest_once")]
        indexes: ClassVar = [models.Index(fields=["person", "ground"], name="interest_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.movement_id}"


class Vote(models.Model):
    """One vote as it was recorded. Rows are only added: of one member and round the last one counts."""

    class Choice(models.TextChoices):
        FOR = "for", _("for")
        AGAINST = "against", _("against")
        ABSTAIN = "abstain", _("abstained")

    case = models.ForeignKey(AgendaCase, models.PROTECT, related_name="votes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    choice = models.CharField(max_length=16, choices=Choice)
    dissent = models.CharField(max_length=1000, blank=True, help_text="the member's own opinion, for the minutes")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id}: {self.choice}"


class MinutesSignature(models.Model):
    """Chair or secretary signed one exact text. Written once."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="signatures")
    office = models.CharField(max_length=32, choices=Role)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=300)
    minutes_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["sitting", "office"], name="minutes_signed_once")]

    def __str__(self) -> str:
        return f"{self.sitting_id}: {self.office}"


class MinutesDocument(models.Model):
    """The stored PDF of signed minutes: written once, named by its own hash."""

    sitting = models.OneToOneField(Sitting, models.PROTECT, related_name="document")
    file = models.FileField(upload_to="minutes/%Y/")
    unsealed_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    sealed_by = models.CharField(max_length=300)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256
