"""How a commission decides: its quorum and what happens where votes are equal, as dated numbers of the institute.

They stand in ``flows/regulation/institute.toml``: no act that was read says either.
"""

from __future__ import annotations

from datetime import date

from movements.limits import Numbers, limit_on

QUORUM, CASTING_VOTE = "commission.quorum", "commission.casting_vote"


def is_quorum(present: int, of: int, *, on: date, numbers: Numbers) -> bool:
    """Whether more than the part of the members which the rule of that day names is there.

    Args:
        numbers: ``limits.in_force()``, asked once a sitting.
    """
    limit = limit_on(QUORUM, on, numbers)
    return present > 0 and present * 100 > of * (limit.value if limit else 0)


def carries(in_favour: int, voting: int, *, chair_in_favour: bool, on: date, numbers: Numbers) -> bool:
    """Whether a proposal has the majority of those entitled and present; of equal parts, that of the chair.

    Args:
        in_favour: votes for it.
        voting: members entitled to vote on the case who are present.
        chair_in_favour: whether who presides is among them and voted for it.
        on: the day of the sitting.
        numbers: ``limits.in_force()``, asked once a sitting.
    """
    if in_favour * 2 != voting:
        return in_favour * 2 > voting
    limit = limit_on(CASTING_VOTE, on, numbers)
    return voting > 0 and chair_in_favour and limit is not None and limit.value == "yes"
