"""The letter that tells an applicant of a refusal or a lapse. Written once."""

from __future__ import annotations

from django.db import models


class Letter(models.Model):
    """One letter of one case, stored as a PDF named by its own hash."""

    movement = models.OneToOneField("movements.Movement", models.PROTECT, related_name="letter")
    language = models.CharField(max_length=8, help_text="in which it is written: the applicant's own")
    file = models.FileField(upload_to="letters/%Y/")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256
