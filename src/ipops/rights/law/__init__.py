"""The periods, fees, reductions and terms that the docket computes with: our own YAML beside this file, each row cited.

Rule 1: a row without a citation is no row; a grade stands at each and is shown with what is computed from it.
Rule 2: a tariff that changes is a new entry with its day; nothing is overwritten.
Rule 3: what no source gives (a term, a sum, the day from which a tariff held) is said to be unknown, never filled in.
"""

from ipops.rights.law.book import (
    Book,
    Deadline,
    Fee,
    LateRule,
    ReductionRule,
    Restoration,
    Tariff,
    Term,
    book,
)

__all__ = ["Book", "Deadline", "Fee", "LateRule", "ReductionRule", "Restoration", "Tariff", "Term", "book"]
