"""What an entry did to a case, kept as one text in its row: number, event of the lifecycle, day it took effect.

Rows are folded in the order of days, and a fact may be dated before the one that let it come (a search before its contract).
A row that keeps its steps finds its stage by the table (``Lifecycle.settled``) instead of by the order of days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ipops.kernel.machine import Lifecycle
from ipops.ledger.entry import Entry


def step_of(entry: Entry, events: Mapping[str, str]) -> str:
    """``events`` gives the event of a kind of fact; a kind that is no event (the one that begins a case) has an empty one."""
    return f"{entry.n:019d} {entry.fact.on.isoformat()} {events.get(entry.fact.KIND, '')}"


def staged(cycle: Lifecycle, steps: Sequence[str], *, start: str = "") -> tuple[str, date | None]:
    """The stage these steps lead to and the day it was entered; of the start, the day of the first step."""
    ordered = sorted(steps)
    stage, entered = cycle.settled([s.split(" ", 2)[2] for s in ordered], start)
    led = ordered[entered] if entered is not None else ordered[0] if ordered else ""
    return stage, date.fromisoformat(led.split(" ", 2)[1]) if led else None
