"""How wide words are set, nearly: enough to keep labels apart and words within their column, where no font can be asked."""

from __future__ import annotations

import unicodedata


def measured(line: str, size: float) -> float:
    """How wide a line is set, nearly: a Chinese character is as wide as it is high, capitals are wider than small letters."""
    return size * sum(
        1.0 if unicodedata.east_asian_width(c) in "WF" else 0.68 if c.isupper() or c in "&@%mw" else 0.57 for c in line
    )
