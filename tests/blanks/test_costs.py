"""What pages and acts of the ledger cost the database does not grow with its rows."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orders import blanks
from orders.blank_models import Blank
from tests.blanks.keeping import assigned, closed, counted, drawn, explained, issued, opened, received, spoiled
from tests.orders.hemis import english
from tests.people import House


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_pages_cost_the_same_with_1_and_3_rows(house: House) -> None:
    client = english("dilnoza")
    costs: dict[str, list[int]] = {}
    for count in (1, 3):
        while Blank.objects.count() < 4 * count:
            number = Blank.objects.count() + 1
            received(house, f"{number:07}", f"{number + 3:07}")
            about = f"movement:{number}"
            blank = spoiled(house, about)
            act = drawn(house, blank.serial)
            blanks.confirm_destruction(actor=house.nodira, destruction_id=act.pk)
            issued(house, about)
            row = opened(house)
            explained(house, row, f"AB {number + 2:07}-{number + 3:07}", str(number))
            blanks.drop_stocktaking(actor=house.dilnoza, stocktaking_id=row.pk, words="x")
        row = opened(house)
        counted(house, row, "\n".join(f"AB {4 * n + 3:07}" for n in range(count)))
        addresses = {
            "stock": "/blanks/", "register": "/blanks/register/", "destructions": "/blanks/destructions/",
            "stocktakings": "/blanks/stocktakings/", "stocktaking": f"/blanks/stocktakings/{row.pk}/",
            "destruction": f"/blanks/destructions/{act.pk}/",
        }  # fmt: skip
        for name, address in addresses.items():
            costs.setdefault(name, []).append(cost(client, address))
        blanks.drop_stocktaking(actor=house.dilnoza, stocktaking_id=row.pk, words="x")
    assert {name: counts[0] for name, counts in costs.items()} == {name: counts[1] for name, counts in costs.items()}
    assert max(counts[0] for counts in costs.values()) <= 14, costs


def test_the_acts_cost_the_same_with_1_and_3_serials(house: House) -> None:
    costs: dict[str, list[int]] = {}

    def measured(name: str, act: Any) -> Any:
        with CaptureQueriesContext(connection) as asked:
            made = act()
        costs.setdefault(name, []).append(len(asked))
        return made

    received(house, "9000001", "9000001")
    for series, count in (("AB", 1), ("AC", 3)):
        measured("receive", lambda s=series, c=count: received(house, "0000001", f"{c:07}", series=s))
        for number in range(count):
            blank = assigned(house, f"{series}:{number}", serial=f"{series} {number + 1:07}")
            blanks.spoil(actor=house.dilnoza, blank_id=blank.pk, words="x")
        serials = f"{series} 0000001-{count:07}"
        act = measured("draw", lambda s=serials: drawn(house, s))
        row = opened(house)
        measured("count", lambda r=row, s=serials: counted(house, r, s, "spoiled"))
        blanks.uncount(actor=house.dilnoza, stocktaking_id=row.pk, range_id=row.counted.get().pk)
        counted(house, row, "AB 9000001")
        measured("explain", lambda r=row, s=serials: explained(house, r, s))
        blanks.drop_stocktaking(actor=house.dilnoza, stocktaking_id=row.pk, words="x")
        measured("confirm", lambda a=act: blanks.confirm_destruction(actor=house.nodira, destruction_id=a.pk))
        row = opened(house)
        counted(house, row, "AB 9000001")
        counted(house, row, f"{series} 8000001-{8000000 + count}")
        explained(house, row, f"{series} 8000001-{8000000 + count}")
        measured("close", lambda r=row: closed(house, r))
        row = opened(house)
        counted(house, row, "AB 9000001")
        explained(house, row, f"{series} 8000001-{8000000 + count}")
        closed(house, row)
    assert {name: len(set(counts)) for name, counts in costs.items()} == dict.fromkeys(costs, 1), costs
