"""Dated numbers: chosen by the day the law names, never silently, and never able to contradict each other."""

from __future__ import annotations

import copy
from datetime import date

import pytest

from movements import acts, limits
from movements.acts import Act, Clause
from movements.clauses import Case, Text, check, holds, rule, stands_against, unknown
from movements.limits import Confidence, JudgedBy, Limit, LimitError, faults_of, limit_on

WORDS = Text("uz", "ru", "en")


@pytest.fixture(autouse=True)
def own_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """Declared here, forgotten afterwards."""
    monkeypatch.setattr(limits, "_limits", {})
    monkeypatch.setattr(acts, "_acts", {})
    acts.hold(act("test/1", "2015-01-01"))


def act(code: str, valid_from: str, valid_to: str | None = None) -> Act:
    return Act(
        code=code,
        title=WORDS,
        adopted=date.fromisoformat(valid_from),
        link="",
        in_force_from=date.fromisoformat(valid_from),
        in_force_to=date.fromisoformat(valid_to) if valid_to else None,
        clauses={"1": Clause(act=code, number="1", text=WORDS, reference=f"{code}, clause 1")},
    )


def declare(*found: Limit) -> None:
    limits.hold({"test.most": found})


def version(value: int, valid_from: str, valid_to: str | None = None, **other: object) -> Limit:
    return Limit(
        **{
            "key": "test.most",
            "value": value,
            "unit": "leaves",
            "valid_from": date.fromisoformat(valid_from),
            "valid_to": date.fromisoformat(valid_to) if valid_to else None,
            "source": "Act 1",
            "confidence": Confidence.LAW,
            **other,
        }
    )


def case(filed_on: str, event_on: str = "2026-09-01") -> Case:
    day, event = date.fromisoformat(filed_on), date.fromisoformat(event_on)
    return Case("test", {}, None, day, event, day, frozenset())


@rule("test/1:1", remedy=WORDS)
def within(case: Case) -> object:
    most = case.limit("test.most")
    return holds(most is None or most >= 1, ("count", 1))


def test_the_version_of_the_day_is_chosen_on_both_sides_of_a_change() -> None:
    declare(version(2, "2020-01-01", "2025-09-12"), version(3, "2025-09-13"))
    assert [limit_on("test.most", date(2025, 9, day)).value for day in (12, 13)] == [2, 3]
    assert limit_on("test.most", date(2019, 12, 31)) is None


def test_a_number_nobody_declared_is_not_silently_absent() -> None:
    with pytest.raises(LimitError, match=r"no such limit: test\.least"):
        limit_on("test.least", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("found", "faults"),
    [
        ([version(2, "2020-01-01", "2025-09-12"), version(3, "2025-09-13")], []),
        ([version(3, "2025-09-13"), version(2, "2020-01-01", "2025-09-12")], []),
        ([version(2, "2020-01-01"), version(3, "2025-09-13")], ["test.most: two versions hold on 2025-09-13"]),
        (
            [version(2, "2020-01-01", "2025-09-13"), version(3, "2025-09-13")],
            ["test.most: two versions hold on 2025-09-13"],
        ),
        (
            [version(2, "2020-01-01", "2025-09-11"), version(3, "2025-09-13")],
            ["test.most: no version holds on 2025-09-12"],
        ),
        ([version(2, "2020-01-01", source="")], ["test.most from 2020-01-01 names no source"]),
        ([version(2, "2020-01-02", "2020-01-01")], ["test.most from 2020-01-02 ends before it begins"]),
        (
            [version(2, "2020-01-01", "2025-09-12"), version(3, "2025-09-13", unit="days")],
            ["test.most from 2025-09-13 is counted or judged otherwise than the version before it"],
        ),
    ],
)
def test_overlap_gap_and_missing_source_are_said(found: list[Limit], faults: list[str]) -> None:
    assert list(faults_of(found)) == faults


def test_a_number_that_is_off_is_data_and_nothing_more() -> None:
    declare(version(0, "2020-01-01", on=False))
    [finding] = check([within], case("2026-09-01"))
    assert (finding["holds"], finding["limits"]) == (True, [])


def test_the_law_says_by_which_date_a_number_is_chosen() -> None:
    declare(
        version(0, "2020-01-01", "2026-08-31", judged_by=JudgedBy.EVENT),
        version(5, "2026-09-01", judged_by=JudgedBy.EVENT),
    )
    [early] = check([within], case("2026-12-01", event_on="2026-08-31"))
    [late] = check([within], case("2026-01-01", event_on="2026-09-01"))
    assert (early["holds"], late["holds"]) == (False, True)


def test_a_doubtful_number_warns_and_does_not_stand_against() -> None:
    declare(version(0, "2020-01-01", confidence=Confidence.DOUBTFUL))
    findings = check([within], case("2026-09-01"))
    assert (findings[0]["holds"], findings[0]["warns"], stands_against(findings)) == (False, True, [])


def test_a_stored_finding_does_not_change_when_a_later_version_comes() -> None:
    declare(version(0, "2020-01-01"))
    [finding] = check([within], case("2026-09-01"))
    frozen = copy.deepcopy(finding)
    declare(version(0, "2020-01-01", "2026-06-30"), version(9, "2026-07-01"))
    [later] = check([within], case("2026-09-01"))
    assert finding == frozen
    assert (finding["holds"], finding["limits"][0]["value"], finding["limits"][0]["valid_from"]) == (
        False,
        0,
        "2020-01-01",
    )
    assert (later["holds"], later["limits"][0]["value"], later["limits"][0]["valid_from"]) == (True, 9, "2026-07-01")


def test_the_clause_of_the_act_in_force_is_quoted_on_both_sides_of_a_change() -> None:
    acts.hold(act("old", "2017-06-20", "2025-09-12"))
    acts.hold(act("new", "2025-09-13"))

    @rule("new:1", "old:1", remedy=WORDS)
    def either(case: Case) -> object:
        return holds(True)

    days = ("2017-06-19", "2017-06-20", "2025-09-12", "2025-09-13")
    found = [[one["clause"] for one in check([either], case(day))] for day in days]
    assert found == [[], ["old:1"], ["old:1"], ["new:1"]]


def test_the_rule_says_which_day_chooses_the_act() -> None:
    acts.hold(act("old", "2017-06-20", "2025-09-12"))
    acts.hold(act("new", "2025-09-13"))

    @rule("new:1", "old:1", remedy=WORDS, judged_by=JudgedBy.EVENT)
    def either(case: Case) -> object:
        return holds(True)

    [finding] = check([either], case("2026-09-01", event_on="2025-09-12"))
    assert (finding["clause"], finding["reference"]) == ("old:1", "old, clause 1")


def test_a_fact_nobody_knows_warns_and_does_not_stand_against() -> None:
    @rule("test/1:1", remedy=WORDS)
    def needs_a_fact(case: Case) -> object:
        return unknown("grade point average")

    findings = check([needs_a_fact], case("2026-09-01"))
    assert (findings[0]["holds"], findings[0]["warns"], stands_against(findings)) == (False, True, [])
    assert findings[0]["facts"] == [["grade point average", "—"]]
