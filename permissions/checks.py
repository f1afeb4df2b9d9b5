"""Whether the table of offices makes sense; asked by ``manage.py check`` before anything starts."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from permissions.roles import ACTS, Act, Role, offices_for


def check_offices(**_kwargs: Any) -> list[CheckMessage]:
    """Every office may do something, every act belongs to some office, and an applicant's acts are nobody's office."""
    found: list[CheckMessage] = []
    for role in Role:
        if role is not Role.STUDENT and not ACTS.get(role):
            hint = "Give it an act in permissions.roles.ACTS or remove the office."
            found.append(Error(f"The office {role.value} may do nothing.", hint=hint, id="permissions.E001"))
    for act in Act:
        if not offices_for(act):
            hint = "Give it to an office in permissions.roles.ACTS or remove the act."
            found.append(Error(f"No office may do the act {act.value}.", hint=hint, id="permissions.E002"))
    if ACTS.get(Role.STUDENT):
        hint = "An applicant acts in their own case without an appointment: leave its acts empty."
        found.append(Error("The applicant is given acts like an office.", hint=hint, id="permissions.E003"))
    return found
