"""The IP part of a loan: given as a share, or as an amount of the whole."""

from __future__ import annotations

from fractions import Fraction

from ipops.finance.scheme.case import Case
from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.interval import Between
from ipops.finance.scheme.outcome import Log
from ipops.kernel.money import Money
from ipops.kernel.text import Text


def ip_part(case: Case, rule: str, log: Log) -> Between | None:
    """The share of the loan lent on IP, or ``None`` if the case does not tell. A loan that is not combined is all of it.

    Facts that contradict one another (a part above the whole, two different shares) settle nothing: anything may hold.
    """
    told: list[Fraction] = []
    share = case.get("loan.ip_share")
    if isinstance(share, Fraction):
        told.append(share)
    part, whole = case.get("loan.ip_part"), case.get("loan.principal")
    if isinstance(part, Money) and isinstance(whole, Money) and whole.fen > 0:
        told.append(Fraction(part.fen, whole.fen))
    if case.get("loan.combined") is False:
        told.append(Fraction(1))
    if not told:
        log.lacks_fact(rule, "loan.ip_share", FACTS["loan.ip_share"].says)
        return None
    if len(set(told)) > 1 or not 0 <= told[0] <= 1:
        why = Text("案情中知识产权部分的数字互相矛盾。", "The case's figures of the IP part contradict one another.")
        log.lacks_word(f"{rule}.ip_part", why)
        return Between(Fraction(0), Fraction(1))
    return Between(told[0], told[0])
