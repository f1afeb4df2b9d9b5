"""One case: what was asked, whose turn it is, what was decided, and which order items it led to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition
from viewflow.workflow.models import AbstractTask, Process

from journal.models import Chained
from movements.calendar.days import UNREAD, Days, days_at
from movements.calendar.models import DayMark, WorkingYear
from movements.clearance_models import Clearance
from movements.difference_models import CaseDifference
from movements.fee_models import Exemption, Fee, LineAside, Payment, PaymentFile, PaymentLine
from movements.inquiry_models import Inquiry as Inquiry
from movements.inquiry_models import InquiryAnswer as InquiryAnswer
from movements.letter_models import Letter as Letter
from movements.limit_models import OfficeLimit as OfficeLimit
from movements.sitting_models import (
    AgendaCase,
    Attendance,
    Body,
    BodyYear,
    Interest,
    MinutesDocument,
    MinutesSignature,
    Sitting,
    SittingState,
    Vote,
)
from movements.subject_group_models import CaseSubject as CaseSubject
from movements.subject_group_models import GroupState as GroupState
from movements.subject_group_models import SubjectGroup as SubjectGroup
from orders.models import OrderItem
from permissions.models import Contact, Person, Unit
from permissions.roles import Role
from students.models import Student

__all__ = [
    "AgendaCase", "Attachment", "Attendance", "Body", "BodyYear", "CaseDifference", "CaseItem", "Clearance", "DayMark",
    "Decision", "Exemption", "Fee", "Interest", "LineAside", "MinutesDocument", "MinutesSignature", "Movement",
    "Payment", "PaymentFile", "PaymentLine", "Sitting", "SittingState", "State", "Turn", "Vote", "WorkingYear",
]  # fmt: skip


class State(models.TextChoices):
    """The legal life of any movement, whatever its kind."""

    DRAFT = "draft", _("draft")
    FILED = "filed", _("filed")
    REVIEW = "review", _("under review")
    RETURNED = "returned", _("returned for correction")
    APPROVED = "approved", _("approved, awaiting an order")
    ORDERED = "ordered", _("in an order")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    LAPSED = "lapsed", _("lapsed")


ENDINGS = frozenset({State.GRANTED, State.REFUSED, State.WITHDRAWN, State.LAPSED})


class Movement(Chained):
    """One case of one kind. Its flow says who is asked next; only an order item changes the record."""

    kind = models.CharField(max_length=64, help_text="names the flow; frozen once cases exist")
    number = models.CharField(max_length=24, unique=True, null=True)
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="movements")
    student = models.ForeignKey(Student, models.PROTECT, null=True, related_name="movements")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", help_text="the faculty whose case it is")
    filed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", help_text="who filed, if not the applicant"
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, related_name="+", help_text="by which an applicant without account began it"
    )
    state = FSMField(default=State.DRAFT, choices=State.choices, protected=True)
    step = models.CharField(max_length=64, blank=True, help_text="where the case stands, by the flow's own name")
    stated = models.JSONField(default=dict, help_text="what the applicant states, as the form's plain values")
    decided = models.JSONField(default=dict, help_text="what deciding offices added, by step")
    findings = models.JSONField(default=list, help_text="the last check, frozen with the limits it used")
    insisted = models.CharField(
        max_length=1000, blank=True, help_text="why the applicant files although a clause does not hold"
    )
    withdrawal_asked = models.CharField(
        max_length=1000, blank=True, help_text="grounds, while the registrar must strike the item"
    )
    process = models.OneToOneField(Process, models.PROTECT, null=True, related_name="movement")
    created_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    service_due_at = models.DateTimeField(null=True, help_text="end of the term of the whole case")
    stopped_at = models.DateTimeField(
        null=True, help_text="since when that term stands still for the applicant's answer"
    )
    stopped_for = models.DurationField(null=True, help_text="by how much it was prolonged for such answers")

    # What an act has just learned, so that its answer need not be asked for again.
    turn: Turn | None = None
    was_in_order = True
    papers: list[Attachment] | None = None
    findings_read: Any = None  # the list that was read: the very same one need not be written again
    # The institute's week and the stamp of its calendar: read by an action in the statement that reads the case.
    days_a_week = 6
    calendar_stamp: int | None = UNREAD

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["applicant", "-id"], name="movement_by_applicant"),
            models.Index(fields=["unit", "state", "-id"], name="movement_by_unit"),
            models.Index(fields=["kind", "state", "-id"], name="movement_by_kind"),
            models.Index(fields=["student", "kind"], name="movement_by_student"),
        ]

    def __str__(self) -> str:
        return self.number or f"draft {self.pk}"

    @property
    def working_days(self) -> Days:
        """The calendar by which this case's terms are counted."""
        return days_at(self.calendar_stamp, self.days_a_week)

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        """Read again; the protected state must be let go first (django-fsm 3.0 refuses otherwise)."""
        if fields is None or "state" in fields:
            self.__dict__.pop("state", None)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)

    @transition(field=state, source=State.DRAFT, target=State.FILED)
    def file(self) -> None:
        """The application enters the office."""

    @transition(field=state, source=[State.FILED, State.REVIEW, State.ORDERED], target=State.REVIEW)
    def examine(self) -> None:
        """An office is asked to decide."""

    @transition(field=state, source=State.REVIEW, target=State.RETURNED)
    def send_back(self) -> None:
        """The applicant must correct."""

    @transition(field=state, source=State.RETURNED, target=State.FILED)
    def revise(self) -> None:
        """The applicant has corrected."""

    @transition(field=state, source=[State.REVIEW, State.ORDERED, State.APPROVED], target=State.APPROVED)
    def approve(self) -> None:
        """Nothing is left to decide: an order is missing, or after a first order what the second one waits for."""

    @transition(field=state, source=State.APPROVED, target=State.ORDERED)
    def be_ordered(self) -> None:
        """An item of a draft order carries the case."""

    @transition(field=state, source=State.ORDERED, target=State.APPROVED)
    def be_released(self) -> None:
        """The order was discarded."""

    @transition(field=state, source=[State.ORDERED, State.APPROVED], target=State.GRANTED)
    def grant(self) -> None:
        """The order is in force; where it grants a thing to be handed over, that has been handed over too."""

    @transition(field=state, source=State.REVIEW, target=State.REFUSED)
    def refuse(self) -> None:
        """An office refused, with grounds."""

    @transition(
        field=state,
        source=[State.DRAFT, State.FILED, State.REVIEW, State.RETURNED, State.APPROVED, State.ORDERED],
        target=State.WITHDRAWN,
    )
    def withdraw(self) -> None:
        """The applicant took it back."""

    @transition(field=state, source=[State.RETURNED, State.APPROVED], target=State.LAPSED)
    def lapse(self) -> None:
        """The law ends it by itself, after a notice."""


