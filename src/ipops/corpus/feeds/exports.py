"""Exports as tables: the profile whose words fit the header best, then one record a row.

Rows of one document (a table with one class or one name a row) become several records of one key, which are merged. A row
without a number that can be read, or with more cells than the header, is set aside with its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

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


def read_export(part: Part, start: int, profile: Profile | None) -> Iterator[Read]:
    """Every row after line ``start``; offsets are lines, 1-based."""
    with on_disk(part) as path:
        sheets = sheets_of(path, profile.encoding if profile else None)
        if isinstance(sheets, Problem):
            yield Read(offset=1, size=0, bad=Bad(code=sheets.code, says=sheets.says))
            return
        fitting = 0
        for n, sheet in enumerate(sheets):
            chosen = _choose(sheet, profile)
            if chosen is None or (sheet.hidden_sheet and len(sheets) > 1):
                continue
            fitting += 1
            rows = rows_of(path, sheet)
            yield from _read_sheet(rows, chosen, start - n * SHEET_LINES, n * SHEET_LINES)
        if not fitting:
            yield Read(offset=1, size=0, bad=_no_header(sheets[0]))


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


def _read_sheet(
    rows: Iterator[RawRow | tuple[int, Bad]], chosen: tuple[Profile, Header, int], start: int, before: int
) -> Iterator[Read]:
    profile, header, last = chosen
    width = max(c.index for c in header.columns) + 1
    plan = Plan({n: c.index for n, c in header.fields.items()}, profile)
    first, done = header.columns[0], max(last, start)
    for row in rows:
        if not isinstance(row, RawRow):
            if row[0] > done:
                yield Read(offset=before + row[0], size=0, bad=row[1])
            continue
        cells = row.cells
        if row.line <= done or not any(c is not None and c != "" for c in cells):
            continue
        if cells[0] == first.header and header.is_repeated_by(row):
            continue
        raw = "\t".join([c if type(c) is str else clean(c) for c in cells]).encode()
        if len(cells) > width and any(not is_empty(c) for c in cells[width:]):
            yield Read(offset=before + row.line, size=0, bad=_SHIFTED, raw=raw)
            continue
        made = plan.read(cells)
        if isinstance(made, Bad):
            yield Read(offset=before + row.line, size=0, bad=made, raw=raw)
        else:
            yield Read(offset=before + row.line, size=0, records=(made,), raw=raw)


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
