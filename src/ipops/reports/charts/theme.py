"""How every chart looks: few colours, told apart by lightness and shape as well, and real text.

The colours are those of the stylesheet's light scheme. On a page they are swapped for its variables (``drawing.inline``),
so one drawing serves light and dark; in files they stay as they are, on white.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ipops.reports.letters import measured

LABEL = 12  #: pixels of the letters of a label
INK, MUTED, GRID, PAPER = "#1a2330", "#4f5b6b", "#c9d1db", "#ffffff"
RAISED, TINT = "#eef2f7", "#e4eef9"
SERIES = ("#0b559f", "#9a5b00", "#47525f", "#6a2c86")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])
SHAPES = ("circle", "square", "triangle-up", "diamond")
GOOD, BAD = "#0a5f38", "#a3201a"
#: Colour in the drawing -> variable of the stylesheet.
VARIABLES = {
    INK: "--ink",
    PAPER: "--paper",
    MUTED: "--muted",
    GRID: "--chart-grid",
    RAISED: "--raised",
    TINT: "--accent-ground",
    SERIES[0]: "--chart-1",
    SERIES[1]: "--chart-2",
    SERIES[2]: "--chart-3",
    SERIES[3]: "--demo",
    GOOD: "--good",
    BAD: "--bad",
}
FONT = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, Segoe UI, sans-serif"


def config() -> dict[str, Any]:
    """Vega-Lite's configuration object."""
    label = {
        "labelColor": MUTED,
        "labelFontSize": LABEL,
        "titleColor": MUTED,
        "titleFontSize": 12,
        "titleFontWeight": 400,
    }
    return {
        "font": FONT,
        "background": None,
        "view": {"stroke": None},
        "axis": {**label, "domainColor": MUTED, "tickColor": MUTED, "gridColor": GRID, "labelOverlap": False},
        "legend": {**label, "orient": "top", "symbolSize": 80, "offset": 4, "title": None, "labelLimit": 400},
        "line": {"strokeWidth": 2.5},
        "point": {"size": 70, "filled": True},
        "text": {"color": INK, "fontSize": 12},
    }


def room(names: Sequence[str], width: int) -> int:
    """Pixels for the names before rows: as many as the longest takes, at most nearly half of the drawing."""
    longest = max((measured(n, LABEL) for n in names), default=0.0)
    return min(round(longest) + 10, width * 9 // 20)
