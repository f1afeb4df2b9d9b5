"""The process of the documentation, and the audit row every peer writes."""

from django.conf import settings
from django.db import models
from viewflow.workflow.models import Process


class Leave(Process):
    """One case."""

    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    stated = models.JSONField()
    state = models.CharField(max_length=32)
    number = models.IntegerField(unique=True, null=True)

    class Meta:
        permissions = [(f"be_{office}", office) for office in ("student", "registrar", "dean", "vice_rector", "rector")]


class Audit(models.Model):
    """What was done."""

    process = models.ForeignKey(Leave, models.CASCADE)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    act = models.CharField(max_length=32)
    at = models.DateTimeField()
    facts = models.JSONField()


class Book(models.Model):
    """The last number given."""

    last = models.IntegerField(default=0)
