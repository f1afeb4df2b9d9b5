"""Asking one rule of an application filed on a day, with the facts of ``movements.study_facts``."""

from __future__ import annotations

from datetime import date
from typing import Any

from movements.clauses import Case, Rule, check
from movements.study_facts import StudyFacts


def ask(rule: Rule, day: str, event: str = "", **facts: Any) -> list[dict[str, Any]]:
    """The finding of one rule for what was filed on a day; none where no act was in force."""
    filed = date.fromisoformat(day)
    study = StudyFacts(**facts)
    return check(
        [rule],
        Case(
            "transfer",
            {},
            None,
            filed,
            date.fromisoformat(event) if event else filed,
            filed,
            frozenset(),
            study=study,
        ),
    )


def told(rule: Rule, day: str, **facts: Any) -> tuple[str, str]:
    """The clause quoted, and whether it holds, warns or stands against the case."""
    [finding] = ask(rule, day, **facts)
    return finding["clause"], "holds" if finding["holds"] else "warns" if finding["warns"] else "against"
