"""Limits over several layers: their sum against the liability really borne, and what the pot still holds."""

from __future__ import annotations

from fractions import Fraction

from ipops.finance.scheme.case import Case
from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.form import SchemeForm, Total
from ipops.finance.scheme.interval import NOTHING, ZERO, Between
from ipops.finance.scheme.outcome import Log, shown
from ipops.kernel.money import Money, split
from ipops.kernel.text import Text

Layers = dict[str, dict[str, Between]]


def under_total(form: SchemeForm, layers: Layers, case: Case, log: Log) -> Layers:
    """The layers after the limit on their sum. Which of them is cut, the scheme says, or nobody knows."""
    total = form.total
    if total is None:
        return layers
    limit = _limit(total, case, log)
    named = {n: sum(layers[n].values(), NOTHING) for n in total.layers}
    summed = sum(named.values(), NOTHING)
    if limit is None:
        return {**layers, **{n: {p: a.or_(NOTHING) for p, a in layers[n].items()} for n in named}}
    if summed.high <= limit.low:
        return layers
    cut = _cut(total, named, limit, log)
    inputs = {"sum": shown(summed), "limit": shown(limit)}
    gives = "; ".join(f"{n} {shown(a)}" for n, a in cut.items())
    log.step("total", Text("各层合计上限", "limit on the sum of layers"), total.cite.cite, gives, **inputs)
    return {**layers, **{n: {p: _scaled(a, named[n], cut[n]) for p, a in layers[n].items()} for n in named}}


def _limit(total: Total, case: Case, log: Log) -> Between | None:
    borne = case.get(total.of)
    if not isinstance(borne, Money):
        log.lacks_fact("total", total.of, FACTS[total.of].says, total.cite.cite)
        return None
    limit = Between.of(borne.fen * total.most).down()
    if total.with_paid is None:
        return limit
    before = case.get(total.with_paid)
    if not isinstance(before, Money):
        log.lacks_fact("total", total.with_paid, FACTS[total.with_paid].says, total.cite.cite)
        return None
    return limit.less(Between.of(before))


def _cut(total: Total, named: dict[str, Between], limit: Between, log: Log) -> dict[str, Between]:
    """Which layers give way. Where that is silent, or amounts are not known, each lies between what every order leaves it
    and what it would have alone; other levels may give way too, if what they paid counts (``with_paid``)."""
    known = all(a.known for a in named.values()) and limit.known
    if total.cut == "last_first":
        return _last_first(list(named), named, limit)
    if total.cut == "pro_rata" and known:
        parts = split(Money(int(limit.low)), [a.low for a in named.values()])
        return {n: Between.of(m) for n, m in zip(named, parts, strict=True)}
    if total.cut == "unknown":
        why = Text("合计超过上限时先减哪一层，来源未载。", "The source does not say which layer gives way.")
        log.lacks_word("total.cut", why, total.cite.cite)
    others_give = total.cut == "unknown" and total.with_paid is not None
    summed = sum(named.values(), NOTHING)
    made = {}
    for n, a in named.items():
        left = max(ZERO, limit.low - (summed.high - a.high))
        made[n] = Between(min(a.low, left), a.high if others_give else min(a.high, limit.high))
    return made


def _last_first(order: list[str], named: dict[str, Between], limit: Between) -> dict[str, Between]:
    """The first layers keep theirs; the later ones take what the limit leaves."""
    got, left = {}, limit
    for name in order:
        got[name] = named[name].at_most(left)
        left = left.less(got[name])
    return got


def _scaled(amount: Between, before: Between, after: Between) -> Between:
    """A party's part of its layer after the layer was cut; layers under a total have one party, or keep proportion."""
    if amount == before:
        return after
    if before.high == 0:
        return NOTHING
    low = after.low / before.low if before.low else Fraction(0)
    return Between(amount.low * low, amount.high * after.high / before.high).down()


def within_pot(form: SchemeForm, layers: Layers, case: Case, log: Log) -> Layers:
    """The layers the pot pays, never beyond its balance where the scheme says so."""
    pot = form.pot
    if pot is None or not pot.balance_limits:
        return layers
    names = pot.layers or tuple(layers)
    owed = sum((a for n in names for a in layers[n].values()), NOTHING)
    balance = case.get("pot.balance")
    if not isinstance(balance, Money):
        log.lacks_fact("pot", "pot.balance", FACTS["pot.balance"].says, pot.cite.cite)
        return {**layers, **{n: {p: Between(ZERO, a.high) for p, a in layers[n].items()} for n in names}}
    left = Between.of(max(balance, Money(0)))
    if owed.high <= left.low:
        return layers
    made = dict(layers)
    for n in names:
        made[n] = {}
        for party, amount in layers[n].items():
            made[n][party] = amount.at_most(left)
            left = left.less(made[n][party])
    paid = sum((a for n in names for a in made[n].values()), NOTHING)
    log.step(
        "pot",
        Text("以余额为限", "limited to the balance"),
        pot.cite.cite,
        shown(paid),
        owed=shown(owed),
        balance=str(balance),
    )
    return made
