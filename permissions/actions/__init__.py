"""Every write about people, units and offices."""

from permissions.actions.appointing import appoint, end_appointment, open_unit
from permissions.actions.inviting import accept_invitation, invite
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
    "accept_invitation",
    "account_of",
    "appoint",
    "correct_person",
    "create_person",
    "end_appointment",
    "invite",
    "issue_token",
    "open_account",
    "open_unit",
]
