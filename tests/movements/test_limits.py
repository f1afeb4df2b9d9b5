"""Dated numbers: chosen by the day the law names, never silently, and never able to contradict each other."""

from __future__ import annotations

from datetime import date

import pytest

from movements import limits
from movements.clauses import Act, Case, Text, check, holds, rule, stands_against
from movements.limits import Confidence, JudgedBy, Limit, LimitError, declare, limit_on


@pytest.fixture(autouse=True)
def own_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Declared here, forgotten afterwards."""
    monkeypatch.setattr(limits, "_limits", {})


def version(value: int, valid_from: str, valid_to: str | None = None, **other: object) -> Limit:
    return Limit(
        **{
            "key": "test.most",
            "value": value,
            "unit": "times",
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


def asks_the_limit(confidence: Confidence = Confidence.LAW) -> object:
    words = Text("uz", "ru", "en")
    clause = Act("test/1", words, date(2026, 1, 1), "").clause("1", uz="uz", ru="ru", en="en", reference="1")

    @rule(clause, remedy=words)
    def within(case: Case) -> object:
        most = case.limit("test.most")
        return holds(most is None or most >= 1, ("count", 1))

    return within


def test_the_version_of_the_day_is_chosen_on_both_sides_of_a_change() -> None:
    declare(version(2, "2020-01-01", "2025-09-12"))
    declare(version(3, "2025-09-13"))
    assert [limit_on("test.most", date(2025, 9, day)).value for day in (12, 13)] == [2, 3]
    assert limit_on("test.most", date(2019, 12, 31)) is None


def test_two_versions_of_one_day_stop_the_start() -> None:
    declare(version(2, "2020-01-01"))
    with pytest.raises(LimitError, match=r"test\.most: two versions hold on 2025-09-13"):
        declare(version(3, "2025-09-13"))


def test_a_number_without_source_stops_the_start() -> None:
    with pytest.raises(LimitError, match="names no source"):
        declare(version(2, "2020-01-01", source=""))


def test_a_number_that_is_off_is_data_and_nothing_more() -> None:
    declare(version(0, "2020-01-01", on=False))
    [finding] = check([asks_the_limit()], case("2026-09-01"))
    assert (finding["holds"], finding["limits"]) == (True, [])


def test_the_law_says_by_which_date_a_number_is_chosen() -> None:
    declare(version(0, "2020-01-01", "2026-08-31", judged_by=JudgedBy.EVENT))
    declare(version(5, "2026-09-01", judged_by=JudgedBy.EVENT))
    [early] = check([asks_the_limit()], case("2026-12-01", event_on="2026-08-31"))
    [late] = check([asks_the_limit()], case("2026-01-01", event_on="2026-09-01"))
    assert (early["holds"], late["holds"]) == (False, True)


def test_a_doubtful_number_warns_and_does_not_stand_against() -> None:
    declare(version(0, "2020-01-01", confidence=Confidence.DOUBTFUL))
    findings = check([asks_the_limit()], case("2026-09-01"))
    assert (findings[0]["holds"], findings[0]["warns"], stands_against(findings)) == (False, True, [])


def test_a_stored_finding_does_not_change_when_the_number_does() -> None:
    declare(version(0, "2020-01-01"))
    [finding] = check([asks_the_limit()], case("2026-09-01"))
    limits._limits.clear()
    declare(version(9, "2020-01-01"))
    assert (finding["holds"], finding["limits"][0]["value"]) == (False, 0)
