"""How a loss is shared: the base, the layers in order, the limit on their sum, the pot, and who bears the rest.

Rule 1: what the parties bear adds up to the base, to the fen; the bearer takes what nobody else takes.
Rule 2: shares of a vector are divided by largest remainder; a single layer's payment is cut down to whole fen. Both are
ours, since no source rounds; the trace says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ipops.finance.forms.amounts import shown_rate
from ipops.finance.scheme.brackets import Chosen, chosen
from ipops.finance.scheme.caps import capped, every_reading
from ipops.finance.scheme.case import Case
from ipops.finance.scheme.conditions import holds
from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.form import Cap, Layer, SchemeForm
from ipops.finance.scheme.interval import NOTHING, ZERO, Between
from ipops.finance.scheme.outcome import OURS, Log, shown
from ipops.finance.scheme.parts import ip_part
from ipops.finance.scheme.totals import under_total, within_pot
from ipops.kernel.citation import Citation
from ipops.kernel.money import Money, split
from ipops.kernel.text import Text

Amounts = dict[str, Between | None]


def base_of(form: SchemeForm, case: Case, log: Log) -> Between | None:
    """The loss the scheme looks at, or ``None`` if a fact of it is missing."""
    base = form.base
    assert base is not None
    total, inputs = NOTHING, {}
    for name, sign in [*((n, 1) for n in base.adds), *((n, -1) for n in base.less)]:
        value = case.get(name)
        if not isinstance(value, Money):
            log.lacks_fact("base", name, FACTS[name].says, base.cite.cite)
            return None
        inputs[name] = str(value)
        total = total + Between.of(value) if sign > 0 else total.less(Between.of(value))
    if base.part != "whole":
        part = ip_part(case, "base", log)
        if base.part == "unknown":
            why = Text("来源未载只计知识产权部分还是全部。", "The source does not say whether only the IP part counts.")
            if part is None or part.low != 1:
                log.lacks_word("base.part", why, base.cite.cite)
            part = (part or Between(ZERO, Fraction(1))).or_(Between(Fraction(1), Fraction(1)))
        if part is None:
            return None
        total = total.times(part)
        inputs["loan.ip_share"] = shown_rate(part.low) if part.known else "?"
    total = total.down()
    log.step("base", Text("损失基数", "base of the loss"), base.cite.cite, shown(total), **inputs)
    return total


@dataclass(frozen=True, slots=True)
class Shared:
    """What each party bears, the base, what of it counts in each layer, and whether a bracket refuses the case outright."""

    amounts: Amounts
    base: Between | None = None
    counted: dict[str, Between] = field(default_factory=dict)
    beyond: bool = False


def shared(form: SchemeForm, case: Case, log: Log) -> Shared:
    amounts: Amounts = dict.fromkeys(form.parties)
    base = base_of(form, case, log)
    if base is None:
        return Shared(amounts)
    paid: dict[str, Between] = {}
    by_layer: dict[str, dict[str, Between]] = {}
    left, counts = base, {}
    for layer in form.layers:
        got = _layer(layer, base if layer.of == "base" else left, left, case, form.bearer, log)
        if got is None:
            return Shared(amounts, base, beyond=True)
        by_layer[layer.id], counts[layer.id] = got
        left = left.less(_sum(by_layer[layer.id]))
    by_layer = under_total(form, by_layer, case, log)
    by_layer = within_pot(form, by_layer, case, log)
    for each in by_layer.values():
        for party, amount in each.items():
            paid[party] = (paid.get(party, NOTHING) + amount).at_most(base)
    return Shared(_with_bearer(form, paid, base, log), base, counts)


def _sum(amounts: Mapping[str, Between]) -> Between:
    return sum(amounts.values(), NOTHING)


def _with_bearer(form: SchemeForm, paid: dict[str, Between], base: Between, log: Log) -> Amounts:
    assert form.bearer is not None
    others = _sum({p: a for p, a in paid.items() if p != form.bearer})
    rest = base.less(others)
    log.step(
        "bearer", Text("其余由其承担", "bears the rest"), OURS, shown(rest), base=shown(base), others=shown(others)
    )
    return {p: rest if p == form.bearer else paid.get(p, NOTHING) for p in form.parties}


def _layer(
    layer: Layer, looks_at: Between, left: Between, case: Case, bearer: str | None, log: Log
) -> tuple[dict[str, Between], Between] | None:
    """What a layer's parties pay, and of how much; ``None`` if its brackets refuse the case."""
    rule, cite = f"layers.{layer.id}", layer.cite.cite
    if holds(layer.when, case, rule, log) is False:
        return dict.fromkeys(parties_of(layer), NOTHING), NOTHING
    rates = rates_of(layer, case, log)
    if rates is None:
        return None

    def under(caps: tuple[Cap, ...], aside: Log) -> tuple[dict[str, Between], Between]:
        counted = capped(looks_at, caps, "counted", case, rule, aside)
        got = _of(counted, rates, bearer)
        if len(got) == 1:
            ((party, amount),) = got.items()
            got = {party: capped(amount, caps, "paid", case, rule, aside).at_most(left).down()}
        return got, counted

    got, counted = _either(every_reading(layer.caps, rule, log, under))
    told = {p: shown_rate(r.low) if r.known else f"≤ {shown_rate(r.high)}" for p, r in rates.items()}
    _tell(rule, cite, counted, told, got, log)
    return got, counted


