"""A picture as a file of its own, on white. What is drawn stands with the line that shows it."""

from __future__ import annotations

from pathlib import Path

from ipops.kernel.text import Lang
from ipops.reports.charts.drawing import svg
from ipops.reports.charts.spreads import Spreads
from ipops.reports.charts.swings import Swings

WIDTH = 640


def write(chart: Spreads | Swings, path: Path, lang: str) -> None:
    to: Lang = "zh" if lang.startswith("zh") else "en"
    path.write_text(svg(chart, to, WIDTH), encoding="utf-8")
