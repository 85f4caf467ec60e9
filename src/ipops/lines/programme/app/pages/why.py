"""Why a figure is what it is: every method and reading beside the one used, the definition field by field, the pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.period import CalendarPeriod
from ipops.kernel.text import Text
from ipops.lines.programme.app.pages import figures, nation, observed
from ipops.lines.programme.rules.scoring import Read, Restated, ScoreLine, View
from ipops.measures.growth import Growth, Method
from ipops.measures.measure import Measure
from ipops.policy import Known
from ipops.reports import wording

FORMULAS = {
    Method.COMPOUND: Text("（末年÷基年）开年数次方，减一", "(last ÷ base) to the power of 1/years, less one"),
    Method.MEAN_YOY: Text(
        "逐年（本年÷上年−1）之和，除以年数", "the sum of each year's (this ÷ last − 1), divided by the years"
    ),
    Method.SIMPLE: Text("（末年÷基年−1）除以年数", "(last ÷ base − 1) divided by the years"),
    Method.LAST_VS_BASE: Text("末年÷基年−1（非年均）", "last ÷ base − 1 (not a yearly growth)"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodRow:
    """One method's answer. ``state`` is empty where it was not judged."""

    title: Text
    formula: Text
    growth: Text | None
    reasons: tuple[Reason, ...]
    used: bool
    state: str


def percent(growth: Growth | Refused, line: ScoreLine) -> Text | None:
    if isinstance(growth, Refused):
        return None
    beside = line.floor is not None and line.floor > -1
    text = growth.percent_beside(line.floor) if beside and line.floor is not None else growth.percent()
    said = f"{text}%".replace("-", wording.MINUS)
    return Text(said, said)


def methods(line: ScoreLine) -> tuple[MethodRow, ...]:
    """All four beside one another, whichever the pack names; the verdict of each by the reading that is shown."""
    first = line.reads[0] if line.reads else None
    judged = {r.method: str(r.verdict) for r in reversed(line.reads) if first and _same(r, first)}
    return tuple(
        MethodRow(
            title=m.named,
            formula=FORMULAS[m],
            growth=percent(line.growth[m], line),
            reasons=got.reasons if isinstance(got := line.growth[m], Refused) else (),
            used=m is line.used,
            state=judged.get(m, ""),
        )
        for m in Method.__members__.values()
        if m in line.growth
    )


def _same(read: Read, other: Read) -> bool:
    return (read.params, read.base_year) == (other.params, other.base_year)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """One reading of what the pack leaves open, and what it would mean."""

    reading: Text
    base: Text | None
    last: Text | None
    growth: Text | None
    state: str
    shown: bool


def reads(line: ScoreLine) -> tuple[ReadRow, ...]:
    """Every reading when there is more than one; the shown one first."""
    if len(line.reads) < 2:
        return ()
    return tuple(
        ReadRow(
            reading=_reading(r),
            base=figures.level(r.base, line.unit, line.measure.unit_name),
            last=figures.level(r.last, line.unit, line.measure.unit_name),
            growth=percent(r.growth, line),
            state=str(r.verdict),
            shown=i == 0,
        )
        for i, r in enumerate(line.reads)
    )


def first_reading(line: ScoreLine) -> Text | None:
    """The reading that is shown; ``None`` where nothing was read at all."""
    return _reading(line.reads[0]) if line.reads else None


