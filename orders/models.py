"""The document that acts. It does not know what a movement is: an item says where it came from in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from journal.models import Chained
from orders.blank_models import BlankEntry
from orders.item_models import HemisEntry, OrderExtract
from orders.register_models import Register, RegisterYear
from orders.sheet_models import Sheet, SheetFile, SheetVoid
from permissions.models import Person, Unit
from permissions.roles import Role
from students.models import Student

__all__ = [
    "BlankEntry", "Document", "HemisEntry", "ItemState", "Order", "OrderExtract", "OrderItem", "OrderState", "Register",
    "RegisterYear", "Sheet", "SheetFile", "SheetVoid", "Visa", "VoidNumber",
]  # fmt: skip


class VoidNumber(models.Model):
    """A number that no order bears, and why. Written once."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="voids")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["register", "year", "number"], name="void_once")]

    def __str__(self) -> str:
        return f"void {self.number}/{self.year}"


class OrderState(models.TextChoices):
    """The legal life of an order."""

    DRAFT = "draft", _("draft")
    ENDORSING = "endorsing", _("out for visas")
    READY = "ready", _("ready to sign")
    SIGNED = "signed", _("signed")
    IN_FORCE = "in_force", _("in force")
    AMENDED = "amended", _("amended")
    REVOKED = "revoked", _("revoked")
    DISCARDED = "discarded", _("discarded")


