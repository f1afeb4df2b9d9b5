"""Appointments, units, and guardian's rows that follow them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from journal import clock
from journal.events import of, verify_all
from journal.refusals import Conflict, Invalid
from permissions import policy
from permissions.actions import appoint, create_person, end_appointment, open_account, open_unit
from permissions.actions.appointing import remove_outlived_rows
from permissions.models import Appointment, Person, Unit, UnitUserObjectPermission
from permissions.roles import Act, Role

TODAY = clock.today()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def rows(person: Person) -> set[tuple[str, str]]:
    """The office and unit of every guardian row of a person."""
    found = UnitUserObjectPermission.objects.filter(user_id=person.account_id)
    return set(found.values_list("permission__codename", "content_object__code"))


def give(house, login: str, office: Role, unit: str, **more) -> Appointment:
    """Appoint somebody from yesterday on, unless said otherwise."""
    values = {"actor": None, "valid_from": YESTERDAY, "basis": "14-K", **more}
    return appoint(person=house.people[login], office=office, unit=house.units[unit], **values)


def test_an_appointment_reaches_the_unit_and_all_below(house) -> None:
    give(house, "aziza", Role.HEAD, "institute")
    assert rows(house.aziza) == {("hold_head", "337"), ("hold_head", "chemistry"), ("hold_head", "food")}


def test_an_appointment_is_an_event_of_its_unit(house) -> None:
    appointment = give(house, "aziza", Role.HEAD, "chemistry", actor=house.kamola)
    event = of(house.units["chemistry"]).last()
    assert (event.act, event.actor_id, event.office) == ("appointment.make", house.kamola.pk, "admin")
    assert event.ids == {
        "unit": house.units["chemistry"].pk,
        "person": house.aziza.pk,
        "appointment": appointment.pk,
    }
    assert event.payload.body == {
        "office": "head",
        "valid_from": YESTERDAY.isoformat(),
        "valid_to": None,
        "title": "",
        "basis": "14-K",
    }
    assert verify_all() == []


def test_the_administrator_appoints_and_the_dean_does_not(house) -> None:
    assert give(house, "aziza", Role.HEAD, "chemistry", actor=house.kamola).made_by == house.kamola
    with pytest.raises(Conflict):
        give(house, "sardor", Role.HEAD, "chemistry", actor=house.botir)
    assert not Appointment.objects.filter(person=house.sardor).exists()


@pytest.mark.parametrize(
    ("office", "more"),
    [
        (Role.STUDENT, {}),
        (Role.HEAD, {"valid_to": YESTERDAY - timedelta(days=1)}),
        (Role.HEAD, {"basis": "  "}),
    ],
)
def test_an_appointment_that_makes_no_sense_is_refused(house, office, more) -> None:
    with pytest.raises(Invalid):
        give(house, "aziza", office, "chemistry", **more)
    assert rows(house.aziza) == set()


def test_the_same_office_is_not_given_twice_for_the_same_days(house) -> None:
    give(house, "aziza", Role.HEAD, "chemistry", valid_to=TODAY)
    with pytest.raises(Conflict):
        give(house, "aziza", Role.HEAD, "chemistry", valid_from=TODAY)
    give(house, "aziza", Role.HEAD, "chemistry", valid_from=TOMORROW)
    give(house, "aziza", Role.HEAD, "food")
    assert Appointment.objects.filter(person=house.aziza).count() == 3


def test_an_office_that_begins_later_is_not_held_before(house) -> None:
    give(house, "aziza", Role.HEAD, "chemistry", valid_from=TOMORROW)
    assert policy.offices(house.aziza, on=TODAY) == frozenset()
    assert policy.offices(house.aziza, on=TOMORROW) == {Role.HEAD}


def test_with_its_end_the_rows_go(house) -> None:
    appointment = give(house, "aziza", Role.HEAD, "institute", valid_from=YESTERDAY - timedelta(days=9))
    ended = end_appointment(actor=house.kamola, appointment=appointment, last_day=YESTERDAY)
    assert (ended.valid_to, ended.ended_at is not None) == (YESTERDAY, True)
    assert rows(house.aziza) == set()
    assert of(house.institute).last().act == "appointment.end"


def test_until_the_last_day_the_rows_stay_and_then_the_day_takes_them(house, monkeypatch) -> None:
    appointment = give(house, "aziza", Role.HEAD, "chemistry")
    end_appointment(actor=None, appointment=appointment, last_day=TODAY)
    remove_outlived_rows()
    assert rows(house.aziza) == {("hold_head", "chemistry")}
    monkeypatch.setattr(clock, "today", lambda: TOMORROW)
    remove_outlived_rows()
    assert rows(house.aziza) == set()
    assert rows(house.botir) == {("hold_dean", "chemistry")}


def test_a_row_that_another_appointment_needs_stays(house) -> None:
    everywhere = give(house, "aziza", Role.HEAD, "institute")
    give(house, "aziza", Role.HEAD, "chemistry")
    give(house, "aziza", Role.LAWYER, "food")
    end_appointment(actor=None, appointment=everywhere, last_day=YESTERDAY)
    assert rows(house.aziza) == {("hold_head", "chemistry"), ("hold_lawyer", "food")}


def test_only_an_administrator_ends_an_appointment(house) -> None:
    appointment = Appointment.objects.get(person=house.jasur)
    with pytest.raises(Conflict):
        end_appointment(actor=house.botir, appointment=appointment, last_day=TODAY)
    assert Appointment.objects.get(pk=appointment.pk).valid_to is None


def test_an_appointment_ends_once_and_not_before_it_begins(house) -> None:
    appointment = Appointment.objects.get(person=house.jasur)
    with pytest.raises(Invalid):
        end_appointment(actor=None, appointment=appointment, last_day=date(2020, 1, 1))
    end_appointment(actor=None, appointment=appointment, last_day=TODAY)
    with pytest.raises(Conflict):
        end_appointment(actor=None, appointment=appointment, last_day=TODAY)


def open_section(house, **more) -> Unit:
    values = {"actor": house.kamola, "code": "section", "kind": Unit.Kind.OFFICE, "parent": house.units["chemistry"]}
    return open_unit(**{**values, "names": {"uz": "Boʻlim", "ru": "Отдел"}, **more})


def test_a_new_unit_inherits_the_offices_above_it(house) -> None:
    unit = open_section(house)
    assert unit.path == f"{house.units['chemistry'].path}{unit.pk}/"
    assert policy.holders(Role.DEAN, unit=unit, on=TODAY) == [house.botir]
    asked = {"unit": unit, "subject_id": None, "on": TODAY}
    assert policy.power(house.botir, Act.CASE_DECIDE, **asked) is not None
    assert policy.power(house.dilnoza, Act.CASE_DECIDE, **asked) is not None
    assert policy.power(house.jasur, Act.CASE_DECIDE, **asked) is None


def test_a_new_unit_begins_its_own_chain(house) -> None:
    unit = open_section(house)
    assert [event.act for event in of(unit)] == ["unit.open"]
    assert (unit.name_uz, unit.name_ru, unit.name_en) == ("Boʻlim", "Отдел", "")
    assert verify_all() == []


def test_a_new_unit_does_not_inherit_an_office_that_has_ended(house) -> None:
    end_appointment(actor=None, appointment=Appointment.objects.get(person=house.botir), last_day=YESTERDAY)
    open_section(house)
    assert rows(house.botir) == set()


def test_only_an_administrator_opens_a_unit(house) -> None:
    with pytest.raises(Conflict):
        open_section(house, actor=house.botir)
    with pytest.raises(Invalid):
        open_section(house, parent=None)
    assert not Unit.objects.filter(code="section").exists()


def test_a_code_is_one_unit(house) -> None:
    with pytest.raises(Conflict):
        open_section(house, code="food")


def test_who_is_appointed_before_having_an_account_acts_once_it_is_opened(house) -> None:
    person = create_person(surname="Xolmatov", given_name="Ulugʻbek")
    office = {"office": Role.DEAN, "unit": house.units["food"], "valid_from": YESTERDAY, "basis": "15-K"}
    appoint(actor=None, person=person, **office)
    asked = {"unit": house.units["food"], "subject_id": None, "on": TODAY}
    assert policy.power(person, Act.CASE_DECIDE, **asked) is None
    open_account(person=person, login="ulugbek", password="harakat")
    assert policy.power(person, Act.CASE_DECIDE, **asked) is not None