def _reading(read: Read) -> Text:
    parts = [read.method.named]
    if read.base_year is not None:
        parts.append(Text(f"基年{read.base_year}", f"base year {read.base_year}"))
    if read.params is not None:
        asked = read.params.contracts
        parts += [asked.named] if asked else [read.params.counting.named, read.params.territory.named]
    return Text("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRow:
    """One of the three ways to look at a year that still runs."""

    title: Text
    windows: Text
    base: Text | None
    last: Text | None
    growth: Text | None
    state: str
    used: bool


def views(line: ScoreLine) -> tuple[ViewRow, ...]:
    return tuple(_view(v, line) for v in line.views)


def _window(label: str) -> Text:
    """A window's label in words; a stretch that ends within a month keeps its days."""
    if not label:
        return _NOTHING
    try:
        return wording.period(CalendarPeriod.parse(label))
    except ValueError:
        return Text(label, label)


def _view(view: View, line: ScoreLine) -> ViewRow:
    got = view.growth.get(line.used) if line.used else None
    return ViewRow(
        title=view.label,
        windows=Text("{a} → {b}", "{a} → {b}").fill(a=_window(view.base_label), b=_window(view.last_label)),
        base=figures.level(view.base, line.unit, line.measure.unit_name),
        last=figures.level(view.last, line.unit, line.measure.unit_name),
        growth=percent(got, line) if got else None,
        state=str(view.verdict),
        used=view.basis is line.basis,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RestatedRow:
    says: Text
    growth: Text | None
    state: str


def restated(line: ScoreLine) -> tuple[RestatedRow, ...]:
    """Both answers when the base was changed later: as first known, and as known now (the one used)."""
    r: Restated | None = line.restated
    if r is None:
        return ()
    unit = line.measure.unit_name
    then, now = figures.level(r.first, line.unit, unit), figures.level(r.now, line.unit, unit)
    before = r.growth_first.get(line.used) if line.used else None
    first = Text("{y}年基数，按{d}所知：{v}", "base of {y} as known on {d}: {v}").fill(
        y=r.base_year, d=wording.day(r.first_known_on), v=then or _NOTHING
    )
    last = Text("{y}年基数，按现在所知（采用）：{v}", "base of {y} as known now (used): {v}").fill(
        y=r.base_year, v=now or _NOTHING
    )
    return (
        RestatedRow(says=first, growth=percent(before, line) if before else None, state=str(r.verdict_first)),
        RestatedRow(says=last, growth=figures.growth(line), state=str(line.verdict)),
    )


_NOTHING = Text("无数据", "no figure")
Said = tuple[Text, Any]


def definition(measure: Measure) -> tuple[Said, ...]:
    """The definition, field by field; what the notice does not say is unknown here too."""
    kinds = measure.register_kinds
    return (
        (Text("口径", "Scope"), measure.scope),
        (Text("数据类型", "Kind of figure"), _named(measure.figure)),
        (Text("计量单位", "Unit"), measure.unit_name),
        (Text("计数对象", "What is counted"), _named(measure.counting_unit)),
        (Text("去重键", "De-duplication"), measure.dedup_key),
        (Text("分子", "Numerator"), measure.numerator),
        (Text("分母", "Denominator"), measure.denominator or Text("无", "none")),
        (Text("地域归属", "Territory"), _named(measure.territory)),
        (Text("按时间汇总", "Over time"), _named(measure.over_time)),
        (Text("按地区汇总", "Over places"), _named(measure.over_place)),
        (Text("区县与全市", "Districts and the city"), measure.districts),
        (Text("数据来源", "Source of data"), measure.data_source),
        (Text("截止日", "Cut-off"), measure.cut_off),
        (Text("权利类型", "Kinds of right"), kinds if isinstance(kinds, Unknown) else tuple(k.named for k in kinds)),
        (Text("增幅", "Growth"), measure.growth or Text("不是增幅目标", "not a growth goal")),
        (Text("定义版本", "Version of the definition"), measure.version),
    )


def _named(value: Any) -> Any:
    return getattr(value, "named", value)


TERMS = {
    "growth.method": Text("增幅算法", "how growth is averaged"),
    "growth.base_year": Text("基年", "base year"),
    "deal.counting": Text("一宗多件的计数", "counting of a deal over many rights"),
    "territory": Text("地域归属", "territory"),
    "midterm.basis": Text("期中口径", "mid-term view"),
    "zero_base.alternative": Text("基数为零的替代", "what stands in for a zero base"),
    "count.new_in_period": Text("计新增还是全部", "new ones or all"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """A term of the pack that decides here: its value with its clauses, or unknown with what would settle it."""

    title: Text
    name: str
    value: Text | Unknown
    cites: tuple[Citation, ...]


def terms(of: Sequence[tuple[str, Known | Unknown]]) -> tuple[TermRow, ...]:
    return tuple(
        TermRow(
            title=TERMS.get(name, Text(name, name)),
            name=name,
            value=got.shown if isinstance(got, Known) else got,
            cites=(got.cite,) if isinstance(got, Known) else got.cites,
        )
        for name, got in of
    )


@dataclass(frozen=True, slots=True)
class Day:
    """Which act counts on which day, and where that is written."""

    act: Text
    day: Text
    cite: Citation


def counted_days(measure: Measure) -> tuple[Day, ...] | Unknown:
    days = measure.counted_days
    return days if isinstance(days, Unknown) else tuple(Day(d.act, d.day, d.cite) for d in days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A published figure: used, or shown with the reason why it is not the same thing."""

    text: Text
    why: Text | None
    n: int
    used: bool


def published(line: ScoreLine) -> tuple[Beside, ...]:
    return tuple(_beside(p) for p in line.published)


def _beside(p: dict[str, Any]) -> Beside:
    says = Text("{t}：{v}{u}（{s}，{g}级）", "{t}: {v} {u} ({s}, grade {g})").fill(
        t=wording.period(CalendarPeriod.parse(p["period"])),
        v=p["value"],
        u=nation.unit_name(p["unit"]),
        s=observed.indicator(p["indicator"]),
        g=p["grade"],
    )
    return Beside(text=says, why=Text(**p["why_not"]) if p["why_not"] else None, n=p["fact"], used=bool(p["same"]))
