"""Goals beside one another: how far each has come, as a share of its target."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import altair as alt

from ipops.kernel.text import Lang, Text
from ipops.reports.charts import theme

ROW = 34
MOST = Fraction(3, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """``value`` against a positive ``target`` in the same unit; ``met`` decides the colour, the text says it too."""

    title: Text
    value: Fraction
    target: Fraction
    value_says: Text
    target_says: Text
    met: bool

    def __post_init__(self) -> None:
        if self.target <= 0:
            raise ValueError("A bullet needs a target above zero.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    title: Text
    goals: tuple[Goal, ...]

    @property
    def says(self) -> Text:
        met = sum(g.met for g in self.goals)
        return Text(
            f"{len(self.goals)}项目标，{met}项达标；条长为完成占目标的比例，竖线为目标。",
            f"{len(self.goals)} goals, {met} met; a bar is the share of the target, the mark is the target.",
        )

    @property
    def heads(self) -> tuple[Text, ...]:
        return (Text("目标", "Goal"), Text("完成", "Value"), Text("目标值", "Target"))

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        return tuple((g.title, g.value_says, g.target_says) for g in self.goals)

    def spec(self, lang: Lang, width: int) -> dict[str, Any]:
        order = [g.title.in_(lang) for g in self.goals]
        data = [
            {
                "goal": g.title.in_(lang),
                "share": float(max(Fraction(0), min(g.value / g.target, MOST))),
                "says": f"{g.value_says.in_(lang)} / {g.target_says.in_(lang)}",
                "colour": theme.GOOD if g.met else theme.BAD,
            }
            for g in self.goals
        ]
        y = alt.Y(
            "goal:N", sort=order, title=None, axis=alt.Axis(labelLimit=int(width * 0.45), ticks=False, domain=False)
        )
        scale = alt.Scale(domain=[0, float(MOST) + 0.25])
        x = alt.X("share:Q", scale=scale, axis=None)
        base = alt.Chart(alt.Data(values=data)).encode(y=y)
        layers = [
            base.mark_bar(height=14).encode(x=x, color=alt.Color("colour:N", scale=None)),
            base.mark_tick(height=24, thickness=3, color=theme.INK, opacity=1).encode(
                x=alt.X(datum=1.0, scale=scale, axis=None)
            ),
            base.mark_text(align="left", dx=6).encode(x=x, text="says:N"),
        ]
        return dict(alt.layer(*layers).properties(width=int(width * 0.5), height=ROW * len(data)).to_dict())
