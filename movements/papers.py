"""Papers of a case: which are asked for, and who may open them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy

from permissions.roles import Role


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper a flow asks for.

    Args:
        kind: its code, frozen once cases hold such papers.
        title: its name for the reader.
        clause: what asks for it.
        when: the stated values under which it is obligatory, e.g. ``{"ground": ("health",)}``; empty: always.
        optional: may be left out even then.
        sensitive: medical or family paper: seen only by the applicant and by steps whose ``sees`` names it.
    """

    kind: str
    title: Any
    clause: str
    when: Mapping[str, Iterable[str]] = field(default_factory=dict)
    optional: bool = False
    sensitive: bool = False

    def is_asked(self, stated: Mapping[str, Any]) -> bool:
        """Whether this application must bring the paper."""
        return all(stated.get(name) in tuple(values) for name, values in self.when.items())


APPLICATION_SCAN = Paper(kind="application_scan", title=gettext_lazy("Scan of the signed application"), clause="")
"""What an office brings that files for another: nothing is filed in a name that has not signed."""
PROOF = Paper(kind="clearance_proof", title=gettext_lazy("Paper that shows it is settled"), clause="", optional=True)
"""What an applicant may bring while an office says that something is owed."""


def may_see(paper: Paper, *, offices: Iterable[Role], sees: Mapping[Role, Iterable[str]], is_applicant: bool) -> bool:
    """Whether a reader may open a paper: a sensitive one only where a step of the reader's office needs it.

    Args:
        paper: the paper asked for.
        offices: the offices the reader holds over the case.
        sees: by office, the kinds its steps need.
        is_applicant: whether the reader is the applicant.
    """
    if is_applicant:
        return True
    held = list(offices)
    if not paper.sensitive:
        return bool(held)
    return any(paper.kind in sees.get(office, ()) for office in held)
