"""The list "to be entered into HEMIS": opened with the record's change, ticked off by the registrar, told exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from journal import events
from journal.refusals import Conflict, Invalid, NotFound
from orders import actions, hemis_entry, hemis_list
from orders.models import HemisEntry, Order
from students.models import Student
from tests.journey import signed_in
from tests.orders.drafts import line
from tests.orders.hemis import FIRST, entry_of, in_force
from tests.orders.test_races import at_once
from tests.people import House, open_house
from tests.work import do_all_jobs

At = Callable[[str], None]


@pytest.fixture(autouse=True)
def _a_winter_morning(at: At, sealing: Path, heard: object) -> Iterator[None]:
    """The order's day has come; no case waits for it; sentences are compared as they stand in the code."""
    at("2026-12-01T09:00")
    with translation.override("en"):
        yield


def settings_of(house: House, login: str) -> list[tuple[str, str, str]]:
    entry = hemis_list.found(HemisEntry.objects.all(), show="all", text="").get(item__student=house.students[login])
    told = hemis_list.settings_of(entry, hemis_list.group_names([entry]))
    return [(one.field, one.value, one.words) for one in told]


def test_an_item_is_listed_when_it_has_changed_the_record_and_not_before(house: House, at: At) -> None:
    at("2026-11-23T09:00")
    in_force(house, "aziza")
    assert HemisEntry.objects.count() == 0
    at("2026-12-01T08:00")
    do_all_jobs()
    entry = entry_of(house, "aziza")
    assert (entry.state, entry.faculty, entry.opened_at.date()) == ("open", house.units["chemistry"], FIRST)


def test_a_change_that_fails_is_not_listed(house: House, at: At) -> None:
    at("2026-11-23T09:00")
    order = in_force(house, "aziza", "sardor")
    Student.objects.filter(pk=house.students["sardor"].pk).update(status="expelled")
    at("2026-12-01T08:00")
    do_all_jobs()
    assert set(order.items.values_list("state", flat=True)) == {"applied", "failed"}
    assert [entry.item.student.person.given_name for entry in HemisEntry.objects.all()] == ["Aziza"]


def test_a_leave_is_entered_with_status_and_reason(house: House) -> None:
    in_force(house, "aziza")
    assert settings_of(house, "aziza") == [
        ("status", "13", "on academic leave"),
        ("reason", "12", "restoring health"),
        ("until", "01.09.2027", ""),
    ]
    entry = hemis_list.found(HemisEntry.objects.all(), show="open", text="").get()
    assert hemis_list.decree_of(entry) == ("12", "Akademik taʼtil berish")


def test_a_ground_hemis_does_not_know_is_entered_without_a_reason(house: House) -> None:
    order = one(house, line(house, "aziza", ground="family_care"))
    assert order.items.get().state == "applied"
    assert settings_of(house, "aziza")[1] == (
        "reason",
        "",
        "care of a sick family member: HEMIS has no code for it; leave the reason empty",
    )


def test_an_extension_is_entered_under_the_decree_of_leave_with_its_new_end(house: House, at: At) -> None:
    in_force(house, "aziza")
    hemis_entry.mark_entered(actor=house.dilnoza, entry_ids=[entry_of(house, "aziza").pk])
    at("2027-08-20T09:00")
    values = {"ground": "health", "ground_text": "sogʻligʻini tiklash zarurligi", "until": "2028-01-31"}
    wanted = line(house, "aziza", on=date(2027, 8, 20), effect="extend_leave", extended_from="2027-09-02", **values)
    one(house, wanted, kind="extension_of_leave")
    entry = hemis_list.found(HemisEntry.objects.all(), show="open", text="").get()
    told = hemis_list.settings_of(entry, hemis_list.group_names([entry]))
    assert [(setting.field, setting.value) for setting in told] == [
        ("status", "13"),
        ("reason", "12"),
        ("until", "31.01.2028"),
    ]
    assert hemis_list.decree_of(entry) == ("12", "Akademik taʼtil berish")


def test_a_return_is_entered_with_its_place_and_with_the_payment_that_hemis_would_lose(house: House, at: At) -> None:
    in_force(house, "aziza")
    hemis_entry.mark_entered(actor=house.dilnoza, entry_ids=[entry_of(house, "aziza").pk])
    at("2027-09-01T09:00")
    group = house.groups["chemistry 26-10"]
    values = {
        "group_id": group.pk, "group": group.name, "course": 1, "semester": 1, "curriculum": group.curriculum,
        "payment": "11",
    }  # fmt: skip
    one(house, line(house, "aziza", on=date(2027, 9, 1), effect="return_to_study", **values), kind="return_from_leave")
    entry = hemis_list.found(HemisEntry.objects.all(), show="open", text="").get()
    told = hemis_list.settings_of(entry, hemis_list.group_names([entry]))
    assert [(setting.field, setting.value) for setting in told] == [
        ("status", "11"),
        ("group", "26-10"),
        ("course", "1"),
        ("semester", "1"),
        ("curriculum", group.curriculum),
        ("payment", "11"),
    ]
    assert hemis_list.decree_of(entry)[0] == "15"


