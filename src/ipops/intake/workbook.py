"""XLSX as raw rows: openpyxl's read-only reader, let near the file only after ``safety`` has looked at it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from ipops.intake import safety
from ipops.intake.blocks import FilledDown, broken, put
from ipops.intake.limits import Limits
from ipops.intake.sheet import CellError, Raw, RawRow, Sheet
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text


def open_workbook(path: Path, limits: Limits) -> tuple[Sheet, ...] | Problem:
    """Every sheet of the workbook, hidden ones marked; a problem when it is unsafe, broken or no workbook."""
    notes = safety.inspect(path, limits)
    if isinstance(notes, Problem):
        return notes
    try:
        book = _load(path)
        made = tuple(_sheet(path, ws, i, notes, book, limits) for i, ws in enumerate(book.worksheets))
        book.close()
    except Exception as e:
        return broken(path, e)
    return made or broken(path, "no sheets")


def _load(path: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions and styles it does not know
        return openpyxl.load_workbook(_told(path), read_only=True, data_only=True, keep_links=False)


def _told(path: Path) -> Path | BytesIO:
    """By its bytes where its name says otherwise: openpyxl refuses by the name alone, and services call an .xlsx ``.xls``."""
    return path if path.suffix.lower() in (".xlsx", ".xlsm") else BytesIO(path.read_bytes())


def _sheet(path: Path, ws: Any, index: int, notes: dict[str, safety.SheetNotes], book: Any, limits: Limits) -> Sheet:
    seen = notes.get(ws._worksheet_path, safety.SheetNotes())
    return Sheet(
        name=ws.title,
        rows=lambda: _rows(path, index, seen, limits),
        merges=tuple(seen.merges),
        hidden_sheet=ws.sheet_state != "visible",
        hidden_columns=frozenset(seen.hidden_columns),
        epoch_1904=book.epoch == CALENDAR_MAC_1904,
    )


def _rows(path: Path, index: int, notes: safety.SheetNotes, limits: Limits) -> Iterator[RawRow | Problem]:
    down = FilledDown(notes.merges, limits)
    try:
        book = _load(path)
        ws = book.worksheets[index]
        ws.reset_dimensions()  # they lie, and a lie pads every row to 16,384 cells
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for line, got in enumerate(ws.iter_rows(values_only=True), start=1):
                cells = [_raw(v) for v in got]
                for column in notes.uncalculated.get(line, ()):
                    put(cells, column, CellError(says="未计算的公式 / formula without a result"))
                down.fill(cells, line)
                while cells and cells[-1] is None:
                    cells.pop()
                if len(cells) > limits.columns:
                    yield _too_wide(path, ws.title, line, limits)
                    return
                yield RawRow(line=line, cells=tuple(cells), hidden=line in notes.hidden_rows)
        book.close()
    except Exception as e:
        yield broken(path, e)


def _raw(value: Any) -> Raw:
    if isinstance(value, str) and value.startswith("#") and value in _ERRORS:
        return CellError(says=value)
    return value  # type: ignore[no-any-return]


_ERRORS = frozenset(ERROR_CODES)


def _too_wide(path: Path, sheet: str, line: int, limits: Limits) -> Problem:
    return Problem(
        code="row-too-wide",
        says=Text(
            f"第 {line} 行超过 {limits.columns} 列；请只保留数据区域后另存。",
            f"Row {line} has more than {limits.columns} columns. Keep only the data and save again.",
        ),
        at=Place(file=path.name, sheet=sheet, line=line),
    )
