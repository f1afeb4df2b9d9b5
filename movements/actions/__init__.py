"""Every write to a case. Screen, API, bulk and job call the same functions: lock, read, ask policy, change, record."""

from movements.actions.deciding import decide
from movements.actions.differing import compare_with, judge_match
from movements.actions.drafts import attach, detach, save_draft, start_draft
from movements.actions.filing import file, revise
from movements.actions.filing_for import enter_and_start, start_draft_for
from movements.actions.holding import reassign, release, take
from movements.actions.limits import add_limit
from movements.actions.spoiling import spoil
from movements.actions.withdrawing import withdraw

__all__ = [
    "add_limit",
    "attach",
    "compare_with",
    "decide",
    "detach",
    "enter_and_start",
    "file",
    "judge_match",
    "reassign",
    "release",
    "revise",
    "save_draft",
    "spoil",
    "start_draft",
    "start_draft_for",
    "take",
    "withdraw",
]
