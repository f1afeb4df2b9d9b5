"""A commission counts: what differs needs an act, the ledger goes on, and the closing writes what was found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from journal import clock, events
from journal.refusals import Conflict, Invalid, NotFound
from orders import blanks
from orders.blank_models import Blank, BlankEntry, BlankLedger
from orders.blanks import comparing
from orders.stocktaking_models import Stocktaking
from tests.blanks.keeping import (
    BASIS,
    MEMBERS,
    assigned,
    closed,
    counted,
    drawn,
    explained,
    issued,
    opened,
    place,
    received,
    spoiled,
    the,
)  # fmt: skip
from tests.people import House


def told(row: Stocktaking) -> list[tuple[str, str, str, str]]:
    """The differences: serials, how they differ, as recorded, as found."""
    groups = comparing.result_of(row)["differences"]
    return [(one["serials"], one["what"], one["recorded"], one["found"]) for one in groups]


def test_what_lies_as_recorded_is_closed_without_an_act(house: House) -> None:
    received(house)
    issued(house, "movement:1")
    assigned(house, "movement:2")
    spoiled(house, "movement:3")
    row = opened(house)
    counted(house, row, "AB 0000002\nAB 0000004-0000005")
    counted(house, row, "AB 0000003", "spoiled")
    assert told(row) == []
    before = BlankEntry.objects.count()
    row = closed(house, row)
    assert row.result["kinds"] == [{"kind": "bachelor", "recorded": 4, "counted": 4, "matching": 4}]
    assert BlankEntry.objects.count() == before
    assert events.verify_all() == []


def test_a_difference_needs_an_act_before_the_stocktaking_is_closed(house: House) -> None:
    received(house)
    row = opened(house)
    counted(house, row, "AB 0000001, AB 0000003")
    assert told(row) == [("AB 0000002", "missing", "free", ""), ("AB 0000004–0000005", "missing", "free", "")]
    with pytest.raises(Conflict, match="No act explains these differences: AB 0000002, AB 0000004–0000005"):
        closed(house, row)
    explained(house, row, "AB 0000002-0000004")
    with pytest.raises(Conflict, match="No act explains these differences: AB 0000005"):
        closed(house, row)
    explained(house, row, "AB 0000005", "6")
    row = closed(house, row)
    assert [place(f"AB 000000{number}") for number in range(1, 6)] == ["free", "missing", "free", "missing", "missing"]
    entry = the("AB 0000005").standing
    assert (entry.stocktaking, entry.words) == (row, f"6, {clock.today():%d.%m.%Y}")
    assert [one["act"]["number"] for one in row.result["differences"]] == ["5", "5", "6"]


def test_everything_that_may_differ_is_written_as_it_was_found(house: House) -> None:
    received(house, "0000001", "0000008")
    issued(house, "movement:1")
    spoiled(house, "movement:2")
    blanks.confirm_destruction(actor=house.nodira, destruction_id=drawn(house, "AB 0000002").pk)
    spoiled(house, "movement:3")
    assigned(house, "movement:4", holder="Qodirova Aziza")
    row = opened(house)
    counted(house, row, "AB 0000001, AB 0000003, AB 0000006, AB 0000010")
    counted(house, row, "AB 0000002, AB 0000005, AB 0000009", "spoiled")
    assert told(row) == [
        ("AB 0000001", "surplus", "issued", "clean"),
        ("AB 0000002", "surplus", "destroyed", "spoiled"),
        ("AB 0000003", "state", "spoiled", "clean"),
        ("AB 0000004", "missing", "assigned", ""),
        ("AB 0000005", "state", "free", "spoiled"),
        ("AB 0000007–0000008", "missing", "free", ""),
        ("AB 0000009", "surplus", "", "spoiled"),
        ("AB 0000010", "surplus", "", "clean"),
    ]
    explained(house, row, "AB 0000001-0000010")
    closed(house, row)
    now = {f"AB {number:07}": place(f"AB {number:07}") for number in range(1, 11)}
    assert list(now.values()) == [
        "free", "spoiled", "free", "missing", "spoiled", "free", "missing", "missing", "spoiled", "free",
    ]  # fmt: skip
    assert the("AB 0000004").standing.holder == "Qodirova Aziza"
    assert [entry.act for entry in the("AB 0000009").entries.order_by("nth")] == ["found", "spoiled"]
    assert Blank.objects.get(serial="AB 0000010").batch is None
    # And a second commission that finds the same has nothing to explain.
    row = opened(house)
    counted(house, row, "AB 0000001, AB 0000003, AB 0000006, AB 0000010")
    counted(house, row, "AB 0000002, AB 0000005, AB 0000009", "spoiled")
    assert told(row) == []
    # What was missing and turns up is found.
    explained_later = closed(house, row)
    assert explained_later.state == "closed"


def test_while_it_is_open_the_ledger_goes_on_and_its_moment_is_compared(house: House) -> None:
    received(house)
    row = opened(house)
    issued(house, "movement:1")
    received(house, "0000006", "0000006")
    counted(house, row, "AB 0000002-0000005")
    (one,) = comparing.result_of(row)["differences"]
    assert (one["serials"], one["what"], one["recorded"], one["moved"]) == ("AB 0000001", "missing", "free", True)
    explained(house, row, "AB 0000001")
    closed(house, row)
    # It was handed out after the moment; the ledger says so, and the closing writes nothing over it.
    assert place("AB 0000001") == "issued"
    assert place("AB 0000006") == "free"


def test_as_of_an_earlier_day_the_ledger_is_as_it_stood_that_evening(house: House) -> None:
    today = clock.today()
    noon = clock.now() - timedelta(days=2)
    with override_settings(HARAKAT_NOW=noon):
        received(house)
        assert clock.today() == today - timedelta(days=2)
    issued(house, "movement:1")
    row = opened(house, as_of=today - timedelta(days=1))
    assert comparing.compare(row).recorded == {"bachelor": 5}
    blanks.drop_stocktaking(actor=house.dilnoza, stocktaking_id=row.pk, words="Boshqa kunga")
    assert comparing.compare(opened(house)).recorded == {"bachelor": 4}
    assert Stocktaking.objects.get(pk=row.pk).state == "dropped"


def test_before_the_first_batch_nothing_is_recorded(house: House) -> None:
    received(house)
    row = opened(house, as_of=clock.today() - timedelta(days=1))
    assert (row.upto, told(row)) == (0, [])


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"as_of": clock.today() + timedelta(days=2)}, "as_of", "has not come yet"),
        ({"basis": ""}, "basis", "Name the order"),
        ({"members": MEMBERS[:2]}, "members", "at least three members"),
        ({"kind": "passport"}, "kind", "no such kind"),
    ],
)
def test_what_is_wrong_with_its_opening_is_said(house: House, sent: dict[str, Any], field: str, sentence: str) -> None:
    usual = {"as_of": clock.today(), "basis": BASIS, "members": MEMBERS}
    with pytest.raises(Invalid, match=sentence) as refusal:
        blanks.open_stocktaking(actor=house.dilnoza, **{**usual, **sent})
    assert list(refusal.value.fields) == [field]


def test_a_kind_is_counted_by_one_commission_at_a_time(house: House) -> None:
    row = opened(house, "bachelor")
    opened(house, "master")
    for kind in ("bachelor", ""):
        with pytest.raises(Conflict, match="counts these blanks: close it first"):
            opened(house, kind)
    closed(house, row)
    assert opened(house, "bachelor").number == 3


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"serials": "AB 0000002"}, "serials", "These serials were counted already: AB 0000002."),
        ({"serials": "M 1"}, "serials", "of the kind “master's diploma”: M 1."),
        ({"serials": "x"}, "serials", "this is no serial"),
        ({"kind": "master"}, "kind", "counts another kind"),
        ({"condition": "wet"}, "condition", "clean or spoiled"),
    ],
)
def test_what_is_wrong_with_a_count_is_said(house: House, sent: dict[str, str], field: str, sentence: str) -> None:
    received(house)
    received(house, "1", "1", kind="master", series="M")
    row = opened(house, "bachelor")
    counted(house, row, "AB 0000001-0000003")
    with pytest.raises(Invalid) as refusal:
        counted(house, row, **{"serials": "AB 0000004", **sent})
    assert sentence in str(refusal.value)
    assert list(refusal.value.fields) == [field]


def test_a_count_entered_by_mistake_is_taken_back(house: House) -> None:
    received(house)
    row = opened(house)
    counted(house, row, "AB 0000001-0000005")
    pk = row.counted.get().pk
    blanks.uncount(actor=house.dilnoza, stocktaking_id=row.pk, range_id=pk)
    assert told(row) == [("AB 0000001–0000005", "missing", "free", "")]
    with pytest.raises(NotFound):
        blanks.uncount(actor=house.dilnoza, stocktaking_id=row.pk, range_id=pk)
    assert [event.act for event in events.of(BlankLedger.objects.get())][-1] == "blanks.uncount"


def test_an_act_explains_what_differs_and_nothing_else(house: House) -> None:
    received(house)
    row = opened(house)
    counted(house, row, "AB 0000001-0000004")
    with pytest.raises(Invalid, match="Nothing differs there, so no act is needed: AB 0000001–0000002"):
        explained(house, row, "AB 0000001-0000002")
    usual = {"serials": "AB 0000005", "number": "5", "on": clock.today(), "words": "x"}
    for sent, sentence in (
        ({"number": " "}, "Give the number of the act"),
        ({"words": ""}, "Say what the act says"),
        ({"on": clock.today() + timedelta(days=2)}, "has not come yet"),
    ):
        with pytest.raises(Invalid, match=sentence):
            blanks.explain(actor=house.dilnoza, stocktaking_id=row.pk, **{**usual, **sent})


def test_what_is_over_is_over(house: House) -> None:
    received(house)
    row = opened(house)
    counted(house, row, "AB 0000001-0000005")
    with pytest.raises(Invalid, match="Say why"):
        blanks.drop_stocktaking(actor=house.dilnoza, stocktaking_id=row.pk, words=" ")
    closed(house, row)
    for act in (
        lambda: closed(house, row),
        lambda: counted(house, row, "AB 0000009"),
        lambda: explained(house, row, "AB 0000001"),
        lambda: blanks.uncount(actor=house.dilnoza, stocktaking_id=row.pk, range_id=row.counted.get().pk),
        lambda: blanks.drop_stocktaking(actor=house.dilnoza, stocktaking_id=row.pk, words="x"),
    ):
        with pytest.raises(Conflict, match="is over: it is “closed”"):
            act()


@pytest.mark.parametrize(("login", "refusal"), [("aziza", NotFound), ("botir", NotFound), ("nodira", Conflict)])
def test_only_the_keeper_takes_stock(house: House, login: str, refusal: type[Exception]) -> None:
    received(house)
    row, actor = opened(house), house.people[login]
    for act in (
        lambda: blanks.open_stocktaking(actor=actor, as_of=clock.today(), basis=BASIS, members=MEMBERS),
        lambda: blanks.count_blanks(actor=actor, stocktaking_id=row.pk, kind="bachelor", serials="AB 0000001"),
        lambda: blanks.close_stocktaking(actor=actor, stocktaking_id=row.pk),
        lambda: blanks.drop_stocktaking(actor=actor, stocktaking_id=row.pk, words="x"),
    ):
        with pytest.raises(refusal):
            act()
