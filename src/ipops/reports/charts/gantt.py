"""A Gantt chart: what runs from when to when, what is due, and where today stands. Spans are half-open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Literal

import altair as alt

from ipops.kernel.text import Lang, Text
from ipops.reports import wording
from ipops.reports.charts import theme

Standing = Literal["done", "running", "planned", "late"]
ROW, NARROW = 26, 480
_STANDINGS = MappingProxyType(
    {
        "done": (Text("已完成", "done"), theme.GOOD),
        "running": (Text("进行中", "under way"), theme.SERIES[0]),
        "planned": (Text("计划", "planned"), theme.SERIES[2]),
        "late": (Text("逾期", "late"), theme.BAD),
    }
)


_OPEN = Text("未见终止", "no end is known")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """From ``start`` until ``end``, which is the first day no longer in it. Bars of one title share a row.

    ``says`` and ``series`` (a colour of the theme) stand in for the standing where a bar is no task but a state of things;
    ``open`` says that no end is known and the bar is drawn up to today only.
    """

    title: Text
    start: date
    end: date
    standing: Standing = "running"
    says: Text | None = None
    series: int | None = None
    open: bool = False

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"“{self.title.en}” ends before it begins.")

    @property
    def tells(self) -> Text:
        return self.says or _STANDINGS[self.standing][0]

    @property
    def colour(self) -> str:
        return _STANDINGS[self.standing][1] if self.series is None else theme.SERIES[self.series]

    @property
    def last(self) -> date | Text:
        return _OPEN if self.open else self.end - timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    title: Text
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Gantt:
    title: Text
    bars: tuple[Bar, ...]
    milestones: tuple[Milestone, ...] = ()
    today: date | None = None

    def __post_init__(self) -> None:
        dates = [m.title.zh for m in self.milestones]
        if not self.bars or len(set(dates)) != len(dates) or {b.title.zh for b in self.bars} & set(dates):
            raise ValueError("A Gantt chart has bars, and every date a row of its own.")

    @property
    def says(self) -> Text:
        says = Text("{n}段起止，{m}个时点", "{n} spans, {m} dates").fill(n=len(self.bars), m=len(self.milestones))
        late = sum(b.standing == "late" for b in self.bars)
        return (
            Text("{s}，{l}段逾期。", "{s}, {l} late.").fill(s=says, l=late)
            if late
            else Text("{s}。", "{s}.").fill(s=says)
        )

    @property
    def heads(self) -> tuple[Text, ...]:
        return (
            Text("事项", "What"),
            Text("起", "From"),
            Text("止（含当日）", "To (inclusive)"),
            Text("状态", "Standing"),
        )

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        spans = [(b.title, b.start, b.last, b.tells) for b in self.bars]
        return (*spans, *((m.title, m.on, m.on, Text("时点", "date")) for m in self.milestones))

    def spec(self, lang: Lang, width: int) -> dict[str, Any]:
        rows = [b.title.in_(lang) for b in self.bars] + [m.title.in_(lang) for m in self.milestones]
        order = list(dict.fromkeys(rows))
        names = int(width * 0.34)
        y = alt.Y("row:N", sort=order, title=None, axis=alt.Axis(labelLimit=names, ticks=False, domain=False))
        scale = alt.Scale(type="utc", nice=False, padding=8)
        x = alt.X("from:T", scale=scale, title=None, axis=self._axis(lang, narrow=width < NARROW))
        bars = [
            {
                "row": b.title.in_(lang),
                "from": b.start.isoformat(),
                "to": b.end.isoformat(),
                "colour": b.colour,
                "says": b.tells.in_(lang),
            }
            for b in self.bars
        ]
        base = alt.Chart(alt.Data(values=bars)).encode(y=y)
        layers = [
            base.mark_bar(height=14).encode(x=x, x2="to:T", color=alt.Color("colour:N", scale=None)),
            base.mark_text(align="left", dx=5, fontSize=11).encode(x=alt.X("to:T", scale=scale), text="says:N"),
            *self._marks(lang, y, scale),
            *self._now(lang, scale),
        ]
        size = {"width": width - names - 70, "height": ROW * len(order)}
        return dict(alt.layer(*layers).properties(**size).to_dict())

    def _axis(self, lang: Lang, *, narrow: bool) -> alt.Axis:
        """Years where months would run into one another."""
        days = [d for b in self.bars for d in (b.start, b.end)] + [m.on for m in self.milestones]
        years = max(days).year - min(days).year
        if years > 1:
            return alt.Axis(tickCount={"interval": "year", "step": 1 + years // (4 if narrow else 10)}, format="%Y")
        return alt.Axis(tickCount=3 if narrow else 6, format="%Y-%m" if lang == "en" else "%Y年%-m月")

    def _marks(self, lang: Lang, y: alt.Y, scale: alt.Scale) -> list[alt.Chart]:
        if not self.milestones:
            return []
        data = [{"row": m.title.in_(lang), "on": m.on.isoformat(), "says": _day(m.on)} for m in self.milestones]
        base = alt.Chart(alt.Data(values=data)).encode(y=y, x=alt.X("on:T", scale=scale))
        point = base.mark_point(shape="diamond", size=90, opacity=1, color=theme.INK)
        return [point, base.mark_text(align="left", dx=9, fontSize=11).encode(text="says:N")]

    def _now(self, lang: Lang, scale: alt.Scale) -> list[alt.Chart]:
        if self.today is None:
            return []
        says = Text("今天 {d}", "today, {d}").fill(d=wording.day(self.today)).in_(lang)
        base = alt.Chart(alt.Data(values=[{"on": self.today.isoformat(), "says": says}])).encode(
            x=alt.X("on:T", scale=scale)
        )
        rule = base.mark_rule(color=theme.INK, strokeDash=[3, 3])
        return [rule, base.mark_text(align="center", dy=-8, fontSize=11).encode(text="says:N", y=alt.value(0))]


def _day(on: date) -> str:
    return on.isoformat()
