"""One small institute for all lines: nothing of it is changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from students.models import Group
from tests.people import House, open_house


@pytest.fixture(scope="package")
def standing_house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """Opened once; taken away when the last line has been asked."""
    with django_db_blocker.unblock(), transaction.atomic():
        house = open_house()
        group = house.groups["chemistry 25-10"]
        for name, language, semester in (("25-11", "11", 3), ("25-12", "12", 3), ("24-10", "11", 5)):
            Group.objects.create(
                name=name, programme=group.programme, language=language, course=(semester + 1) // 2, semester=semester,
                curriculum=group.curriculum if semester == 3 else "24-60710100",
            )  # fmt: skip
        yield house
        transaction.set_rollback(True)


@pytest.fixture
def office(standing_house: House, db: None) -> House:
    """The institute for one line."""
    return standing_house
