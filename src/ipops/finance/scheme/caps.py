"""Caps per loan, firm, year, lifetime, product, pot or bank: how much room each leaves, and what binds."""

from __future__ import annotations

from fractions import Fraction

from ipops.finance.scheme.case import Case
from ipops.finance.scheme.conditions import holds
from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.form import Cap
from ipops.finance.scheme.interval import ZERO, Between
from ipops.finance.scheme.outcome import Log, shown
from ipops.kernel.money import Money
from ipops.kernel.text import Text

_SCOPES = {
    "loan": Text("单笔上限", "cap per loan"),
    "firm": Text("单户累计上限", "cap per firm"),
    "firm_year": Text("单户年度上限", "cap per firm and year"),
    "lifetime": Text("终身累计上限", "lifetime cap"),
    "product": Text("单个产品上限", "cap per product"),
    "pot_year": Text("年度资金上限", "cap of the pot per year"),
    "pot": Text("资金池上限", "cap of the pot"),
    "bank_quota": Text("银行额度", "quota of the bank"),
}
_ENDLESS = Fraction(10**18)


def room(cap: Cap, case: Case, rule: str, log: Log) -> Between | None:
    """What the cap still allows; ``None`` if it does not apply. Unknown room is anything from nought."""
    applies = holds(cap.when, case, rule, log)
    if applies is False:
        return None
    most = _most(cap, case, rule, log)
    left = most.less(_used(cap, case, rule, log))
    return left if applies else left.or_(Between(_ENDLESS, _ENDLESS))


def _most(cap: Cap, case: Case, rule: str, log: Log) -> Between:
    anything = Between(ZERO, _ENDLESS)
    if cap.most is not None:
        return Between.of(cap.most)
    if cap.unknown is not None:
        log.lacks_word(rule, cap.unknown.text, cap.cite.cite)
        return anything
    if cap.most_of is not None:
        fact = case.get(cap.most_of.fact)
        if isinstance(fact, Money):
            return Between.of(fact.fen * cap.most_of.rate)
        log.lacks_fact(rule, cap.most_of.fact, FACTS[cap.most_of.fact].says)
        return anything
    assert cap.most_by is not None
    word = case.get(cap.most_by.fact)
    if word is None:
        log.lacks_fact(rule, cap.most_by.fact, FACTS[cap.most_by.fact].says)
        return anything
    if word not in cap.most_by.gives:
        why = Text(f"来源未载“{word}”档的限额。", f"The source does not give the limit of “{word}”.")
        log.lacks_word(rule, why, cap.cite.cite)
        return anything
    return Between.of(cap.most_by.gives[word])


def _used(cap: Cap, case: Case, rule: str, log: Log) -> Between:
    name = f"used.{cap.per}"
    value = case.get(name)
    if isinstance(value, Money):
        return Between.of(value)
    if cap.per == "loan":  # one loan, one claim: what it had before is told where there was something
        return Between.of(0)
    log.lacks_fact(rule, name, FACTS[name].says)
    return Between(ZERO, _ENDLESS)


def capped(amount: Between, caps: tuple[Cap, ...], of: str, case: Case, at: str, log: Log) -> Between:
    """The amount under all caps on what is counted (or paid). One of whom nobody knows which it limits, may or may not.

    What is missing for a cap that cannot bind is not told: it does not matter.
    """
    for cap in caps:
        if cap.of not in (of, "unknown"):
            continue
        rule = f"{at}.caps.{cap.id}"
        aside = Log()
        left = room(cap, case, rule, aside)
        if left is None:
            continue
        under = amount.at_most(left)
        if cap.of == "unknown" and under != amount:
            why = Text(
                "来源未载上限针对计入的损失还是支付额。",
                "The source does not say whether the cap limits what is counted or paid.",
            )
            aside.lacks_word(f"{rule}.of", why, cap.cite.cite)
            under = under.or_(amount)
        if under == amount:
            continue
        log.missing += [m for m in aside.missing if m not in log.missing]
        log.step(rule, _SCOPES[cap.per], cap.cite.cite, shown(under), before=shown(amount), room=_room(left))
        amount = under
    return amount


def _room(left: Between) -> str:
    return shown(left) if left.high < _ENDLESS else f"{shown(Between(left.low, left.low))} …"
