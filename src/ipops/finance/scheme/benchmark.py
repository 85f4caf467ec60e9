"""A published rate found by a rule: which series, of which day. The series is the case's; none is carried here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from ipops.finance.forms.amounts import shown_rate
from ipops.finance.scheme.case import Case
from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.form import Benchmark
from ipops.finance.scheme.outcome import Log
from ipops.kernel.citation import Citation
from ipops.kernel.text import Text

_RULES = {
    "month_before": Text("上月公布的利率", "the rate of the month before"),
    "december_before": Text("上年十二月公布的利率", "the rate of last December"),
    "day": Text("当日有效的利率", "the rate that held on the day"),
}


READINGS = ("month_before", "december_before", "day")


def benchmark_on(bench: Benchmark, on: str, case: Case) -> Fraction | None:
    """The benchmark if its day is found by one rule; ``None`` if the series, the day or the value is not known."""
    day, every = case.get(bench.of), case.get("series")
    if bench.series is None or not isinstance(day, date) or not isinstance(every, Mapping):
        return None
    got = rate_of(every.get(bench.series, {}), on, day)
    return _applied(bench, got[1]) if got is not None else None


def found(bench: Benchmark, cite: Citation, case: Case, rule: str, log: Log) -> Fraction | None:
    """The benchmark, times and plus what the rule says; ``None`` with the lack told."""
    if bench.series is None or bench.on is None:
        for text, name in ((bench.series_unknown, "series"), (bench.on_unknown, "on")):
            if text is not None:
                log.lacks_word(f"{rule}.benchmark.{name}", text.text, cite)
        return None
    day = case.get(bench.of)
    if not isinstance(day, date):
        log.lacks_fact(rule, bench.of, FACTS[bench.of].says)
        return None
    every = case.get("series")
    got = rate_of(every.get(bench.series, {}) if every else {}, bench.on, day)
    if got is None:
        why = Text(
            f"案情未给出 {bench.series} 在所需日期（{_wanted(bench.on, day)}）的值。",
            f"The case gives no value of {bench.series} for the day needed ({_wanted(bench.on, day)}).",
        )
        log.lacks_word(rule, why)
        return None
    published, value = got
    told = _applied(bench, value)
    inputs = {bench.of: str(day), bench.series: f"{shown_rate(value)} ({published})"}
    log.step(f"{rule}.benchmark", _RULES[bench.on], cite, shown_rate(told), **inputs)
    return told


def _applied(bench: Benchmark, value: Fraction) -> Fraction:
    return value * (bench.times if bench.times is not None else 1) + (bench.plus or 0)


def _wanted(on: str, day: date) -> str:
    if on == "december_before":
        return f"{day.year - 1}-12"
    return f"{day.replace(day=1) - timedelta(days=1):%Y-%m}" if on == "month_before" else day.isoformat()


def rate_of(series: Mapping[date, Fraction], on: str, day: date) -> tuple[date, Fraction] | None:
    """The day of publication and the value. A month is one in which something was published; nothing is carried over.

    ``day``: the last value published on or before the day; it must not be older than two months, else a month is lacking.
    """
    if on == "day":
        before = [d for d in series if d <= day]
        latest = max(before, default=None)
        return (latest, series[latest]) if latest is not None and (day - latest).days <= 62 else None
    month = _wanted(on, day)
    inside = [d for d in series if f"{d:%Y-%m}" == month]
    return (max(inside), series[max(inside)]) if inside else None
