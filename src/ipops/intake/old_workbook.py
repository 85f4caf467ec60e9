"""Workbooks of Excel 97 to 2003 (BIFF) as raw rows, by xlrd: values only, no formulas run, no macros looked at.

PATENTSCOPE and many Chinese systems still export them. The whole workbook is held while it is read, so its size is capped.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import xlrd

from ipops.intake.limits import MIB, Limits
from ipops.intake.sheet import CellError, Raw, RawRow, Sheet
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text

LARGEST = 128 * MIB  #: 65,536 rows a sheet is all the format can hold


def open_old_workbook(path: Path, limits: Limits) -> tuple[Sheet, ...] | Problem:
    """Every sheet of the workbook, hidden ones marked; a problem when it is encrypted, broken or too large."""
    if path.stat().st_size > min(LARGEST, limits.file_bytes):
        return _broken(path, f"> {LARGEST // MIB} MB")
    try:
        book = xlrd.open_workbook(path, formatting_info=False, logfile=io.StringIO(), ragged_rows=True)
        return tuple(_sheet(path, book, i, limits) for i in range(book.nsheets)) or _broken(path, "no sheets")
    except Exception as e:  # xlrd raises whatever its parsing stumbles on
        return _broken(path, e)


def _sheet(path: Path, book: Any, index: int, limits: Limits) -> Sheet:
    found = book.sheet_by_index(index)
    return Sheet(
        name=found.name,
        rows=lambda: _rows(path, found, book.datemode, limits),
        hidden_sheet=found.visibility != 0,
        epoch_1904=book.datemode == 1,
    )


def _rows(path: Path, sheet: Any, datemode: int, limits: Limits) -> Iterator[RawRow | Problem]:
    for i in range(sheet.nrows):
        cells = tuple(_value(c, datemode) for c in sheet.row(i))
        if len(cells) > limits.columns:
            yield _broken(path, f"row {i + 1}: {len(cells)} columns")
            return
        yield RawRow(line=i + 1, cells=cells)


def _value(cell: Any, datemode: int) -> Raw:
    match cell.ctype:
        case xlrd.XL_CELL_EMPTY | xlrd.XL_CELL_BLANK:
            return None
        case xlrd.XL_CELL_DATE:
            try:
                return datetime(*xlrd.xldate_as_tuple(cell.value, datemode))  # noqa: DTZ001  a cell knows no time zone
            except (ValueError, xlrd.xldate.XLDateError):
                return float(cell.value)
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_ERROR:
            return CellError(says=xlrd.error_text_from_code.get(cell.value, "#?"))
    return cell.value  # type: ignore[no-any-return]


def _broken(path: Path, why: object) -> Problem:
    return Problem(
        code="workbook-broken",
        says=Text(
            f"旧式工作簿无法读取（{why}），可能已加密或损坏；请在 Excel 中打开并另存为 .xlsx。",
            f"The old workbook cannot be read ({why}); it may be encrypted or broken. Open it in Excel and save it as .xlsx.",
        ),
        at=Place(file=path.name),
    )
