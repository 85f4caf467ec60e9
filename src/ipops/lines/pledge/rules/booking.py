"""The loan book for a what-if: loans that stand, with what only the user may say of them; and the pots of several schemes.

Rule: probability of default, recovery and its lag are the user's, one for all loans unless a file says otherwise. None is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from ipops.finance.scheme import Scheme
from ipops.finance.scheme.facts import FACTS
from ipops.finance.whatif.rates import payers_of
from ipops.kernel.money import Money

#: Loans of firms whose industry the register does not tell are one industry of their own, and named so.
NO_INDUSTRY = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One loan as the ledger knows it: principal left, its last day, the part that was lent on IP."""

    loan: str
    firm: str
    bank: str
    industry: str
    left: Money
    due_on: date | None
    ip_share: Fraction | None
    guaranteed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Yours:
    """What the user says of every loan; texts as they were typed."""

    pd: str
    recovery: str
    lag: int | None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Booked:
    """``left_out`` are loans without a last day or with nothing left: told, never guessed."""

    loans: tuple[dict[str, Any], ...]
    left_out: tuple[str, ...]


def booked(rows: Iterable[Standing], yours: Yours, on: date) -> Booked:
    """The loans as ``ipops fund what-if`` reads them."""
    made, left_out = [], []
    for x in rows:
        if x.due_on is None or x.left.fen <= 0:
            left_out.append(x.loan)
            continue
        facts: dict[str, Any] = {"loan.ip_pledge": True, "loan.insured_or_guaranteed": x.guaranteed}
        if x.ip_share is not None:
            facts["loan.combined"] = x.ip_share != 1
        loan: dict[str, Any] = {
            "id": x.loan,
            "firm": x.firm,
            "bank": x.bank,
            "industry": x.industry or NO_INDUSTRY,
            "balance": exact(x.left),
            "months": months_left(on, x.due_on),
        }
        if x.ip_share is not None:
            loan["ip_share"] = f"{x.ip_share.numerator}/{x.ip_share.denominator}"
        made.append(filled(loan | {"facts": facts}, yours))
    return Booked(tuple(made), tuple(left_out))


def filled(loan: Mapping[str, Any], yours: Yours) -> dict[str, Any]:
    """A loan with the user's words where it has none of its own."""
    said = {
        k: v for k, v in (("pd", yours.pd), ("recovery", yours.recovery), ("lag", yours.lag)) if v not in ("", None)
    }
    return {**said, **loan, "facts": {**typed(yours.facts), **loan.get("facts", {})}}


def typed(facts: Mapping[str, str]) -> dict[str, Any]:
    """Facts as typed; yes and no, which a line of a form can only write as a word, are read where the fact is one of these."""
    flags = {n for n in facts if n in FACTS and FACTS[n].kind == "flag"}
    return {n: _FLAGS.get(v.strip().lower(), v) if n in flags else v for n, v in facts.items()}


_FLAGS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


def share(part: int, whole: int) -> Fraction | None:
    """The IP part of a loan; not known where no sum was agreed, or the two contradict one another."""
    return Fraction(part, whole) if 0 < part <= whole else None


def months_left(on: date, due_on: date) -> int:
    """Months begun until the last day, at least one: a loan that is late may fail this month."""
    months = (due_on.year - on.year) * 12 + due_on.month - on.month
    return max(1, months + (due_on.day > on.day))


def pots(schemes: Sequence[Scheme], amount: Money) -> dict[str, str]:
    """The same money at hand for every scheme: of each scheme the first who pays has it as its pot."""
    firsts = dict.fromkeys(p[0].party for s in schemes if (p := payers_of(s.form)))
    return dict.fromkeys(firsts, exact(amount))


def exact(amount: Money) -> str:
    """An amount to the fen, as the engine reads it."""
    return f"{amount.fen}分"
