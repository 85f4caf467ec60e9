"""A layout filled in: each part by the function that knows it, marks that say what the paper is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.policy import Pack
from ipops.policy.layouts import Layout, Part, Piece
from ipops.reports.papers.paper import Block, Grid, Heading, Paper, Para

Fill = Callable[[str], Sequence[Block]]
_OURS = Text("本系统版式，未见官方附件", "layout of this system; no official annex was at hand")
_DEMO = Text("示例，不是任何真实城市的规定或结果", "demo: no real city's rule or result")


def layout_of(pack: Pack, name: str, on: date) -> Layout | Refused:
    """The layout of the most specific layer that has it."""
    for layer in pack.layers:
        found = layer.layouts.get(name)
        if found is not None and found.since <= on:
            return found
    says = Text(f"{pack.code} 没有“{name}”版式。", f"{pack.code} has no layout {name!r}.")
    return Refused(reasons=(Reason(code="no-layout", says=says, field="paper"),))


def filled(layout: Layout, lang: str, parts: Mapping[Part, Fill], *, demo: bool, number: str = "") -> Paper:
    """The paper in one language. A part nobody can fill here is left out with a line that says so."""
    blocks: list[Block] = []
    for piece in layout.pieces:
        blocks += _piece(piece, lang, parts)
    marks = [m.in_(lang) for m, shown in ((_DEMO, demo), (_OURS, not layout.official)) if shown]
    return Paper(
        title=layout.title.in_(lang),
        number=number,
        lang=lang,
        marks=tuple(marks),
        blocks=tuple(blocks),
        seals=tuple(s.in_(lang) for s in layout.seals),
    )


def _piece(piece: Piece, lang: str, parts: Mapping[Part, Fill]) -> list[Block]:
    made: list[Block] = [Heading(says=piece.heading.in_(lang))]
    if piece.words is not None:
        made.append(Para(says=piece.words.in_(lang)))
    fill = parts.get(piece.part)
    got = list(fill(lang)) if fill else []
    if not got and piece.words is None:
        got = [Para(says=Text("无。", "None.").in_(lang))]
    return [*made, *got]


def grid(
    lang: str,
    title: Text,
    heads: Sequence[Text],
    rows: Sequence[Sequence[str]],
    *,
    numeric: Sequence[int] = (),
    widths: Sequence[int] = (),
) -> Grid:
    return Grid(
        title=title.in_(lang),
        heads=tuple(h.in_(lang) for h in heads),
        rows=tuple(tuple(r) for r in rows),
        numeric=frozenset(numeric),
        widths=tuple(widths),
    )
