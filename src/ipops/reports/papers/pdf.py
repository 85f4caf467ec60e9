"""A paper as PDF by Typst: A4, Noto Serif and Sans CJK from the system, page numbers. The same bytes every time.

Without a Chinese font there would be boxes instead of words, so it is refused with one line that says what to install.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import lru_cache

import typst

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.reports.papers.columns import HASH, SMALL, fitted
from ipops.reports.papers.paper import SANS, SERIF, Block, Grid, Heading, Pairs, Paper, Para, Picture

LINE, CELL, INSET = 448.0, 9.0, 5.0  #: points between the margins, of a cell's letters, and around them
LONGEST = 700  #: letters of a cell beyond which its row may go on on the next page
KEPT = 2  #: rows of the last table that stay with the seals
TOGETHER = 10  #: rows of names and values that stay on one page
_KEPT_END = "#metadata(none)<kept>"
_WHOLE = "#set table.cell(breakable: false)\n"
_NO_FONT = Text(
    "本机没有中文字体，不能生成 PDF：请安装 fonts-noto-cjk（Debian：apt-get install fonts-noto-cjk）。",
    "This machine has no Chinese font, so no PDF is made: install fonts-noto-cjk (Debian: apt-get install fonts-noto-cjk).",
)


@lru_cache(maxsize=1)
def families() -> frozenset[str]:
    """The families of fonts on this machine, asked once: looking takes a second."""
    return frozenset(typst.Fonts(include_system_fonts=True).families())


def as_pdf(paper: Paper) -> bytes | Refused:
    if not {SERIF, SANS} <= families():
        return Refused(reasons=(Reason(code="no-chinese-font", says=_NO_FONT),))
    made = typst.compile(source_of(paper).encode(), format="pdf", timestamp=0)
    assert isinstance(made, bytes)
    return made


def source_of(paper: Paper) -> str:
    """The Typst source. Words enter as strings only, so nothing in them is markup."""
    foot = " · ".join(paper.marks)
    parts = [
        f"#set document(title: {_s(paper.title)}, author: ({_s('ipops')},), date: none)",
        f'#set page(paper: "a4", margin: (x: 2.6cm, y: 2.5cm), footer: context align(center, text(size: 8pt)[#{_s(foot)}'
        f"#h(1em)#counter(page).display() / #counter(page).final().first()]))",
        f"#set text(font: ({_s(SERIF)},), size: 10.5pt, lang: {_s(paper.lang)}, hyphenate: false)",
        "#set par(justify: true, leading: 0.9em)",
        "#set table(stroke: 0.5pt + luma(120), inset: 5pt)",
        "#show table: set par(justify: false)",
        "#v(32%)" if paper.contents else "",
        f"#align(center, par(justify: false, text(size: {24 if paper.contents else 17}pt, font: {_s(SANS)}, weight: 700)[#{_s(paper.title)}]))",
    ]
    parts += [f"#align(center, text(size: 9.5pt)[#{_s(line)}])" for line in (paper.number, *paper.marks) if line]
    if paper.contents:
        parts.append(_contents(paper.lang))
    *body, last = (*paper.blocks, None) if not paper.seals else paper.blocks or (None,)
    parts += [_heading(b, paper.contents) if isinstance(b, Heading) else _block(b) for b in body if b is not None]
    parts += _sealed(last, _seals(paper)) if paper.seals else []
    return "\n\n".join(p for p in parts if p) + "\n"


def _sealed(last: Block | None, seals: str) -> list[str]:
    """The end of the last block stays with the seals: a page with nothing but seals could be put behind any paper."""
    if isinstance(last, Grid) and len(last.rows) > KEPT:
        head, tail = replace(last, rows=last.rows[:-KEPT]), replace(last, rows=last.rows[-KEPT:], title="")
        bare = _grid(tail, headed=False, as_of=last)
        turned = f"#context if here().page() > locate(<kept>).page() [{_grid(tail, as_of=last)}] else [{bare}]"
        return [
            _grid(head, as_of=last, end=_KEPT_END),
            f"#block(breakable: false, above: 0pt)[{turned}\n{seals}]",
        ]
    if (isinstance(last, Grid | Pairs) and len(last.rows) <= TOGETHER) or (
        isinstance(last, Para) and len(last.says) <= LONGEST
    ):
        return [f"#block(breakable: false)[{_block(last)}\n\n{seals}]"]
    return [_block(last) if last is not None else "", seals]


def _seals(paper: Paper) -> str:
    """Side by side on one page, with room for the seal between the office and its date."""
    cells = ", ".join(f"[#{_s(a)}#v(2.2cm)#{_s(b)}]" for a, b in map(paper.seal, paper.seals))
    columns = ", ".join(["1fr"] * max(2, len(paper.seals)))
    first = "[], " if len(paper.seals) == 1 else ""
    return f"#block(breakable: false, above: 2.4em, grid(columns: ({columns}), align: center, {first}{cells}))"


def _s(text: str) -> str:
    """A Typst string: JSON's escapes of quotes and backslashes are Typst's too; other controls are let go."""
    clean = "".join(c for c in text if c >= " " or c == "\n")
    return json.dumps(clean, ensure_ascii=False).replace("\\n", "\\n")


def _contents(lang: str) -> str:
    """The list of headings on pages of its own; headings look as they do without one."""
    title = "目录" if lang == "zh" else "Contents"
    rules = "\n".join(
        f"#show heading.where(level: {level}): it => block(above: {above}, below: 0.8em, sticky: true, "
        f"text(size: {size}, font: {_s(SANS)}, weight: 700, it.body))"
        for level, size, above in ((1, "14pt", "1.8em"), (2, "11.5pt", "1.3em"), (3, "10.5pt", "1.1em"))
    )
    return f"{rules}\n#pagebreak()\n#outline(title: [#{_s(title)}], depth: 2, indent: 1.5em)\n#pagebreak()"


def _heading(block: Heading, listed: bool) -> str:
    if listed:
        return f"#heading(level: {block.level})[#{_s(block.says)}]"
    size = "13pt" if block.level == 1 else "11.5pt"
    return f"#block(above: 1.4em, below: 0.8em, sticky: true, text(size: {size}, font: {_s(SANS)}, weight: 700)[#{_s(block.says)}])"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return _heading(block, listed=False)
        case Picture():
            image = f'image(bytes({_s(block.svg)}), format: "svg", width: {block.width}%, alt: {_s(block.alt or block.caption)})'
            caption = f"text(size: 9pt, fill: luma(60))[#{_s(block.caption)}]"  # floating ones break the tags of the PDF (typst 0.15)
            return f"#block(breakable: false, above: 1.2em, below: 1.2em, align(center)[#{image}\n#{caption}])"
        case Para() if block.small:
            return f"#block(below: 0.9em, text(size: 8.5pt, fill: luma(60))[#{_s(block.says)}])"
        case Para():
            return f"#par(first-line-indent: (amount: 2em, all: true))[#{_s(block.says)}]"
        case Pairs():
            cells = ", ".join(f"{_cell(n)}, {_cell(v)}" for n, v in block.rows)
            if not block.rows:
                return ""
            table = f"table(columns: (3fr, 7fr), {cells})"
            return f"#block(breakable: false, {table})" if len(block.rows) <= TOGETHER else f"#{table}"
        case Grid():
            return _grid(block)


def _grid(grid: Grid, *, headed: bool = True, as_of: Grid | None = None, end: str = "") -> str:
    """``as_of`` is the grid this is a part of: it sets the widths. ``end`` stands in the last cell."""
    columns = len(grid.heads)
    fit = fitted(as_of or grid, LINE, CELL, 2 * INSET + 1)
    widths = ", ".join(f"{w:.1f}fr" for w in fit.widths)
    whole = all(len(str(v)) <= LONGEST for row in grid.rows for v in row)
    align = ", ".join("right" if i in grid.numeric else "left" for i in range(columns))
    heads = ", ".join(f"text(weight: 700)[#{_s(h)}]" for h in grid.heads)
    top = f", table.header({heads})" if headed else ""
    fill = "fill: (_, y) => if y == 0 { luma(235) }" if headed else "fill: none"
    cells = "".join(f", {_cell(v)}" for row in grid.rows for v in _padded(row, columns))
    cells = f"{cells.removesuffix(']')}{end}]" if end else cells
    title = f"#block(above: 1em, sticky: true, text(weight: 700)[#{_s(grid.title)}])\n" if grid.title else ""
    return (
        f"{title}#text(size: {fit.size:g}pt)[{_WHOLE if whole else ''}#table(columns: ({widths},), align: ({align},), "
        f"{fill}{top}{cells})]"
    )


def _padded(row: object, columns: int) -> list[str]:
    values = [str(v) for v in row]  # type: ignore[attr-defined]
    return (values + [""] * columns)[:columns]


def _cell(value: str) -> str:
    """A SHA-256 is set small, so that it stays whole and can be copied; other long codes may break behind their signs."""
    parts = HASH.split(value)
    made = (f"#text(size: {SMALL}em, {_s(p)})" if i % 2 else f"#{_s(_breakable(p))}" for i, p in enumerate(parts) if p)
    return f"[{''.join(made)}]"


def _breakable(value: str) -> str:
    return _LONG.sub(lambda m: re.sub(r"([:/_.-])", "\\1\u200b", m[0]), value)


_LONG = re.compile(r"[\x21-\x7e]{25,}")
