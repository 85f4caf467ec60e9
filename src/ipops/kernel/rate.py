"""Rates are exact fractions. Percent text goes in, a ``Fraction`` comes out; a float never takes part."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

_FORM = re.compile(r"([+-]?)([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|\.[0-9]+)\s*([%‰]?)")


def percent(text: str | int) -> Fraction:
    """``"20"``, ``"20%"``, ``"２０．５％"``, ``"-3.5 %"`` → one fifth … A permille sign is honoured.

    Raises ``ValueError`` for anything else; a float is refused with ``TypeError``, since its digits are not those printed.
    """
    if isinstance(text, float):
        raise TypeError("A float is not a rate; pass the digits as text.")
    flat = unicodedata.normalize("NFKC", str(text)).replace("−", "-").strip()
    form = _FORM.fullmatch(flat)
    if form is None:
        raise ValueError(f"{text!r} is no rate in percent; write 20, 20% or 20.5%.")
    sign = -1 if form[1] == "-" else 1
    return sign * Fraction(form[2].replace(",", "")) / (1000 if form[3] == "‰" else 100)


def as_percent(rate: Fraction, decimals: int = 2) -> str:
    """The rate in percent for reading: half away from zero, trailing zeros kept. ``Fraction(1, 3)`` → ``"33.33%"``."""
    scaled = abs(rate) * 100 * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    digits = f"{whole:0{decimals + 1}d}"
    body = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return f"{'-' if rate < 0 and whole else ''}{body}%"
