"""Which basis of payment a return from leave keeps: the clause on the grant, as the machine has applied it."""

from students.models import Payment

IN_TIME = ("returns_on_time", "return_is_filed_in_time")


def payment_kept(movement):
    """The basis the clause keeps for this case: what it was, on time; of a late return on a grant, none.

    The finding is the one that was frozen when the case was filed or corrected: the office decides on the same ground
    as the applicant was told.
    """
    student = movement.student if movement else None
    if student is None:
        return ""
    late = any(found["rule"] in IN_TIME and not found["holds"] for found in movement.findings)
    return "" if late and student.payment == Payment.GRANT else student.payment
