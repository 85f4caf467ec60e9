"""Numbers as the law prints them: whole, or exact. A float never gets this far (``yamlread`` stops it)."""

from __future__ import annotations

import re
from fractions import Fraction

Number = int | Fraction

_DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_RATIO = re.compile(r"-?(?:0|[1-9]\d*)/[1-9]\d*")
# Trap 8 of programme.md: machine translations print "65.438+0.5 billion" for 0.15 billion. Words of size are a
# translator's, so they are named as such instead of being read.
_WORDS_OF_SIZE = re.compile(r"\b(?:hundred|thousand|million|billion|trillion|bn|mn|half|third|dozen)\b", re.IGNORECASE)


def speaks_of_size(text: str) -> bool:
    """Whether a text is a number told in English words, as translations do."""
    return bool(_WORDS_OF_SIZE.search(text))


def number(raw: object) -> Number | None:
    """The exact number a file means by ``raw``: an int, or digits in quotes (``"1.5"``, ``"1/3"``); else ``None``."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return raw
    if isinstance(raw, str) and (_DECIMAL.fullmatch(raw) or _RATIO.fullmatch(raw)):
        return plain(Fraction(raw))
    return None


def plain(value: Fraction) -> Number:
    """Whole numbers as ``int``, so that a year prints as a year."""
    return value.numerator if value.denominator == 1 else value


def decimal_text(value: Number) -> str:
    """The shortest exact text: ``1.5``; a ratio with no finite decimal stays ``1/3``."""
    value = Fraction(value)
    twos = fives = 0
    rest = value.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (digits if places == 0 else f"{digits[:-places]}.{digits[-places:]}")
