"""The body of a table as HTML: one ``<tr>`` a row, each cell with the title of its column for narrow screens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.shown import shown
from ipops.webkit.pages.spec import Cell


def drawn(rows: Iterable[Sequence[Cell]]) -> SafeString:
    """Everything that is put in is escaped here or safe by ``shown``."""
    openings: list[str] = []
    made = []
    for row in rows:
        openings = openings or [_opening(c) for c in row]
        cells = "".join([f"{o}{_inside(c)}</td>" for o, c in zip(openings, row, strict=True)])
        made.append(f'<tr role="row">{cells}</tr>\n')
    return SafeString("".join(made))


def _opening(of: Cell) -> str:
    """Alike for all cells of a column."""
    classes = " ".join(name for name, on in (("num", of.numeric), ("wide", of.wide)) if on)
    said = f' class="{classes}"' if classes else ""
    return f'<td role="cell" data-label="{conditional_escape(tr(of.title))}"{said}>'


def _inside(of: Cell) -> str:
    if not of.href:
        return shown(of.value)
    return f'<a href="{conditional_escape(of.href)}">{shown(of.value)}</a>'
