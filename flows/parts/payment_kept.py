"""Which basis of payment a return from leave keeps: the clause on the grant, as the machine has applied it."""

from flows.regulation.leave_rules import MILITARY
from students.models import Payment

IN_TIME = ("returns_on_time", "return_is_filed_in_time")


def payment_kept(movement):
    """The basis the clause keeps: what it was, in time; a contract after a late return; None where nobody can tell.

    The finding is the one that was frozen when the case was filed or corrected: the office decides on the same ground
    as the applicant was told. Of a leave whose end the record does not know, nothing is proposed.
    """
    student = movement.student if movement else None
    if student is None or (student.status_until is None and student.ground != MILITARY):
        return None
    late = any(found["rule"] in IN_TIME and not found["holds"] for found in movement.findings)
    return Payment.CONTRACT.value if late else student.payment


def payment_proposed(movement):
    """What the office is offered: a grant that is not kept is decided and never filled in."""
    kept = payment_kept(movement)
    return kept if kept and kept == movement.student.payment else ""
