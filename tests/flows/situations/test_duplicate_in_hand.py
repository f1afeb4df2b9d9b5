"""Duplicates in the office's hands: printed on numbered blanks, spoiled, handed over, and seen by the public."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from journal.refusals import Conflict, Invalid
from movements import actions
from movements.queries import may
from orders import sheets
from orders.models import Sheet
from students.models import Diploma, DiplomaEnd
from tests.blanks.keeping import place
from tests.flows.duplicating import (
    filed,
    found,
    graduate,
    handed,
    on_the_way,
    ordered,
    paid,
    printed,
    reread,
    sealed_since,
    turn_of,
    with_blanks,
)
from tests.movements.changing_group import at
from tests.people import House
from tests.students.registers import entered


@pytest.fixture
def seal(tmp_path: Path, settings: Any) -> None:
    """The institute's seal, made before these cases begin."""
    sealed_since(tmp_path, settings, date(2026, 11, 2))


@pytest.fixture
def house(office: House) -> House:
    """The institute of all situations; each case is lived in a transaction of its own."""
    return office


def test_the_public_page_of_a_duplicate_says_what_it_is_and_later_that_it_was_replaced(
    house: House, seal: None
) -> None:
    with_blanks(house)
    person = graduate()
    movement = on_the_way(house, "printing", person=person)
    movement = handed(house, printed(house, movement, "2026-11-27T10:00"), "2026-11-28T10:00")
    first = Diploma.objects.get(kind="duplicate")
    public = Client()
    public.cookies["django_language"] = "en"
    assert "Genuine" in (page := public.get(f"/verify/{first.code}").content.decode())
    assert "no longer holds" not in page
    again = filed(person, "2026-12-01T10:00", number=first.number)
    again = found(house, again, "2026-12-02T10:00", first)
    again = paid(house, again, "2026-12-03T10:00")
    ordered(house, again, "2026-12-04T10:00")
    page = public.get(f"/verify/{first.code}").content.decode()
    assert "no longer holds" in page and "2-T" in page
    again = printed(house, reread(again), "2026-12-05T10:00")
    handed(house, again, "2026-12-05T11:00")
    second = Diploma.objects.get(kind="duplicate", replaces=first)
    assert (second.number, second.register_number) == ("B 0000002", "D-2/2026")
    assert {one.diploma_id for one in DiplomaEnd.objects.all()} == {first.pk, first.replaces_id}


def test_with_honours_the_blank_is_one_with_honours_and_no_other(house: House, seal: None) -> None:
    entry = entered(honours=True)
    with_blanks(house)
    movement = on_the_way(house, "printing", entry=entry, document="diploma")
    with pytest.raises(Invalid):
        printed(house, movement, "2026-11-27T10:00", diploma_blank="bachelor")
    movement = printed(house, movement, "2026-11-27T10:00", diploma_blank="bachelor_honours")
    assert movement.decided["printing"]["diploma_serial"] == "BI 0000001"
    assert "imtiyozli" in movement.case_items.get().item.sentence


def test_a_blank_spoiled_twice_each_serial_is_spoiled_and_the_number_in_the_register_stays(
    house: House, seal: None
) -> None:
    with_blanks(house)
    movement = on_the_way(house, "printing", document="diploma")
    for number in (1, 2):
        movement = printed(house, movement, f"2026-11-27T1{number}:00", diploma_blank="bachelor")
        with at(f"2026-11-27T1{number}:30"):
            actions.spoil(
                actor=house.dilnoza, movement_id=movement.pk, serial=f"B 000000{number}", words="Printer siyohi."
            )
        assert reread(movement).step == "printing"
    movement = printed(house, reread(movement), "2026-11-27T15:00", diploma_blank="bachelor")
    handed(house, movement, "2026-11-28T10:00")
    assert [place(f"B 000000{number}") for number in (1, 2, 3)] == ["spoiled", "spoiled", "issued"]
    made = Diploma.objects.get(kind="duplicate")
    assert (made.number, made.register_number) == ("B 0000003", "D-1/2026")
    held = {sheet.key: not hasattr(sheet, "void") for sheet in sheets.about(f"movement:{movement.pk}")}
    assert {key: holds for key, holds in held.items() if key.startswith("diploma:")} == {
        "diploma:B0000001": False, "diploma:B0000002": False, "diploma:B0000003": True,
    }  # fmt: skip


def test_only_who_keeps_the_blanks_of_this_case_may_say_that_one_is_spoiled(house: House, seal: None) -> None:
    with_blanks(house)
    movement = printed(house, on_the_way(house, "printing"), "2026-11-27T10:00")
    with at("2026-11-27T11:00"):
        assert "spoil" in may(house.dilnoza, movement, turn_of(movement))
        with pytest.raises(Conflict):
            actions.spoil(actor=house.hamid, movement_id=movement.pk, serial="B 0000001", words="?")
        with pytest.raises(Invalid):
            actions.spoil(actor=house.dilnoza, movement_id=movement.pk, serial="B 0000005", words="?")
        with pytest.raises(Invalid):
            actions.spoil(actor=house.dilnoza, movement_id=movement.pk, serial="B 0000001", words="")
    assert place("B 0000001") == "assigned"


def test_by_post_the_number_of_the_posts_receipt_is_asked_for_and_kept(house: House, seal: None) -> None:
    with_blanks(house)
    movement = on_the_way(house, "printing", delivery="post", address="Nukus, Doʻstlik 5")
    movement = printed(house, movement, "2026-11-27T10:00")
    with pytest.raises(Invalid) as refused:
        handed(house, movement, "2026-11-28T10:00", way="post")
    assert list(refused.value.fields) == ["tracking"]
    movement = handed(house, movement, "2026-11-28T10:00", way="post", tracking="RR123456789UZ")
    assert movement.decided["handing_over"]["tracking"] == "RR123456789UZ"


def test_without_a_free_blank_nothing_is_printed_and_nothing_is_numbered(house: House, seal: None) -> None:
    movement = on_the_way(house, "printing")
    with pytest.raises(Conflict):
        printed(house, movement, "2026-11-27T10:00")
    with_blanks(house)
    assert printed(house, reread(movement), "2026-11-27T11:00").decided["printing"]["register_number"] == "D-1/2026"


def test_what_is_printed_says_dublikat_and_what_it_replaces(house: House, seal: None) -> None:
    with_blanks(house)
    printed(house, on_the_way(house, "printing"), "2026-11-27T10:00")
    papers = {sheet.key: sheet for sheet in Sheet.objects.filter(kind="duplicate")}
    assert set(papers) == {"diploma:B0000001", "supplement:BS0000001"}
    assert all(sheet.title.startswith("DUBLIKAT") for sheet in papers.values())
    assert "B № 123456 (417)" in str(papers["diploma:B0000001"].says)
