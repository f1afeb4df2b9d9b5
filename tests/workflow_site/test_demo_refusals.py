"""Where the demo and its time are refused, and what its roster is made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from journal import clock
from permissions.models import Institute
from tests.people import House
from workflow_site.demo.roster import Roster


def test_a_database_that_is_not_empty_is_refused(house: House) -> None:
    with pytest.raises(CommandError, match="This database is not empty"):
        call_command("demo", stdout=StringIO())
    assert not Institute.objects.filter(is_demo=True).exists()


def test_too_few_students_are_refused_with_the_number_needed(db: None) -> None:
    with pytest.raises(CommandError, match="--students: at least 200"):
        call_command("demo", students=10, stdout=StringIO())


def roster(seed: int, students: int = 200) -> dict:
    day = datetime(2026, 11, 23, tzinfo=UTC)
    return Roster(students=students, seed=seed, today=day.date(), shown_on=day).envelope()


def test_the_same_seed_gives_the_same_students_and_another_seed_others() -> None:
    assert roster(7) == roster(7) != roster(8)


def test_names_carry_the_letters_of_a_passport_and_never_a_quotation_mark() -> None:
    text = " ".join(item["full_name"] for item in roster(7, students=400)["data"]["items"])
    assert "ʻ" in text and "ʼ" in text
    assert not set(text) & set("'‘’`\"")


def believed(settings) -> list[str]:
    settings.HARAKAT_NOW = datetime(2027, 3, 1, tzinfo=UTC)
    return [error.id for error in run_checks() if error.id == "harakat.E001"]


def test_a_believed_time_is_refused_in_a_real_office(house: House, settings) -> None:
    assert believed(settings) == ["harakat.E001"]


def test_a_believed_time_is_allowed_in_an_empty_database(db: None, settings) -> None:
    assert believed(settings) == []


def test_a_pretended_moment_stands_still_and_ends_with_its_block() -> None:
    moment = datetime(2026, 9, 1, 9, tzinfo=clock.zone)
    with clock.pretend(moment):
        assert clock.now() == clock.now() == moment
        assert clock.today() == moment.date()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=30)
