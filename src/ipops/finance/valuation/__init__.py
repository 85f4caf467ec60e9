"""What a right is worth, in several ways that are shown side by side and never averaged."""

from ipops.finance.valuation.asked import value
from ipops.finance.valuation.form import ValuationForm

__all__ = ["ValuationForm", "value"]
