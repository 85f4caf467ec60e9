"""What a loan owes on which day: day counts, calendars, periods with stubs, instalments, prepayment, extension, arrears."""

from ipops.finance.schedule.build import Schedule, schedule
from ipops.finance.schedule.terms import LoanTerms

__all__ = ["LoanTerms", "Schedule", "schedule"]
