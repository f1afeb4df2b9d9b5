"""The register of diplomas: what was issued when under which number, and which entry stands in the place of which."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from permissions.models import Person


class Part(models.TextChoices):
    """A document of the register; a diploma has its supplement with it."""

    DIPLOMA = "diploma", _("diploma")
    SUPPLEMENT = "supplement", _("supplement")


class Degree(models.TextChoices):
    """What a diploma gives, by HEMIS h_education_type; before 1997 there were specialists only."""

    BACHELOR = "11", _("bachelor")
    MASTER = "12", _("master")
    SPECIALIST = "specialist", _("specialist")


class Diploma(models.Model):
    """One entry: a diploma with its supplement, or a duplicate of the supplement alone; what was printed stays.

    ``holder`` and ``contact`` are learned later; everything else is written once.
    """

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("original")
        DUPLICATE = "duplicate", _("duplicate")

    document = models.CharField(max_length=16, choices=Part, default=Part.DIPLOMA)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.ORIGINAL)
    number = models.CharField(max_length=32, help_text="series and number as printed: B № 123456")
    key = models.CharField(max_length=32, help_text="the number as it is compared; see diplomas.key_of")
    supplement = models.CharField(max_length=32, blank=True, help_text="number of the supplement that belongs to it")
    supplement_key = models.CharField(max_length=32, blank=True, db_index=True)
    register_number = models.CharField(max_length=32, help_text="number in the register of issued diplomas")
    registered_on = models.DateField(null=True, help_text="empty where the old register has a year alone")
    holder = models.ForeignKey(Person, models.PROTECT, null=True, related_name="diplomas")
    name = models.CharField(max_length=250, help_text="surname, given name and patronymic exactly as printed")
    other_name = models.CharField(max_length=250, blank=True, help_text="the same in another script")
    search = models.CharField(max_length=510, help_text="both names in one script, as they are compared")
    born_on = models.DateField(null=True)
    programme_code = models.CharField(max_length=16, blank=True)
    programme = models.CharField(max_length=250, help_text="name of the programme as then printed")
    qualification = models.CharField(max_length=250, blank=True)
    degree = models.CharField(max_length=16, choices=Degree)
    form = models.CharField(max_length=2, help_text="HEMIS h_education_form")
    language = models.CharField(max_length=2, blank=True, help_text="HEMIS h_language")
    admitted_in = models.PositiveSmallIntegerField(null=True)
    graduated_in = models.PositiveSmallIntegerField()
    honours = models.BooleanField(default=False)
    decided_on = models.DateField(null=True, help_text="day of the state commission's decision")
    order_number = models.CharField(max_length=32, blank=True, help_text="of the order by which it was given")
    order_date = models.DateField(null=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates")
    contact = models.CharField(
        max_length=254, blank=True, help_text="e-mail or telephone by which the office reaches the holder"
    )
    code = models.CharField(
        max_length=32, unique=True, null=True, help_text="of /verify/<code>, on documents printed here"
    )
    source = models.CharField(max_length=64, help_text="'list', 'paper', 'movement:12': where the entry comes from")
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "key"], name="one_entry_a_document_and_number")
        ]
        indexes: ClassVar = [
            models.Index(fields=["search"], name="diploma_by_name"),
            models.Index(fields=["graduated_in", "-id"], name="diploma_by_year"),
        ]

    def __str__(self) -> str:
        return self.number


class DiplomaEnd(models.Model):
    """A document of the register holds no more since a day, and why. Written once."""

    diploma = models.ForeignKey(Diploma, models.PROTECT, related_name="ends")
    part = models.CharField(max_length=16, choices=Part)
    since = models.DateField(help_text="first day on which it is invalid")
    ground = models.CharField(max_length=32, help_text="code of the ground: lost, unusable, name")
    order_number = models.CharField(max_length=16)
    order_date = models.DateField()
    source = models.CharField(max_length=64, help_text="'item:7': the order item that ended it")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["diploma", "part"], name="a_document_ends_once"),
        ]

    def __str__(self) -> str:
        return f"{self.diploma_id} {self.part} {self.since}"


class DiplomaYear(models.Model):
    """The next number of the register of duplicates in a year; locking the row makes the numbers consecutive."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    next_number = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.year)
