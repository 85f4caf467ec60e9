"""Subsidies: interest over its periods at the rate that counts, or a cost; a share of it; under caps; rounded at the end."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ipops.finance.forms.amounts import shown_rate
from ipops.finance.schedule.daycount import year_fraction
from ipops.finance.scheme.benchmark import found
from ipops.finance.scheme.brackets import chosen
from ipops.finance.scheme.caps import capped, every_reading
from ipops.finance.scheme.case import Case, Span
from ipops.finance.scheme.conditions import holds
from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.form import Award, Cap, SchemeForm
from ipops.finance.scheme.interval import NOTHING, ZERO, Between
from ipops.finance.scheme.outcome import OURS, Log, shown
from ipops.finance.scheme.parts import ip_part
from ipops.kernel.money import Money
from ipops.kernel.text import Text


def awarded(form: SchemeForm, award: Award, case: Case, log: Log) -> Between | None:
    """What one award pays; ``None`` if a fact it rests on is missing altogether."""
    rule = f"awards.{award.id}"
    applies = holds(award.when, case, rule, log)
    if applies is False:
        log.step(rule, award.says.text, award.cite.cite, "0")
        return NOTHING
    base = _interest(award, case, rule, log) if award.of == "loan.periods" else _cost(award, case, rule, log)
    if base is None:
        return None
    rate = _rate(award, case, rule, log)
    counted, amount = _under_caps(award, base, rate, case, rule, log)
    if rate is None:
        log.step(rule, award.says.text, award.cite.cite, shown(amount), base=shown(counted), rate="?")
        return amount
    if applies is None:
        amount = amount.or_(NOTHING)
    amount = _rounded(form, amount, log)
    told = shown_rate(rate.low) if rate.known else f"≤ {shown_rate(rate.high)}"
    log.step(rule, award.says.text, award.cite.cite, shown(amount), base=shown(counted), rate=told)
    return amount


def _under_caps(
    award: Award, base: Between, rate: Between | None, case: Case, rule: str, log: Log
) -> tuple[Between, Between]:
    """What of the base counts, and what is paid of it. Where the rate is not known that is anything from nought to all, under its caps."""

    def under(caps: tuple[Cap, ...], aside: Log) -> tuple[Between, Between]:
        counted = capped(base, caps, "counted", case, rule, aside)
        amount = counted.times(rate) if rate is not None else Between(ZERO, counted.high)
        return counted, capped(amount, caps, "paid", case, rule, aside)

    counted, amount = (answers := every_reading(award.caps, rule, log, under))[0]
    for also, other in answers[1:]:
        counted, amount = counted.or_(also), amount.or_(other)
    return counted, amount


def _rate(award: Award, case: Case, rule: str, log: Log) -> Between | None:
    cite = award.cite.cite
    if award.pays is not None:
        return Between(award.pays, award.pays)
    if award.at_most is not None:
        why = Text("来源只载上限，未载实际比例。", "The source gives a ceiling, not the share itself.")
        log.lacks_word(f"{rule}.pays", why, cite)
        return Between(ZERO, award.at_most)
    assert award.choose is not None
    amount = case.get(award.choose.by)
    if not isinstance(amount, Money):
        log.lacks_fact(rule, award.choose.by, FACTS[award.choose.by].says, cite)
        return None
    picked = chosen(award.choose, amount)
    if picked.silent:
        why = Text("来源未载该金额适用哪一档。", "The source does not say which step this amount falls into.")
        log.lacks_word(f"{rule}.choose.{picked.silent}", why, cite)
    got = picked.rates[""]
    gives = shown_rate(got.low) if got.known else "?"
    how = Text("分段累进", "by slices") if award.choose.how == "marginal" else Text("整额适用一档", "one step for all")
    log.step(f"{rule}.choose", how, cite, gives, **{award.choose.by: str(amount)})
    return got


def _cost(award: Award, case: Case, rule: str, log: Log) -> Between | None:
    value = case.get(award.of)
    if not isinstance(value, Money):
        log.lacks_fact(rule, award.of, FACTS[award.of].says, award.cite.cite)
        return None
    gross = Between.of(value)
    if award.vat in (None, "included"):
        return gross
    vat = case.get("cost.vat")
    if award.vat == "excluded":
        if not isinstance(vat, Money):
            log.lacks_fact(rule, "cost.vat", FACTS["cost.vat"].says, award.cite.cite)
            return Between(ZERO, gross.high)
        net = gross.less(Between.of(vat))
        log.step(
            f"{rule}.vat",
            Text("扣除增值税", "VAT taken off"),
            award.cite.cite,
            shown(net),
            gross=str(value),
            vat=str(vat),
        )
        return net
    if isinstance(vat, Money) and not vat:
        return gross
    why = Text("来源未载费用是否含增值税。", "The source does not say whether VAT counts.")
    log.lacks_word(f"{rule}.vat", why, award.cite.cite)
    return gross.less(Between.of(vat)).or_(gross) if isinstance(vat, Money) else Between(ZERO, gross.high)


def _interest(award: Award, case: Case, rule: str, log: Log) -> Between | None:
    spans = case.get("loan.periods")
    if not isinstance(spans, tuple):
        log.lacks_fact(rule, "loan.periods", FACTS["loan.periods"].says, award.cite.cite)
        return None
    inside = _within(award, spans, case, rule, log)
    bench = found(award.benchmark, award.cite.cite, case, rule, log) if award.benchmark is not None else None
    lacking = award.benchmark is not None and bench is None
    if inside is None or (lacking and award.use == "benchmark"):
        return None
    if award.day_count is None:
        why = Text("来源未载计息天数规则。", "The source does not say how days are counted.")
        log.lacks_word(f"{rule}.day_count", why, award.cite.cite)
    total = NOTHING
    for span in inside:
        total = total + _of_span(award, span, bench, lacking)
    if award.part != "whole":
        part = ip_part(case, rule, log)
        if part is None:
            return Between(ZERO, total.high)
        if award.part == "unknown" and part.low != 1:
            why = Text("来源未载只计知识产权部分还是全部。", "The source does not say whether only the IP part counts.")
            log.lacks_word(f"{rule}.part", why, award.cite.cite)
            part = part.or_(Between(Fraction(1), Fraction(1)))
        total = total.times(part)
    log.step(
        f"{rule}.interest",
        Text("计入的利息", "interest counted"),
        award.cite.cite,
        shown(total),
        days=str(sum((s.end - s.start).days for s in inside)),
    )
    return total


def _of_span(award: Award, span: Span, bench: Fraction | None, lacking: bool) -> Between:
    actual = Between(span.rate, span.rate)
    rate = actual
    if lacking:
        rate = Between(ZERO, span.rate)
    elif bench is not None and award.use == "benchmark":
        rate = Between(bench, bench)
    elif bench is not None and award.use == "lower_of_actual":
        lower = min(bench, span.rate)
        rate = Between(lower, lower)
    if award.day_count is not None:
        part = year_fraction(span.start, span.end, award.day_count)
        return rate.times(Fraction(span.principal.fen) * part)
    days = (span.end - span.start).days
    low, high = Fraction(days, 366), Fraction(days, 360)
    return Between(rate.low * span.principal.fen * low, rate.high * span.principal.fen * high)


def _within(award: Award, spans: tuple[Span, ...], case: Case, rule: str, log: Log) -> tuple[Span, ...] | None:
    """The parts of the periods that lie in the window of the subsidy, if it has one."""
    if not award.within_window:
        return spans
    low, high = case.get("window.from"), case.get("window.until")
    for name, value in (("window.from", low), ("window.until", high)):
        if not isinstance(value, date):
            log.lacks_fact(rule, name, FACTS[name].says, award.cite.cite)
    if not isinstance(low, date) or not isinstance(high, date):
        return None
    cut = [Span(start=max(s.start, low), end=min(s.end, high), principal=s.principal, rate=s.rate) for s in spans]
    return tuple(s for s in cut if s.start < s.end)


def _rounded(form: SchemeForm, amount: Between, log: Log) -> Between:
    """Rounded as the scheme says; else cut down to whole fen, which is our own rule and said to be."""
    if form.rounding is None:
        whole = amount.down()
        if whole != amount:
            log.step(
                "rounding",
                Text("舍去不足一分的部分（本程序约定）", "parts of a fen dropped (our own rule)"),
                OURS,
                shown(whole),
            )
        return whole
    step = Fraction(form.rounding.step.fen)
    half = Fraction(1, 2) if form.rounding.how == "half_up" else Fraction(0)
    got = Between((amount.low / step + half) // 1 * step, (amount.high / step + half) // 1 * step)
    log.step("rounding", Text("取整", "rounding"), form.rounding.cite.cite, shown(got), step=str(form.rounding.step))
    return got
