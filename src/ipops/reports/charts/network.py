"""A network: who deals with whom. A spring layout with a fixed seed places the nodes,
then labels are pushed apart (``apart``), so the same network looks the same and all of it can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import rustworkx as rx

from ipops.kernel.text import Lang, Text
from ipops.reports.charts import theme
from ipops.reports.charts.apart import AIR, Box, apart, folded
from ipops.reports.letters import measured

HEIGHT, SEED, MOST = 380, 7, 80
FONT, LINE, SIGN, LETTERS = 11, 13, 15, 24  #: of a label: pixels of its letters, its line and its sign; letters a line
TOP = 8  #: pixels below the legend
ROOM = 1.7  #: how many times the area of all labels the sheet has at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Knot:
    """``kind`` is the code of one of the network's kinds."""

    code: str
    title: Text
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    code: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """``weight`` is how often; ``says`` what it is in words."""

    source: str
    target: str
    weight: int
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    title: Text
    kinds: tuple[Kind, ...]
    knots: tuple[Knot, ...]
    ties: tuple[Tie, ...]

    def __post_init__(self) -> None:
        known = {k.code for k in self.knots}
        strangers = {c for t in self.ties for c in (t.source, t.target)} - known
        loose = {k.kind for k in self.knots} - {k.code for k in self.kinds}
        if strangers or loose or len(known) != len(self.knots) or len(self.kinds) > len(theme.SHAPES):
            raise ValueError(
                f"A network names each node once, of at most {len(theme.SHAPES)} kinds; "
                f"strangers: {sorted(strangers | loose)}."
            )
        if not 0 < len(self.knots) <= MOST:
            raise ValueError(f"A network shows 1 to {MOST} nodes: choose the nearest; a hairball says nothing.")

    @property
    def says(self) -> Text:
        return Text(
            f"{len(self.knots)}个节点，{len(self.ties)}条联系。", f"{len(self.knots)} nodes, {len(self.ties)} ties."
        )

    @property
    def heads(self) -> tuple[Text, ...]:
        return (Text("自", "From"), Text("至", "To"), Text("联系", "Tie"))

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        titles = {k.code: k.title for k in self.knots}
        return tuple((titles[t.source], titles[t.target], t.says) for t in self.ties)

    def _places(self) -> dict[str, tuple[float, float]]:
        """Where the spring lays them, both ways from 0 to 1."""
        graph: rx.PyGraph[str, int] = rx.PyGraph()
        index = dict(zip((k.code for k in self.knots), graph.add_nodes_from([k.code for k in self.knots]), strict=True))
        graph.add_edges_from([(index[t.source], index[t.target], t.weight) for t in self.ties])
        laid = rx.spring_layout(graph, seed=SEED, num_iter=200)
        found = []
        for way in (0, 1):
            at = [float(laid[i][way]) for i in index.values()]
            low, span = min(at), max(at) - min(at)
            found.append([(v - low) / span if span else 0.5 for v in at])
        return dict(zip(index, zip(*found, strict=True), strict=True))

    def _laid(self, lang: Lang, width: float) -> tuple[float, dict[str, tuple[float, float, float, str]]]:
        """The height of the sheet, and for each node its place, where its label begins, and the label over
        lines: no label lies on another or on a node."""
        places, labels, boxes = self._places(), {}, {}
        for k in self.knots:
            lines = folded(k.title.in_(lang), LETTERS)
            wide = max(SIGN, *(measured(line, FONT) for line in lines))
            boxes[k.code] = Box(x=0, y=0, wide=wide, high=LINE * len(lines) + SIGN)
            labels[k.code] = lines
        needed = sum((b.wide + AIR) * (b.high + AIR) for b in boxes.values()) * ROOM / width
        height = max(float(HEIGHT), needed)
        for code, (x, y) in places.items():
            boxes[code].x, boxes[code].y = x * width, y * height
        height = apart(list(boxes.values()), width, height)
        at = {c: (b.x, b.y + b.high / 2 - SIGN / 2, b.y - b.high / 2, "\n".join(labels[c])) for c, b in boxes.items()}
        return height, at

    def spec(self, lang: Lang, width: int) -> dict[str, Any]:
        sheet = float(width - 20)
        height, at = self._laid(lang, sheet)
        titles = {k.code: k.title.in_(lang) for k in self.kinds}
        most = max((t.weight for t in self.ties), default=1)
        ties = [
            {
                "x": at[t.source][0],
                "y": at[t.source][1],
                "x2": at[t.target][0],
                "y2": at[t.target][1],
                "wide": 1 + 5 * t.weight / most,
            }
            for t in self.ties
        ]
        knots = [
            dict(zip(("x", "y", "top", "title"), at[k.code], strict=True)) | {"kind": titles[k.kind]}
            for k in self.knots
        ]
        kinds = [titles[k.code] for k in self.kinds]
        across, down = (alt.Scale(domain=ends, zero=False, nice=False) for ends in ([0, sheet], [height, -TOP]))
        x, y, top = alt.X("x:Q", axis=None, scale=across), *(alt.Y(f, axis=None, scale=down) for f in ("y:Q", "top:Q"))
        colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=list(theme.SERIES[: len(kinds)])))
        shape = alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=list(theme.SHAPES[: len(kinds)])))
        base = alt.Chart(alt.Data(values=knots)).encode(x=x, y=y)
        words = {"fontSize": FONT, "baseline": "line-top", "lineBreak": "\n", "lineHeight": LINE}
        edge = {"stroke": theme.PAPER, "strokeWidth": 4, "strokeJoin": "round"}
        layers = [
            alt.Chart(alt.Data(values=ties))
            .mark_rule(color=theme.GRID)
            .encode(x=x, y=y, x2="x2:Q", y2="y2:Q", strokeWidth=alt.StrokeWidth("wide:Q", scale=None)),
            base.mark_point(size=110, opacity=1).encode(color=colour, shape=shape),
            base.mark_text(**words, **edge).encode(y=top, text="title:N"),
            base.mark_text(**words).encode(y=top, text="title:N"),
        ]
        return dict(alt.layer(*layers).properties(width=sheet, height=height + TOP).to_dict())
