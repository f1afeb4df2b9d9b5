"""HEMIS classifier codes and our own words for them, as data.

Source: the classifiers of the HEMIS distribution: ``h_student_status``, ``h_academic_reason``, ``h_expel_reason``,
``h_education_form``, ``h_payment_form``, ``h_language``, ``h_gender``, ``h_decree_type``, ``h_course``, ``h_semester``.
Instances disagree about student statuses above 14, so a code that is not listed here is refused and never guessed.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from students.models import Form, Language, Payment, Status


class LeaveGround(models.TextChoices):
    """The five grounds of academic leave (Resolution 344/2021, clause 3), as ``Student.ground`` keeps them."""

    MILITARY = "military", _("military service")
    HEALTH = "health", _("restoring health")
    MATERNITY = "maternity", _("pregnancy and childbirth")
    CHILD_CARE = "child_care", _("child care")
    FAMILY_CARE = "family_care", _("care of a sick family member")


class ExpulsionGround(models.TextChoices):
    """Why an enrolment ended (Resolution 578/2025, annex 3), as ``Student.ground`` keeps it."""

    OWN_WISH = "own_wish", _("own wish")
    TRANSFER = "transfer", _("transfer to another institution")
    HEALTH = "unfit", _("health, by the medical commission")
    DISCIPLINE = "discipline", _("breach of the internal rules")
    ABSENCE = "absence", _("missed classes")
    NON_PAYMENT = "non_payment", _("contract not paid")
    SENTENCE = "sentence", _("imprisonment by a court sentence")
    ADMISSION = "admission", _("breach of the admission procedure")
    DEATH = "death", _("death")


# 10 (other) and 15 (left on the course) name no legal standing of ours; 14 has a variant 141 (graduated, simple).
STATUSES: dict[str, Status] = {
    "11": Status.STUDYING,
    "12": Status.EXPELLED,
    "13": Status.ON_LEAVE,
    "14": Status.GRADUATED,
    "141": Status.GRADUATED,
}

# HEMIS keeps a transfer to another institution and a death as kinds of expulsion; the law does not.
EXPULSIONS: dict[str, tuple[ExpulsionGround, Status]] = {
    "11": (ExpulsionGround.OWN_WISH, Status.EXPELLED),
    "12": (ExpulsionGround.TRANSFER, Status.TRANSFERRED_OUT),
    "13": (ExpulsionGround.HEALTH, Status.EXPELLED),
    "14": (ExpulsionGround.DISCIPLINE, Status.EXPELLED),
    "15": (ExpulsionGround.ABSENCE, Status.EXPELLED),
    "16": (ExpulsionGround.NON_PAYMENT, Status.EXPELLED),
    "17": (ExpulsionGround.SENTENCE, Status.EXPELLED),
    "18": (ExpulsionGround.ADMISSION, Status.EXPELLED),
    "19": (ExpulsionGround.DEATH, Status.DECEASED),
}

# HEMIS has no code for the care of a sick family member. FAMILY_CARE_CODE is ours: it is understood in a roster's
# "decree" and never handed to HEMIS, where the decree is entered without a reason code.
FAMILY_CARE_CODE = "H-15"
LEAVE_GROUNDS: dict[str, LeaveGround] = {
    "11": LeaveGround.MILITARY,
    "12": LeaveGround.HEALTH,
    "13": LeaveGround.MATERNITY,
    "14": LeaveGround.CHILD_CARE,
    FAMILY_CARE_CODE: LeaveGround.FAMILY_CARE,
}
# Before a reason of leave that is not listed above: it is kept as HEMIS has it, shown, and entered there as it came.
UNKNOWN_REASON = "hemis-"

FORMS: dict[str, Form] = {form.value: form for form in Form}
PAYMENTS: dict[str, Payment] = {payment.value: payment for payment in Payment}
LANGUAGES: dict[str, Language] = {language.value: language for language in Language}
GENDERS: dict[str, str] = {"11": "11", "12": "12"}
DEGREES: dict[str, str] = {"11": "11", "12": "12"}
COURSES: dict[str, int] = {str(10 + course): course for course in range(1, 7)}
SEMESTERS: dict[str, int] = {str(10 + semester): semester for semester in range(1, 13)}
FACULTY_STRUCTURE = "11"


class Decree(models.TextChoices):
    """Types of decree, under which the office enters an order into HEMIS by hand; the names are HEMIS's own."""

    EXPULSION = "11", "Oʻqishdan chetlashtirish"
    LEAVE = "12", "Akademik taʼtil berish"
    LEFT_ON_COURSE = "13", "Kursdan qoldirish"
    PROMOTION = "14", "Kursga oʻtkazish"
    RESTORE = "15", "Oʻqishga tiklash"
    TRANSFER = "16", "Oʻqishni koʻchirish"
    GRADUATION = "17", "Oʻqishni bitirish"
    SCHOLARSHIP = "18", "Stipendiya tayinlash"
    SCHEDULE = "19", "Talabaning shaxsiy grafigi"
    THESES = "20", "Bitiruv ishlari mavzusini tasdiqlash"
    ADMISSION = "21", "Oʻqishga qabul qilish"


def hemis_status(status: str) -> str:
    """The HEMIS student status that stands for one of ours."""
    if status in (Status.TRANSFERRED_OUT, Status.DECEASED):
        return "12"
    return next(code for code, ours in STATUSES.items() if ours == status)


def leave_ground(reason: str) -> str:
    """Our ground of leave for a reason of HEMIS; one that is not listed is kept under its own code."""
    known = LEAVE_GROUNDS.get(reason)
    return known.value if known else f"{UNKNOWN_REASON}{reason}" if reason else ""


def hemis_leave_reason(ground: str) -> str | None:
    """The HEMIS academic reason of a leave ground; None for the family care that HEMIS does not know."""
    if ground.startswith(UNKNOWN_REASON):
        return ground.removeprefix(UNKNOWN_REASON)
    codes = (code for code, ours in LEAVE_GROUNDS.items() if ours == ground and code != FAMILY_CARE_CODE)
    return next(codes, None)


def hemis_reason(status: str, ground: str) -> str | None:
    """The HEMIS reason that goes with a status: of a leave or of an expulsion; None where HEMIS has none for it."""
    if status == Status.ON_LEAVE:
        return hemis_leave_reason(ground)
    return next((code for code, (ours, _status) in EXPULSIONS.items() if ours == ground), None)


def ground_label(ground: str) -> str:
    """A stored ground in the reader's language; an unknown one as it stands."""
    if ground.startswith(UNKNOWN_REASON):
        return gettext("reason %(code)s of HEMIS, unknown here") % {"code": ground.removeprefix(UNKNOWN_REASON)}
    for known in (LeaveGround, ExpulsionGround):
        if ground in known.values:
            return str(known(ground).label)
    return ground
