"""What the codes inside this line's facts are called."""

from __future__ import annotations

from ipops.kernel.text import Text
from ipops.ledger.fact import Fact
from ipops.lines.custody.app import selectors


def word(_fact: Fact, field: str, value: str) -> Text | None:
    if field != "level":
        return None
    level = selectors.levels().get(value)
    return level.says if level else None
