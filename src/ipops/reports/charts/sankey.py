"""A Sankey of money: from whom to whom how much went. What a node received and did not pass on stays in it, visibly."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import altair as alt

from ipops.kernel.text import Lang, Text
from ipops.reports.charts import theme
from ipops.reports.letters import measured

HEIGHT, TALL, NARROW = 300, 380, 480
_STEPS, _GAP, _BAR = 16, 0.06, 0.022
#: Names never take more than this part of the width, in wide and in narrow drawings.
_MOST_NAMES, _MOST_NARROW = 0.45, 0.34
#: Bars never take less of the height than this, however much their names want.
_LEAST_BARS = 0.3
#: What of the square is drawn: a little more than it has, so that no edge is cut.
_SPAN = 1.02
_NOTHING: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """``says`` is the sum that passes it, as people read it."""

    code: str
    title: Text
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    source: str
    target: str
    value: Fraction
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Sankey:
    """Nodes in the order in which they stand; flows run one way, never in a circle, and are above zero."""

    title: Text
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]

    def __post_init__(self) -> None:
        known = {n.code for n in self.nodes}
        strangers = {c for f in self.flows for c in (f.source, f.target)} - known
        if strangers or len(known) != len(self.nodes) or not self.flows:
            raise ValueError(f"A Sankey has flows between nodes named once; strangers: {sorted(strangers)}.")
        if any(f.value <= 0 for f in self.flows):
            raise ValueError("A flow is above zero; what did not flow is left out.")
        self._columns()

    @property
    def says(self) -> Text:
        sources = {f.source for f in self.flows} - {f.target for f in self.flows}
        names = [n for n in self.nodes if n.code in sources]
        says = Text("资金自{who}流出，经{n}笔流向。", "Money from {who}, in {n} flows.")
        return says.fill(
            who=Text(
                "、".join(f"{n.title.zh}（{n.says.zh}）" for n in names),
                ", ".join(f"{n.title.en} ({n.says.en})" for n in names),
            ),
            n=len(self.flows),
        )

    @property
    def heads(self) -> tuple[Text, ...]:
        return (Text("自", "From"), Text("至", "To"), Text("金额", "Amount"))

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        titles = {n.code: n.title for n in self.nodes}
        return tuple((titles[f.source], titles[f.target], f.says) for f in self.flows)

    def _columns(self) -> dict[str, int]:
        """The longest way from a source; ``ValueError`` for a circle."""
        column = {n.code: 0 for n in self.nodes}
        for _ in range(len(self.nodes) + 1):
            moved = False
            for f in self.flows:
                if column[f.target] <= column[f.source]:
                    column[f.target], moved = column[f.source] + 1, True
            if not moved:
                return column
        raise ValueError("Money that comes back to where it came from cannot be drawn as a Sankey.")

    def _passes(self, code: str) -> Fraction:
        got = sum((f.value for f in self.flows if f.target == code), Fraction(0))
        gave = sum((f.value for f in self.flows if f.source == code), Fraction(0))
        return max(got, gave)

    def _ranks(self) -> list[list[str]]:
        """The codes of each column, in their order."""
        column = self._columns()
        return [[n.code for n in self.nodes if column[n.code] == c] for c in range(max(column.values()) + 1)]

    def _boxes(self, wants: Mapping[str, float] = _NOTHING) -> dict[str, tuple[float, float, float, float]]:
        """Left, right, bottom and top of every node in a square of one; zero is the bottom. ``wants`` is the part of the height that
        the name of each takes: bars shrink together until all names have it."""
        ranks = self._ranks()
        tallest = max(sum((self._passes(c) for c in rank), Fraction(0)) for rank in ranks)
        share = {c: float(self._passes(c) / tallest) for rank in ranks for c in rank}
        room = 1 - _GAP * (max(len(rank) for rank in ranks) - 1)
        while room > _LEAST_BARS and any(_height(rank, share, wants, room) > 1 for rank in ranks):
            room -= 0.02
        boxes = {}
        for c, rank in enumerate(ranks):
            left, top = c / max(len(ranks) - 1, 1) * (1 - _BAR), 1.0
            for code in rank:
                want, height = wants.get(code, 0.0), share[code] * room
                start = top - max(0.0, want - height) / 2
                boxes[code] = (left, left + _BAR, start - height, start)
                top -= max(height + _GAP, want)
        return boxes

    def _bands(self, boxes: dict[str, tuple[float, float, float, float]]) -> list[dict[str, Any]]:
        """Every flow as a band of points, leaving and arriving in the order of the flows."""
        column = self._columns()
        whole = {c: (top - low) / float(self._passes(c)) for c, (_, _, low, top) in boxes.items()}
        out = {c: box[3] for c, box in boxes.items()}
        into = dict(out)
        points = []
        for i, f in enumerate(self.flows):
            thick = float(f.value) * whole[f.source]
            (x0, y0), (x1, y1) = (boxes[f.source][1], out[f.source]), (boxes[f.target][0], into[f.target])
            out[f.source] -= thick
            into[f.target] -= thick
            for k in range(_STEPS + 1):
                t = k / _STEPS
                y = y0 + (y1 - y0) * (3 * t * t - 2 * t**3)
                colour = theme.SERIES[column[f.source] % len(theme.SERIES)]
                points.append({"flow": i, "x": x0 + (x1 - x0) * t, "top": y, "low": y - thick, "colour": colour})
        return points

    def _room(self, lang: Lang, width: int, size: int, most: float) -> float:
        """How wide the whole is when the last bar ends at one: to its right the names of the last column have room."""
        last = self._ranks()[-1]
        said = [t.in_(lang) for n in self.nodes if n.code in last for t in (n.title, n.says)]
        return 1 / (1 - min((max(measured(t, size) for t in said) + 10) / width, most))

    def _lines(self, lang: Lang, width: int, size: int, room: float) -> dict[str, list[str]]:
        """What stands beside each node: its name, broken where the next column begins, and its sum."""
        ranks = self._ranks()
        between = width / room / max(len(ranks) - 1, 1) - width * _BAR - 8
        behind = width * (1 - 1 / room) - 8
        fits = {c: (behind if rank is ranks[-1] else between) / size for rank in ranks for c in rank}
        return {n.code: [*broken(n.title.in_(lang), fits[n.code]), n.says.in_(lang)] for n in self.nodes}

    def spec(self, lang: Lang, width: int) -> dict[str, Any]:
        """Vega-Lite has no Sankey of its own: bands are areas, nodes are bars. Floats place ink and nothing else."""
        narrow = width < NARROW
        size, lead = (10, 12) if narrow else (12, 15)
        room = self._room(lang, width - 20, size, _MOST_NARROW if narrow else _MOST_NAMES)
        lines = self._lines(lang, width - 20, size, room)
        height = max(TALL if narrow else HEIGHT, *(_needed(rank, lines, lead) for rank in self._ranks()))
        boxes = self._boxes({c: (len(said) + 0.4) * lead / height for c, said in lines.items()})
        nodes = [
            # several lines begin at the height of the first: half of the rest is gone up
            {
                "x": left,
                "x2": right,
                "low": low,
                "top": top,
                "lines": lines[code],
                "mid": (low + top) / 2 + (len(lines[code]) - 1) / 2 * lead / height * _SPAN,
            }
            for code, (left, right, low, top) in boxes.items()
        ]
        x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, room], nice=False, zero=False))
        y = alt.Y(
            "top:Q", axis=None, scale=alt.Scale(domain=[(1 - _SPAN) / 2, (1 + _SPAN) / 2], nice=False, zero=False)
        )
        bands = alt.Chart(alt.Data(values=self._bands(boxes))).mark_area(opacity=0.35)
        bars = alt.Chart(alt.Data(values=nodes))
        layers = [
            bands.encode(x=x, y=y, y2="low:Q", detail="flow:N", color=alt.Color("colour:N", scale=None)),
            bars.mark_rect(color=theme.INK).encode(x=x, x2="x2:Q", y=y, y2="low:Q"),
            *_names(bars, size=size, lead=lead),
        ]
        return dict(alt.layer(*layers).properties(width=width - 20, height=height).to_dict())


def _height(rank: Sequence[str], share: Mapping[str, float], wants: Mapping[str, float], room: float) -> float:
    """What a column takes of the height when its bars together may take ``room``."""
    *above, last = rank
    steps = [max(share[c] * room + _GAP, wants.get(c, 0.0)) for c in above]
    return sum(steps) + max(share[last] * room, wants.get(last, 0.0))


def _needed(rank: Sequence[str], lines: Mapping[str, list[str]], lead: int) -> int:
    """How high the names of a column stand on one another, with what the bars must have beside."""
    return int(sum(len(lines[c]) + 0.4 for c in rank) * lead * 1.1)


def broken(text: str, most: float) -> list[str]:
    """The text in lines of at most ``most`` times its size, broken at spaces, in Chinese between characters; a longer word
    keeps a line to itself."""
    lines, line = [], ""
    for part in re.findall(r"[^\s\u2e80-\uffef]+\s?|[\u2e80-\uffef]\s?|\s", text):
        if line and measured((line + part).rstrip(), 1) > most and not re.match(r"[，。、；：）》」]", part):
            lines.append(line.rstrip())
            line = ""
        line += part
    return [*lines, line.rstrip()]


def _names(bars: alt.Chart, *, size: int, lead: int) -> list[alt.Chart]:
    """The lines beside each node, edged with paper so that a band never strikes through."""
    made = []
    for edge in ({"stroke": theme.PAPER, "strokeWidth": 3, "strokeJoin": "round"}, {}):
        mark = bars.mark_text(align="left", baseline="middle", dx=5, fontSize=size, lineHeight=lead, **edge)
        made.append(mark.encode(x=alt.X("x2:Q", axis=None), y=alt.Y("mid:Q", axis=None), text="lines:N"))
    return made
