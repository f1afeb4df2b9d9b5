"""The same people as everywhere, each with a token."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.caller import Caller
from tests.people import House


@pytest.fixture
def call(house: House) -> Callable[[str], Caller]:
    """``call("botir")`` is a program that signed in as Botir; the same one each time."""
    callers: dict[str, Caller] = {}
    return lambda login: callers.setdefault(login, Caller.signed_in(login))