def _either(answers: list[tuple[dict[str, Between], Between]]) -> tuple[dict[str, Between], Between]:
    """One of several answers, nobody knows which."""
    got, counted = answers[0]
    for other, also in answers[1:]:
        got, counted = {p: a.or_(other[p]) for p, a in got.items()}, counted.or_(also)
    return got, counted


def parties_of(layer: Layer) -> tuple[str, ...]:
    """Who bears something in a layer, in its order."""
    if layer.shares is not None:
        return tuple(layer.shares)
    if layer.choose is not None and layer.choose.steps[0].shares is not None:
        return tuple(layer.choose.steps[0].shares)
    return (layer.party or "",)


def rates_of(layer: Layer, case: Case, log: Log) -> dict[str, Between] | None:
    """The rates of a layer's parties for a case, add-ons included; ``None`` if its steps refuse the case."""
    rule = f"layers.{layer.id}"
    applies = holds(layer.when, case, rule, log)
    if applies is False:
        return dict.fromkeys(parties_of(layer), NOTHING)
    picked = _rates(layer, rule, case, log)
    if picked is None:
        return dict.fromkeys(parties_of(layer), Between(ZERO, Fraction(1)))
    if picked.refused:
        return None
    rates = {(k or layer.party or ""): r for k, r in picked.rates.items()}
    rates = _plus(layer, rates, rule, case, log) if layer.plus else rates
    return rates if applies else {p: r.or_(NOTHING) for p, r in rates.items()}


def _tell(
    rule: str, cite: Citation, counted: Between, told: Mapping[str, str], got: Mapping[str, Between], log: Log
) -> None:
    gives = "; ".join(f"{p} {shown(a)}" for p, a in got.items())
    rates = "; ".join(f"{p} {r}" for p, r in told.items())
    log.step(rule, Text("分担", "share"), cite, gives, counted=shown(counted), rates=rates)


def _rates(layer: Layer, rule: str, case: Case, log: Log) -> Chosen | None:
    cite = layer.cite.cite
    if layer.pays is not None:
        return Chosen({"": Between(layer.pays, layer.pays)})
    if layer.shares is not None:
        return Chosen({p: Between(r, r) for p, r in layer.shares.items()})
    if layer.at_most is not None:
        why = Text("来源只载上限，未载实际比例。", "The source gives a ceiling, not the share itself.")
        log.lacks_word(f"{rule}.pays", why, cite)
        return Chosen({"": Between(ZERO, layer.at_most)})
    if layer.unknown is not None:
        log.lacks_word(f"{rule}.pays", layer.unknown.text, cite)
        return None
    assert layer.choose is not None
    amount = case.get(layer.choose.by)
    if not isinstance(amount, Money):
        log.lacks_fact(rule, layer.choose.by, FACTS[layer.choose.by].says, cite)
        return None
    picked = chosen(layer.choose, amount)
    if picked.silent:
        why = Text("来源未载该金额适用哪一档。", "The source does not say which step this amount falls into.")
        log.lacks_word(f"{rule}.choose.{picked.silent}", why, cite)
    log.step(f"{rule}.choose", Text("分档", "step"), cite, str(picked.step + 1), **{layer.choose.by: str(amount)})
    return picked


def _plus(layer: Layer, rates: dict[str, Between], rule: str, case: Case, log: Log) -> dict[str, Between]:
    """The rates with what is added to them; several add-ons add up, count once, or nobody knows (``together``)."""
    held: list[Between] = []
    for add in layer.plus:
        at = f"{rule}.plus.{add.id}"
        got = holds(add.when, case, at, log)
        if got is not False:
            held.append(Between(add.adds if got else ZERO, add.adds))
            log.step(at, Text("加成", "add-on"), add.cite.cite, f"+{shown_rate(add.adds)}", holds=str(got))
    if not held:
        return rates
    once = max(held, key=lambda b: (b.high, b.low))
    each = sum(held, NOTHING)
    more = each if layer.together == "each" else once
    if layer.together == "unknown" and once != each:
        why = Text("几项加成能否叠加，来源未载。", "The source does not say whether several add-ons add up.")
        log.lacks_word(f"{rule}.together", why, layer.cite.cite)
        more = once.or_(each)
    rates = {p: r + more for p, r in rates.items()}
    return {p: Between(min(r.low, Fraction(1)), min(r.high, Fraction(1))) for p, r in rates.items()}


def _of(counted: Between, rates: Mapping[str, Between], bearer: str | None) -> dict[str, Between]:
    """The counted amount times the rates; a vector that is known throughout is divided so that no fen is lost.

    Of two equal remainders the odd fen goes to the bearer, so that public money is not the one rounded up.
    """
    if len(rates) > 1 and counted.known and all(r.known for r in rates.values()):
        order = sorted(rates, key=lambda p: p != bearer)
        weights = [rates[p].low for p in order]
        parts = split(Money(int(counted.low)), [*weights, 1 - sum(weights, Fraction(0))])
        got = {p: Between.of(m) for p, m in zip(order, parts, strict=False)}
        return {p: got[p] for p in rates}
    if len(rates) == 1:
        return {p: counted.times(r) for p, r in rates.items()}
    return {p: counted.times(r).outwards().at_most(counted) for p, r in rates.items()}
