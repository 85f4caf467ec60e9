"""A result in figures: expected, 95 % and 99 % loss per party, how often and when the pot runs dry. Whole fen, no interpolation.

A party's loss is what it paid less what it had back; the bearer's is what is left of the loan's loss. The quantile is the
smallest loss that at least so many paths do not pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ipops.finance.whatif.rates import Payer

Ints = npt.NDArray[np.int64]
QUANTILES = (95, 99)


def losses(out: Ints, payers: Sequence[Payer], bearer: str) -> dict[str, Ints]:
    """Net loss by party and path."""
    k = len(payers)
    made: dict[str, Ints] = {}
    for j, payer in enumerate(payers):
        net = out[:, j] - out[:, k + j]
        made[payer.party] = made[payer.party] + net if payer.party in made else net
    made[bearer] = out[:, 3 * k + 1]
    return made


def told(amounts: Ints) -> dict[str, int]:
    """Expected (to the nearest fen), quantiles and worst."""
    ordered = np.sort(amounts)
    n = len(ordered)
    quantiles = {f"p{q}_fen": int(ordered[-(-q * n // 100) - 1]) for q in QUANTILES}
    return {"expected_fen": round(sum(map(int, amounts)) / n), **quantiles, "worst_fen": int(ordered[-1])}


def _median(values: Ints) -> int:
    return int(np.sort(values)[(len(values) - 1) // 2])


def figures(out: Ints, payers: Sequence[Payer], bearer: str, pooled: Sequence[bool]) -> dict[str, Any]:
    """Everything a page or a table shows of one scheme."""
    k, paths = len(payers), len(out)
    by_party = losses(out, payers, bearer)
    gross, recovered, cost = out[:, 3 * k], out[:, 3 * k + 2], out[:, 3 * k + 3]
    pots: dict[str, Any] = {}
    for j, payer in enumerate(payers):
        if pooled[j]:
            month = out[:, 3 * k + 5 + j]
            dry = month[month >= 0]
            pots[payer.party] = {
                "runs_dry": f"{len(dry)}/{paths}",
                "share": len(dry) / paths,
                "median_month": _median(dry) + 1 if len(dry) else None,
                "median_defaults": _median(out[month >= 0, 3 * k + 4]) if len(dry) else None,
                "still_owed": told(out[:, 2 * k + j]),
            }
    stopped = out[:, 4 * k + 5] >= 0
    total = sum(by_party.values())
    return {
        "parties": {party: told(net) for party, net in by_party.items()},
        "gross": told(gross),
        "defaults": {"expected": float(out[:, 3 * k + 4].mean()), "worst": int(out[:, 3 * k + 4].max(initial=0))},
        "pots": pots,
        "stop_line_crossed": f"{int(stopped.sum())}/{paths}",
        "checks": {
            "parties_bear_gross_less_recoveries": bool(np.all(total == gross - recovered)),
            "costs_fen": int(cost.sum()),
        },
    }
