"""The personal schedule (*shaxsiy jadval*): one a student and semester, made when the order is applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from movements.models import Movement
from orders import sheets
from orders.context import FORMS
from orders.models import OrderItem
from orders.study_effects import short
from orders.wording import upper_surname, uz_date
from permissions import policy
from permissions.models import Institute
from permissions.roles import Role
from students.models import Form

KIND = "personal_schedule"
TITLE = "Shaxsiy jadval"
DEGREES = {"11": "Bakalavriat", "12": "Magistratura"}
HEAD = ("№", "Fan", "Soat / kredit", "Ball / baho", "Oʻqituvchi", "Imzo", "Sana")


def make(movement: Movement, item: OrderItem) -> None:
    """Plan the schedule in the transaction that applies the item; the teachers fill it by hand."""
    student, order = movement.student, item.order
    assert student is not None and order.date is not None  # noqa: S101 - a student's item, of a signed order
    place = type(student).objects.select_related("person", "faculty", "programme", "group").get(pk=student.pk)
    institute = Institute.objects.select_related("unit").get().unit.name_uz
    dean = next(iter(policy.holders(Role.DEAN, unit=place.faculty, on=order.date)), None)
    person = place.person
    says = sheets.Form(
        facts=(
            ("Fakultet", place.faculty.name_uz),
            ("Taʼlim yoʻnalishi", f"{place.programme.code} – {place.programme.name}"),
            ("Taʼlim turi va shakli", f"{DEGREES.get(place.programme.degree, '—')}, {FORMS[Form(place.form)].lower()}"),
            ("Kurs va guruh", f"{place.course}-kurs, {place.group.name if place.group else '—'}"),
            ("Talaba", upper_surname(person.surname, person.given_name, person.patronymic)),
            ("Talaba raqami", place.number),
        ),
        tables=tuple(_tables(item.values["subjects"])),
        closing=(f"Asos: {institute} rektorining {uz_date(order.date)}dagi {order.number}-sonli buyrugʻi.",),
        hands=(sheets.Hand("Fakultet dekani", dean.full_name if dean else ""),),
    )
    about = f"movement:{movement.pk}"
    sheets.plan(kind=KIND, about=about, key=about, title=TITLE, number=movement.number or "", says=says)


def _tables(subjects: Iterable[Mapping[str, object]]) -> Iterable[sheets.Table]:
    """A table a semester of the curriculum; points, signature and date stay empty for the teacher."""
    ordered = sorted(subjects, key=lambda one: (one["semester"], one["name"]))
    number = 0
    for semester, own in groupby(ordered, key=lambda one: one["semester"]):
        rows = []
        for one in own:
            number += 1
            amount = f"{one['hours']} / {short(str(one['credits']))}"
            rows.append((str(number), str(one["name"]), amount, "", str(one["teacher"]), "", ""))
        yield sheets.Table(head=HEAD, rows=rows, numbers=(0,), caption=f"{semester}-semestr")
