"""Monte Carlo bands with a seed, and sensitivity one parameter at a time as data for a chart. Income approaches only."""

from __future__ import annotations

from typing import Any

import numpy as np

from ipops.finance.valuation.approaches import moved, royalty_of, share_of
from ipops.finance.valuation.form import (
    Approach,
    ProfitSplit,
    ReliefFromRoyalty,
    SimulationForm,
    Triangle,
    ValuationForm,
)
from ipops.finance.valuation.worth import Floats, rate_of

QUANTILES = (5, 25, 50, 75, 95)


def bands(form: ValuationForm, at: Approach, simulation: SimulationForm) -> dict[str, Any] | None:
    """Quantiles in fen over the moved parameters; ``None`` for an approach that has none of them."""
    names = moves_of(at)
    moves = {n: t for n, t in simulation.moves.items() if n in names}
    if not moves:
        return None
    rng = np.random.default_rng(simulation.seed)
    drawn = {n: _triangle(simulation.moves[n], simulation.paths, rng) for n in sorted(simulation.moves)}
    moved_ = moved(form, at, {n: drawn[n] for n in moves})
    if moved_ is None:
        return None
    values = np.sort(moved_)
    n = len(values)
    return {
        "method": at.method,
        "paths": n,
        "seed": simulation.seed,
        "moved": sorted(moves),
        **{f"p{q}_fen": round(float(values[-(-q * n // 100) - 1])) for q in QUANTILES},
        "mean_fen": round(float(values.mean())),
    }


def moves_of(at: Approach) -> tuple[str, ...]:
    """The parameters of an approach that may move."""
    if isinstance(at, ReliefFromRoyalty):
        return ("rate", "royalty", "sales")
    if isinstance(at, ProfitSplit):
        return ("rate", "share", "profits")
    return ("rate", "profits") if at.method == "excess_income" else ()


def _triangle(t: Triangle, paths: int, rng: np.random.Generator) -> Floats:
    low, mode, high = float(t.low), float(t.mode), float(t.high)
    return np.full(paths, mode) if low == high else rng.triangular(low, mode, high, paths)


def sensitivity(form: ValuationForm, at: Approach) -> list[dict[str, Any]]:
    """For each parameter: the worth with it lower and higher by its part, the widest swing first."""
    made = []
    for name, part in form.sensitivity.items():
        if name not in moves_of(at):
            continue
        centre = _centre(form, at, name)
        if centre is None or moved(form, at, {}) is None:
            continue
        low, high = (round(float(moved(form, at, {name: centre * (1 + s * float(part))}))) for s in (-1, 1))
        made.append({"method": at.method, "parameter": name, "by": str(part), "lower_fen": low, "higher_fen": high})
    return sorted(made, key=lambda row: -abs(row["higher_fen"] - row["lower_fen"]))


def _centre(form: ValuationForm, at: Approach, name: str) -> float | None:
    if name == "rate":
        return float(rate_of(form.rate))
    if name == "royalty" and isinstance(at, ReliefFromRoyalty):
        return royalty_of(at)
    if name == "share" and isinstance(at, ProfitSplit):
        return float(share_of(at))
    return 1.0
