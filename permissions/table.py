"""``docs/permissions.md``, first part: the offices and what each may do, as ``roles.ACTS`` has it."""

from __future__ import annotations

from django.utils import translation

from permissions.policy import NEVER_IN_OWN_CASE
from permissions.roles import ACTS, Act, Role

MEASURED = "<!-- From here on the tests write what they found by asking. -->\n"
HEAD = """\
# Who may do what

The offices and their acts, written by `manage.py describe_flows --write` from `permissions/roles.py`. An act needs an
appointment to the office on that day, in the unit concerned or in one above it; without one the table grants nothing.

"""


def table() -> str:
    """Offices across, acts down; the same table for every reader and database."""
    with translation.override("en"):
        lines = [
            _row("Act", *(str(role.label) for role in Role)),
            _row("---", *("---" for _role in Role)),
            *(_row(f"{act.label} `{act.value}`", *("●" if act in ACTS[role] else "" for role in Role)) for act in Act),
        ]
        own = ", ".join(str(act.label) for act in Act if act in NEVER_IN_OWN_CASE)
    return HEAD + "\n".join(lines) + f"\n\nNever in one's own case, whatever the office: {own}.\n\n"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"
