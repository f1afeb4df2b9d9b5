"""A batch comes: what is entered, and what is refused in which words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from journal import clock
from journal.refusals import Conflict, Invalid
from orders import blanks
from orders.blank_models import Blank, BlankBatch
from orders.blanks.serials import Range, listed, ranges_of, read_serials
from tests.blanks.keeping import received
from tests.people import House


def sent(house: House, **changed: Any) -> BlankBatch:
    usual: dict[str, Any] = {
        "kind": "bachelor",
        "series": "AB",
        "first": "0000001",
        "last": "0000005",
        "counted": 5,
        "received_on": clock.today(),
        "supplier": "Davlat belgisi DUK",
        "waybill": "№ 14",
    }
    return blanks.receive_batch(actor=house.dilnoza, **{**usual, **changed})


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"kind": "passport"}, "kind", "There is no such kind of blank."),
        ({"series": ""}, "series", "The series is one to 8 letters"),
        ({"series": "A1"}, "series", "The series is one to 8 letters"),
        ({"series": "A" * 9}, "series", "The series is one to 8 letters"),
        ({"first": "00000O1"}, "first", "A number is written in digits alone"),
        ({"last": "five"}, "last", "A number is written in digits alone"),
        ({"last": "١٢٣٤٥٦٧"}, "last", "A number is written in digits alone"),
        ({"last": "00000000005"}, "last", "at most 10 of them"),
        ({"first": "-000001"}, "first", "A number is written in digits alone"),
        ({"last": "005"}, "last", "The first number has 7 digits and the last 3"),
        ({"first": "0000009"}, "last", "The range is upside down"),
        ({"last": "9999999"}, "last", "The range has 9999999 serials; at most 10000 are entered at once."),
        ({"counted": 4}, "counted", "The range has 5 serials and 4 were counted."),
        ({"counted": -1}, "counted", "The range has 5 serials and -1 were counted."),
        ({"received_on": clock.today() + timedelta(days=2)}, "received_on", "This day has not come yet."),
        ({"supplier": " "}, "supplier", "Say from whom the blanks came."),
        ({"supplier": "x" * 201}, "supplier", "at most 200 can be kept"),
        ({"waybill": ""}, "waybill", "Name the waybill."),
    ],
)
def test_what_is_wrong_with_a_batch_is_said_and_nothing_is_entered(
    house: House, changed: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as told:
        sent(house, **changed)
    assert sentence in str(told.value)
    assert list(told.value.fields) == [field]
    assert (Blank.objects.count(), BlankBatch.objects.count()) == (0, 0)


def test_a_batch_of_one_is_a_batch(house: House) -> None:
    assert sent(house, last="0000001", counted=1).counted == 1


def test_a_serial_is_received_once_whatever_its_kind_or_its_zeros(house: House) -> None:
    received(house, "0000001", "0000005")
    received(house, "0000008", "0000008")
    for changed, named in (
        ({"first": "0000004", "last": "0000009", "counted": 6}, "AB 0000004–0000005, AB 0000008."),
        ({"kind": "master"}, "AB 0000001–0000005."),
        ({"first": "005", "last": "006", "counted": 2}, "AB 0000005."),
        ({"series": "ав"}, "AB 0000001–0000005."),
    ):
        with pytest.raises(Conflict) as told:
            sent(house, **changed)
        assert str(told.value) == f"These serials stand in the ledger already: {named}"
    assert sent(house, series="AC").pk


def test_a_thousand_overlaps_are_not_all_named(house: House) -> None:
    for number in range(2, 20, 2):
        received(house, f"{number:07}", f"{number:07}")
    with pytest.raises(Conflict, match="AB 0000010 and others, 9 serials altogether"):
        sent(house, last="0000020", counted=20)


def test_serials_are_read_as_typed_or_scanned() -> None:
    def read(text: str) -> list[str]:
        return [str(one) for one in read_serials(text)]

    assert read("AB0000001\nAB 0000002\n\n ab № 0000003 ") == ["AB 0000001–0000003"]
    assert read("AB 0000001-0000003, AB 0000007; M 01 – M 03") == ["AB 0000001–0000003", "AB 0000007", "M 01–03"]
    for text, sentence in (
        ("", "Type or scan at least one serial"),
        ("12345", "“12345”: this is no serial"),
        ("AB 1-AC 2", "a range has one series"),
        ("AB 0000003-0000001", "“AB 0000003-0000001”: The range is upside down"),
        ("AB 0000001-0000005\nAB 0000003", "AB 0000003: typed twice."),
        ("AB 0001-9999, AC 0001-9999", "At most 10000 serials"),
        ("AB 0000001-9999999", "at most 10000 are entered at once"),
        ("AB 00000000001", "at most 10 of them"),
        ("AB 1 2 3 x", "this is no serial"),
    ):
        with pytest.raises(Invalid) as told:
            read_serials(text)
        assert sentence in str(told.value), text


def test_ranges_hold_what_was_put_into_them() -> None:
    assert ranges_of([("B", 3, 2), ("A", 2, 3), ("A", 1, 3), ("A", 4, 3)]) == [
        Range("A", 1, 2, 3),
        Range("A", 4, 4, 3),
        Range("B", 3, 3, 2),
    ]
    assert listed([]) == ""


def test_ten_thousand_serials_come_in_one_batch(house: House) -> None:
    batch = received(house, "00001", "10000")
    assert (batch.counted, Blank.objects.count()) == (10_000, 10_000)
