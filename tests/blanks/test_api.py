"""The ledger by the API: the same acts, the same refusals, and what a call costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal import clock
from orders import blanks
from orders.blank_models import Blank
from orders.blanks import act_api, queries
from tests.api.caller import Caller
from tests.blanks.keeping import BASIS, MEMBERS, counted, drawn, explained, issued, opened, received, spoiled, the
from tests.people import House

TODAY = clock.today().isoformat()
BATCH = {
    "kind": "bachelor", "series": "AB", "first": "0000001", "last": "0000005", "counted": 5, "received_on": TODAY,
    "supplier": "Davlat belgisi DUK", "waybill": "№ 14",
}  # fmt: skip
COMMISSION = {"basis": BASIS, "members": MEMBERS}


def test_a_blank_from_its_batch_to_its_destruction(house: House) -> None:
    registrar, head = Caller.signed_in("dilnoza"), Caller.signed_in("nodira")
    answer = registrar.post("blanks/batches", **BATCH)
    assert (answer.status_code, answer.json()["counted"]) == (201, 5)
    sent = {"kind": "bachelor", "about": "movement:1", "holder": "Qodirova Aziza"}
    answer = registrar.post("blanks/assign", **sent)
    told = answer.json()
    assert (answer.status_code, told["serial"], told["place"], told["may"]) == (
        201,
        "AB 0000001",
        "assigned",
        ["issue", "release", "spoil"],
    )
    acts = f"blanks/{told['id']}/acts"
    assert registrar.post(acts, act="release", words="Kerak emas").json()["place"] == "free"
    assert registrar.post("blanks/assign", **sent).status_code == 201
    told = registrar.post(acts, act="issue", to="Qodirova Aziza", on=TODAY).json()
    assert (told["place"], told["holder"], told["entries"][-1]["handed_on"]) == ("issued", "Qodirova Aziza", TODAY)
    assert registrar.post(acts, act="spoil", words="Xato").json()["place"] == "spoiled"
    answer = registrar.post("blanks/destructions", serials="AB 0000001", **COMMISSION)
    act = answer.json()
    assert (answer.status_code, act["serials"], act["may"]) == (201, ["AB 0000001"], ["put_aside"])
    assert head.get(f"blanks/destructions/{act['id']}").json()["may"] == ["confirm", "put_aside"]
    told = head.post(f"blanks/destructions/{act['id']}/acts", act="confirm").json()
    assert (told["state"], told["count"], len(told["sheets"])) == ("confirmed", 1, 1)
    told = head.get(f"blanks/{the('AB 0000001').pk}").json()
    assert (told["place"], told["hemis"], told["may"]) == ("destroyed", {"type": "11", "category": "11"}, [])
    assert [entry["act"] for entry in told["entries"]] == [
        "received", "assigned", "released", "assigned", "issued", "spoiled", "destroyed",
    ]  # fmt: skip
    stock = {one["kind"]: one["places"] for one in head.get("blanks/stock").json()}
    assert stock["bachelor"] == {
        "free": 4, "assigned": 0, "issued": 0, "spoiled": 0, "destroyed": 1, "missing": 0,
    }  # fmt: skip
    (row,) = head.get("blanks/register", first=TODAY, last=TODAY).json()
    assert (row["received"], row["returned"], row["issued"], row["destroyed"], row["closing"]) == (5, 1, 1, 1, 4)
    assert head.post("blanks/register", first=TODAY, last=TODAY).status_code == 201


def test_a_stocktaking_by_the_api(house: House) -> None:
    received(house)
    registrar = Caller.signed_in("dilnoza")
    answer = registrar.post("blanks/stocktakings", as_of=TODAY, **COMMISSION)
    row = answer.json()
    assert (answer.status_code, row["differing"], row["may"]) == (201, 5, ["count", "uncount", "explain", "drop"])
    acts = f"blanks/stocktakings/{row['id']}/acts"
    told = registrar.post(acts, act="count", kind="bachelor", serials="AB 0000001-0000004, AB 0000009").json()
    assert (told["differing"], told["unexplained"]) == (2, 2)
    (one,) = registrar.get(f"blanks/stocktakings/{row['id']}/counted").json()["items"][1:]
    assert registrar.post(acts, act="uncount", range=one["id"]).json()["differing"] == 1
    (difference,) = registrar.get(f"blanks/stocktakings/{row['id']}/differences").json()["items"]
    assert (difference["serials"], difference["what"], difference["recorded"], difference["act"]) == (
        "AB 0000005",
        "missing",
        "free",
        None,
    )
    assert registrar.post(acts, act="close").status_code == 409
    told = registrar.post(acts, act="explain", serials="AB 0000005", number="5", on=TODAY, words="Topilmadi").json()
    assert "close" in told["may"]
    assert registrar.post(acts, act="close").json()["state"] == "closed"
    (difference,) = registrar.get(f"blanks/stocktakings/{row['id']}/differences").json()["items"]
    assert difference["act"] == {"number": "5", "date": TODAY, "words": "Topilmadi"}
    assert [one["number"] for one in registrar.get("blanks/stocktakings").json()["items"]] == [row["number"]]
    second = registrar.post("blanks/stocktakings", as_of=TODAY, kind="master", **COMMISSION).json()
    dropped = registrar.post(f"blanks/stocktakings/{second['id']}/acts", act="drop", words="x").json()
    assert (dropped["state"], dropped["words"]) == ("dropped", "x")


@pytest.mark.parametrize(
    ("call", "sent", "status", "field"),
    [
        ("batches", {**BATCH, "last": "0000000"}, 422, "last"),
        ("batches", {**BATCH, "first": "AB1"}, 422, "first"),
        ("batches", {**BATCH, "first": "0000000001", "last": "9999999999", "counted": 10**10}, 422, "last"),
        ("batches", {**BATCH, "counted": "5"}, 422, "counted"),
        ("batches", {**BATCH, "received_on": "yesterday"}, 422, "received_on"),
        ("batches", {**BATCH, "colour": "red"}, 422, "colour"),
        ("batches", {**BATCH, "first": "0000101", "last": "0000105", "series": "AA"}, 409, "first"),
        ("assign", {"kind": "passport", "about": "x"}, 422, "kind"),
        ("assign", {"kind": "bachelor", "about": ""}, 422, "about"),
        ("assign", {"kind": "bachelor", "about": "x", "serial": "1"}, 422, "serial"),
        ("destructions", {"serials": "AA 0000101", **COMMISSION}, 409, "serials"),
        ("destructions", {"serials": "", **COMMISSION}, 422, "serials"),
        ("destructions", {"serials": "AA 0000101", "basis": "b", "members": MEMBERS[:1]}, 409, "serials"),
        ("stocktakings", {"as_of": "2090-01-01", **COMMISSION}, 422, "as_of"),
        ("stocktakings", {"as_of": TODAY, "basis": "b", "members": []}, 422, "members"),
    ],
)
def test_what_is_wrong_is_said_by_field(house: House, call: str, sent: dict[str, Any], status: int, field: str) -> None:
    received(house, "0000101", "0000105", series="AA")
    answer = Caller.signed_in("dilnoza").post(f"blanks/{call}", **sent)
    told = answer.json()
    assert (answer.status_code, list(told["fields"])) == (status, [field])
    assert told["detail"]


def test_an_act_that_lacks_something_says_what(house: House) -> None:
    received(house)
    registrar = Caller.signed_in("dilnoza")
    acts, row = f"blanks/{the('AB 0000001').pk}/acts", opened(house)
    for address, sent, status in (
        (acts, {"act": "issue", "to": "x"}, 422),
        (acts, {"act": "issue", "to": "x", "on": TODAY}, 409),
        (acts, {"act": "spoil"}, 422),
        (acts, {"act": "dance"}, 422),
        (f"blanks/stocktakings/{row.pk}/acts", {"act": "uncount"}, 422),
        (f"blanks/stocktakings/{row.pk}/acts", {"act": "uncount", "range": 999}, 404),
        (f"blanks/stocktakings/{row.pk}/acts", {"act": "explain", "serials": "AB 0000001"}, 422),
        ("blanks/destructions/999/acts", {"act": "confirm"}, 409),
        ("blanks/stocktakings/999/acts", {"act": "close"}, 404),
        ("blanks/999/acts", {"act": "spoil", "words": "x"}, 404),
    ):
        assert registrar.post(address, **sent).status_code == status, (address, sent)
    assert registrar.get("blanks/register", first="2026-02-01", last="2026-01-01").status_code == 422
    assert registrar.get("blanks", place="lost").status_code == 422


@pytest.mark.parametrize("login", ["aziza", "botir", "kamola", "farrux"])
def test_for_strangers_there_is_no_ledger(house: House, login: str) -> None:
    received(house)
    spoiled(house)
    act, row, caller = drawn(house, "AB 0000001"), opened(house), Caller.signed_in(login)
    for address in (
        "blanks", "blanks/stock", f"blanks/register?first={TODAY}&last={TODAY}", "blanks/batches",
        f"blanks/{the('AB 0000001').pk}", "blanks/destructions", f"blanks/destructions/{act.pk}",
        "blanks/stocktakings", f"blanks/stocktakings/{row.pk}", f"blanks/stocktakings/{row.pk}/counted",
        f"blanks/stocktakings/{row.pk}/differences",
    ):  # fmt: skip
        assert caller.get(address).status_code == 404, address
    for address, sent in (
        ("batches", BATCH), ("assign", {"kind": "bachelor", "about": "x"}),
        ("register", {"first": TODAY, "last": TODAY}),
        (f"{the('AB 0000002').pk}/acts", {"act": "spoil", "words": "x"}),
        ("destructions", {"serials": "AB 0000001", **COMMISSION}),
        (f"destructions/{act.pk}/acts", {"act": "confirm"}), ("stocktakings", {"as_of": TODAY, **COMMISSION}),
        (f"stocktakings/{row.pk}/acts", {"act": "close"}),
    ):  # fmt: skip
        assert caller.post(f"blanks/{address}", **sent).status_code == 404, address


def test_readers_read_and_are_told_what_they_may(house: House) -> None:
    received(house)
    reader = Caller.signed_in("gulnora")
    assert reader.get(f"blanks/{the('AB 0000001').pk}").json()["may"] == []
    assert reader.post("blanks/batches", **{**BATCH, "series": "AC"}).status_code == 409


def test_lists_are_paged_by_their_cursors(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    monkeypatch.setattr(act_api, "PAGE", 2)
    received(house)
    row = opened(house)
    counted(house, row, "AB 0000001, AB 0000003, AB 0000005, AC 0000001, AC 0000005")
    reader = Caller.signed_in("nodira")

    def every(address: str, name: str) -> list[Any]:
        found, after = [], None
        while True:
            page = reader.get(address, **({"after": after} if after else {})).json()
            found += [one[name] for one in page["items"]]
            after = page["next"]
            if after is None:
                return found

    assert every("blanks", "serial") == [f"AB 000000{number}" for number in range(1, 6)]
    assert every("blanks/batches", "last") == [5]
    assert every(f"blanks/stocktakings/{row.pk}/counted", "serials") == [
        "AB 0000001", "AB 0000003", "AB 0000005", "AC 0000001", "AC 0000005",
    ]  # fmt: skip
    assert every(f"blanks/stocktakings/{row.pk}/differences", "serials") == [
        "AB 0000002", "AB 0000004", "AC 0000001", "AC 0000005",
    ]  # fmt: skip


def test_a_repeated_request_is_carried_out_once(house: House) -> None:
    registrar = Caller.signed_in("dilnoza")
    told = [registrar.post("blanks/batches", key="k1", **BATCH).json()["id"] for _time in range(2)]
    assert told[0] == told[1]
    assert Blank.objects.count() == 5


def test_the_calls_cost_the_same_with_1_and_3_rows(house: House) -> None:
    reader = Caller.signed_in("nodira")
    costs: dict[str, list[int]] = {}
    for count in (1, 3):
        for number in range(Blank.objects.count() // 3, count):
            first = 3 * number + 1
            received(house, f"{first:07}", f"{first + 2:07}")
            blank = spoiled(house, f"a{number}")
            issued(house, f"b{number}")
            act = drawn(house, blank.serial)
            row = opened(house)
            counted(house, row, f"AC {first:07}")
            explained(house, row, f"AC {first:07}")
            if number + 1 < count:
                blanks.drop_stocktaking(actor=house.dilnoza, stocktaking_id=row.pk, words="x")
        for address in (
            "blanks", "blanks/stock", f"blanks/register?first={TODAY}&last={TODAY}", "blanks/batches",
            "blanks/destructions", "blanks/stocktakings", f"blanks/destructions/{act.pk}",
            f"blanks/stocktakings/{row.pk}", f"blanks/stocktakings/{row.pk}/differences",
        ):  # fmt: skip
            reader.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert reader.get(address).status_code == 200
            costs.setdefault(address.partition("?")[0].rstrip("0123456789"), []).append(len(asked))
        blanks.drop_stocktaking(actor=house.dilnoza, stocktaking_id=row.pk, words="x")
    assert all(one[0] == one[-1] for one in costs.values()), costs
