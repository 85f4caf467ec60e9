"""Chinese numerals as laws print them: 第九百八十八条, 第二百零五条, 第十条之一, and Arabic ones as others quote them."""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "[0-9零〇一二两三四五六七八九十百千]+"


def read_numeral(text: str) -> int | None:
    """``二百零五`` -> 205, ``十四`` -> 14, ``14`` -> 14; ``None`` for anything else."""
    if re.fullmatch(r"[0-9]+", text):
        return int(text)
    total, digit = 0, 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _UNITS:
            total += (digit or 1) * _UNITS[c]
            digit = 0
        else:
            return None
    return total + digit if text else None


def write_numeral(number: int) -> str:
    """The inverse for 1 to 9999: 205 -> ``二百零五``, 14 -> ``十四``."""
    if not 1 <= number <= 9999:
        raise ValueError(f"No numeral for {number}.")
    out, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            out += ("零" if zero and out else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        elif out:
            zero = True
    return out.removeprefix("一") if out.startswith("一十") else out
