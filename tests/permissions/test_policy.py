"""Who may do what, where, on which day: for every may a may-not with the same people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journal import clock
from journal.events import Actor
from journal.refusals import Conflict
from permissions import policy
from permissions.actions import appoint, end_appointment, open_unit
from permissions.models import Account, Appointment, Unit, UnitUserObjectPermission
from permissions.policy import Power
from permissions.roles import Act, Role
from tests.people import HELD_SINCE

TODAY = clock.today()


def ask(house, login: str, act: Act, unit: str, **more) -> Power | None:
    """Whether somebody of the house may, in a unit of the house, today, about nobody, unless said otherwise."""
    return policy.power(house.people[login], act, unit=house.units[unit], **{"subject_id": None, "on": TODAY, **more})


def test_the_dean_may_decide_in_the_own_faculty(house) -> None:
    assert ask(house, "botir", Act.CASE_DECIDE, "chemistry") == Power(
        person=house.botir,
        office=Role.DEAN,
        unit_id=house.units["chemistry"].pk,
        title="Fakultet dekani",
        basis="08.01.2024-yildagi 12-K-sonli buyruq",
        on_behalf_of=None,
    )


def test_the_dean_of_another_faculty_may_not_decide(house) -> None:
    assert ask(house, "jasur", Act.CASE_DECIDE, "chemistry") is None


def test_the_dean_may_not_do_what_belongs_to_another_office(house) -> None:
    assert ask(house, "botir", Act.ORDER_COMPOSE, "chemistry") is None


def test_an_office_of_the_institute_reaches_every_faculty(house) -> None:
    for unit in ("institute", "chemistry", "food"):
        assert ask(house, "dilnoza", Act.ORDER_COMPOSE, unit).unit_id == house.institute.pk


def test_an_office_of_a_faculty_does_not_reach_the_institute(house) -> None:
    assert ask(house, "botir", Act.CASE_READ, "institute") is None


def test_an_office_may_be_demanded_by_name(house) -> None:
    assert ask(house, "hamid", Act.CASE_DECIDE, "chemistry", office=Role.VICE_RECTOR).office is Role.VICE_RECTOR
    assert ask(house, "hamid", Act.CASE_DECIDE, "chemistry", office=Role.DEAN) is None
    assert ask(house, "erkin", Act.CASE_DECIDE, "chemistry", office=Role.RECTOR) is None


def test_nobody_decides_or_endorses_in_their_own_case(house) -> None:
    for login, act in (("hamid", Act.CASE_DECIDE), ("farrux", Act.ORDER_ENDORSE)):
        assert ask(house, login, act, "institute", subject_id=house.aziza.pk) is not None
        assert ask(house, login, act, "institute", subject_id=house.people[login].pk) is None


def test_everybody_may_read_their_own_case_by_their_office(house) -> None:
    assert ask(house, "hamid", Act.CASE_READ, "institute", subject_id=house.hamid.pk) is not None


def test_the_applicant_acts_in_the_own_case_and_in_no_other(house, django_assert_num_queries) -> None:
    own = {"office": Role.STUDENT, "subject_id": house.aziza.pk}
    with django_assert_num_queries(0):
        assert ask(house, "aziza", Act.CASE_DECIDE, "chemistry", **own).office is Role.STUDENT
        assert ask(house, "sardor", Act.CASE_DECIDE, "chemistry", **own) is None
        assert ask(house, "aziza", Act.CASE_DECIDE, "chemistry", office=Role.STUDENT) is None


def test_an_applicant_holds_no_office(house) -> None:
    assert ask(house, "aziza", Act.CASE_READ, "chemistry") is None


def test_the_first_and_the_last_day_belong_to_the_appointment(house) -> None:
    appointment = Appointment.objects.get(person=house.botir)
    end_appointment(actor=None, appointment=appointment, last_day=TODAY + timedelta(days=10))
    days = [HELD_SINCE - timedelta(days=1), HELD_SINCE, TODAY + timedelta(days=10), TODAY + timedelta(days=11)]
    held = [ask(house, "botir", Act.CASE_DECIDE, "chemistry", on=day) is not None for day in days]
    assert held == [False, True, True, False]


def test_an_expired_appointment_whose_row_still_stands_grants_nothing(house) -> None:
    Appointment.objects.filter(person=house.botir).update(valid_to=TODAY - timedelta(days=1))
    assert UnitUserObjectPermission.objects.filter(user=house.botir.account).exists()
    assert ask(house, "botir", Act.CASE_DECIDE, "chemistry") is None
    assert policy.powers(house.botir, on=TODAY) == []
    assert policy.unit_ids(house.botir, Act.CASE_READ, on=TODAY) == frozenset()
    assert policy.holders(Role.DEAN, unit=house.units["chemistry"], on=TODAY) == []


def test_a_row_without_an_appointment_grants_nothing(house) -> None:
    row = UnitUserObjectPermission.objects.filter(user=house.botir.account).first()
    row.pk, row.user = None, house.aziza.account
    row.save()
    assert ask(house, "aziza", Act.CASE_DECIDE, "chemistry") is None
    assert policy.unit_ids(house.aziza, Act.CASE_READ, on=TODAY) == frozenset()


def test_an_appointment_without_a_row_grants_nothing(house) -> None:
    UnitUserObjectPermission.objects.filter(user=house.botir.account).delete()
    assert ask(house, "botir", Act.CASE_DECIDE, "chemistry") is None
    assert policy.powers(house.botir, on=TODAY) == []
    assert policy.unit_ids(house.botir, Act.CASE_READ, on=TODAY) == frozenset()


def test_a_row_of_another_office_does_not_help(house) -> None:
    Appointment.objects.filter(person=house.botir).update(office=Role.VICE_RECTOR)
    assert ask(house, "botir", Act.CASE_DECIDE, "chemistry") is None


def test_a_closed_account_may_do_nothing(house) -> None:
    Account.objects.filter(pk=house.botir.account_id).update(is_active=False)
    assert ask(house, "botir", Act.CASE_DECIDE, "chemistry") is None
    assert policy.powers(house.botir, on=TODAY) == []
    assert policy.unit_ids(house.botir, Act.CASE_READ, on=TODAY) == frozenset()


def test_a_superuser_holds_no_office_by_that(house) -> None:
    Account.objects.filter(pk=house.aziza.account_id).update(is_superuser=True)
    assert ask(house, "aziza", Act.CASE_DECIDE, "chemistry") is None


def test_the_nearest_office_speaks_first(house) -> None:
    office = {"person": house.botir, "office": Role.DEAN, "valid_from": HELD_SINCE, "basis": "13-K"}
    appoint(actor=None, unit=house.institute, **office)
    assert ask(house, "botir", Act.CASE_DECIDE, "chemistry").unit_id == house.units["chemistry"].pk
    assert ask(house, "botir", Act.CASE_DECIDE, "food").unit_id == house.institute.pk


def test_every_question_is_one_statement(house, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        ask(house, "dilnoza", Act.CASE_DECIDE, "chemistry")
    with django_assert_num_queries(1):
        policy.powers(house.dilnoza, on=TODAY)
    with django_assert_num_queries(1):
        policy.unit_ids(house.dilnoza, Act.CASE_READ, on=TODAY)
    with django_assert_num_queries(1):
        policy.holders(Role.DEAN, unit=house.units["food"], on=TODAY)


def test_a_demand_without_power_is_refused(house) -> None:
    chemistry = house.units["chemistry"]
    asked = {"unit": chemistry, "subject_id": house.aziza.pk, "on": TODAY}
    assert policy.demand(house.botir, Act.CASE_DECIDE, **asked).person == house.botir
    with pytest.raises(Conflict):
        policy.demand(house.jasur, Act.CASE_DECIDE, **asked)


def test_a_power_says_by_which_appointment_it_acts(house) -> None:
    assert ask(house, "botir", Act.CASE_DECIDE, "chemistry").actor == Actor(
        house.botir.pk, "Karimov Botir", "dean", "own: 08.01.2024-yildagi 12-K-sonli buyruq"
    )


def test_the_units_of_an_act_are_those_of_the_appointments_and_all_below(house) -> None:
    everywhere = {unit.pk for unit in house.units.values()}
    assert policy.unit_ids(house.dilnoza, Act.CASE_READ, on=TODAY) == everywhere
    assert policy.unit_ids(house.botir, Act.CASE_READ, on=TODAY) == {house.units["chemistry"].pk}
    assert policy.unit_ids(house.botir, Act.ORDER_COMPOSE, on=TODAY) == frozenset()
    assert policy.unit_ids(house.aziza, Act.CASE_READ, on=TODAY) == frozenset()


def test_a_unit_whose_number_begins_like_another_is_not_below_it(house) -> None:
    """Path /1/1/ and path /1/11/: only whole numbers count."""
    for number in range(12):
        code = f"office-{number}"
        open_unit(actor=None, code=code, kind=Unit.Kind.OFFICE, parent=house.institute, names={"uz": code})
    for unit in Unit.objects.filter(parent=house.institute):
        below = Unit.objects.filter(path__startswith=unit.path)
        assert list(below) == [unit]


def test_the_offices_of_a_day(house) -> None:
    assert policy.offices(house.botir, on=TODAY) == {Role.DEAN}
    assert policy.offices(house.aziza, on=TODAY) == frozenset()


def test_the_holders_of_an_office_are_those_appointed_there_or_above(house) -> None:
    chemistry = house.units["chemistry"]
    assert policy.holders(Role.DEAN, unit=chemistry, on=TODAY) == [house.botir]
    assert policy.holders(Role.REGISTRAR, unit=chemistry, on=TODAY) == [house.dilnoza]
    assert policy.holders(Role.DEAN, unit=house.institute, on=TODAY) == []
    assert policy.holders(Role.DEAN, unit=chemistry, on=HELD_SINCE - timedelta(days=1)) == []
