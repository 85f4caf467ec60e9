"""The step an amount falls into: cliff (its rate for the whole) or marginal (each slice its own)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ipops.finance.scheme.form import Bracket, Choose
from ipops.finance.scheme.interval import Between
from ipops.kernel.money import Money

Rates = dict[str, Between]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Rates by party (the key ``""`` where the step gives one rate). ``refused``: beyond the last step nothing is covered.

    ``silent`` names what the source leaves open and what mattered here: ``bound`` or ``beyond``.
    """

    rates: Rates
    silent: str = ""
    refused: bool = False
    step: int = -1


def chosen(choose: Choose, amount: Money) -> Chosen:
    """The rates for an amount."""
    if choose.how == "marginal":
        return _marginal(choose, amount)
    for i, step in enumerate(choose.steps):
        inside = _inside(step, amount)
        if inside is None:
            nxt = choose.steps[i + 1] if i + 1 < len(choose.steps) else None
            other = _rates(nxt) if nxt is not None else _beyond(choose).rates
            return Chosen(_either(_rates(step), other), silent="bound", step=i)
        if inside:
            return Chosen(_rates(step), step=i)
    return _beyond(choose)


def _inside(step: Bracket, amount: Money) -> bool | None:
    if step.up_to is not None:
        return amount <= step.up_to
    if step.below is not None:
        return amount < step.below
    if step.about is not None:
        return None if amount == step.about else amount < step.about
    return True


def _rates(step: Bracket) -> Rates:
    if step.shares is not None:
        return {party: Between(r, r) for party, r in step.shares.items()}
    if step.at_most is not None:
        return {"": Between(Fraction(0), step.at_most)}
    assert step.pays is not None
    return {"": Between(step.pays, step.pays)}


def _beyond(choose: Choose) -> Chosen:
    zero = Between(Fraction(0), Fraction(0))
    names = _rates(choose.steps[-1])
    if choose.beyond == "refuse":
        return Chosen(dict.fromkeys(names, zero), refused=True)
    if choose.beyond == "nothing":
        return Chosen(dict.fromkeys(names, zero))
    return Chosen(dict.fromkeys(names, Between(Fraction(0), Fraction(1))), silent="beyond")


def _either(a: Rates, b: Rates) -> Rates:
    nought = Between(Fraction(0), Fraction(0))
    return {k: a.get(k, nought).or_(b.get(k, nought)) for k in {**a, **b}}


def _marginal(choose: Choose, amount: Money) -> Chosen:
    """The mean rate over the slices of the amount. A bound belongs to either side alike, so none is silent here."""
    low, total = 0, {k: Between(Fraction(0), Fraction(0)) for k in _rates(choose.steps[0])}
    if amount.fen <= 0:
        return Chosen(_rates(choose.steps[0]), step=0)
    silent = ""
    for step in choose.steps:
        bound = step.up_to or step.below or step.about
        high = amount.fen if bound is None else min(amount.fen, bound.fen)
        if high > low:
            part = Fraction(high - low, amount.fen)
            total = {k: total[k] + Between(part, part).times(r) for k, r in _rates(step).items()}
            low = high
    if low < amount.fen:
        part = Fraction(amount.fen - low, amount.fen)
        rest = _beyond(choose)
        if rest.refused:
            return rest
        silent = rest.silent
        total = {k: total[k] + Between(part, part).times(rest.rates[k]) for k in total}
    return Chosen(total, silent=silent, step=len(choose.steps) - 1)
