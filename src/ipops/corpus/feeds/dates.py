"""Days as feeds write them. A day or month of 00 is not known, and stands as the first of its month or year."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

OLDEST = 1617  #: year of the oldest patent that an office numbers (GB 1); some services write 0001-01-01 for a day they do not know
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_PARTED = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")


@lru_cache(maxsize=1 << 16)
def day(text: str | None) -> date | None:
    """``20050104``, ``2005-01-04``, ``2005.1.4``, ``2005年1月4日``, with a time after it or not; else ``None``.

    ``19770200`` is 1977-02-01; what lies before ``OLDEST`` is no day of a patent. Never a two-digit year: who reads those says which century (``feeds.exports``).
    """
    if not text:
        return None
    flat = text.strip()
    form = _PLAIN.fullmatch(flat[:8]) if flat[:8].isdigit() else _PARTED.match(flat)
    if form is None or int(form[1]) < OLDEST:
        return None
    try:
        return date(int(form[1]), int(form[2]) or 1, int(form[3]) or 1)
    except ValueError:
        return None
