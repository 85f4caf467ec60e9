"""One payment day of a securitization: cash, dues in order, reserve, support drawn net, notes repaid to the fen."""

from ipops.finance.waterfall.day import Day, Deal, Note, Paid, Support, pay_day

__all__ = ["Day", "Deal", "Note", "Paid", "Support", "pay_day"]
