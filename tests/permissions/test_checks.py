"""The table of offices makes sense, and a table that does not stops the start."""

from __future__ import annotations

import pytest

from permissions import checks, roles
from permissions.roles import ACTS, Act, Role


def test_the_table_of_offices_is_whole() -> None:
    assert checks.check_offices() == []


@pytest.mark.parametrize(
    ("office", "acts", "expected"),
    [
        (Role.HEAD, frozenset(), ["permissions.E001", "permissions.E002", "permissions.E002"]),
        (Role.ADMIN, frozenset({Act.CASE_READ}), ["permissions.E002"]),
        (Role.STUDENT, frozenset({Act.CASE_READ}), ["permissions.E003"]),
    ],
)
def test_a_table_with_a_hole_is_found(monkeypatch, office, acts, expected) -> None:
    table = {**ACTS, office: acts}
    monkeypatch.setattr(checks, "ACTS", table)
    monkeypatch.setattr(roles, "ACTS", table)
    assert [fault.id for fault in checks.check_offices()] == expected
