"""Who is moved: one enrolment of a person, and the ledger of where it stood when, as the office knew it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from permissions.models import Person, Unit
from students.contract_models import ContractPrice, StudentContract
from students.curriculum_models import Block, Curriculum, CurriculumSubject, MarkingSystem, Result, StudyList
from students.diploma_models import Degree, Diploma, DiplomaEnd, DiplomaYear, Part

__all__ = [
    "Block", "ContractPrice", "Curriculum", "CurriculumSubject", "Degree", "Diploma", "DiplomaEnd", "DiplomaYear",
    "Form", "Group", "Language", "MarkingSystem", "Part", "Payment", "Place", "Programme", "Result", "Standing",
    "Status", "Student", "StudentContract", "StudyList",
]  # fmt: skip

# *Vaqtincha*: begins a number that waits for the one HEMIS gives, which has digits only.
PROVISIONAL = "V"


class Status(models.TextChoices):
    """The six legal standings of a student; HEMIS codes are mapped to them as data."""

    STUDYING = "studying", _("studying")
    ON_LEAVE = "on_leave", _("on academic leave")
    EXPELLED = "expelled", _("expelled")
    TRANSFERRED_OUT = "transferred_out", _("transferred out")
    GRADUATED = "graduated", _("graduated")
    DECEASED = "deceased", _("deceased")


class Form(models.TextChoices):
    """Form of education, by HEMIS h_education_form."""

    FULL_TIME = "11", _("full-time")
    EVENING = "12", _("evening")
    EXTRAMURAL = "13", _("extramural")
    SPECIAL_EXTRAMURAL = "14", _("special extramural")
    SECOND_HIGHER = "15", _("second higher")
    DISTANCE = "16", _("distance")
    JOINT = "17", _("joint programme")


class Payment(models.TextChoices):
    """Basis of payment, by HEMIS h_payment_form."""

    GRANT = "11", _("state grant")
    CONTRACT = "12", _("fee contract")


class Language(models.TextChoices):
    """Language of instruction, by HEMIS h_language."""

    UZBEK = "11", _("Uzbek")
    RUSSIAN = "12", _("Russian")
    KARAKALPAK = "13", _("Karakalpak")
    ENGLISH = "14", _("English")


class Programme(models.Model):
    """A programme of study. Names changed under one code, so the year of the classifier belongs to it."""

    code = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField(help_text="year of the classifier")
    name = models.CharField(max_length=200)
    degree = models.CharField(max_length=2, default="11", help_text="HEMIS h_education_type: 11 bachelor, 12 master")
    faculty = models.ForeignKey(Unit, models.PROTECT, related_name="programmes")

    class Meta:
        ordering: ClassVar = ["code", "year"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "year"], name="one_programme_a_code_and_year")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Group(models.Model):
    """A group of students who are taught together."""

    name = models.CharField(max_length=32)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="groups")
    language = models.CharField(max_length=2, choices=Language, default=Language.UZBEK)
    course = models.PositiveSmallIntegerField()
    semester = models.PositiveSmallIntegerField(help_text="the semester taught to it now, counted from admission")
    curriculum = models.CharField(max_length=64, blank=True)
    hemis_id = models.BigIntegerField(null=True, unique=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "programme"], name="one_group_a_name_and_programme")
        ]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """Where an enrolment stands: shared by the ledger row and by the projection of today."""

    faculty = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    course = models.PositiveSmallIntegerField()
    semester = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=2, choices=Form)
    language = models.CharField(max_length=2, choices=Language)
    payment = models.CharField(max_length=2, choices=Payment)
    curriculum = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


class Student(Place):
    """One enrolment of a person; status and place are today's projection of the ledger, written only by ``project``."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    number = models.CharField(max_length=16, unique=True, help_text="HEMIS student number")
    hemis_id = models.BigIntegerField(null=True, unique=True)
    admitted_in = models.PositiveSmallIntegerField(null=True)
    gpa = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    social_category = models.CharField(max_length=2, blank=True)
    status = FSMField(default=Status.STUDYING, choices=Status.choices, protected=True)
    status_since = models.DateField(null=True)
    status_until = models.DateField(null=True, help_text="expected last day, where the order names one")
    ground = models.CharField(max_length=32, blank=True, help_text="legal ground of the present status")

    class Meta:
        ordering: ClassVar = ["person__surname", "person__given_name", "id"]
        indexes: ClassVar = [
            models.Index(fields=["faculty", "status"], name="student_by_faculty"),
            models.Index(fields=["status", "status_until"], name="student_by_status_end"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.person}"

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        """Read again; the protected status must be let go first (django-fsm 3.0 refuses otherwise)."""
        if fields is None or "status" in fields:
            self.__dict__.pop("status", None)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)

    @transition(field=status, source=Status.STUDYING, target=Status.ON_LEAVE)
    def go_on_leave(self) -> None:
        """Academic leave begins (Resolution 344/2021)."""

    @transition(field=status, source=Status.ON_LEAVE, target=Status.STUDYING)
    def return_to_study(self) -> None:
        """Academic leave ends."""

    @transition(field=status, source=[Status.STUDYING, Status.ON_LEAVE], target=Status.EXPELLED)
    def be_expelled(self) -> None:
        """Expulsion (Resolution 578/2025, annex 3)."""

    @transition(field=status, source=[Status.STUDYING, Status.ON_LEAVE], target=Status.TRANSFERRED_OUT)
    def transfer_out(self) -> None:
        """The file leaves for another institution."""

    @transition(field=status, source=Status.EXPELLED, target=Status.STUDYING)
    def be_reinstated(self) -> None:
        """Reinstatement (Resolution 578/2025, annex 3)."""

    @transition(field=status, source=Status.STUDYING, target=Status.GRADUATED)
    def graduate(self) -> None:
        """Graduation."""

    @transition(field=status, source=[Status.STUDYING, Status.ON_LEAVE, Status.EXPELLED], target=Status.DECEASED)
    def die(self) -> None:
        """Death ends the enrolment."""


class Standing(Place):
    """One row of the ledger in two times: holds from ``valid_from``, known since ``known_from``. Rows are only added.

    A row is taken back by a later row that names it in ``retracts``; the end of a row is the begin of the next, derived
    and never written, so a figure "as of, as known at" comes out the same next year.
    """

    class Basis(models.TextChoices):
        ORDER = "order", _("order")
        HEMIS_IMPORT = "hemis_import", _("HEMIS import")
        PAPER_ORDER = "paper_order", _("paper order from before Harakat")

    student = models.ForeignKey(Student, models.PROTECT, related_name="standings")
    valid_from = models.DateField()
    known_from = models.DateTimeField()
    retracts = models.OneToOneField("self", models.PROTECT, null=True, related_name="retracted_by")
    status = models.CharField(max_length=16, choices=Status)
    until = models.DateField(null=True)
    ground = models.CharField(max_length=32, blank=True)
    basis = models.CharField(max_length=16, choices=Basis)
    basis_text = models.CharField(max_length=300, help_text="number and date of the order, or name of the import")
    order_number = models.CharField(max_length=16, blank=True)
    order_date = models.DateField(null=True)
    source = models.CharField(
        max_length=64, unique=True, help_text="'item:7', 'undo:7', 'import:…': one source, one row"
    )

    class Meta:
        ordering: ClassVar = ["student", "valid_from", "id"]
        indexes: ClassVar = [models.Index(fields=["student", "valid_from", "known_from"], name="standing_in_two_times")]

    def __str__(self) -> str:
        return f"{self.student_id} {self.status} from {self.valid_from}"
