"""A trend: values over periods. What may not be compared is not joined: every run is a line of its own, and a break in
the series is drawn as a break and says why."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import altair as alt

from ipops.kernel.period import CalendarPeriod
from ipops.kernel.text import Lang, Text
from ipops.reports import wording
from ipops.reports.charts import theme

HEIGHT = 230
NARROW = 480
ROOM = Fraction(6, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Points that may be compared with one another: one scope, one unit, one definition."""

    code: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """``says`` is the value as people read it, unit included."""

    run: str
    period: CalendarPeriod
    value: Fraction
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """From this period on the series is another one."""

    period: CalendarPeriod
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A target drawn across the chart."""

    value: Fraction
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """``unit`` names the axis. Rows of the table follow the points, in the order of periods, then runs."""

    title: Text
    unit: Text
    runs: tuple[Run, ...]
    points: tuple[Point, ...]
    breaks: tuple[Break, ...] = ()
    level: Level | None = None

    def __post_init__(self) -> None:
        known = {r.code for r in self.runs}
        loose = {p.run for p in self.points} - known
        if loose or len(known) != len(self.runs) or len(known) > len(theme.SERIES):
            raise ValueError(
                f"A trend names each of at most {len(theme.SERIES)} runs once; strangers: {sorted(loose)}."
            )
        seen = [(p.run, p.period.text) for p in self.points]
        if len(set(seen)) != len(seen):
            raise ValueError("A run has one value for a period.")

    @property
    def says(self) -> Text:
        return Text(
            f"{len(self.points)}个数据点，{len(self.runs)}段可比序列，{len(self.breaks)}处中断。",
            f"{len(self.points)} values in {len(self.runs)} comparable runs, {len(self.breaks)} breaks.",
        )

    @property
    def periods(self) -> tuple[CalendarPeriod, ...]:
        """In order of their end, shorter first, so that a half-year stands before its year."""
        found = {p.period.text: p.period for p in self.points}
        return tuple(sorted(found.values(), key=lambda p: (p.end, p.months)))

    @property
    def heads(self) -> tuple[Text, ...]:
        return (Text("时期", "Period"), Text("序列", "Series"), Text("数值", "Value"))

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        place = {p.text: i for i, p in enumerate(self.periods)}
        titles = {r.code: r.title for r in self.runs}
        ordered = sorted(self.points, key=lambda p: (place[p.period.text], p.run))
        return tuple((p.period, titles[p.run], p.says) for p in ordered)

    @property
    def _top(self) -> float:
        """Room above the highest mark for what is written over it."""
        highest = max([p.value for p in self.points] + ([self.level.value] if self.level else []))
        return float(highest * ROOM) if highest > 0 else 1.0

    def spec(self, lang: Lang, width: int) -> dict[str, Any]:
        """Vega-Lite. Floats appear here and only here: they place ink."""
        narrow = width < NARROW
        names = {p.text: _short(p, lang) for p in self.periods}
        order = [names[p.text] for p in self.periods]
        titles = {r.code: r.title.in_(lang) for r in self.runs}
        highest: dict[str, Fraction] = {}
        for p in self.points:
            highest[p.period.text] = max(p.value, highest.get(p.period.text, p.value))
        data = [
            {
                "period": names[p.period.text],
                "value": float(p.value),
                "run": titles[p.run],
                "says": p.says.in_(lang),
                "low": p.value < highest[p.period.text],  # two runs in one period: the lower is labelled below
            }
            for p in self.points
        ]
        x = alt.X("period:O", sort=order, title=None, axis=alt.Axis(labelAngle=-60 if narrow and len(order) > 6 else 0))
        y = alt.Y(
            "value:Q",
            title=self.unit.in_(lang),
            scale=alt.Scale(zero=True, domainMax=self._top),
            axis=alt.Axis(tickCount=4, format=",~r"),
        )
        base = alt.Chart(alt.Data(values=data)).encode(x=x, y=y)
        legend = alt.Legend(symbolDash=[1, 0]) if len(self.runs) > 1 else None
        run_names = [titles[r.code] for r in self.runs]
        colour = alt.Color(
            "run:N", scale=alt.Scale(domain=run_names, range=list(theme.SERIES[: len(run_names)])), legend=legend
        )
        shape = alt.Shape(
            "run:N", scale=alt.Scale(domain=run_names, range=list(theme.SHAPES[: len(run_names)])), legend=legend
        )
        dash = alt.StrokeDash(
            "run:N", scale=alt.Scale(domain=run_names, range=list(theme.DASHES[: len(run_names)])), legend=None
        )
        layers = [
            base.mark_line().encode(color=colour, strokeDash=dash, detail="run:N"),
            base.mark_point(opacity=1).encode(color=colour, shape=shape),
            *_labels(base.transform_filter("!datum.low"), -12),
            *_labels(base.transform_filter("datum.low"), 16),
            *self._breaks(names, order, lang, narrow),
            *self._level(lang),
        ]
        return dict(alt.layer(*layers).properties(width=width - 70, height=HEIGHT).to_dict())

    def _breaks(self, names: dict[str, str], order: list[str], lang: Lang, narrow: bool) -> list[alt.Chart]:
        shown = [b for b in self.breaks if b.period.text in names]
        if not shown:
            return []
        data = [{"period": names[b.period.text], "why": "" if narrow else b.why.in_(lang)} for b in shown]
        x = alt.X("period:O", sort=order, title=None, bandPosition=0)
        base = alt.Chart(alt.Data(values=data)).encode(x=x)
        rule = base.mark_rule(color=theme.MUTED, strokeDash=[4, 3])
        label = base.mark_text(align="left", dx=4, color=theme.MUTED).encode(text="why:N", y=alt.value(8))
        return [rule, label]

    def _level(self, lang: Lang) -> list[alt.Chart]:
        if self.level is None:
            return []
        base = alt.Chart(alt.Data(values=[{"value": float(self.level.value), "says": self.level.says.in_(lang)}]))
        rule = base.mark_rule(color=theme.INK, strokeDash=[2, 2], strokeWidth=1.5).encode(y="value:Q")
        label = base.mark_text(align="left", baseline="bottom", dy=-3).encode(
            y="value:Q", x=alt.value(4), text="says:N"
        )
        return [rule, label]


def _labels(at: alt.Chart, dy: int) -> tuple[alt.Chart, alt.Chart]:
    """Values beside their points, with an edge of the paper's colour so that a line never strikes through a digit."""
    edge = at.mark_text(dy=dy, stroke=theme.PAPER, strokeWidth=4, strokeJoin="round").encode(text="says:N")
    return edge, at.mark_text(dy=dy).encode(text="says:N")


def _short(of: CalendarPeriod, lang: Lang) -> str:
    """The period as an axis has room for it."""
    if of.grain == "year":
        return str(of.year)
    return wording.period(of).in_(lang) if lang == "zh" else of.text
