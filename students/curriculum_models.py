"""What a programme teaches to one year of admission, and what a person has passed. Credits are decimals."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from permissions.models import Person


class MarkingSystem(models.TextChoices):
    """How results are marked, by HEMIS's own codes."""

    POINTS = "11", _("100-point rating")
    FIVE = "12", _("5-point rating")
    CREDIT = "13", _("credit system")


class Block(models.TextChoices):
    """The part of a curriculum a subject belongs to, as far as a rule asks for it."""

    GENERAL = "general", _("general professional")
    SPECIALITY = "speciality", _("speciality")
    OTHER = "other", _("other")


class Curriculum(models.Model):
    """The curriculum of one programme, one year of admission and one form of education."""

    name = models.CharField(max_length=200, unique=True, help_text="as HEMIS names it; a standing names it so too")
    programme = models.ForeignKey("students.Programme", models.PROTECT, related_name="curricula")
    admitted_in = models.PositiveSmallIntegerField(help_text="year of admission")
    form = models.CharField(max_length=2, help_text="HEMIS h_education_form")
    marking_system = models.CharField(max_length=2, choices=MarkingSystem)
    hemis_id = models.BigIntegerField(null=True, unique=True)

    class Meta:
        ordering: ClassVar = ["programme__code", "-admitted_in", "form", "name"]
        indexes: ClassVar = [models.Index(fields=["programme", "admitted_in", "form"], name="curriculum_by_intake")]

    def __str__(self) -> str:
        return self.name


class CurriculumSubject(models.Model):
    """One subject in one semester. The name stays as written."""

    curriculum = models.ForeignKey(Curriculum, models.PROTECT, related_name="subjects")
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=256)
    credits = models.DecimalField(max_digits=5, decimal_places=2, help_text="0 where the rating system knows none")
    hours = models.PositiveSmallIntegerField(default=0)
    semester = models.PositiveSmallIntegerField()
    elective = models.BooleanField(default=False)
    block = models.CharField(max_length=16, choices=Block, default=Block.OTHER)
    choice = models.CharField(
        max_length=64, blank=True, help_text="elective subjects of one semester and choice are alternatives"
    )

    class Meta:
        ordering: ClassVar = ["curriculum", "semester", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["curriculum", "semester", "code"], name="one_subject_a_semester_and_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Result(models.Model):
    """A subject somebody has passed, here or elsewhere.

    ``student`` is the enrolment it belongs to; empty for what a person brings from another institution.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="results")
    student = models.ForeignKey("students.Student", models.PROTECT, null=True, related_name="results")
    code = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=256)
    credits = models.DecimalField(max_digits=5, decimal_places=2)
    hours = models.PositiveSmallIntegerField(default=0)
    points = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    grade = models.CharField(max_length=16, blank=True)
    semester = models.PositiveSmallIntegerField(null=True)
    institution = models.CharField(max_length=200, blank=True, help_text="empty: this institute")
    source = models.CharField(max_length=128, unique=True, help_text="'hemis:7', 'sheet:…': one source, one row")

    class Meta:
        ordering: ClassVar = ["person", "semester", "code", "id"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class StudyList(models.Model):
    """A list that was uploaded: kept until it is imported, its report for ever."""

    class Kind(models.TextChoices):
        CURRICULA = "curricula", _("curricula")
        RESULTS = "results", _("results of students")
        PRICES = "prices", _("prices of programmes")
        CONTRACTS = "contracts", _("contracts of students")
        DIPLOMAS = "diplomas", _("register of diplomas")

    kind = models.CharField(max_length=16, choices=Kind)
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
