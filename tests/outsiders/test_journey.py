"""A guest's whole road: from the public page to an admitted student, with no account, through the pages."""

from __future__ import annotations

import pytest
from django.test import Client

from journal import clock, events
from journal.verification import verify_all
from movements.models import Movement
from permissions.models import Person
from students.models import Standing
from tests.guests import NODIRA, come_in, last_code
from tests.journey import carry_into_force, decide, order_of, press, signed_in
from tests.people import House
from tests.uploads import pdf


@pytest.mark.journey
def test_somebody_from_elsewhere_applies_is_admitted_and_is_then_a_student(house: House, seal: None) -> None:
    guest, person = come_in()
    case = press(guest, "/apply/arrival/")
    stated = {"programme": "60710100", "comes_from": "Toshkent davlat texnika universiteti"}
    stated["starts_on"] = clock.today().isoformat()
    press(guest, case, act="save", paper_transcript=pdf(), **stated)
    press(guest, case, act="file", **stated)
    movement = Movement.objects.get(applicant=person)
    assert (movement.state, movement.unit, movement.student) == ("review", house.units["chemistry"], None)

    decide(signed_in("botir"), movement, "return", ground="dates_wrong", words="Sanani tekshiring.")
    press(guest, case, act="revise", **stated)
    later = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert press(later, "/track/", number=str(movement.number), email="NODIRA@example.uz") == "/apply/code/"
    assert press(later, "/apply/code/", code=last_code()) == "/"
    assert str(movement.number) in later.get("/").content.decode()

    decide(signed_in("botir"), movement, "approve")
    registrar = signed_in("dilnoza")
    decide(registrar, movement, "approve", group="25-10")
    order = carry_into_force(order_of(registrar, movement), registrar, (), signed_in("erkin"))
    student = person.enrolments.get()
    movement.refresh_from_db()
    assert (order.state, movement.state, movement.student) == ("in_force", "granted", student)
    item = order.items.get()
    assert (item.student, item.state, student.number) == (student, "applied", f"V{clock.today():%y}-{item.pk:07}")
    assert (student.status, student.group.name, student.payment) == ("studying", "25-10", "12")
    standing = Standing.objects.get(student=student)
    assert (standing.basis, standing.order_number, standing.valid_from) == ("order", order.number, clock.today())
    assert Person.objects.get(pk=person.pk).pinfl == NODIRA["pinfl"]
    assert "person.prove_contact" in events.of(person).values_list("act", flat=True)
    assert (guest.get(f"/students/{student.number}/").status_code, verify_all()) == (200, [])
