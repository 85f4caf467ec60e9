"""``ipops finance value``: a plain tree in, an answer as plain values out."""

from __future__ import annotations

from typing import Any

from ipops.finance.asked import Answer
from ipops.finance.forms import read
from ipops.finance.valuation import ValuationForm, value


def asked_value(tree: Any) -> Answer:
    """``ipops finance value``: every approach, the report's doubts, bands and sensitivity."""
    form = read(ValuationForm, tree)
    return form if isinstance(form, tuple) else value(form)
