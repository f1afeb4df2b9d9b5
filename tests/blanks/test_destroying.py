"""Spoiled blanks are destroyed by an act of a commission, confirmed by another person than drew it."""

from __future__ import annotations

import pytest

from journal import events
from journal.refusals import Conflict, Invalid, NotFound
from orders import blanks
from orders.blank_models import BlankEntry, BlankLedger
from orders.blanks import destroying
from permissions.actions import appoint
from permissions.roles import Role
from tests.blanks.keeping import BASIS, MEMBERS, drawn, place, received, spoiled
from tests.people import HELD_SINCE, House


def two_spoiled(house: House) -> None:
    received(house)
    spoiled(house, "movement:1")
    spoiled(house, "movement:2")


def test_nothing_is_destroyed_before_the_head_confirms(house: House) -> None:
    two_spoiled(house)
    act = drawn(house, "AB 0000001-0000002")
    assert (str(act), act.state, place("AB 0000001")) == (f"1/{act.year}", "drawn", "spoiled")
    assert destroying.waiting_ranges() == []
    act = blanks.confirm_destruction(actor=house.nodira, destruction_id=act.pk)
    assert (act.state, act.decided_by) == ("confirmed", house.nodira)
    assert {place("AB 0000001"), place("AB 0000002")} == {"destroyed"}
    assert set(BlankEntry.objects.filter(act="destroyed").values_list("destruction_id", flat=True)) == {act.pk}
    assert [event.act for event in events.of(BlankLedger.objects.get())][-2:] == [
        "blanks.draw_destruction",
        "blanks.destroy",
    ]
    assert events.verify_all() == []


def test_the_registrar_may_not_confirm_and_the_head_may_not_draw(house: House) -> None:
    two_spoiled(house)
    act = drawn(house, "AB 0000001")
    with pytest.raises(Conflict, match="not yours to do"):
        blanks.confirm_destruction(actor=house.dilnoza, destruction_id=act.pk)
    with pytest.raises(Conflict, match="not yours to do"):
        blanks.draw_destruction(actor=house.nodira, serials="AB 0000002", basis=BASIS, members=MEMBERS)
    for login in ("aziza", "botir", "kamola"):
        with pytest.raises(NotFound):
            blanks.confirm_destruction(actor=house.people[login], destruction_id=act.pk)
    assert place("AB 0000001") == "spoiled"


def test_whoever_drew_the_act_does_not_confirm_it_even_as_head(house: House) -> None:
    two_spoiled(house)
    act = drawn(house, "AB 0000001")
    appoint(
        actor=None, person=house.dilnoza, office=Role.HEAD, unit=house.institute, valid_from=HELD_SINCE, basis="№ 1"
    )
    with pytest.raises(Conflict, match="You drew this act: another person confirms it"):
        blanks.confirm_destruction(actor=house.dilnoza, destruction_id=act.pk)


@pytest.mark.parametrize(
    ("serials", "sentence"),
    [
        ("", "Type or scan at least one serial"),
        ("AB 0000009", "The ledger does not know these serials: AB 0000009."),
        ("AB 0000001-0000004", "Only spoiled blanks are destroyed; these are not: AB 0000003–0000004."),
        ("0000001", "this is no serial"),
    ],
)
def test_what_is_not_spoiled_is_not_destroyed(house: House, serials: str, sentence: str) -> None:
    two_spoiled(house)
    with pytest.raises((Conflict, Invalid)) as told:
        drawn(house, serials)
    assert sentence in str(told.value)
    assert list(told.value.fields) == ["serials"]


@pytest.mark.parametrize(
    "members",
    [
        [],
        MEMBERS[:2],
        [*MEMBERS[:2], {"name": " ", "post": "Yuriskonsult"}],
        [*MEMBERS[:2], {**MEMBERS[1], "name": "saidova  g."}],
        MEMBERS * 6,
    ],
)
def test_a_commission_has_three_members_each_named_once(house: House, members: list[dict[str, str]]) -> None:
    two_spoiled(house)
    with pytest.raises(Invalid, match="at least three members"):
        blanks.draw_destruction(actor=house.dilnoza, serials="AB 0000001", basis=BASIS, members=members)
    with pytest.raises(Invalid, match="Name the order"):
        blanks.draw_destruction(actor=house.dilnoza, serials="AB 0000001", basis=" ", members=MEMBERS)


def test_a_serial_stands_in_one_waiting_act(house: House) -> None:
    two_spoiled(house)
    act = drawn(house, "AB 0000001")
    with pytest.raises(Conflict, match="stand in an act that waits to be confirmed: AB 0000001"):
        drawn(house, "AB 0000001-0000002")
    assert [str(one) for one in destroying.waiting_ranges()] == ["AB 0000002"]
    blanks.put_destruction_aside(actor=house.nodira, destruction_id=act.pk, words="Komissiya toʻliq emas")
    again = drawn(house, "AB 0000001-0000002")
    assert (act.number, again.number) == (1, 2)


def test_an_act_is_settled_once(house: House) -> None:
    two_spoiled(house)
    act = drawn(house, "AB 0000001")
    with pytest.raises(Invalid, match="Say why"):
        blanks.put_destruction_aside(actor=house.dilnoza, destruction_id=act.pk, words="")
    blanks.confirm_destruction(actor=house.nodira, destruction_id=act.pk)
    with pytest.raises(Conflict, match=f"Act No. 1/{act.year}: “confirmed, destroyed” already"):
        blanks.confirm_destruction(actor=house.nodira, destruction_id=act.pk)
    with pytest.raises(Conflict, match="already"):
        blanks.put_destruction_aside(actor=house.dilnoza, destruction_id=act.pk, words="x")
    with pytest.raises(NotFound):
        blanks.confirm_destruction(actor=house.nodira, destruction_id=10**9)
