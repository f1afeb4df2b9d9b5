"""What the people of the demo state and what the offices answer, from the facts of each case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from journal import clock
from movements.impact import impact_of
from movements.models import Movement
from students.models import Group, Student

Values = dict[str, Any]


def _days(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()


def _group(code: str) -> Group:
    """A second-year group of a programme, the first by name."""
    groups = Group.objects.filter(programme__code=code)
    return groups.filter(course=2).order_by("name").first() or groups.order_by("name")[0]


def stated(kind: str, student: Student | None) -> Values:
    """What the applicant states."""
    if student is None:
        return _comes_back() if kind == "transfer_reinstatement" else _comes()
    own = {
        "change_of_group": _changes_group,
        "transfer_out": _leaves,
        "transfer_inside": _moves,
        "reinstatement": _returns,
    }
    return own[kind](student)


def _changes_group(student: Student) -> Values:
    own = Group.objects.filter(programme=student.programme, semester=student.semester).exclude(
        name=student.group.name if student.group else ""
    )
    group = own.order_by("name").first()
    change = "language" if group and group.language != student.language else "group"
    name = group.name if group else ""
    return {"change": change, "group": name, "starts_on": _days(7), "explanation": "Boshqa guruhda oʻqimoqchiman."}


def _leaves(student: Student) -> Values:
    return {
        "institution": "Samarqand davlat universiteti", "institution_kind": "state",
        "programme_there": f"{student.programme.code} {student.programme.name}", "reason": "marriage",
        "target_admission": "no", "leaves_on": _days(12),
    }  # fmt: skip


def _moves(student: Student) -> Values:
    code = "60720200" if student.programme.code != "60720200" else "60710100"
    group = _group(code)
    return {
        "change": "programme", "programme": code, "relation": "related", "form": "11", "course": str(group.course),
        "semester": str(group.semester), "payment": "12", "system": "credit", "gpa": "3.6", "target_admission": "no",
        "same_field": "yes", "starts_on": _days(14), "explanation": "Shu yoʻnalishda ishlamoqchiman.",
    }  # fmt: skip


def _returns(student: Student) -> Values:
    return {
        "form": "11", "course": str(student.course), "semester": str(student.semester), "payment": "12",
        "system": "credit", "gpa": "3.1", "studies_elsewhere": "no", "starts_on": _days(14),
    }  # fmt: skip


def _comes() -> Values:
    group = _group("60710100")
    return {
        "institution": "Buxoro muhandislik-texnologiya instituti", "institution_kind": "private",
        "programme_there": "60710100 Kimyo muhandisligi", "form_now": "11", "programme": "60710100",
        "relation": "matching", "form": "11", "course": str(group.course), "semester": str(group.semester),
        "payment": "12", "system": "credit", "gpa": "3.4", "target_admission": "no", "joint_programme": "no",
        "reason": "other", "starts_on": clock.today().isoformat(),
    }  # fmt: skip


def _comes_back() -> Values:
    dismissed = {"dismissed_on": _days(-400), "dismissal_ground": "11", "studies_elsewhere": "no"}
    return {name: value for name, value in {**_comes(), **dismissed}.items() if name != "reason"}


def answer(movement: Movement) -> Values:
    """What the office asked adds when it approves."""
    today = clock.today().isoformat()
    paid = {"contract": f"K-{movement.pk}/26", "signed_on": today, "paid": "9000000", "paid_on": today}
    answers: dict[str, Values] = {
        "dossier": {"inventory_number": str(movement.pk), "papers": "Attestat\nReyting daftarchasi", "sheets": "48"},
        "delivery": {"sent_on": today, "letter": f"01-11/{movement.pk}", "way": "post"},
        "acknowledgement": {"received_on": today, "acknowledgement": f"{movement.pk}-T"},
        "request_letter": {"letter": f"01-11/{movement.pk}", "sent_on": today},
        "contract": paid,
        "personal_file": {"received_on": today, "sheets": "48"},
        "higher_decision": {"body": "ministry", "decision": f"89-{movement.pk}", "decided_on": today},
    }
    return answers.get(movement.step) or _place(movement)


def _place(movement: Movement) -> Values:
    own = movement.student.programme.code if movement.student else ""
    code = movement.stated.get("programme") or own
    semester = int(movement.stated["semester"])
    found = Group.objects.filter(programme__code=code, semester=semester).order_by("name").first()
    group = found or _group(code)
    proposed = impact_of(movement).result
    another = proposed and (proposed["course"], proposed["semester"]) != (group.course, group.semester)
    return {
        "group": group.name, "course": str(group.course), "semester": str(group.semester), "form": "11",
        "language": group.language, "payment": movement.stated["payment"], "curriculum": group.curriculum,
        **({"deviation": "Shu semestrda oʻqiydigan guruh bor, farq shaxsiy rejada toʻldiriladi."} if another else {}),
        **({"exception": "orphan", "evidence": "Yetimlik guvohnomasi"} if movement.stated.get("grant_ground") else {}),
    }  # fmt: skip
