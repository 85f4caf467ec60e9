"""A bank's bad IP-pledge loans against its own overall ratio: the limit stands in a scheme file (``cn-npl-2019``)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ipops.finance.scheme import Scheme, evaluate
from ipops.finance.scheme.case import Case
from ipops.finance.scheme.outcome import Held
from ipops.kernel.money import Money
from ipops.lines.pledge.rules.scheming import scheme_of

_SINCE = date(2019, 8, 6)


def held(npl: Money, loans: Money, overall_bp: int | None) -> Held:
    """Whether the ratio holds; unknown where the bank does not tell its overall ratio or has no such loans."""
    scheme = scheme_of("cn-npl-2019")
    assert isinstance(scheme, Scheme)
    told: dict[str, Money | Fraction] = {"bank.ip_npl": npl, "bank.ip_loans": loans}
    if overall_bp is not None:
        told["bank.npl_ratio"] = Fraction(overall_bp, 10_000)
    return evaluate(scheme, Case(_SINCE, told)).ratios[0]
