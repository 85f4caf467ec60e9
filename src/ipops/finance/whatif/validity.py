"""Whether a book's day lies in the time of a scheme that is run on it. A comparison outside it is allowed, and says so."""

from __future__ import annotations

from datetime import date
from typing import Any

from ipops.finance.scheme.form import Valid
from ipops.finance.scheme.validity import GOES_ON
from ipops.kernel.period import months_after
from ipops.kernel.text import Text


def validity(valid: Valid, on: date, months: int) -> dict[str, Any]:
    """From when until when, whether the day is inside, and what to say of it (``None``: nothing)."""
    note = outside(valid, on, months_after(on, months))
    return {
        "since": valid.since.isoformat(),
        "basis": valid.basis,
        "until": valid.until.isoformat() if valid.until is not None else None,
        "inside": valid.since <= on and (valid.until is None or on <= valid.until),
        "note": note.as_json() if note is not None else None,
    }


def outside(valid: Valid, on: date, end: date) -> Text | None:
    if on < valid.since:
        return _BEFORE.fill(on=on, since=valid.since)
    if valid.until is None or end <= valid.until:
        return None
    if on > valid.until:
        return _AFTER.fill(on=on, until=valid.until)
    goes_on = valid.run_off is not None and valid.run_off.value == GOES_ON
    return None if goes_on else _RUNS_OUT.fill(end=end, until=valid.until)


_BEFORE = Text(
    "账册日 {on} 早于方案的首日 {since}；按其条文推演，只供比较。",
    "The book's day {on} lies before the scheme's first day {since}; it is run by its terms for comparison only.",
)
_AFTER = Text(
    "账册日 {on} 晚于方案的末日 {until}，方案已失效；按其条文推演，只供比较。",
    "The book's day {on} lies after the scheme's last day {until}; it has ended and is run by its terms for comparison only.",
)
_RUNS_OUT = Text(
    "推演到 {end}，方案只到 {until}；此后的损失也按其条文推演，是否仍适用来源未载。",
    "The run goes until {end}, the scheme until {until}; later losses are run by its terms too, and whether it still governs them its source "
    "does not say.",
)
