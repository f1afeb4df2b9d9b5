"""What follows an applied item: its entry into HEMIS, done by hand, and the extract its student asks for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from permissions.models import Person, Unit


class HemisState(models.TextChoices):
    """How far an item has come in HEMIS."""

    OPEN = "open", _("to be entered")
    ENTERED = "entered", _("entered")
    RECONCILED = "reconciled", _("seen in HEMIS")


class HemisEntry(models.Model):
    """One applied item to be entered into HEMIS: HEMIS has no call that writes, so the office types it there."""

    item = models.OneToOneField("orders.OrderItem", models.PROTECT, related_name="hemis_entry")
    faculty = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", help_text="the student's after the item: HEMIS takes one a decree"
    )
    state = models.CharField(max_length=16, choices=HemisState, default=HemisState.OPEN)
    opened_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    compared_at = models.DateTimeField(null=True, help_text="when a roster that names the student was last imported")
    difference = models.JSONField(default=list, help_text="[{field, here, hemis}] of the last roster, codes and names")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state"], name="hemis_entry_by_state")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.state}"


class OrderExtract(models.Model):
    """An extract from an order (*buyruqdan koʻchirma*): one item's point as a sealed PDF. Written once."""

    item = models.OneToOneField("orders.OrderItem", models.PROTECT, related_name="extract")
    code = models.CharField(max_length=32, unique=True, help_text="of /verify/<code>; not guessable")
    file = models.FileField(upload_to="extracts/%Y/")
    sha256 = models.CharField(max_length=64)
    sealed_by = models.CharField(max_length=300)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code
