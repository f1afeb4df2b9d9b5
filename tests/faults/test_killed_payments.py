"""A worker is killed while it records the payments of a file, or ends an unpaid case: each line once, each end once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from journal import events
from journal.models import Job
from movements import lapsing
from movements.fees import importing
from movements.fees.matching import open_lines
from movements.models import Payment
from tests.faults import dying
from tests.faults.invariants import broken, unfinished
from tests.faults.numbers import count, times
from tests.fees.paying import account, asked, fresh, priced
from tests.fees.test_importing import file_of
from tests.people import House


def test_a_worker_killed_over_a_file_records_each_line_once(house: House, media: Path, unrung: None) -> None:
    priced(house)
    movements = [asked(house, f"talaba{number}") for number in range(times(2, 5))]
    dying.drain()
    lines = [f"{n}-{m.pk};20.11.2026;200000;A;;;{m.number}" for n in range(3) for m in movements]
    found = importing.upload(
        actor=house.gulnora, name="bank.csv", content=file_of(*lines, "x;20.11.2026;1;B;;;hech kim")
    )
    importing.apply(actor=house.gulnora, file_id=found.pk)
    assert broken() == []
    deaths = dying.kill_at_every_statement(Job.objects.get(kind="fees.match").pk, times(17, 1))
    count("worker killed before a statement", **{"deaths in fees.match": deaths})
    assert deaths > 0
    dying.drain()
    assert unfinished(media) == []
    assert Payment.objects.count() == len(lines)
    for movement in movements:
        assert (account(movement).paid, fresh(movement)) == (Decimal("600000.00"), ("approved", "order"))
    assert open_lines().count() == 1


def test_a_worker_killed_over_an_unpaid_case_ends_it_once(
    house: House, media: Path, unrung: None, at: Callable[[str], None]
) -> None:
    priced(house)
    movement = asked(house)
    at("2026-11-23T11:00:00")
    dying.drain()
    for moment, kind in (("2026-12-01T00:01:00", "movements.lapse_notice"), ("2026-12-05T00:01:00", "movements.lapse")):
        at(moment)
        lapsing.lapse_what_is_due()
        deaths = dying.kill_at_every_statement(Job.objects.get(kind=kind).pk, times(5, 1))
        count("worker killed before a statement", **{f"deaths in {kind} (unpaid)": deaths})
        dying.drain()
    assert unfinished(media) == []
    assert fresh(movement) == ("refused", "refused")
    assert [event.act for event in events.of(movement)][4:] == ["lapse_notice", "unpaid"]
