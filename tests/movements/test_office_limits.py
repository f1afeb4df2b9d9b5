"""Numbers of the law which the office adds: checked at entry, in force at once, never touching old findings."""

from __future__ import annotations

import copy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from flows.regulation import transfer_rules as transfer
from journal import clock, events
from journal.refusals import Conflict, Invalid, NotFound
from journal.transactions import whole_request
from movements import limits
from movements.actions import add_limit
from movements.law_checks import check_law
from movements.limits import limit_on
from movements.models import OfficeLimit
from movements.windows import Window, next_window
from tests.flows.asking import ask, told
from tests.people import House

GPA = "transfer.min_gpa"
SPRING = "transfer.window.spring"


def add(house: House, by: str = "dilnoza", **given: Any) -> OfficeLimit:
    known: dict[str, Any] = {
        "key": GPA,
        "value": "2.6",
        "valid_from": date(2026, 12, 1),
        "confidence": "law",
        "source": "578-son qarorning matni",
        "reason": "Qaror matni bilan solishtirildi.",
        "basis": "2026-yil 25-noyabrdagi 41-sonli xat",
    }
    return add_limit(actor=house.people[by], **{**known, **given})


def value_on(key: str, day: str) -> Any:
    found = limit_on(key, date.fromisoformat(day))
    return found.value if found else None


def test_a_value_of_the_office_holds_from_its_first_day_on(house: House) -> None:
    row = add(house)
    assert [str(value_on(GPA, day)) for day in ("2026-11-30", "2026-12-01", "2030-01-01")] == ["2.4", "2.6", "2.6"]
    found = limit_on(GPA, date(2026, 12, 1))
    assert (found.row, found.source, found.clause) == (row.pk, "578-son qarorning matni", "578/2025:gpa")


def test_after_its_last_day_the_value_of_the_act_holds_again(house: House) -> None:
    add(house, key=SPRING, value="01-10/01-25", valid_from=date(2027, 1, 1), valid_to=date(2027, 1, 31))
    days = ("2026-12-31", "2027-01-01", "2027-01-31", "2027-02-01")
    assert [value_on(SPRING, day) for day in days] == ["01-10/01-20", "01-10/01-25", "01-10/01-25", "01-10/01-20"]
    assert told(transfer.is_within_window, "2027-01-25")[1] == "holds"
    assert told(transfer.is_within_window, "2027-01-26")[1] == "against"
    assert next_window([SPRING], date(2026, 12, 1)) == Window(date(2027, 1, 10), date(2027, 1, 25))


def test_the_same_first_day_replaces_what_was_wrong(house: House) -> None:
    add(house, value="3.6", valid_to=date(2026, 12, 31))
    add(house, value="2.6")
    assert [str(value_on(GPA, day)) for day in ("2026-12-01", "2027-01-01")] == ["2.6", "2.6"]


def test_a_number_can_be_turned_off_and_one_that_is_off_turned_on(house: House) -> None:
    add(house, applied=False)
    add(house, key="leave.most_times", value="2", confidence="doubtful")
    assert value_on(GPA, "2026-12-01") is None
    assert (value_on("leave.most_times", "2026-11-30"), value_on("leave.most_times", "2026-12-01")) == (None, 2)


