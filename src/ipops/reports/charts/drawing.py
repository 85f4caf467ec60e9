"""From a chart to SVG and PNG, kept by the hash of all that makes the specification, so that a chart is drawn once.

The key is taken before the specification is built, for building one costs more than reading the drawing: the chart's
value, language, width, the text of the drawing code here, and the version of the engine.

Drawing runs vl-convert in this process. Never fork after the first drawing: the child would hang (no preloading of
workers; start them with spawn or before any chart). Nothing is fetched: no specification of ours names an address.
Widths depend on the fonts installed, so drawings are not compared across machines.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from functools import cache
from html import escape
from importlib.metadata import version
from pathlib import Path
from threading import get_ident
from typing import Any, Protocol

import vl_convert
from altair.utils.schemapi import debug_mode

from ipops.kernel.text import Lang, Text
from ipops.reports.charts import theme

VL_VERSION = "6.4"
SHARP = 2.0


class Chart(Protocol):
    """``heads`` and ``rows`` are the table beside the drawing: exact values, never read off the picture."""

    @property
    def title(self) -> Text: ...

    @property
    def says(self) -> Text:
        """What the picture shows, in a sentence, for those who cannot see it."""
        ...

    @property
    def heads(self) -> tuple[Text, ...]: ...

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]: ...

    def spec(self, lang: Lang, width: int) -> dict[str, Any]: ...


def svg(chart: Chart, lang: Lang, width: int, *, cache: Path | None = None) -> str:
    """A stand-alone drawing with ``<title>`` and ``<desc>``; colours are fixed, the ground is white."""
    return _on_white(_named(_drawn(chart, lang, width, cache), chart, lang))


def pictures(chart: Chart, lang: Lang, width: int) -> tuple[str, bytes]:
    """``svg`` and ``png`` of one specification, for a paper that holds both. Parts are not held against the schema one by one while it
    is built: as a whole it still is, when it is done."""
    with debug_mode(False):
        spec = chart.spec(lang, width)
    return _on_white(_named(draw(spec), chart, lang)), _png(spec)


def _on_white(named: str) -> str:
    return named.replace("<title ", '<rect width="100%" height="100%" fill="white"></rect><title ', 1)


def inline(chart: Chart, lang: Lang, width: int, *, cache: Path | None = None, css_class: str = "") -> str:
    """The drawing for a page: colours are the stylesheet's variables, size follows the column."""
    text = _SAID_ONCE.sub("", _named(_drawn(chart, lang, width, cache), chart, lang))
    for colour, variable in theme.VARIABLES.items():
        text = text.replace(f'"{colour}"', f'"var({variable})"')
    return text.replace("<svg ", f'<svg class="{escape(css_class)}" ', 1)


def png(chart: Chart, lang: Lang, width: int, *, cache: Path | None = None) -> bytes:
    return _kept(cache, key(chart, lang, width), "png", lambda: _png(chart.spec(lang, width)))


def _png(spec: dict[str, Any]) -> bytes:
    return bytes(vl_convert.vegalite_to_png(_text({**spec, "background": "white"}), **_how(), scale=SHARP))


def _drawn(chart: Chart, lang: Lang, width: int, cache: Path | None) -> str:
    return _kept(cache, key(chart, lang, width), "svg", lambda: draw(chart.spec(lang, width)).encode()).decode()


def draw(spec: dict[str, Any]) -> str:
    """The engine's own SVG, its places cut to hundredths of a pixel, which nobody sees and which weigh half the file.
    Raises ``ValueError`` for a specification it cannot draw, or one that names an address."""
    drawn = str(vl_convert.vegalite_to_svg(_text(spec), **_how()))
    return _PLACES.sub(lambda m: _FINE.sub(r"\1", m[0]), drawn)


_PLACES = re.compile(r'\s(?:d|transform|[xy][12]?|c[xy]|r|width|height)="[^"]*"')
_FINE = re.compile(r"(\.\d\d)\d+")
#: What the stylesheet says once for every chart, and names of the engine's own layers.
_SAID_ONCE = re.compile(r'\s(?:font-family|class)="[^"]*"')


def _how() -> dict[str, Any]:
    return {"vl_version": VL_VERSION, "config": theme.config(), "allowed_base_urls": []}


def _text(spec: dict[str, Any]) -> str:
    return json.dumps(spec, sort_keys=True, ensure_ascii=False)


def key(chart: Chart, lang: Lang, width: int) -> str:
    """What a drawing is kept under. Charts are frozen records, so their ``repr`` is their value."""
    whole = f"{_makers()}\n{lang}\n{width}\n{type(chart).__name__}\n{chart!r}"
    return hashlib.sha256(whole.encode()).hexdigest()


@cache
def _makers() -> str:
    """The drawing code and the engine, as one hash."""
    code = b"".join(p.read_bytes() for p in sorted(Path(__file__).parent.glob("*.py")))
    engine = f"{version('vl-convert-python')} {version('altair')} {VL_VERSION}"
    return hashlib.sha256(code + engine.encode()).hexdigest()


def _kept(cache: Path | None, name: str, suffix: str, make: Callable[[], bytes]) -> bytes:
    """From the cache, or drawn and put there; two drawers at once write the same bytes under the same name."""
    if cache is None:
        return make()
    place = cache / name[:2] / f"{name}.{suffix}"
    if place.is_file():
        return place.read_bytes()
    made = make()
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{name}.{os.getpid()}.{get_ident()}.{suffix}")
    draft.write_bytes(made)
    draft.replace(place)
    return made


def _named(drawn: str, chart: Chart, lang: Lang) -> str:
    """The root element becomes one image with a name and a description; its parts are silent."""
    name = hashlib.sha256(drawn.encode()).hexdigest()[:8]
    ids = f"t{name}", f"d{name}"
    root = re.compile(r"<svg\b([^>]*)>")
    found = root.search(drawn)
    if found is None:
        raise ValueError("vl-convert gave no SVG.")
    kept = re.sub(r'\s(?:class|role|aria-[a-z]+|version|xmlns:xlink)="[^"]*"', "", found[1])
    head = (
        f'<svg{kept} role="img" aria-labelledby="{ids[0]} {ids[1]}"><title id="{ids[0]}">{escape(chart.title.in_(lang))}'
        f'</title><desc id="{ids[1]}">{escape(chart.says.in_(lang))}</desc>'
    )
    body = drawn[found.end() :]
    return head + re.sub(r'\s(?:role="graphics-[a-z]+"|aria-(?:roledescription|label|hidden)="[^"]*")', "", body)
