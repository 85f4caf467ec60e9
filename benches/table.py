"""What a bench says: one line a promise, with its ratio to a floor measured in the same run."""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

BUILD = Path(__file__).resolve().parents[1] / "build" / "bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``value`` in ``unit``; ``floor`` is what the machine could do at best, ``promised`` the least (or most) we owe."""

    bench: str
    what: str
    value: float
    unit: str
    promised: float | None = None
    at_most: bool = False
    floor: str = ""
    floor_value: float | None = None

    @property
    def ratio(self) -> float | None:
        """Of the floor."""
        return self.value / self.floor_value if self.floor_value else None

    @property
    def kept(self) -> bool:
        if self.promised is None:
            return True
        return self.value <= self.promised if self.at_most else self.value >= self.promised


def show(lines: Sequence[Line]) -> None:
    sys.stdout.write(drawn(lines))
    sys.stdout.flush()


def drawn(lines: Sequence[Line]) -> str:
    """The table in Markdown."""
    heads = ("bench", "what", "value", "unit", "promised", "kept", "ratio", "of floor")
    made = [f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n"]
    for one in lines:
        owed = "" if one.promised is None else f"{'≤' if one.at_most else '≥'} {one.promised:,g}"
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        floor = "" if one.floor_value is None else f"{one.floor} ({one.floor_value:,.0f})"
        kept = "" if one.promised is None else ("yes" if one.kept else "NO")
        shown = f"{one.value:,.0f}" if abs(one.value) >= 100 else f"{one.value:,.2f}"
        cells = (one.bench, one.what, shown, one.unit, owed, kept, ratio, floor)
        made.append(f"| {' | '.join(cells)} |\n")
    return "".join(made)


def run(name: str, long: bool) -> list[Line]:
    """One bench in this process: ``benches.<name>.bench``, its lines kept."""
    lines: list[Line] = importlib.import_module(f"benches.{name}").bench(long)
    keep(name, lines)
    return lines


def keep(bench: str, lines: Sequence[Line]) -> None:
    """As JSON under ``build/bench``, with the machine it ran on."""
    BUILD.mkdir(parents=True, exist_ok=True)
    made = {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()},
        "lines": [asdict(one) | {"ratio": one.ratio, "kept": one.kept} for one in lines],
    }
    (BUILD / f"{bench}.json").write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n")
