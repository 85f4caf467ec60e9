"""XLSX as raw rows at ten times the pace: calamine's reader, let near the file only after ``safety`` has looked at it.

It gives the same sheets as ``workbook`` (a test holds the two against each other) and is for large lists; it holds a whole
sheet in memory, so callers name a cap on rows, which ``safety`` enforces while streaming.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from defusedxml import ElementTree
from python_calamine import CalamineError, CalamineWorkbook

from ipops.intake import safety
from ipops.intake.blocks import FilledDown, broken, put
from ipops.intake.limits import Limits
from ipops.intake.sheet import CellError, Raw, RawRow, Sheet
from ipops.kernel.outcome import Problem


def open_swiftly(path: Path, limits: Limits) -> tuple[Sheet, ...] | Problem:
    """Every sheet of the workbook, hidden ones marked; a problem when it is unsafe, broken or no workbook."""
    notes = safety.inspect(path, limits)
    if isinstance(notes, Problem):
        return notes
    try:
        book = CalamineWorkbook.from_path(str(path))
        parts = _parts(path, notes)
        made = tuple(_sheet(path, book, i, parts, limits) for i in range(len(book.sheet_names)))
    except (CalamineError, OSError, ValueError, KeyError, ElementTree.ParseError) as e:
        return broken(path, e)
    return made or broken(path, "no sheets")


_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _parts(path: Path, notes: dict[str, safety.SheetNotes]) -> list[safety.SheetNotes]:
    """The notes of the sheets in the order of the workbook, which is not that of the part names once sheets were moved."""
    with zipfile.ZipFile(path) as z:
        book = ElementTree.fromstring(z.read("xl/workbook.xml"))
        links = ElementTree.fromstring(z.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): str(link.get("Target")) for link in links}
    listed = [e for e in book.iter() if e.tag.endswith("}sheet")]
    names = [targets.get(e.get(_RELATION), "").lstrip("/") for e in listed]
    full = [n if n.startswith("xl/") else f"xl/{n}" for n in names]
    return [notes.get(n, safety.SheetNotes()) for n in full]


def _sheet(path: Path, book: CalamineWorkbook, index: int, parts: list[safety.SheetNotes], limits: Limits) -> Sheet:
    meta = book.sheets_metadata[index]
    notes = parts[index] if index < len(parts) else safety.SheetNotes()
    return Sheet(
        name=meta.name,
        rows=partial(_rows, path, meta.name, notes, limits),
        merges=tuple(notes.merges),
        hidden_sheet=str(meta.visible).rpartition(".")[2] != "Visible",
        hidden_columns=frozenset(notes.hidden_columns),
    )


def _rows(path: Path, name: str, notes: safety.SheetNotes, limits: Limits) -> Iterator[RawRow | Problem]:
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as e:
        yield broken(path, e)
        return
    down = FilledDown(notes.merges, limits) if notes.merges else None
    left: list[Any] = (
        [None] * sheet.start[1] if sheet.start else []
    )  # it counts columns from the first that holds anything
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        yield _row(line, [*left, *cells] if left else cells, notes, down)


def _row(line: int, got: list[Any], notes: safety.SheetNotes, down: FilledDown | None) -> RawRow:
    cells: list[Raw] = [None if v == "" else v for v in got] if "" in got else got
    for column in notes.uncalculated.get(line, ()):
        put(cells, column, CellError(says="未计算的公式 / formula without a result"))
    for column in notes.faults.get(line, ()):
        put(cells, column, CellError(says="#"))
    if down is not None:
        down.fill(cells, line)
    while cells and cells[-1] is None:
        cells.pop()
    return RawRow(line=line, cells=tuple(cells), hidden=line in notes.hidden_rows)
