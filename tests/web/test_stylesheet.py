"""One stylesheet, small, with colours people can read in light and in dark."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.web.pages import SRC, templates

CSS = SRC / "webkit" / "static" / "webkit" / "ipops.css"
LIMIT = 40_000
TEXT = 4.5
PARTS = 3.0
TONES = ("good", "bad", "warn", "info", "quiet", "demo")
ON_PAPER = [(ink, ground) for ink in ("ink", "muted", "accent") for ground in ("paper", "ground", "raised")]
PAIRS = [
    *ON_PAPER,
    *((t, f"{t}-ground") for t in TONES),
    ("bad", "paper"),
    ("accent", "accent-ground"),
    ("on-accent", "accent"),
    ("paper", "bad"),
]
EDGES = [("edge", "paper"), ("focus", "paper"), ("focus", "ground"), ("chart-1", "paper"), ("chart-2", "paper")]


def tokens(scheme: str) -> Mapping[str, str]:
    css = CSS.read_text()
    light, dark = re.findall(r":root {(.*?)}", css, re.S)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    return found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark)) if scheme == "dark" else found


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    hi, lo = sorted((luminance(a), luminance(b)), reverse=True)
    return (hi + 0.05) / (lo + 0.05)


def test_contrast_is_measured_as_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_can_be_read(scheme: str, ink: str, ground: str) -> None:
    t = tokens(scheme)
    assert contrast(t[ink], t[ground]) >= TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_borders_and_marks_can_be_seen(scheme: str, edge: str, ground: str) -> None:
    t = tokens(scheme)
    assert contrast(t[edge], t[ground]) >= PARTS


def test_the_one_stylesheet_is_small() -> None:
    assert [p.name for p in SRC.rglob("static/**/*.css")] == ["ipops.css"]
    assert len(CSS.read_bytes()) < LIMIT


def test_no_colour_stands_outside_the_tokens() -> None:
    body = re.sub(r":root {.*?}", "", CSS.read_text(), flags=re.S)
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", body)) <= {"#000"}


@pytest.mark.parametrize("path", templates(), ids=lambda p: p.stem)
def test_templates_hold_no_style_and_no_script_of_their_own(path: object) -> None:
    """A strict CSP would refuse them; and a house must not invent looks."""
    html = path.read_text()  # type: ignore[attr-defined]
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", html)
    assert len(re.findall(r"<script(?! defer src=)", html)) == 0
