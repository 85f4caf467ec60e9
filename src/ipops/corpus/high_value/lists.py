"""Pledges and awards handed in as CSV (UTF-8, names of columns in the first line). One bad row refuses the file, with its line.

pledges   application, registered_on, amount_yuan, rights, released_on      awards   application, name, on
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from decimal import InvalidOperation
from pathlib import Path
from typing import TypeVar

from ipops.corpus.high_value.readings import Award, Pledge
from ipops.kernel.money import Money
from ipops.kernel.outcome import Place, Reason, Refused
from ipops.kernel.text import Text

T = TypeVar("T")
Row = dict[str, str]


def pledges(path: Path) -> tuple[Pledge, ...] | Refused:
    """An empty amount is an amount nobody knows."""
    return _each(path, ("application", "registered_on"), lambda row, source: Pledge(
        application=row["application"],
        registered_on=date.fromisoformat(row["registered_on"]),
        amount=Money.yuan(row["amount_yuan"]) if row.get("amount_yuan") else None,
        rights=int(row.get("rights") or 1),
        released_on=date.fromisoformat(row["released_on"]) if row.get("released_on") else None,
        source=source,
    ))  # fmt: skip


def awards(path: Path) -> tuple[Award, ...] | Refused:
    return _each(path, ("application", "name", "on"), lambda row, source: Award(
        application=row["application"], name=row["name"], on=date.fromisoformat(row["on"]), source=source
    ))  # fmt: skip


def _each(path: Path, needed: tuple[str, ...], make: Callable[[Row, str], T]) -> tuple[T, ...] | Refused:
    made: list[T] = []
    reasons: list[Reason] = []
    with path.open(encoding="utf-8-sig", newline="") as f:
        reader = csv.DictReader(f)
        if lacking := [c for c in needed if c not in (reader.fieldnames or ())]:
            return Refused(
                reasons=(
                    _reason(
                        Place(file=path.name, line=1),
                        f"缺少列 {'、'.join(lacking)}",
                        f"there is no column {', '.join(lacking)}",
                    ),
                )
            )
        for row in reader:
            at = Place(file=path.name, line=reader.line_num)
            clean = {k: (v or "").strip() for k, v in row.items() if k is not None}
            if any(not clean[c] for c in needed):
                reasons.append(_reason(at, f"{'、'.join(needed)} 不得为空", f"{', '.join(needed)} may not be empty"))
                continue
            try:
                made.append(make(clean, str(at)))
            except (ValueError, InvalidOperation) as bad:
                reasons.append(
                    _reason(
                        at,
                        f"读不懂：{bad}；日期写成 2015-03-20，金额写成元",
                        f"{bad}; write days as 2015-03-20, amounts in yuan",
                    )
                )
    return Refused(reasons=tuple(reasons)) if reasons else tuple(made)


def _reason(at: Place, zh: str, en: str) -> Reason:
    return Reason(code="row-unreadable", says=Text(f"{at}：{zh}。", f"{at}: {en}."), field=str(at))
