"""Charts on pages: drawn for wide and for narrow screens, with their table beside and files to take along."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.safestring import SafeString, mark_safe

from ipops.kernel.text import Text
from ipops.reports import charts
from ipops.webkit.home import room
from ipops.webkit.pages import exports
from ipops.webkit.pages.lang import current, tr
from ipops.webkit.pages.spec import Cell

WIDE, HALF, NARROW = 760, 480, 330
TYPES: Mapping[str, str] = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Download:
    name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What ``{% chart %}`` draws."""

    title: Text
    note: Text | None
    inline: SafeString
    heads: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    downloads: tuple[Download, ...]


def drawn(chart: charts.Chart, *, href: str = "", note: Text | None = None, wide: int = WIDE) -> Drawn:
    """For a page in the reader's language. ``href`` is the address that gives the files: ``as=…`` is put behind it;
    ``wide`` is the room it has on a wide screen."""
    lang, cache = current(), room("cache")
    parts = [
        charts.inline(chart, lang, width, cache=cache, css_class=name)
        for name, width in (("wide", wide), ("narrow", NARROW))
    ]
    join = "&" if "?" in href else "?"
    return Drawn(
        title=chart.title,
        note=note,
        inline=mark_safe("".join(parts)),  # noqa: S308 - drawn by us; every text in it is escaped by the drawer
        heads=chart.heads,
        rows=tuple(tuple(_cell(h, v) for h, v in zip(chart.heads, row, strict=True)) for row in chart.rows),
        downloads=tuple(Download(k.upper(), f"{href}{join}as={k}") for k in TYPES) if href else (),
    )


def _cell(head: Text, value: Any) -> Cell:
    return Cell(value=value, title=head, numeric=False, wide=False, href="")


def as_file(chart: charts.Chart, how: str, name: str) -> HttpResponse:
    """The drawing or its table; raises ``Http404`` for a form there is none of."""
    if how not in TYPES:
        raise Http404
    lang, cache = current(), room("cache")
    body: bytes | str
    if how == "svg":
        body = charts.svg(chart, lang, WIDE, cache=cache)
    elif how == "png":
        body = charts.png(chart, lang, WIDE, cache=cache)
    else:
        body = table(chart)
    response = HttpResponse(body, content_type=TYPES[how])
    response["Content-Disposition"] = f'attachment; filename="{name}.{how}"'
    return response


def table(chart: charts.Chart) -> str:
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([tr(h) for h in chart.heads])
    writer.writerows([exports.bare(v) for v in row] for row in chart.rows)
    return out.getvalue()
