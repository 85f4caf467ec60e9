"""Caps per loan, firm, year, lifetime, product, pot or bank: how much room each leaves, and what binds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TypeVar

from ipops.finance.scheme.case import Case
from ipops.finance.scheme.conditions import holds
from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.form import Cap
from ipops.finance.scheme.interval import ZERO, Between
from ipops.finance.scheme.outcome import Log, Step, shown
from ipops.kernel.money import Money
from ipops.kernel.text import Text

#: What a cap is counted over.
SCOPES = {
    "loan": Text("单笔上限", "cap per loan"),
    "firm": Text("单户累计上限", "cap per firm"),
    "firm_year": Text("单户年度上限", "cap per firm and year"),
    "lifetime": Text("终身累计上限", "lifetime cap"),
    "product": Text("单个产品上限", "cap per product"),
    "pot_year": Text("年度资金上限", "cap of the pot per year"),
    "pot": Text("资金池上限", "cap of the pot"),
    "bank_quota": Text("银行额度", "quota of the bank"),
    "unknown": Text("上限（来源未载按何种范围累计）", "cap whose scope the source does not say"),
}
#: What a cap of unknown scope may mean: each loan, each firm and year, or the firm's whole life.
READINGS = ("loan", "firm_year", "lifetime")
_ENDLESS = Fraction(10**18)
#: What a cap may limit whose source does not say it: the loss that counts, or what is paid.
LIMITS = ("counted", "paid")
Got = TypeVar("Got")


def room(cap: Cap, case: Case, rule: str, log: Log, of: str = "paid") -> Between | None:
    """What the cap still allows of what is ``paid`` or ``counted``; ``None`` if it does not apply. Unknown room is anything
    from nought."""
    applies = holds(cap.when, case, rule, log)
    if applies is False:
        return None
    most = _most(cap, case, rule, log)
    left = most.less(_taken(cap, of, case, rule, log))
    return left if applies else left.or_(Between(_ENDLESS, _ENDLESS))


def _most(cap: Cap, case: Case, rule: str, log: Log) -> Between:
    anything = Between(ZERO, _ENDLESS)
    if cap.most is not None:
        return Between.of(cap.most)
    if cap.at_most is not None:
        why = Text(
            f"上限逐案确定，来源只载最高 {cap.at_most}。", f"The cap is set case by case, at most {cap.at_most}."
        )
        log.lacks_word(f"{rule}.most", why, cap.cite.cite)
        return Between(ZERO, Fraction(cap.at_most.fen))
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


def _taken(cap: Cap, of: str, case: Case, rule: str, log: Log) -> Between:
    """How much of the cap is taken; of a cap whose scope is silent, every reading."""
    if cap.per != "unknown":
        return _before(cap.per, of, case, rule, log)
    every = [_before(per, of, case, rule, log) for per in READINGS]
    low, high = min(b.low for b in every), max(b.high for b in every)
    if low != high:
        why = Text(
            "来源未载上限按笔、按年还是终身累计。",
            "The source does not say whether the cap is per loan, per year or for life.",
        )
        log.lacks_word(f"{rule}.per", why, cap.cite.cite)
    return Between(low, high)


def _before(per: str, of: str, case: Case, rule: str, log: Log) -> Between:
    """What was counted (or paid) before under this scope. Losses counted are at least what was paid for them."""
    paid, counted = case.get(f"used.{per}"), case.get(f"counted.{per}")
    told = counted if of == "counted" else paid
    if isinstance(told, Money):
        return Between.of(told)
    nothing = isinstance(paid, Money) and not paid
    if nothing or (
        per == "loan" and paid is None
    ):  # one loan, one claim: what it had before is told where there was something
        return Between.of(0)
    name = f"{'counted' if of == 'counted' else 'used'}.{per}"
    log.lacks_fact(rule, name, FACTS[name].says)
    return Between(Fraction(paid.fen) if isinstance(paid, Money) else ZERO, _ENDLESS)


def every_reading(caps: tuple[Cap, ...], at: str, log: Log, work: Callable[[tuple[Cap, ...], Log], Got]) -> list[Got]:
    """What ``work`` gives under every reading of the caps of whom nobody says whether they limit what is counted or what is paid.

    Each such cap holds in either reading: the answers are those of a scheme that says the one or the other, never of one without the
    cap. A cap whose readings agree everywhere is not told as missing.
    """
    names = [c.id for c in caps if c.of == "unknown"]
    if not names:
        return [work(caps, log)]
    tried: dict[tuple[str, ...], tuple[Got, Log]] = {}
    for words in product(LIMITS, repeat=len(names)):
        reading = dict(zip(names, words, strict=True))
        aside = Log()
        read = tuple(c.model_copy(update={"of": reading.get(c.id, c.of)}) for c in caps)
        tried[words] = work(read, aside), aside
    answers = [got for got, _ in tried.values()]
    for cap in caps:
        if cap.id in names and any(a != b for a, b in _pairs(tried, names.index(cap.id))):
            log.lacks_word(f"{at}.caps.{cap.id}.of", _SILENT, cap.cite.cite)
    alike = all(a == answers[0] for a in answers)
    for words, (_, aside) in list(tried.items())[: 1 if alike else None]:
        told = {f"{at}.caps.{name}": word for name, word in zip(names, words, strict=True)}
        steps = [s if s.rule not in told else _read_as(s, told[s.rule]) for s in aside.steps]
        log.steps += [s for s in steps if s not in log.steps]
        log.missing += [m for m in aside.missing if m not in log.missing]
    return answers[:1] if alike else answers


def _pairs(tried: dict[tuple[str, ...], tuple[Got, Log]], place: int) -> Iterator[tuple[Got, Got]]:
    """The answers of two readings that differ in one cap alone."""
    for words, (got, _) in tried.items():
        if words[place] == LIMITS[0]:
            yield got, tried[(*words[:place], LIMITS[1], *words[place + 1 :])][0]


def _read_as(step: Step, of: str) -> Step:
    """A line of the trace that holds under one reading of its cap."""
    return replace(step, inputs={**step.inputs, "of": of})


_SILENT = Text(
    "来源未载上限针对计入的损失还是支付额。", "The source does not say whether the cap limits what is counted or paid."
)


def capped(amount: Between, caps: tuple[Cap, ...], of: str, case: Case, at: str, log: Log) -> Between:
    """The amount under all caps on what is counted (or paid). What is missing for a cap that cannot bind is not told: it does not
    matter."""
    for cap in caps:
        if cap.of != of:
            continue
        rule = f"{at}.caps.{cap.id}"
        aside = Log()
        left = room(cap, case, rule, aside, of)
        if left is None or (under := amount.at_most(left)) == amount:
            continue
        log.missing += [m for m in aside.missing if m not in log.missing]
        log.step(rule, SCOPES[cap.per], cap.cite.cite, shown(under), before=shown(amount), room=_room(left))
        amount = under
    return amount


def _room(left: Between) -> str:
    return shown(left) if left.high < _ENDLESS else f"{shown(Between(left.low, left.low))} …"
