"""The demo city's whole road through the programme, on the days of its story: nomination, plan, split, returns, money, projects,
payments, evaluation, objection, the withheld instalment; the loans behind its pledges, with the fund that shares their losses; a spring on the market; beside it a
district of a municipality, with a shorter life (``bend``), and a later call whose review is still open (``reviewing``).

The story (``ipops.site.demo``) is pure; this part goes through the services of the houses, so what it enters is what people
would have entered on the pages, and what should be refused is refused. It is played between the story's batches, each scene at
its own moment (``first_load``): the journal tells both in the order in which they were learned.
"""

from __future__ import annotations

from ipops.site.demo.life import (
    asking,
    bend,
    chosen,
    judged,
    lent,
    owing,
    planned,
    pooled,
    reported,
    reviewing,
    spent,
    traded,
    watched,
)
from ipops.site.demo.life.scene import Scene

__all__ = ["Scene", "life"]


def life() -> tuple[Scene, ...]:
    """Every scene by its moment; those of one day keep the order of the parts."""
    parts = (
        chosen, planned, spent, pooled, lent, asking, owing, reported, bend, judged, traded, reviewing, watched,
    )  # fmt: skip
    return tuple(sorted((s for part in parts for s in part.scenes()), key=lambda s: s.at))
