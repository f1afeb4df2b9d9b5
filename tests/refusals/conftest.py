"""One scene for all tests of this folder: a refused request changes nothing, so nothing has to be set up again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.refusals import nothing
from tests.refusals.scene import Scene, open_scene


@pytest.fixture(scope="package")
def standing_scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """The scene in a transaction of its own, which is taken back after the last test of the folder."""
    with django_db_blocker.unblock(), transaction.atomic():
        scene = open_scene()
        nothing.remember()
        yield scene
        transaction.set_rollback(True)


@pytest.fixture
def scene(standing_scene: Scene, db: None) -> Scene:
    """The scene; what a test does to it all the same is taken back."""
    return standing_scene
