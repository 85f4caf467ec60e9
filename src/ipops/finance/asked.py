"""What the commands ``ipops finance …`` ask: a plain tree in, an answer as plain values out. No file, no clock."""

from __future__ import annotations

from typing import Any

from ipops.finance.forms import read
from ipops.finance.schedule import LoanTerms, schedule
from ipops.finance.schedule.arrears import standing
from ipops.kernel.outcome import Problem, Refused

Answer = dict[str, Any] | tuple[Problem, ...] | Refused


def asked_schedule(tree: Any) -> Answer:
    """``ipops finance schedule``: the rows of a loan and where it stands."""
    terms = read(LoanTerms, tree)
    if isinstance(terms, tuple):
        return terms
    made = schedule(terms)
    if isinstance(made, Refused):
        return made
    stands = standing(made)
    return {
        "principal_fen": made.terms.principal.fen,
        "interest_fen": made.interest.fen,
        "ends_on": made.ends_on.isoformat(),
        "rows": [r.as_json() for r in made.rows],
        "arrears": stands.as_json() if stands else None,
        "checks": {
            "principal_repaid": sum(r.principal.fen for r in made.rows) == made.terms.principal.fen,
            "balance_ends_at_nought": made.rows[-1].balance.fen == 0,
        },
    }
