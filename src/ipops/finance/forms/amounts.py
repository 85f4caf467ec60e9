"""Amounts and rates as an office writes them: ``1000万元``, ``0.01元``, ``50%``. Exact, or not read at all."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from ipops.kernel.money import FEN_PER_YUAN, Money
from ipops.kernel.rate import percent

_UNITS = {"分": 1, "元": FEN_PER_YUAN, "万元": 10_000 * FEN_PER_YUAN, "亿元": 100_000_000 * FEN_PER_YUAN}
_AMOUNT = re.compile(r"(-?)([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)(分|元|万元|亿元)?")
_RATE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?[%‰]|-?[0-9]+/[1-9][0-9]*|-?[0-9]+(?:\.[0-9]+)?")


def money(text: str) -> Money:
    """``"1000万元"``, ``"12,345.67元"``, ``"1分"``; digits alone are yuan. Raises ``ValueError`` for anything else."""
    flat = unicodedata.normalize("NFKC", text).replace(" ", "").removeprefix("¥")
    form = _AMOUNT.fullmatch(flat)
    if form is None:
        raise ValueError(f"{text!r} is no amount; write 1000万元, 12345.67元 or 12345.67.")
    fen = Fraction(form[2].replace(",", "")) * _UNITS[form[3] or "元"]
    if fen.denominator != 1:
        raise ValueError(f"{text!r} has parts of a fen.")
    return Money(-int(fen) if form[1] else int(fen))


def rate(text: str) -> Fraction:
    """``"50%"``, ``"8‰"``, ``"1/3"``, and plain numbers as multiples: ``"1.4"``. Raises ``ValueError`` for anything else."""
    flat = unicodedata.normalize("NFKC", text).replace(" ", "")
    if not _RATE.fullmatch(flat):
        raise ValueError(f"{text!r} is no rate; write 50%, 1/3 or 1.4.")
    return percent(flat) if flat[-1] in "%‰" else Fraction(flat)


def shown_rate(value: Fraction) -> str:
    """The shortest exact text of a rate: ``4.35%``; ``1/3`` where no finite number of digits is exact."""
    scaled = value * 100
    rest = scaled.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = format(Decimal(scaled.numerator) / Decimal(scaled.denominator), "f")
    return f"{digits.rstrip('0').rstrip('.') if '.' in digits else digits}%"


def whole_fen(exact: Fraction, how: str) -> Money:
    """An exact number of fen made whole: ``down`` (towards zero) or ``half_up`` (half away from zero)."""
    sign = -1 if exact < 0 else 1
    size = abs(exact)
    if how == "down":
        return Money(sign * (size.numerator // size.denominator))
    if how == "half_up":
        size += Fraction(1, 2)
        return Money(sign * (size.numerator // size.denominator))
    raise ValueError(f"No such rounding: {how}.")
