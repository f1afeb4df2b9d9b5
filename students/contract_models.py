"""What a year of study costs: prices of programmes, and the contracts of single students. Rows are only added."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ContractPrice(models.Model):
    """The annual price of a programme in a form of education; of several that hold on a day the newest row counts."""

    programme = models.ForeignKey("students.Programme", models.PROTECT, related_name="prices")
    form = models.CharField(max_length=2, help_text="HEMIS h_education_form")
    course = models.PositiveSmallIntegerField(null=True, help_text="year of study; empty for all of them")
    amount = models.DecimalField(max_digits=14, decimal_places=2, help_text="soʻm a year")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="last day; empty while it lasts")
    source = models.CharField(max_length=300, help_text="the order or letter it stands in")
    list_name = models.CharField(max_length=150, help_text="the file that brought it")
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["programme", "form", "valid_from"], name="price_of_programme")]

    def __str__(self) -> str:
        course = f", {self.course}-kurs" if self.course else ""
        return f"{self.programme} ({self.form}{course}): {self.amount}, {self.valid_from:%d.%m.%Y}"


class StudentContract(models.Model):
    """One student's own contract; of several that hold on a day the newest row counts."""

    student = models.ForeignKey("students.Student", models.PROTECT, related_name="contracts")
    number = models.CharField(max_length=64)
    signed_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2, help_text="soʻm a year")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="last day; empty while it lasts")
    list_name = models.CharField(max_length=150, help_text="the file that brought it")
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["student", "valid_from"], name="contract_of_student")]

    def __str__(self) -> str:
        return f"{self.student.number} № {self.number}: {self.amount}, {self.valid_from:%d.%m.%Y}"
