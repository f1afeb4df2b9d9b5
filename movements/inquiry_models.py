"""An inquiry about a diploma and its answer: both written once; only that its reminder was given is noted later."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from permissions.models import Person
from permissions.roles import Role
from students.models import Diploma


class Inquiry(models.Model):
    """A letter that asks about a diploma: one that came, or one the office sent in a case and waits for."""

    class Direction(models.TextChoices):
        INCOMING = "incoming", _("came in")
        OUTGOING = "outgoing", _("sent by us")

    class Correspondent(models.TextChoices):
        ARCHIVE = "d_arxiv", _("d-arxiv")
        LABOUR = "ott", _("OTT (labour records)")
        EMBASSY = "embassy", _("embassy")
        EMPLOYER = "employer", _("employer")
        INSTITUTION = "institution", _("educational institution")
        OTHER = "other", _("another")

    number = models.CharField(max_length=24, unique=True, help_text="ours: S-12/2026, or for a letter sent C-3/2026")
    direction = models.CharField(max_length=16, choices=Direction)
    correspondent = models.CharField(max_length=16, choices=Correspondent)
    sender = models.CharField(max_length=200, help_text="who asks, or who is asked")
    letter_number = models.CharField(max_length=64, help_text="number of the letter itself")
    letter_date = models.DateField()
    received_on = models.DateField(help_text="the day it came, or was sent: the term begins with it")
    asked_number = models.CharField(max_length=32, blank=True, help_text="number of the diploma as the letter has it")
    asked_name = models.CharField(max_length=250, blank=True)
    search = models.CharField(max_length=600, db_index=True, help_text="sender, name and numbers as they are compared")
    asked = models.CharField(max_length=1000, blank=True, help_text="what is asked, in words")
    diploma = models.ForeignKey(Diploma, models.PROTECT, null=True, related_name="inquiries")
    movement = models.ForeignKey("movements.Movement", models.PROTECT, null=True, related_name="inquiries")
    due_at = models.DateTimeField()
    remind_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    file = models.FileField(upload_to="inquiries/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    content_type = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], name="inquiry_by_term"),
            models.Index(fields=["diploma"], name="inquiry_of_diploma"),
        ]

    def __str__(self) -> str:
        return self.number


class InquiryAnswer(models.Model):
    """What was answered, or what answer came. Written once."""

    class Verdict(models.TextChoices):
        AUTHENTIC = "authentic", _("genuine")
        NOT_AUTHENTIC = "not_authentic", _("not genuine")
        NOT_FOUND = "not_found", _("not found in the register")
        OTHER_DATA = "other_data", _("issued with other data")
        REPLIED = "replied", _("a reply has come")

    inquiry = models.OneToOneField(Inquiry, models.PROTECT, related_name="answer")
    verdict = models.CharField(max_length=16, choices=Verdict)
    words = models.CharField(max_length=1000, blank=True)
    diploma = models.ForeignKey(Diploma, models.PROTECT, null=True, related_name="answers")
    number = models.CharField(max_length=32, help_text="of the letter of answer")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    office = models.CharField(max_length=32, choices=Role)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.number} {self.verdict}"
