"""What somebody types of a valuation, line by line, as the engine's file has it. What cannot be read is handed on as it is: the
engine says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Our own, as the page says: estimates more than twice apart disagree, and are told to the yuan.
DISAGREE, ROUNDING = "2", "1元"
_PAID = {"固定": "fixed", "提成": "royalty", "混合": "both", "无偿": "free", "免费": "free"}


def lines(text: str) -> tuple[str, ...]:
    """One a line, equal ones kept: two years may have the same sales."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def licence(line: str) -> dict[str, str]:
    """A rate on sales, or a word that it was free, which is no rate."""
    free = _PAID.get(line, line) == "free"
    return {"paid": "free"} if free else {"paid": "royalty", "rate": line}


def deal(line: str) -> dict[str, Any]:
    """Price, how it was paid, corrections."""
    price, *rest = line.split()
    paid = next((w for w in rest if "=" not in w), "")
    made: dict[str, Any] = {"price": price, "paid": _PAID.get(paid, paid)}
    corrections = pairs_of(tuple(w for w in rest if "=" in w))
    return made | ({"corrections": corrections} if corrections else {})


def rate(text: str) -> dict[str, Any]:
    """A discount rate as a whole, or its parts by name."""
    told = lines(text)
    if len(told) == 1 and "=" not in told[0]:
        return {"whole": told[0]}
    return {"parts": pairs_of(told)}


def triangle(text: str) -> dict[str, str]:
    return dict(zip(("low", "mode", "high"), text.replace(",", " ").split(), strict=False))


def pairs_of(told: tuple[str, ...]) -> Mapping[str, str]:
    return {k.strip(): v.strip() for k, _, v in (line.partition("=") for line in told)}