class Order(Chained):
    """One order (*buyruq*): many items, one number and date, given by the signing act."""

    kind = models.CharField(max_length=64, help_text="names the template templates/orders/<kind>.html")
    title = models.CharField(max_length=300)
    register = models.ForeignKey(Register, models.PROTECT, related_name="orders")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", help_text="the faculty, or the institute for all")
    state = FSMField(default=OrderState.DRAFT, choices=OrderState.choices, protected=True)
    composed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    composed_at = models.DateTimeField()
    visas_required = models.JSONField(default=list, help_text="offices that must endorse")
    signs = models.CharField(max_length=32, choices=Role, default=Role.RECTOR)
    round = models.PositiveSmallIntegerField(default=1, help_text="visas begin anew when the act changes")
    act = models.JSONField(
        null=True, help_text="canonical data and body without number and date: what visas and signature cover"
    )
    act_sha256 = models.CharField(max_length=64, blank=True)
    code = models.CharField(max_length=32, unique=True, help_text="of /verify/<code>; not guessable")
    number = models.CharField(max_length=16, blank=True)
    sequence = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    date = models.DateField(null=True, help_text="date of the order: the day of the signature, in Asia/Tashkent")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    signed_title = models.CharField(max_length=200, blank=True)
    signed_basis = models.CharField(
        max_length=300, blank=True, help_text="the appointment, or the delegation, relied on"
    )
    registered_at = models.DateTimeField(null=True)
    registered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True, help_text="when the last item had changed the record")

    # What whoever read the order has learned with it: the ids of persons.
    seen_whole_by: int | None = None
    stands_in: tuple[int, bool] | None = None
    made_items: Sequence[OrderItem] = ()  # of an order that was composed just now

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["state", "-id"], name="order_by_state"),
            models.Index(fields=["unit", "-id"], name="order_by_unit"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["register", "year", "number"], condition=~models.Q(number=""), name="order_number_once"
            ),
            models.UniqueConstraint(
                fields=["register", "year", "sequence"],
                condition=models.Q(sequence__isnull=False),
                name="order_sequence_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        """Read again; the protected state must be let go first (django-fsm 3.0 refuses otherwise)."""
        if fields is None or "state" in fields:
            self.__dict__.pop("state", None)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)

    @transition(field=state, source=OrderState.DRAFT, target=OrderState.ENDORSING)
    def send(self) -> None:
        """Out for visas: from here the act is frozen."""

    @transition(field=state, source=OrderState.ENDORSING, target=OrderState.READY)
    def complete_visas(self) -> None:
        """Every required office has endorsed this very act."""

    @transition(field=state, source=[OrderState.ENDORSING, OrderState.READY], target=OrderState.DRAFT)
    def back_to_draft(self) -> None:
        """A visa was declined or an item struck: the act changes, visas begin anew."""

    @transition(field=state, source=OrderState.READY, target=OrderState.SIGNED)
    def sign(self) -> None:
        """The signature gives number and date."""

    @transition(field=state, source=OrderState.SIGNED, target=OrderState.IN_FORCE)
    def come_into_force(self) -> None:
        """Number, date and document stand; items may be applied."""

    @transition(
        field=state, source=[OrderState.DRAFT, OrderState.ENDORSING, OrderState.READY], target=OrderState.DISCARDED
    )
    def discard(self) -> None:
        """An unsigned order is put aside; its cases are free again."""

    @transition(field=state, source=OrderState.IN_FORCE, target=OrderState.AMENDED)
    def be_amended(self) -> None:
        """A later order changed part of it."""

    @transition(field=state, source=[OrderState.IN_FORCE, OrderState.AMENDED], target=OrderState.REVOKED)
    def be_revoked(self) -> None:
        """A later order took it back."""


class ItemState(models.TextChoices):
    """What has become of one item."""

    WAITING = "waiting", _("waiting")
    APPLIED = "applied", _("applied")
    UNDONE = "undone", _("undone")
    STRUCK = "struck", _("struck out")
    FAILED = "failed", _("failed")


class OrderItem(models.Model):
    """Who, from which date, which effect, with which values, on which basis: the sentence and the change at once."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    student = models.ForeignKey(Student, models.PROTECT, null=True, related_name="order_items")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    effect = models.CharField(max_length=64)
    effective_on = models.DateField()
    sequence = models.PositiveSmallIntegerField(
        default=1, help_text="which act of that day it is for the student: acts of one day apply in this order"
    )
    values = models.JSONField(default=dict, help_text="plain values: the sentence and the effect read the same ones")
    basis = models.JSONField(default=dict, help_text="act, clause and text of the ground, and the papers it rests on")
    origin = models.CharField(
        max_length=64, blank=True, help_text="'movement:12/order': where it came from, in plain words"
    )
    facts = models.JSONField(default=dict, help_text="the student's place when the preview was made")
    difference = models.JSONField(default=list, help_text="[{field, before, after}]: exactly what applying will write")
    sentence = models.TextField(blank=True)
    state = FSMField(default=ItemState.WAITING, choices=ItemState.choices, protected=True)
    struck_grounds = models.CharField(max_length=500, blank=True)
    applied_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["order", "position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["order", "position"], name="one_item_a_position")]
        indexes: ClassVar = [
            models.Index(fields=["student", "state"], name="item_by_student"),
            models.Index(fields=["state", "effective_on"], name="item_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}.{self.position}"

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        """Read again; the protected state must be let go first (django-fsm 3.0 refuses otherwise)."""
        if fields is None or "state" in fields:
            self.__dict__.pop("state", None)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)

    @transition(field=state, source=[ItemState.WAITING, ItemState.FAILED], target=ItemState.APPLIED)
    def apply(self) -> None:
        """The record has changed."""

    @transition(field=state, source=ItemState.WAITING, target=ItemState.FAILED)
    def fail(self) -> None:
        """The record could not be changed; the reason is kept and the item may be tried again."""

    @transition(field=state, source=ItemState.APPLIED, target=ItemState.UNDONE)
    def undo(self) -> None:
        """A later order took the change back."""

    @transition(field=state, source=ItemState.WAITING, target=ItemState.STRUCK)
    def strike(self) -> None:
        """Taken out before the signature."""


class Visa(models.Model):
    """One endorsement or refusal of one exact act. Written once."""

    class Verdict(models.TextChoices):
        ENDORSED = "endorsed", _("endorsed")
        DECLINED = "declined", _("declined")

    order = models.ForeignKey(Order, models.PROTECT, related_name="visas")
    round = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=32, choices=Role)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    on_behalf_of = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=300)
    verdict = models.CharField(max_length=16, choices=Verdict)
    grounds = models.CharField(max_length=1000, blank=True)
    act_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "round", "office"], name="one_visa_an_office_and_round")
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.verdict}"


class Document(models.Model):
    """A stored PDF of a signed order: written once, named by its own hash."""

    order = models.OneToOneField(Order, models.PROTECT, related_name="document")
    file = models.FileField(upload_to="orders/%Y/")
    unsealed_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    sealed_by = models.CharField(max_length=300)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256
