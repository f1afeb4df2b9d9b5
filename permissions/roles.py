"""The offices of an institute, and what each may do. This table is the only place where an office gets an act."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """An office held through an appointment; STUDENT is nobody's appointment but the applicant's own standing."""

    STUDENT = "student", _("applicant")
    DEAN = "dean", _("dean")
    VICE_RECTOR = "vice_rector", _("vice-rector")
    REGISTRAR = "registrar", _("registrar")
    RECTOR = "rector", _("rector")
    LAWYER = "lawyer", _("lawyer")
    ACCOUNTANT = "accountant", _("accountant")
    LIBRARIAN = "librarian", _("library")
    DORMITORY = "dormitory", _("students' residence")
    HEAD = "head", _("head of section")
    COMMISSION_CHAIR = "commission_chair", _("commission chair")
    COMMISSION_SECRETARY = "commission_secretary", _("commission secretary")
    COMMISSION_MEMBER = "commission_member", _("commission member")
    ADMIN = "admin", _("administrator")


class Act(models.TextChoices):
    """Something that may be asked of ``policy``."""

    CASE_DECIDE = "case.decide", _("decide a step")
    CASE_READ = "case.read", _("read cases")
    CASE_REASSIGN = "case.reassign", _("reassign a step")
    CASE_FILE_FOR = "case.file_for", _("file on behalf of another")
    ORDER_COMPOSE = "order.compose", _("compose an order")
    ORDER_SEND = "order.send", _("send an order for visas")
    ORDER_STRIKE = "order.strike", _("strike an item")
    ORDER_DISCARD = "order.discard", _("discard an order")
    ORDER_REGISTER = "order.register", _("enter an external number")
    ORDER_ENDORSE = "order.endorse", _("endorse an order")
    ORDER_SIGN = "order.sign", _("sign an order")
    ORDER_READ = "order.read", _("read orders")
    SITTING_READ = "sitting.read", _("read sittings and their minutes")
    SITTING_PREPARE = "sitting.prepare", _("prepare and record a sitting")
    SITTING_VOTE = "sitting.vote", _("sit and vote in a commission")
    SITTING_SIGN = "sitting.sign", _("sign minutes")
    GROUPS_KEEP = "groups.keep", _("form subject groups")
    HEMIS_ENTER = "hemis.enter", _("enter orders into HEMIS")
    STUDENT_READ = "student.read", _("read student records")
    ROSTER_IMPORT = "roster.import", _("import the roster")
    LIMIT_ADD = "limit.add", _("add a number of the law")
    FIGURES_READ = "figures.read", _("read figures")
    APPOINT = "appointment.make", _("make appointments")
    CALENDAR_KEEP = "calendar.keep", _("keep the working calendar")
    PERSON_MERGE = "person.merge", _("merge two records of one person")
    BLANK_READ = "blank.read", _("read the ledger of blanks")
    BLANK_KEEP = "blank.keep", _("keep the ledger of blanks")
    BLANK_CONFIRM = "blank.confirm", _("confirm that blanks are destroyed")
    FEE_READ = "fee.read", _("read fees and payments")
    FEE_KEEP = "fee.keep", _("record payments, exempt from fees, keep prices")
    DIPLOMA_READ = "diploma.read", _("read the register of diplomas")
    DIPLOMA_KEEP = "diploma.keep", _("enter diplomas into the register")
    INQUIRY_ANSWER = "inquiry.answer", _("record and answer inquiries on diplomas")


READERS = frozenset({Act.CASE_READ, Act.ORDER_READ, Act.STUDENT_READ})

ACTS: dict[Role, frozenset[Act]] = {
    Role.STUDENT: frozenset(),
    Role.DEAN: READERS | {Act.CASE_DECIDE, Act.CASE_FILE_FOR},
    Role.VICE_RECTOR: READERS | {Act.CASE_DECIDE, Act.CASE_REASSIGN, Act.ORDER_ENDORSE, Act.SITTING_READ},
    Role.REGISTRAR: READERS
    | {
        Act.CASE_DECIDE,
        Act.CASE_REASSIGN,
        Act.CASE_FILE_FOR,
        Act.ORDER_COMPOSE,
        Act.ORDER_SEND,
        Act.ORDER_STRIKE,
        Act.ORDER_DISCARD,
        Act.ORDER_REGISTER,
        Act.SITTING_READ,
        Act.GROUPS_KEEP,
        Act.HEMIS_ENTER,
        Act.ROSTER_IMPORT,
        Act.LIMIT_ADD,
        Act.CALENDAR_KEEP,
        Act.PERSON_MERGE,
        Act.BLANK_READ,
        Act.BLANK_KEEP,
        Act.FEE_READ,
        Act.DIPLOMA_READ,
        Act.DIPLOMA_KEEP,
        Act.INQUIRY_ANSWER,
    },
    Role.RECTOR: READERS | {Act.ORDER_SIGN, Act.SITTING_READ},
    Role.LAWYER: frozenset({Act.ORDER_READ, Act.ORDER_ENDORSE, Act.SITTING_READ}),
    # Sees the cases in which it is asked whether the contract or a fee is paid, and no others.
    Role.ACCOUNTANT: frozenset(
        {Act.ORDER_READ, Act.ORDER_ENDORSE, Act.CASE_DECIDE, Act.BLANK_READ, Act.FEE_READ, Act.FEE_KEEP}
    ),
    # Likewise: asked whether anything is owed to them, they read the cases in which they are or were asked.
    Role.LIBRARIAN: frozenset({Act.CASE_DECIDE}),
    Role.DORMITORY: frozenset({Act.CASE_DECIDE}),
    Role.HEAD: READERS
    | {
        Act.FIGURES_READ,
        Act.CASE_REASSIGN,
        Act.LIMIT_ADD,
        Act.BLANK_READ,
        Act.BLANK_CONFIRM,
        Act.FEE_READ,
        Act.DIPLOMA_READ,
    },
    Role.ADMIN: frozenset({Act.APPOINT}),
    # Appointed to the unit of a commission, they reach its sittings and no faculty's cases but those before it.
    Role.COMMISSION_CHAIR: frozenset({Act.SITTING_READ, Act.SITTING_VOTE, Act.SITTING_SIGN}),
    Role.COMMISSION_SECRETARY: frozenset({Act.SITTING_READ, Act.SITTING_PREPARE, Act.SITTING_SIGN}),
    Role.COMMISSION_MEMBER: frozenset({Act.SITTING_READ, Act.SITTING_VOTE}),
}

COMMISSION = (Role.COMMISSION_CHAIR, Role.COMMISSION_SECRETARY, Role.COMMISSION_MEMBER)


def offices_for(act: Act) -> frozenset[Role]:
    """Return the offices whose holders may do ``act``."""
    return frozenset(role for role, acts in ACTS.items() if act in acts)
