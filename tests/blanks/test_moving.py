"""The life of one blank: assigned, returned, handed out, spoiled; who may, and what is refused in which words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journal import clock, events
from journal.refusals import Conflict, Invalid, NotFound
from orders import blanks
from orders.blank_models import Blank, BlankEntry, BlankLedger
from tests.blanks.keeping import assigned, issued, place, received, spoiled, the
from tests.people import House


def test_a_batch_is_free_and_on_the_chain(house: House) -> None:
    batch = received(house)
    assert list(Blank.objects.values_list("serial", flat=True)) == [f"AB 000000{number}" for number in range(1, 6)]
    assert {place(f"AB 000000{number}") for number in range(1, 6)} == {"free"}
    ledger = BlankLedger.objects.get()
    (event,) = events.of(ledger)
    assert (event.act, event.ids, event.payload.body["serials"]) == (
        "blanks.receive",
        {"batch": batch.pk},
        "AB 0000001–0000005",
    )
    assert set(BlankEntry.objects.values_list("seq", flat=True)) == {1}
    assert events.verify_all() == []


def test_the_lowest_free_serial_is_assigned_unless_one_is_named(house: House) -> None:
    received(house, "0000010", "0000012")
    received(house, "0000001", "0000003")
    assert assigned(house, "movement:1", holder="Qodirova Aziza").serial == "AB 0000001"
    assert assigned(house, "movement:2", serial="ab0000011").serial == "AB 0000011"
    assert assigned(house, "movement:3", serial="АВ 0000012").serial == "AB 0000012"  # typed on the other keyboard
    assert assigned(house, "movement:4").serial == "AB 0000002"
    blank = the("AB 0000001")
    assert (blank.standing.about, blank.standing.holder, blank.standing.by) == (
        "movement:1",
        "Qodirova Aziza",
        house.dilnoza,
    )


def test_a_case_holds_one_blank_of_a_kind_and_may_hold_one_of_another(house: House) -> None:
    received(house)
    received(house, kind="bachelor_supplement", series="IL")
    assigned(house)
    with pytest.raises(Conflict, match="AB 0000001 is assigned to it already"):
        assigned(house)
    other = blanks.assign(actor=house.dilnoza, kind="bachelor_supplement", about="movement:1")
    assert {blank.serial for blank in blanks.about("movement:1")} == {"AB 0000001", other.serial}


def test_of_a_kind_that_ran_out_none_is_assigned(house: House) -> None:
    received(house, "0000001", "0000001")
    assigned(house)
    with pytest.raises(Conflict, match="No blank of the kind “bachelor's diploma” is free"):
        assigned(house, "movement:2")
    with pytest.raises(Conflict, match="No blank of the kind “master's diploma” is free"):
        blanks.assign(actor=house.dilnoza, kind="master", about="movement:2")


def test_a_named_serial_must_be_known_of_this_kind_and_free(house: House) -> None:
    received(house)
    received(house, kind="master", series="M")
    for serial, sentence in (
        ("AB 0000009", "has no blank AB 0000009 of the kind “bachelor's diploma”"),
        ("M 0000001", "has no blank M 0000001"),
        ("0000001", "this is no serial"),
        ("AB 1, AB 2", "One serial is needed"),
    ):
        with pytest.raises(Invalid, match=sentence):
            assigned(house, serial=serial)
    assigned(house, serial="AB 0000001", holder="Qodirova Aziza")
    with pytest.raises(Conflict, match=r"AB 0000001 stands in the ledger as “assigned” \(Qodirova Aziza\)"):
        assigned(house, "movement:2", serial="AB 0000001")


def test_a_released_blank_is_free_again_and_the_next_to_be_assigned(house: House) -> None:
    received(house)
    blank = assigned(house)
    blanks.release(actor=house.dilnoza, blank_id=blank.pk, words="Ariza qaytarib olindi")
    assert place("AB 0000001") == "free"
    assert blanks.about("movement:1") == []
    assert assigned(house, "movement:2").pk == blank.pk
    with pytest.raises(Conflict, match="as “free”"):
        blanks.release(actor=house.dilnoza, blank_id=the("AB 0000002").pk)


def test_an_issued_blank_says_to_whom_when_and_by_what_authority(house: House) -> None:
    received(house)
    blank = assigned(house, holder="Qodirova Aziza")
    blanks.issue(
        actor=house.dilnoza,
        blank_id=blank.pk,
        to="Qodirov Anvar",
        on=clock.today(),
        authority="12.11.2026-yildagi ishonchnoma",
        signature="3-kitob, 14-qator",
    )
    entry = the("AB 0000001").standing
    assert (entry.act, entry.holder, entry.handed_on, entry.authority, entry.signature, entry.about) == (
        "issued",
        "Qodirov Anvar",
        clock.today(),
        "12.11.2026-yildagi ishonchnoma",
        "3-kitob, 14-qator",
        "movement:1",
    )


def test_only_an_assigned_blank_is_issued_and_not_on_another_day_than_can_be(house: House) -> None:
    received(house)
    today = clock.today()
    with pytest.raises(Conflict, match="as “free”"):
        blanks.issue(actor=house.dilnoza, blank_id=the("AB 0000001").pk, to="Aziza", on=today)
    blank = assigned(house)
    for day, sentence in ((today + timedelta(1), "has not come yet"), (today - timedelta(1), "assigned only after")):
        with pytest.raises(Invalid, match=sentence):
            blanks.issue(actor=house.dilnoza, blank_id=blank.pk, to="Aziza", on=day)
    with pytest.raises(Invalid, match="Say who received"):
        blanks.issue(actor=house.dilnoza, blank_id=blank.pk, to=" ", on=today)
    issued(house, "movement:2")
    with pytest.raises(Conflict, match="as “issued”"):
        blanks.issue(actor=house.dilnoza, blank_id=the("AB 0000002").pk, to="Aziza", on=today)


def test_a_spoiled_blank_stays_with_its_case_which_gets_another(house: House) -> None:
    received(house)
    first = spoiled(house)
    second = assigned(house)
    assert (first.serial, second.serial) == ("AB 0000001", "AB 0000002")
    told = {blank.serial: blank.standing.place for blank in blanks.about("movement:1")}
    assert told == {"AB 0000001": "spoiled", "AB 0000002": "assigned"}
    with pytest.raises(Conflict, match="as “spoiled”"):
        blanks.spoil(actor=house.dilnoza, blank_id=first.pk, words="yana")
    with pytest.raises(Invalid, match="Say how the blank was spoiled"):
        blanks.spoil(actor=house.dilnoza, blank_id=second.pk, words=" \n")


def test_an_issued_blank_that_came_back_with_a_mistake_is_spoiled(house: House) -> None:
    received(house)
    blank = issued(house)
    blanks.spoil(actor=house.dilnoza, blank_id=blank.pk, words="Familiyada xato, egasi qaytardi")
    assert [entry.act for entry in blank.entries.order_by("nth")] == ["received", "assigned", "issued", "spoiled"]


@pytest.mark.parametrize("login", ["aziza", "botir", "farrux", "kamola"])
def test_whoever_may_not_see_the_ledger_is_told_it_is_not_there(house: House, login: str) -> None:
    received(house)
    actor, blank = house.people[login], the("AB 0000001")
    for act in (
        lambda: received(house, "0000010", "0000011", actor=actor),
        lambda: blanks.assign(actor=actor, kind="bachelor", about="movement:1"),
        lambda: blanks.release(actor=actor, blank_id=blank.pk),
        lambda: blanks.issue(actor=actor, blank_id=blank.pk, to="x", on=clock.today()),
        lambda: blanks.spoil(actor=actor, blank_id=blank.pk, words="x"),
    ):
        with pytest.raises(NotFound):
            act()
    assert BlankEntry.objects.count() == 5


@pytest.mark.parametrize("login", ["gulnora", "nodira"])
def test_whoever_reads_the_ledger_does_not_write_in_it(house: House, login: str) -> None:
    received(house)
    actor, blank = house.people[login], the("AB 0000001")
    for act in (
        lambda: received(house, "0000010", "0000011", actor=actor),
        lambda: blanks.assign(actor=actor, kind="bachelor", about="movement:1"),
        lambda: blanks.release(actor=actor, blank_id=blank.pk),
        lambda: blanks.issue(actor=actor, blank_id=blank.pk, to="x", on=clock.today()),
        lambda: blanks.spoil(actor=actor, blank_id=blank.pk, words="x"),
    ):
        with pytest.raises(Conflict, match="not yours to do"):
            act()
    assert BlankEntry.objects.count() == 5


def test_what_is_no_blank_is_not_found(house: House) -> None:
    received(house)
    with pytest.raises(NotFound):
        blanks.spoil(actor=house.dilnoza, blank_id=10**9, words="x")
    with pytest.raises(Invalid, match="no such kind"):
        blanks.assign(actor=house.dilnoza, kind="passport", about="movement:1")
    with pytest.raises(Invalid, match="Say what the blank is for"):
        blanks.assign(actor=house.dilnoza, kind="bachelor", about=" ")
