"""The ledger of strict-account blanks: every write to it, and what others of the house may ask it."""

from orders.blanks.moving import assign, issue, release, spoil
from orders.blanks.queries import about, get_blank
from orders.blanks.receiving import receive_batch

__all__ = ["about", "assign", "get_blank", "issue", "receive_batch", "release", "spoil"]
