"""Limits of one amount against another: outstanding guarantees against net assets, one obligor, related ones together."""

from __future__ import annotations

from fractions import Fraction

from ipops.finance.forms.amounts import shown_rate
from ipops.finance.scheme.case import Case
from ipops.finance.scheme.conditions import holds
from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.form import Ratio
from ipops.finance.scheme.outcome import Held, Log
from ipops.kernel.money import Money


def held(ratio: Ratio, case: Case, log: Log) -> Held:
    """The ratio, its limit, whether it holds and the room left; unknown parts stay ``None`` and are told."""
    rule = f"ratios.{ratio.id}"
    parts = [case.get(name) for name in ratio.of]
    for name, value in [*zip(ratio.of, parts, strict=True), (ratio.against, case.get(ratio.against))]:
        if not isinstance(value, Money):
            log.lacks_fact(rule, name, FACTS[name].says, ratio.cite.cite)
    against = case.get(ratio.against)
    most = _most(ratio, case, rule, log)
    total = sum(p.fen for p in parts if isinstance(p, Money))
    whole = all(isinstance(p, Money) for p in parts)
    got = Fraction(total, against.fen) if whole and isinstance(against, Money) and against.fen > 0 else None
    room = None
    if most is not None and whole and isinstance(against, Money):
        room = Money(int(against.fen * most // 1) - total)
    holds_ = room.fen >= 0 if room is not None else None
    told = {**{n: str(p) for n, p in zip(ratio.of, parts, strict=True)}, ratio.against: str(against)}
    gives = {True: "holds", False: "broken", None: "?"}[holds_]
    most_text = shown_rate(most) if most is not None else "?"
    log.step(rule, ratio.says.text, ratio.cite.cite, gives, most=most_text, **told)
    return Held(rule=rule, says=ratio.says.text, ratio=got, most=most, holds=holds_, room=room, cite=ratio.cite.cite)


def _most(ratio: Ratio, case: Case, rule: str, log: Log) -> Fraction | None:
    if ratio.over is not None:
        other = case.get(ratio.over.fact)
        if not isinstance(other, Fraction):
            log.lacks_fact(rule, ratio.over.fact, FACTS[ratio.over.fact].says, ratio.cite.cite)
            return None
        return other + ratio.over.plus
    for instead in ratio.instead:
        applies = holds(instead.when, case, rule, log)
        if applies is None:
            return None
        if applies:
            return instead.most
    return ratio.most
