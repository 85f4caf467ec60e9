"""Money of a loss in double entry: who has paid what, who gets which part of a recovery, and what a statement must say."""

from ipops.finance.pool.book import Balance, Book, Entry, Posting, asserted
from ipops.finance.pool.losses import CostAdvanced, Event, LossBook, LossFound, Paid, PaidBack, Recovered, post

__all__ = [
    "Balance",
    "Book",
    "CostAdvanced",
    "Entry",
    "Event",
    "LossBook",
    "LossFound",
    "Paid",
    "PaidBack",
    "Posting",
    "Recovered",
    "asserted",
    "post",
]
