"""The text that keeps a step of a case, where the event depends on what the fact says and not on its kind alone."""

from __future__ import annotations

from ipops.ledger.entry import Entry


def step(entry: Entry, event: str) -> str:
    """As ``ledger.steps.step_of`` writes it: number, day, event (empty for the fact that begins a case)."""
    return f"{entry.n:019d} {entry.fact.on.isoformat()} {event}"