class Turn(AbstractTask):  # type: ignore[misc]  # viewflow ships no types
    """Viewflow's task, and ours: whose turn it is, until when, and who has it on the desk.

    ``office`` and ``unit`` say who may take it; ``holder`` is a lease that ends by itself.
    Viewflow's own ``owner`` stays empty: its cascade would delete history with an account.
    """

    process = models.ForeignKey(Process, models.PROTECT, related_name="turns")
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="turns")
    step = models.CharField(max_length=64)
    office = models.CharField(max_length=32, choices=Role, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", help_text="the applicant, or the one it was reassigned to"
    )
    due_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True, help_text="when whoever must act is reminded of the term")
    lapses_at = models.DateTimeField(null=True, help_text="when the case lapses, if nobody has acted")
    lapse_notice_at = models.DateTimeField(null=True, help_text="when the applicant is told that it will lapse")
    lapse_told_at = models.DateTimeField(null=True, help_text="when the applicant was told")
    holder = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    held_until = models.DateTimeField(null=True)
    data = models.JSONField(default=dict, blank=True)

    # The offices asked at once, where the step has several and somebody has read them; ``office`` is empty then.
    asks: list[Clearance] | None = None

    objects: ClassVar[models.Manager[Turn]] = models.Manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["office", "unit", "-created"], name="turn_inbox", condition=models.Q(finished__isnull=True)
            ),
            models.Index(
                fields=["person", "-created"], name="turn_of_person", condition=models.Q(finished__isnull=True)
            ),
            models.Index(fields=["due_at"], name="turn_overdue", condition=models.Q(finished__isnull=True)),
            models.Index(fields=["remind_at"], name="turn_remind", condition=models.Q(finished__isnull=True)),
            models.Index(fields=["lapse_notice_at"], name="turn_lapsing", condition=models.Q(finished__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.movement_id}.{self.step}"


class Decision(models.Model):
    """Who decided what, by which power, on which stated facts. Written once."""

    class Verdict(models.TextChoices):
        APPROVE = "approve", _("approved")
        RETURN = "return", _("returned")
        REFUSE = "refuse", _("refused")
        FILE = "file", _("filed")
        REVISE = "revise", _("corrected")
        WITHDRAW = "withdraw", _("withdrawn")
        CLEAR = "clear", _("cleared")
        OBJECT = "object", _("not yet cleared")
        SETTLED = "settled", _("said to be settled")

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="decisions")
    step = models.CharField(max_length=64)
    verdict = models.CharField(max_length=16, choices=Verdict)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    office = models.CharField(max_length=32, choices=Role)
    on_behalf_of = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=300, blank=True, help_text="the appointment or delegation relied on")
    ground = models.CharField(max_length=32, blank=True, help_text="coded ground of a return or refusal")
    words = models.CharField(max_length=1000, blank=True)
    stated = models.JSONField(default=dict, help_text="what was stated at that moment, with the papers' hashes")
    added = models.JSONField(default=dict, help_text="what the deciding office added")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["movement", "id"], name="decision_of_movement")]

    def __str__(self) -> str:
        return f"{self.movement_id} {self.step}: {self.verdict}"


class Attachment(models.Model):
    """A paper of a case. Taken back it is marked, never lost."""

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=64, help_text="which paper of the flow it is")
    file = models.FileField(upload_to="papers/%Y/%m/")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name


class CaseItem(models.Model):
    """Which order item came of which step of which case. A case may give several."""

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="case_items")
    step = models.CharField(max_length=64)
    item = models.OneToOneField(OrderItem, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.movement_id}.{self.step} -> {self.item_id}"