def one(house: House, wanted: actions.Line, kind: str = "academic_leave") -> Order:
    """An order of one line, in force."""
    order = actions.compose_order(
        actor=house.dilnoza, kind=kind, title="Buyruq", unit=house.institute, lines=[wanted], visas=[], signs="rector"
    )
    actions.send(actor=house.dilnoza, order_id=order.pk)
    actions.sign(actor=house.erkin, order_id=order.pk)
    do_all_jobs()
    return Order.objects.get(pk=order.pk)


# -- ticking off ------------------------------------------------------------------------------------------------------


def test_the_registrar_ticks_off_and_the_chain_says_who(house: House) -> None:
    order = in_force(house, "aziza", "sardor")
    ids = list(HemisEntry.objects.values_list("pk", flat=True))
    assert hemis_entry.mark_entered(actor=house.dilnoza, entry_ids=ids) == 2
    entry = entry_of(house, "aziza")
    assert (entry.state, entry.entered_by, entry.entered_at.date()) == ("entered", house.dilnoza, FIRST)
    [event] = [event for event in events.of(order) if event.act == "order.enter_hemis"]
    assert (event.actor_name, event.office) == (house.dilnoza.full_name, "registrar")
    assert event.ids["items"] == list(order.items.order_by("position").values_list("pk", flat=True))
    assert events.verify_all() == []


def test_nobody_ticks_off_what_another_has(house: House) -> None:
    in_force(house, "aziza", "sardor")
    ids = list(HemisEntry.objects.values_list("pk", flat=True))
    hemis_entry.mark_entered(actor=house.dilnoza, entry_ids=[entry_of(house, "aziza").pk])
    with pytest.raises(Conflict) as told:
        hemis_entry.mark_entered(actor=house.dilnoza, entry_ids=ids)
    name = house.aziza.full_name
    assert str(told.value.detail) == f"{name}, order 1-T: {house.dilnoza.full_name} has ticked it off already."
    assert entry_of(house, "sardor").state == "open"


def test_a_tick_may_be_taken_back_and_stays_on_the_chain(house: House) -> None:
    order = in_force(house, "aziza")
    entry = entry_of(house, "aziza")
    with pytest.raises(Conflict, match="Only an entry that was ticked off here"):
        hemis_entry.take_back(actor=house.dilnoza, entry_id=entry.pk)
    hemis_entry.mark_entered(actor=house.dilnoza, entry_ids=[entry.pk])
    hemis_entry.take_back(actor=house.dilnoza, entry_id=entry.pk)
    entry.refresh_from_db()
    assert (entry.state, entry.entered_by, entry.entered_at) == ("open", None, None)
    assert [event.act for event in events.of(order)][-2:] == ["order.enter_hemis", "order.reopen_hemis"]


def test_nothing_ticked_is_told_so(house: House) -> None:
    with pytest.raises(Invalid, match="Tick at least one entry"):
        hemis_entry.mark_entered(actor=house.dilnoza, entry_ids=[])


@pytest.mark.parametrize("login", ["aziza", "botir", "hamid", "erkin", "farrux", "kamola"])
def test_nobody_but_the_registrar_has_the_list(house: House, login: str) -> None:
    in_force(house, "aziza")
    pk, client = entry_of(house, "aziza").pk, signed_in(login)
    answers = [client.get("/hemis/"), client.get("/hemis/list.csv"), client.post("/hemis/", {"entry": pk})]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert "/hemis/" not in client.get("/").content.decode()
    with pytest.raises(NotFound):
        hemis_entry.mark_entered(actor=house.people[login], entry_ids=[pk])
    assert entry_of(house, "aziza").state == "open"


def test_of_many_hands_one_ticks_off(committed_db: str) -> None:
    house = open_house()
    [order] = at_once([lambda: in_force(house, "aziza")])  # in a thread: a browser's loop may run in this one
    pk = entry_of(house, "aziza").pk
    told = at_once([lambda: hemis_entry.mark_entered(actor=house.dilnoza, entry_ids=[pk])] * 8)
    assert sum(answer == 1 for answer in told) == 1
    assert sum(isinstance(answer, Conflict) for answer in told) == 7
    assert [event.act for event in events.of(order)].count("order.enter_hemis") == 1
