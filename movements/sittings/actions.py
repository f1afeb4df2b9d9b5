"""Every write to a sitting. Screen, API and job call the same functions: lock, read, ask policy, change, record."""

from movements.sittings.holding import attend, close, declare_interest, vote, vote_all
from movements.sittings.preparing import call, leave_over, open_body, prepare, put_on, void
from movements.sittings.signing import sign

__all__ = [
    "attend",
    "call",
    "close",
    "declare_interest",
    "leave_over",
    "open_body",
    "prepare",
    "put_on",
    "sign",
    "void",
    "vote",
    "vote_all",
]
