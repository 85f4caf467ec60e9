"""A growth goal judged: every reading the pack leaves possible, and one verdict only where they all agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.programme.rules.law import BASE_YEAR, CONTRACTS, COUNTING, METHOD, TERRITORY, Law
from ipops.lines.programme.rules.verdict import Level, Read, Short, Verdict, YearSet
from ipops.measures.growth import Growth, Method, every_method, grown, least_to_meet
from ipops.policy.units import UNITS


def bases(law: Law, year: int, levels: Mapping[int, Level]) -> tuple[int, ...]:
    """The possible bases that have a figure; the named one even without. Where the base is open, a year nobody has
    figures of cannot be it."""
    possible = law.possible_bases(year)
    if law.base_year is not None:
        return tuple(possible)
    return tuple(y for y in possible if levels.get(y) is not None)


def span(levels: Mapping[int, Level], base_year: int, year: int) -> list[Level]:
    return [levels.get(y) for y in range(base_year, year + 1)]


def verdict_of(growth: Growth | Refused, floor: Fraction, comparator: str) -> Verdict:
    """Met or missed exactly; a growth that cannot be computed is neither."""
    if isinstance(growth, Refused):
        missing = growth.reasons[0].code in ("missing-last",)
        return Verdict.UNKNOWN if missing else Verdict.NOT_COMPUTABLE
    order = growth.compare(floor)
    holds = {"ge": order >= 0, "gt": order > 0, "le": order <= 0, "lt": order < 0}[comparator or "ge"]
    return Verdict.MET if holds else Verdict.MISSED


@lru_cache(maxsize=4096)
def _judged(
    method: Method, levels: tuple[Level, ...], floor: Fraction, comparator: str
) -> tuple[Growth | Refused, Verdict]:
    """Kept: most readings that the law leaves open come to the same levels."""
    growth = grown(method, levels)
    return growth, verdict_of(growth, floor, comparator)


def read_all(law: Law, year: int, sets: Sequence[YearSet], floor: Fraction, comparator: str) -> tuple[Read, ...]:
    """Every reading: expression x base year x method, the shown one first."""
    made = []
    for s in sets:
        for base_year in bases(law, year, s.levels) or (None,):
            for method in law.methods:
                levels = span(s.levels, base_year, year) if base_year is not None else [None, s.levels.get(year)]
                growth, verdict = _judged(method, tuple(levels), floor, comparator)
                verdict = Verdict.NOT_COMPARABLE if s.reasons else verdict
                made.append(
                    Read(
                        params=s.params,
                        base_year=base_year,
                        method=method,
                        base=levels[0],
                        last=levels[-1],
                        growth=Refused(reasons=s.reasons) if s.reasons else growth,
                        verdict=verdict,
                    )
                )
    return tuple(made)


def shown_growths(law: Law, year: int, s: YearSet) -> tuple[int | None, Mapping[Method, Growth | Refused]]:
    """The base year shown and the growth by all four methods, whatever the pack names."""
    found = bases(law, year, s.levels)
    base_year = found[0] if found else None
    if s.reasons:
        return base_year, {m: Refused(reasons=s.reasons) for m in Method.__members__.values()}
    levels = span(s.levels, base_year, year) if base_year is not None else [None, s.levels.get(year)]
    return base_year, every_method(levels)


def combined(law: Law, reads: Sequence[Read], cite: Citation) -> tuple[Verdict, tuple[Reason, ...]]:
    """One verdict of all readings, with the reasons why it is not simply met."""
    verdicts = {r.verdict for r in reads}
    if len(verdicts) == 1:
        (verdict,) = verdicts
        return verdict, _why(law, verdict, reads, cite)
    reasons = [_disagree(law, reads, *d) for d in _DIMENSIONS if _varies(reads, d[2])]
    return Verdict.UNKNOWN, tuple(reasons) or (_mixed(reads),)


def _why(law: Law, verdict: Verdict, reads: Sequence[Read], cite: Citation) -> tuple[Reason, ...]:
    first = reads[0].growth
    if verdict is Verdict.NOT_COMPUTABLE and isinstance(first, Refused):
        return tuple(
            Reason(code=r.code, says=Text(r.says.zh + law.zero_base.zh, f"{r.says.en} {law.zero_base.en}"), cite=cite)
            for r in first.reasons
        )
    if isinstance(first, Refused):
        return first.reasons
    return ()


_DIMENSIONS: tuple[tuple[str, str, Callable[[Read], object], Text], ...] = (
    ("method-open", METHOD, lambda r: r.method, Text("增幅算法未定", "how growth is averaged is open")),
    ("base-year-open", BASE_YEAR, lambda r: r.base_year, Text("基年未定", "the base year is open")),
    (
        "counting-open",
        COUNTING,
        lambda r: r.params.counting if r.params else None,
        Text("一宗多件如何计数未定", "how a deal over many rights counts is open"),
    ),
    (
        "territory-open",
        TERRITORY,
        lambda r: r.params.territory if r.params else None,
        Text("地域归属未定", "the place a deal belongs to is open"),
    ),
    (
        "contracts-open",
        CONTRACTS,
        lambda r: r.params.contracts if r.params else None,
        Text("何为专利技术合同未定", "which contracts are of patents is open"),
    ),
)


def _around_the_shown(reads: Sequence[Read], of: Callable[[Read], object]) -> list[Read]:
    """The readings that differ from the shown one along one dimension only."""
    others = [d[2] for d in _DIMENSIONS if d[2] is not of]
    shown = [(other, other(reads[0])) for other in others]
    return [r for r in reads if all(other(r) == value for other, value in shown)]


def _varies(reads: Sequence[Read], of: Callable[[Read], object]) -> bool:
    return len({r.verdict for r in _around_the_shown(reads, of)}) > 1


def _disagree(
    law: Law, reads: Sequence[Read], code: str, term: str, of: Callable[[Read], object], says: Text
) -> Reason:
    told = [(_name(of(r)), r) for r in _around_the_shown(reads, of)]
    zh = "；".join(f"{n.zh} {_figure(r)}{r.verdict.zh}" for n, r in told)
    en = "; ".join(f"{n.en} {_figure(r)}{r.verdict.en}" for n, r in told)
    return law.open(
        term, code, Text(f"{says.zh}，各读法结论不一：{zh}。", f"{says.en}, and the readings disagree: {en}.")
    )


def _name(value: object) -> Text:
    return Text(value.zh, value.en) if hasattr(value, "zh") and hasattr(value, "en") else Text(str(value), str(value))


def _figure(r: Read) -> str:
    return f"{r.growth.percent()}% " if isinstance(r.growth, Growth) else ""


def _mixed(reads: Sequence[Read]) -> Reason:
    first = reads[0]
    other = next(r for r in reads if r.verdict is not first.verdict)
    names = "、".join(_name(d[2](other)).zh for d in _DIMENSIONS if d[2](other) is not None)
    names_en = ", ".join(_name(d[2](other)).en for d in _DIMENSIONS if d[2](other) is not None)
    return Reason(
        code="readings-disagree",
        says=Text(
            f"几项未定之处合起来结论不一：另一读法（{names}）{_figure(other)}{other.verdict.zh}。",
            f"Several open points together disagree: another reading ({names_en}) gives {_figure(other)}{other.verdict.en}.",
        ),
    )


def short_of(law: Law, year: int, sets: Sequence[YearSet], floor: Fraction, unit: str) -> Short | None:
    """How much is lacking to meet the floor, by every reading that can be computed; ``None`` if nothing is.

    Counted in whole units; an amount in 万元 or 亿元 in whole fen, so that the least that meets the floor is exact.
    """
    scale = UNITS[unit].fen or 1 if unit in UNITS else 1
    lacking = []
    different = {tuple(s.levels.items()): s for s in sets if not s.reasons and s.levels.get(year) is not None}
    for s in different.values():
        levels = {y: v * scale if v is not None else None for y, v in s.levels.items()}
        last = levels[year]
        if last is None or last.denominator != 1:
            continue
        for base_year in bases(law, year, levels):
            for method in law.methods:
                need = least_to_meet(method, span(levels, base_year, year), floor)
                if isinstance(need, int):
                    lacking.append(max(0, need - int(last)))
    if not any(lacking):
        return None
    return Short(least=min(lacking), most=max(lacking), by=date(year, 12, 31), unit="fen" if scale > 1 else unit)
