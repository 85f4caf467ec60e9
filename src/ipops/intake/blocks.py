"""What both readers of workbooks share: merged blocks filled down, cells put in their column, a workbook that is broken."""

from __future__ import annotations

from pathlib import Path

from ipops.intake.limits import Limits
from ipops.intake.sheet import Merge, Raw
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text


class FilledDown:
    """Blocks merged over several rows: the value stands in every row of the block, in its first column."""

    def __init__(self, merges: list[Merge], limits: Limits) -> None:
        self.starting: dict[int, list[Merge]] = {}
        for m in merges:
            if m.bottom > m.top and m.left <= limits.columns:
                self.starting.setdefault(m.top, []).append(m)
        self.held: dict[int, tuple[Merge, Raw]] = {}

    def fill(self, cells: list[Raw], line: int) -> None:
        for column, (m, value) in list(self.held.items()):
            if line > m.bottom:
                del self.held[column]
            else:
                put(cells, column, value)
        for m in self.starting.get(line, ()):
            value = cells[m.left - 1] if m.left <= len(cells) else None
            if value is not None:
                self.held[m.left] = (m, value)


def put(cells: list[Raw], column: int, value: Raw) -> None:
    """``column`` is 1-based; the row grows to reach it."""
    cells.extend([None] * (column - len(cells)))
    cells[column - 1] = value


def broken(path: Path, why: object) -> Problem:
    return Problem(
        code="workbook-broken",
        says=Text(
            f"工作簿无法读取（{why}）；请在 Excel 中打开并另存为 .xlsx。",
            f"The workbook cannot be read ({why}). Open it in Excel and save it as .xlsx.",
        ),
        at=Place(file=path.name),
    )
