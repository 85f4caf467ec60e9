"""The IP part of a loan: given as a share, or as an amount of the whole."""

from __future__ import annotations

from fractions import Fraction

from ipops.finance.scheme.case import Case
from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.interval import Between
from ipops.finance.scheme.outcome import Log
from ipops.kernel.money import Money


def ip_part(case: Case, rule: str, log: Log) -> Between | None:
    """The share of the loan lent on IP, or ``None`` if the case does not tell. A loan that is not combined is all of it."""
    share = case.get("loan.ip_share")
    if isinstance(share, Fraction):
        return Between(share, share)
    part, whole = case.get("loan.ip_part"), case.get("loan.principal")
    if isinstance(part, Money) and isinstance(whole, Money) and whole.fen > 0:
        exact = Fraction(part.fen, whole.fen)
        return Between(exact, exact)
    if case.get("loan.combined") is False:
        return Between(Fraction(1), Fraction(1))
    log.lacks_fact(rule, "loan.ip_share", FACTS["loan.ip_share"].says)
    return None
