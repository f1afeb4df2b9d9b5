"""What happened and what must still be done.

The journal knows no other room: people, units, cases and orders appear here as plain numbers and words, so that an
event can be read and checked long after the row it speaks of has changed.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Chained(models.Model):
    """A row that carries the head of its own chain of events.

    Whoever writes an event already holds this row's lock, so the head needs no lock of its own.
    """

    chain_length = models.PositiveIntegerField(default=0, editable=False)
    chain_head = models.CharField(max_length=64, default="", blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def chain(self) -> str:
        """The name of this row's chain, for instance ``movement:12``."""
        return f"{self._meta.model_name}:{self.pk}"


class Event(models.Model):
    """One act, written once. The database refuses to change or remove it."""

    chain = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True, help_text="Person; empty when the machine acted")
    actor_name = models.CharField(max_length=200)
    office = models.CharField(max_length=32, blank=True)
    power = models.CharField(max_length=200, blank=True, help_text="own, or delegated with its basis")
    act = models.CharField(max_length=64)
    clause = models.CharField(max_length=64, blank=True)
    ids = models.JSONField(default=dict)
    payload_hash = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="event_once_in_chain")]
        indexes = [models.Index(fields=["at"], name="event_by_time")]

    def __str__(self) -> str:
        return f"{self.chain}#{self.seq} {self.act}"


class EventPayload(models.Model):
    """What the act said (grounds, facts). A retention act may empty it once: a tomb stays, the chain still verifies."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="payload")
    salt = models.CharField(max_length=64)
    body = models.JSONField(null=True)
    erased_on = models.DateField(null=True)
    erased_by_act = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"payload of {self.event_id}"


class DayRecord(models.Model):
    """The heads of all chains at the end of one day, themselves a chain."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()
    chains = models.PositiveIntegerField()
    last_event = models.BigIntegerField(help_text="the newest event it covers")
    heads_hash = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"seal of {self.day}"


class Job(models.Model):
    """Work that must still be done. The row is the truth (outbox and lease); the broker is only a bell."""

    kind = models.CharField(max_length=64)
    args = models.JSONField(default=dict)
    key = models.CharField(max_length=128, unique=True, help_text="one job of a key, ever")
    created_at = models.DateTimeField()
    run_after = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0, help_text="parts finished, for the progress bar")
    total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["run_after"], name="job_waiting", condition=models.Q(finished_at__isnull=True)),
            models.Index(fields=["kind", "created_at"], name="job_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Pulse(models.Model):
    """When a part that must never rest was last seen at work: the scheduler, through a worker that heard it."""

    part = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.part} at {self.at}"


class Notice(models.Model):
    """One message to one person over one channel: waiting, sent or failed, and never lost."""

    class Channel(models.TextChoices):
        IN_APP = "in_app", _("in the product")
        EMAIL = "email", _("e-mail")
        SMS = "sms", _("text message")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    person_id = models.BigIntegerField(db_index=True)
    channel = models.CharField(max_length=16, choices=Channel)
    address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=64, help_text="the chain it speaks of")
    attachment = models.CharField(max_length=200, blank=True, help_text="a stored file that a mail brings along")
    attachment_name = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-created_at"], name="notice_by_person"),
            models.Index(fields=["about"], name="notice_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} to {self.person_id}: {self.subject}"


class IdempotencyKey(models.Model):
    """The answer already given to a request of this key, so that a repeated request repeats only the answer."""

    person_id = models.BigIntegerField()
    key = models.CharField(max_length=128)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "key"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return self.key
