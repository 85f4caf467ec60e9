"""A case: the facts of one loan, claim or firm, typed by the list of facts. What is not given is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ipops.finance.forms import amounts
from ipops.finance.forms.complaints import nearest, problem
from ipops.finance.scheme.facts import FACTS, FactKind, Kind
from ipops.finance.scheme.mistakes import SAYS
from ipops.kernel.money import Money
from ipops.kernel.outcome import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Interest at a rate on a principal in ``[start, end)``."""

    start: date
    end: date
    principal: Money
    rate: Fraction


Series = Mapping[str, Mapping[date, Fraction]]
Value = Money | Fraction | int | bool | str | date | frozenset[str] | tuple[Span, ...] | Series


@dataclass(frozen=True, slots=True)
class Case:
    """``on`` is the day on which the case is decided."""

    on: date
    facts: Mapping[str, Value]

    def get(self, name: str) -> Any:
        """The value of a fact, or ``None`` if it is not known."""
        return self.facts.get(name)

    def with_(self, **changes: Any) -> Case:
        """The case with facts replaced; ``__`` stands for the dot (``loss__principal=…``). ``None`` takes one away."""
        facts = {**self.facts, **{k.replace("__", "."): v for k, v in changes.items()}}
        return Case(self.on, {k: v for k, v in facts.items() if v is not None})


def read_case(on: date, given: Any) -> Case | tuple[Problem, ...]:
    """The case of a mapping ``fact: value``, or every problem with its key."""
    if not isinstance(given, Mapping):
        return (problem("wrong-kind", "given", zh="一组键", en="a group of keys"),)
    facts: dict[str, Value] = {}
    wrong: list[Problem] = []
    for name, raw in given.items():
        kind = FACTS.get(str(name))
        if kind is None:
            wrong.append(problem("unknown-fact", f"given.{name}", SAYS, name=name, near=nearest(str(name), FACTS)))
            continue
        value = told(kind, raw)
        if value is None:
            wrong.append(problem("wrong-fact", f"given.{name}", SAYS, name=kind.says, **example(kind)))
        else:
            facts[str(name)] = value
    return tuple(wrong) if wrong else Case(on, facts)


EXAMPLE: Mapping[str, Mapping[str, str]] = {
    "money": {"zh": "金额，如 1000万元", "en": "an amount, as 10000000 yuan"},
    "rate": {"zh": "比率，如 3.45%", "en": "a rate, as 3.45%"},
    "number": {"zh": "整数", "en": "a whole number"},
    "flag": {"zh": "true 或 false", "en": "true or false"},
    "word": {"zh": "文字", "en": "text"},
    "words": {"zh": "文字列表", "en": "a list of words"},
    "day": {"zh": "日期，如 2025-08-31", "en": "a day, as 2025-08-31"},
    "spans": {
        "zh": "计息期列表（from、to、principal、rate；止晚于起，金额与利率不小于零）",
        "en": "a list of periods (from, to, principal, rate; each ends after it begins, nothing below nought)",
    },
    "series": {"zh": "按序列名和日期排列的利率", "en": "rates by name of the series and day"},
}


#: What may stand below nought: what is left after debts, and a pot that was overdrawn.
_BELOW_NOUGHT = frozenset({"firm.net_assets", "guarantor.net_assets", "pot.balance"})
_PARTS = frozenset({"loan.ip_share", "bank.npl_ratio"})


def told(fact: FactKind, raw: Any) -> Value | None:
    """A raw value as the fact wants it; ``None`` if it is none: of another kind, an amount below nought, a part above the whole,
    a period that ends before it begins."""
    value = parsed(fact.kind, raw)
    return value if value is None or _can_be(fact.name, value) else None


def _can_be(name: str, value: Value) -> bool:
    if isinstance(value, Money):
        return value.fen >= 0 or name in _BELOW_NOUGHT
    if isinstance(value, tuple):
        return all(s.start < s.end and s.principal.fen >= 0 and s.rate >= 0 for s in value)
    if isinstance(value, Fraction):
        return value >= 0 and (value <= 1 or name not in _PARTS)
    return not isinstance(value, int) or value >= 0


def example(fact: FactKind) -> Mapping[str, str]:
    """How the fact is written, and what it may be."""
    shape = EXAMPLE[fact.kind]
    if fact.name in _PARTS:
        return {"zh": f"{shape['zh']}，在 0 与 100% 之间", "en": f"{shape['en']}, between 0 and 100%"}
    if fact.kind in ("money", "rate", "number") and fact.name not in _BELOW_NOUGHT:
        return {"zh": f"{shape['zh']}，不小于零", "en": f"{shape['en']}, not below nought"}
    return shape


def parsed(kind: Kind, raw: Any) -> Value | None:
    """A raw value as the kind wants it; ``None`` if it is none."""
    try:
        value: Value = _PARSE[kind](raw)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return value


def _text(raw: Any) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise TypeError(raw)
    return str(raw)


def _money(raw: Any) -> Money:
    return raw if isinstance(raw, Money) else amounts.money(_text(raw))


def _rate(raw: Any) -> Fraction:
    return raw if isinstance(raw, Fraction) else amounts.rate(_text(raw))


def _number(raw: Any) -> int:
    return int(_text(raw))


def _flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise TypeError(raw)
    return raw


def _words(raw: Any) -> frozenset[str]:
    if isinstance(raw, str):
        raise TypeError(raw)
    return frozenset(str(w) for w in raw)


def _day(raw: Any) -> date:
    return raw if isinstance(raw, date) else date.fromisoformat(raw)


def _spans(raw: Any) -> tuple[Span, ...]:
    return tuple(
        s
        if isinstance(s, Span)
        else Span(start=_day(s["from"]), end=_day(s["to"]), principal=_money(s["principal"]), rate=_rate(s["rate"]))
        for s in raw
    )


def _series(raw: Any) -> Series:
    return {str(name): {_day(d): _rate(r) for d, r in values.items()} for name, values in raw.items()}


_PARSE: Mapping[Kind, Any] = {
    "money": _money,
    "rate": _rate,
    "number": _number,
    "flag": _flag,
    "word": _text,
    "words": _words,
    "day": _day,
    "spans": _spans,
    "series": _series,
}


def shown(value: Any) -> str:
    """A fact's value for a trace."""
    if isinstance(value, Fraction):
        return amounts.shown_rate(value)
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    if isinstance(value, tuple):
        return "; ".join(f"{s.start}..{s.end} {s.principal} {amounts.shown_rate(s.rate)}" for s in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
