"""A waterfall: how one sum becomes another, step by step. Sums are checked: a total that is not what the steps make is refused."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import altair as alt

from ipops.kernel.text import Lang, Text
from ipops.reports.charts import theme
from ipops.reports.letters import measured

HEIGHT = 240
NARROW = 480
_LETTER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change, or with ``total`` the sum reached so far; ``says`` is the value as people read it, sign included, and ``reached``
    what a change leads to, for the table."""

    title: Text
    value: Fraction
    says: Text
    total: bool = False
    reached: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """``unit`` names the axis. The first step is a total: what one starts from."""

    title: Text
    unit: Text
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if not self.steps or not self.steps[0].total:
            raise ValueError("A waterfall starts with a total.")
        at = self.steps[0].value
        for step in self.steps[1:]:
            at = at if step.total else at + step.value
            if step.total and step.value != at:
                raise ValueError(f"“{step.title.en}” is {step.value}, but the steps before it make {at}.")

    @property
    def says(self) -> Text:
        first, last = self.steps[0], self.steps[-1]
        changes = sum(not s.total for s in self.steps)
        says = Text("从{a}{x}起，经{n}步变动，到{b}{y}。", "From {a}, {x}, by {n} steps to {b}, {y}.")
        return says.fill(a=first.title, x=first.says, n=changes, b=last.title, y=last.says)

    @property
    def heads(self) -> tuple[Text, ...]:
        return (Text("项目", "Step"), Text("增减", "Change"), Text("至此", "Reached"))

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        none = Text("小计", "total")
        return tuple(
            (s.title, none if s.total else s.says, s.says if s.total else s.reached or high)
            for s, (_, high) in zip(self.steps, self._spans(), strict=True)
        )

    def _spans(self) -> list[tuple[Fraction, Fraction]]:
        """Where each bar begins and what has been reached after it."""
        found, at = [], Fraction(0)
        for s in self.steps:
            before, at = (Fraction(0), s.value) if s.total else (at, at + s.value)
            found.append((before, at))
        return found

    def _widest(self, lang: Lang) -> tuple[float, float]:
        """How wide the widest name and the widest value are set."""
        names = max(measured(s.title.in_(lang), _LETTER) for s in self.steps)
        return names, max(measured(s.says.in_(lang), _LETTER) for s in self.steps)

    def spec(self, lang: Lang, width: int) -> dict[str, Any]:
        narrow = width < NARROW
        order = [s.title.in_(lang) for s in self.steps]
        data = [
            {
                "step": s.title.in_(lang),
                "from": float(low),
                "to": float(high),
                "top": float(max(low, high)),
                "says": s.says.in_(lang),
                "colour": theme.SERIES[2] if s.total else theme.SERIES[0] if s.value >= 0 else theme.SERIES[1],
            }
            for s, (low, high) in zip(self.steps, self._spans(), strict=True)
        ]
        sort: Any = order
        if narrow:  # lying down: names need the width
            names, said = self._widest(lang)
            names = min(names, width * 0.42)
            place = alt.Y("step:N", sort=sort, title=None, axis=alt.Axis(labelLimit=int(names) + 1, ticks=False))
            axis = alt.Axis(tickCount=2, format=",~r")
            a, b, top = alt.X("from:Q", title=self.unit.in_(lang), axis=axis), alt.X2("to:Q"), alt.X("top:Q")
            size = {"width": max(int(width - names - said) - 24, 90), "height": 30 * len(order)}
            text = {"align": "left", "dx": 5}
            encodings = [{"y": place, "x": a, "x2": b}, {"y": place, "x": top}]
        else:
            axis = alt.Axis(labelAngle=0, labelLimit=width // len(order) - 4, labelExpr="split(datum.label, '\\n')")
            place_x = alt.X("step:N", sort=sort, title=None, axis=axis)
            a_y, b_y = (
                alt.Y("from:Q", title=self.unit.in_(lang), axis=alt.Axis(tickCount=4, format=",~r", titlePadding=14)),
                alt.Y2("to:Q"),
            )
            size = {"width": width - 70, "height": HEIGHT}
            text = {"align": "center", "dy": -9}
            encodings = [{"x": place_x, "y": a_y, "y2": b_y}, {"x": place_x, "y": alt.Y("top:Q")}]
        base = alt.Chart(alt.Data(values=data))
        bars = base.mark_bar(size=18 if narrow else 36).encode(**encodings[0], color=alt.Color("colour:N", scale=None))
        labels = base.mark_text(**text).encode(**encodings[1], text="says:N")
        return dict(alt.layer(bars, labels).properties(**size).to_dict())
