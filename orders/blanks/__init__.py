"""The ledger of strict-account blanks: every write to it, and what others of the house may ask it."""

from orders.blanks.closing import close_stocktaking
from orders.blanks.destroying import confirm_destruction, draw_destruction, put_destruction_aside
from orders.blanks.moving import assign, issue, release, spoil
from orders.blanks.queries import about, get_blank
from orders.blanks.receiving import receive_batch
from orders.blanks.stocktaking import count_blanks, drop_stocktaking, explain, open_stocktaking, uncount

__all__ = [
    "about",
    "assign",
    "close_stocktaking",
    "confirm_destruction",
    "count_blanks",
    "draw_destruction",
    "drop_stocktaking",
    "explain",
    "get_blank",
    "issue",
    "open_stocktaking",
    "put_destruction_aside",
    "receive_batch",
    "release",
    "spoil",
    "uncount",
]
