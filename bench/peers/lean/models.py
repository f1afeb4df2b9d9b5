"""The same rows as the hand-written SQL, as models."""

from django.conf import settings
from django.db import models


class Post(models.Model):
    """Who holds which office where, from when to when."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    office = models.CharField(max_length=32)
    unit = models.IntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "office"])]


class Application(models.Model):
    """One case."""

    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    unit = models.IntegerField()
    state = models.CharField(max_length=32)
    stated = models.JSONField()
    number = models.IntegerField(unique=True, null=True)
    changed_at = models.DateTimeField()


class Task(models.Model):
    """Who is asked."""

    application = models.ForeignKey(Application, models.CASCADE)
    step = models.CharField(max_length=32)
    office = models.CharField(max_length=32)
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")


class Audit(models.Model):
    """What was done."""

    application = models.ForeignKey(Application, models.CASCADE)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    act = models.CharField(max_length=32)
    at = models.DateTimeField()
    facts = models.JSONField()


class Book(models.Model):
    """The last number given."""

    last = models.IntegerField(default=0)
