"""Exports as tables: the profile whose words fit the header best, then one record a row.

Rows of one document (a table with one class or one name a row) become several records of one key, which are merged. A row
without a number that can be read, or with more cells than the header, is set aside with its line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ipops.corpus.feeds.export_record import Plan
from ipops.corpus.feeds.opened import Part
from ipops.corpus.feeds.profiles import IDENTIFYING, shipped
from ipops.corpus.feeds.record import Bad, Read
from ipops.corpus.feeds.sheets import on_disk, rows_of, sheets_of
from ipops.intake.headers import Header, find_header
from ipops.intake.profile import Profile
from ipops.intake.sheet import RawRow, Sheet, is_empty
from ipops.intake.values import clean
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text

_LOOK_AHEAD = 40
#: sheets of a workbook share one count of lines, so that a place in it is one number
SHEET_LINES = 10_000_000


Item = RawRow | tuple[int, Bad]


def open_export(
    part: Part, start: int, profile: Profile | None
) -> Iterator[tuple[Iterable[Any], Callable[[Any], Read]]]:
    """The rows after line ``start`` of each sheet that a profile knows, and what reads them; offsets are lines, 1-based."""
    with on_disk(part) as path:
        sheets = sheets_of(path, profile.encoding if profile else None)
        if isinstance(sheets, Problem):
            yield [(1, Bad(code=sheets.code, says=sheets.says))], Rows(None, 0, 0)
            return
        fitting = 0
        for n, sheet in enumerate(sheets):
            chosen = _choose(sheet, profile)
            if chosen is None or (sheet.hidden_sheet and len(sheets) > 1):
                continue
            fitting += 1
            known, header, last = chosen
            plan = Plan({name: c.index for name, c in header.fields.items()}, known)
            width = max(c.index for c in header.columns) + 1
            before = n * SHEET_LINES
            yield _rows(path, sheet, header, max(last, start - before)), Rows(plan, width, before)
        if not fitting:
            yield [(1, _no_header(sheets[0]))], Rows(None, 0, 0)


def _rows(path: Path, sheet: Sheet, header: Header, done: int) -> Iterator[Item]:
    """Rows below the header and not read before, blank ones and repeats of the header left out."""
    first = header.columns[0]
    for row in rows_of(path, sheet):
        if not isinstance(row, RawRow):
            if row[0] > done:
                yield row
            continue
        if row.line <= done:
            continue
        if not (row.cells and row.cells[0]) and not any(c is not None and c != "" for c in row.cells):
            continue
        if row.cells[0] == first.header and header.is_repeated_by(row):
            continue
        yield row


@dataclass(frozen=True, slots=True)
class Rows:
    """Reads the rows of one sheet. ``before`` is what the lines of earlier sheets count."""

    plan: Plan | None
    width: int
    before: int

    def __call__(self, row: Item) -> Read:
        if not isinstance(row, RawRow) or self.plan is None:
            line, bad = row if isinstance(row, tuple) else (row.line, _SHIFTED)
            return Read(offset=self.before + line, size=0, bad=bad)
        cells, at = row.cells, self.before + row.line
        raw = "\t".join([c if type(c) is str else clean(c) for c in cells]).encode()
        if len(cells) > self.width and any(not is_empty(c) for c in cells[self.width :]):
            return Read(offset=at, size=0, bad=_SHIFTED, raw=raw)
        made = self.plan.read(cells)
        if isinstance(made, Bad):
            return Read(offset=at, size=0, bad=made, raw=raw)
        return Read(offset=at, size=0, records=(made,), raw=raw)


def _choose(sheet: Sheet, profile: Profile | None) -> tuple[Profile, Header, int] | None:
    """The profile, header and its last line; of several that fit, the one that understands most columns."""
    seen: list[RawRow] = []
    for row in islice(sheet.rows(), _LOOK_AHEAD):
        if isinstance(row, Problem):
            break
        if any(not is_empty(c) for c in row.cells):
            seen.append(row)
    best: tuple[Profile, Header, int] | None = None
    for one in [profile] if profile else shipped().values():
        header = find_header(seen, sheet.merges, one, Place()) if seen else None
        fits = isinstance(header, Header) and bool(set(IDENTIFYING) & set(header.fields))
        if isinstance(header, Header) and fits and (best is None or len(header.fields) > len(best[1].fields)):
            best = (one, header, seen[header.last].line)
    return best


def _no_header(sheet: Sheet) -> Bad:
    first = next((r for r in sheet.rows() if isinstance(r, RawRow)), None)
    found = "、".join(clean(c) for c in first.cells[:12]) if first else "—"
    return Bad(
        code="header-unknown",
        says=Text(
            f"没有一个映射方案认得表头（首行：{found}）；请用 --profile 指定方案。",
            f"No mapping profile knows the header (first row: {found}); name one with --profile.",
        ),
    )


_SHIFTED = Bad(
    code="row-too-wide",
    says=Text(
        "该行的列数多于表头，单元格可能错位；含分隔符的内容请加引号。",
        "The row has more cells than the header, so they may have shifted; put quotes around cells that hold the separator.",
    ),
)
