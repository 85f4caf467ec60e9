"""Predicates over a case, in three values: true, false, and not known because a fact is missing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ipops.finance.scheme.benchmark import READINGS, benchmark_on, found
from ipops.finance.scheme.case import Case, parsed, shown
from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.form import Condition, FactRef, When
from ipops.finance.scheme.outcome import Log
from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason


def holds(when: When | None, case: Case, rule: str, log: Log) -> bool | None:
    """Whether it holds; ``None`` if that cannot be told, and then the log says what is missing. No condition holds."""
    if when is None:
        return True
    if when.all_ is not None:
        got = [holds(w, case, rule, log) for w in when.all_]
        return False if False in got else None if None in got else True
    if when.any_ is not None:
        got = [holds(w, case, rule, log) for w in when.any_]
        return True if True in got else None if None in got else False
    if when.not_ is not None:
        inner = holds(when.not_, case, rule, log)
        return None if inner is None else not inner
    return _compared(when, case, rule, log)


def _compared(when: When, case: Case, rule: str, log: Log) -> bool | None:
    assert when.fact is not None
    kind = FACTS[when.fact]
    value = case.get(when.fact)
    if value is None:
        log.lacks_fact(rule, when.fact, kind.says)
        return None
    if when.one_of is not None:
        words = value if isinstance(value, frozenset) else {str(value)}
        return words <= set(when.one_of)
    for op in ("is_", "at_most", "below", "at_least", "above"):
        raw = getattr(when, op)
        if raw is not None:
            operand = _operand(raw, kind.kind, case, rule, log)
            return None if operand is None else _ask(op, value, operand)
    raise AssertionError("the check of the form demands a comparison")


def _operand(raw: Any, kind: Any, case: Case, rule: str, log: Log) -> Any:
    if not isinstance(raw, FactRef):
        return parsed(kind, raw)
    other = case.get(raw.fact)
    if other is None:
        log.lacks_fact(rule, raw.fact, FACTS[raw.fact].says)
        return None
    return other if raw.times is None else _times(other, raw.times)


def _times(value: Any, by: Fraction) -> Any:
    return Fraction(value.fen) * by if isinstance(value, Money) else value * by


def _ask(op: str, value: Any, operand: Any) -> bool:
    if isinstance(value, Money) and isinstance(operand, Fraction):
        value = Fraction(value.fen)
    if op == "is_":
        return bool(value == operand)
    if op == "at_most":
        return bool(value <= operand)
    if op == "below":
        return bool(value < operand)
    return bool(value >= operand) if op == "at_least" else bool(value > operand)


def refusals(conditions: tuple[Condition, ...], case: Case, log: Log) -> tuple[list[Reason], list[Reason], bool]:
    """The reasons for a refusal, the flags, and whether something undecided stands in the way of a yes."""
    reasons: list[Reason] = []
    flags: list[Reason] = []
    undecided = False
    for c in conditions:
        rule = f"conditions.{c.id}"
        cite = c.cite.cite
        if c.unknown is not None:
            log.lacks_word(rule, c.unknown.text, cite)
            undecided |= c.effect == "refuse"
            continue
        got = under_rate(c, case, rule, log) if c.rate_at_most is not None else holds(c.when, case, rule, log)
        log.step(rule, c.says.text, cite, {True: "yes", False: "no", None: "?"}[got], **_inputs(c.when, case))
        if got is False:
            reason = Reason(code=c.id, says=c.says.text, cite=cite, field=_first_fact(c.when))
            (reasons if c.effect == "refuse" else flags).append(reason)
        undecided |= got is None and c.effect == "refuse"
    return reasons, flags, undecided


def under_rate(condition: Condition, case: Case, rule: str, log: Log) -> bool | None:
    """Whether the loan's rate is no higher than the benchmark; where its day is silent, whether every reading agrees."""
    bench = condition.rate_at_most
    assert bench is not None
    actual = case.get("loan.rate")
    if not isinstance(actual, Fraction):
        log.lacks_fact(rule, "loan.rate", FACTS["loan.rate"].says)
        return None
    readings = {on: benchmark_on(bench, on, case) for on in ((bench.on,) if bench.on else READINGS)}
    if None in readings.values():
        found(bench, condition.cite.cite, case, rule, log)
        if bench.on_unknown is None or bench.series is None:
            return None
        log.lacks_word(rule, bench.on_unknown.text, condition.cite.cite)
        return None
    verdicts = {actual <= rate for rate in readings.values() if rate is not None}
    if len(verdicts) > 1 and bench.on_unknown is not None:
        log.lacks_word(f"{rule}.rate_at_most.on", bench.on_unknown.text, condition.cite.cite)
        return None
    return verdicts.pop()


def _inputs(when: When | None, case: Case) -> dict[str, str]:
    return {name: shown(case.get(name)) if case.get(name) is not None else "?" for name in facts_of(when)}


def facts_of(when: When | None) -> tuple[str, ...]:
    """Every fact a predicate looks at."""
    if when is None:
        return ()
    inner = [*(when.all_ or ()), *(when.any_ or ()), *((when.not_,) if when.not_ else ())]
    refs = [r.fact for op in ("at_most", "below", "at_least", "above") if isinstance(r := getattr(when, op), FactRef)]
    own = [when.fact] if when.fact else []
    return tuple(dict.fromkeys([*own, *refs, *(f for w in inner for f in facts_of(w))]))


def _first_fact(when: When | None) -> str:
    return next(iter(facts_of(when)), "")
