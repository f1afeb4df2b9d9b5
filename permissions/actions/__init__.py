"""Every write about people, units and offices."""

from permissions.actions.appointing import appoint, end_appointment, open_unit
from permissions.actions.people import (
    PersonData,
    account_of,
    correct_person,
    create_person,
    issue_token,
    open_account,
)

__all__ = [
    "PersonData",
    "account_of",
    "appoint",
    "correct_person",
    "create_person",
    "end_appointment",
    "issue_token",
    "open_account",
    "open_unit",
]