def test_findings_made_before_stay_and_cases_of_earlier_days_are_judged_as_before(house: House) -> None:
    facts = {"system": "credit", "gpa": Decimal("2.5")}
    [before] = ask(transfer.average_is_enough, "2026-12-01", **facts)
    frozen = copy.deepcopy(before)
    row = add(house)
    [after] = ask(transfer.average_is_enough, "2026-12-01", **facts)
    [earlier] = ask(transfer.average_is_enough, "2026-11-30", **facts)
    assert (before, before["holds"], after["holds"], earlier["holds"]) == (frozen, True, False, True)
    used = {limit["key"]: limit for limit in after["limits"]}[GPA]
    assert (used["value"], used["valid_from"], used["row"]) == ("2.6", "2026-12-01", row.pk)
    assert "row" not in earlier["limits"][0]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": "two"}, "value"),
        ({"value": "6"}, "value"),
        ({"value": "2.45e5"}, "value"),
        ({"value": ""}, "value"),
        ({"key": SPRING, "value": "10.01-20.01"}, "value"),
        ({"key": SPRING, "value": "02-30/03-01"}, "value"),
        ({"key": "transfer.office_days", "value": "-3"}, "value"),
        ({"key": "transfer.gpa_compared", "value": "rounded"}, "value"),
        ({"confidence": "sure"}, "confidence"),
        ({"source": "  "}, "source"),
        ({"reason": ""}, "reason"),
        ({"basis": ""}, "basis"),
        ({"valid_to": date(2026, 11, 30)}, "valid_to"),
        ({"valid_from": date(2025, 9, 12)}, "valid_from"),
    ],
)
def test_a_bad_value_is_refused_with_its_field(house: House, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        add(house, **wrong)
    assert list(refused.value.fields) == [field]
    assert OfficeLimit.objects.count() == 0


def test_an_unknown_number_is_not_found(house: House) -> None:
    with pytest.raises(NotFound):
        add(house, key="transfer.invented")


@pytest.mark.parametrize(("first", "last"), [("2026-12-15", None), ("2026-12-31", "2027-02-01"), ("2026-11-01", None)])
def test_days_of_another_value_of_the_office_are_not_cut_into(house: House, first: str, last: str | None) -> None:
    add(house, valid_to=date(2026, 12, 31))
    with pytest.raises(Conflict, match=r"2\.6"):
        add(house, value="2.8", valid_from=date.fromisoformat(first), valid_to=last and date.fromisoformat(last))
    assert str(value_on(GPA, "2026-12-20")) == "2.6"


def test_an_open_value_is_ended_by_the_next_one(house: House) -> None:
    add(house)
    add(house, value="2.8", valid_from=date(2027, 9, 1))
    assert [str(value_on(GPA, day)) for day in ("2027-08-31", "2027-09-01")] == ["2.6", "2.8"]


@pytest.mark.parametrize("by", ["botir", "hamid", "erkin", "farrux", "gulnora", "kamola", "aziza"])
def test_who_is_neither_registrar_nor_head_may_not_add_a_number(house: House, by: str) -> None:
    with pytest.raises(Conflict):
        add(house, by=by)
    assert OfficeLimit.objects.count() == 0


def test_the_chain_of_the_institute_tells_who_added_what_and_why(house: House) -> None:
    row = add(house)
    house.institute.refresh_from_db()
    event = events.of(house.institute).last()
    assert (event.act, event.actor_name, event.clause, event.ids) == (
        "limit.add",
        house.dilnoza.full_name,
        "578/2025:gpa",
        {"limit": row.pk},
    )
    assert event.payload.body["reason"] == "Qaror matni bilan solishtirildi."
    assert event.hash == house.institute.chain_head


def test_a_row_is_never_changed_nor_removed(house: House) -> None:
    row = add(house)
    for statement in ("UPDATE movements_officelimit SET value = '1'", "DELETE FROM movements_officelimit"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert OfficeLimit.objects.get().value == row.value


def test_a_row_no_unit_can_read_any_more_stops_nothing(house: House) -> None:
    words = {"source": "s", "reason": "r", "basis": "b", "confidence": "law", "applied": True, "office": "registrar"}
    common = {**words, "valid_from": date(2026, 12, 1), "added_by": house.dilnoza, "added_at": clock.now()}
    OfficeLimit.objects.create(key=GPA, value="two", **common)
    OfficeLimit.objects.create(key="transfer.of_an_older_version", value="2", **common)
    assert str(value_on(GPA, "2026-12-01")) == "2.4"
    assert check_law(None) == []


def test_the_numbers_of_the_office_cost_one_statement_a_case_however_many(house: House) -> None:
    counts = []
    for month in (1, 2, 3):
        add(house, valid_from=date(2027, month, 1))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            ask(transfer.is_within_window, "2027-01-15")
        counts.append(len(seen))
    assert counts == [1, 1, 1]


def test_an_act_reads_them_once_and_sees_what_it_has_added_itself(house: House) -> None:
    with whole_request():
        assert str(value_on(GPA, "2026-12-01")) == "2.4"
        with CaptureQueriesContext(connection) as seen:
            value_on(SPRING, "2026-12-01")
        assert len(seen) == 0
        add(house)
        assert str(value_on(GPA, "2026-12-01")) == "2.6"


def test_the_files_say_the_same_whatever_the_office_adds(house: House) -> None:
    add(house)
    assert [str(limit.value) for limit in limits.versions(GPA)] == ["2.4"]
