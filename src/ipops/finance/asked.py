"""What the commands ``ipops finance …`` ask: a plain tree in, an answer as plain values out. No file, no clock."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from ipops.finance.forms import read
from ipops.finance.forms.form import Day, Form
from ipops.finance.schedule import LoanTerms, schedule
from ipops.finance.schedule.arrears import standing
from ipops.finance.scheme import Scheme, evaluate, read_case
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


class ShareForm(Form):
    """``ipops finance share``: a scheme by its code or written out, a case, and what the user assumes."""

    scheme: str | dict[str, Any]
    on: Day
    given: dict[str, Any]
    assume: Annotated[dict[str, str], Field(default_factory=dict)]


def asked_share(form: ShareForm, scheme: Scheme) -> Answer:
    """The outcome of a case under a scheme that the caller has found."""
    case = read_case(form.on, form.given)
    return case if isinstance(case, tuple) else evaluate(scheme, case).as_json()
