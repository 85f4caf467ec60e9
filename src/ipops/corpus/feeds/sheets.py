"""Rows of an export, one at a time: delimited text, XLSX, old XLS. A broken line spoils itself alone; reading goes on at the next.

``intake`` tells encodings and separators and guards against hostile workbooks; here a bad row is set aside instead of ending
the table, because an export is thousands of documents and each stands for itself.
"""

from __future__ import annotations

import csv
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOBase
from pathlib import Path

from ipops.corpus.feeds.opened import Part, opened
from ipops.corpus.feeds.record import Bad
from ipops.intake.delimited import open_delimited
from ipops.intake.limits import MIB, Limits
from ipops.intake.old_workbook import open_old_workbook
from ipops.intake.sheet import RawRow, Sheet
from ipops.intake.workbook import open_workbook
from ipops.kernel.outcome import Problem
from ipops.kernel.text import Text

#: cells hold whole abstracts and families of hundreds; the rest is as intake has it
LIMITS = Limits(
    file_bytes=1 << 40, line_chars=16 * MIB, record_chars=32 * MIB, cell_chars=8 * MIB, columns=1_000, rows=1 << 31
)
_GIVE_UP_AFTER = 400  #: physical lines of one record; quotes are unpaired beyond that
csv.field_size_limit(LIMITS.cell_chars)


@contextmanager
def on_disk(part: Part) -> Iterator[Path]:
    """A path that holds the part's bytes, unpacked if need be."""
    if not part.packed:
        yield part.path
        return
    with tempfile.NamedTemporaryFile(suffix=Path(part.name.removesuffix(".gz")).suffix) as held:
        with opened(part) as stream:
            while got := stream.read(MIB):
                held.write(got)
        held.flush()
        yield Path(held.name)


def sheets_of(path: Path, encoding: str | None) -> tuple[Sheet, ...] | Problem:
    """The sheets of a file; one for delimited text."""
    with path.open("rb") as f:
        head = f.read(8)
    if head.startswith(b"PK\x03\x04"):
        return open_workbook(path, LIMITS)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return open_old_workbook(path, LIMITS)
    found = open_delimited(path, LIMITS, named_encoding=encoding)
    return found if isinstance(found, Problem) else (found,)


def rows_of(path: Path, sheet: Sheet) -> Iterator[RawRow | tuple[int, Bad]]:
    """Every row; a row that cannot be read as its line and the reason."""
    if sheet.separator:
        yield from _delimited(path, sheet)
        return
    for row in sheet.rows():
        if isinstance(row, Problem):
            yield row.at.line or 0, Bad(code=row.code, says=row.says)
            return
        yield row


@dataclass
class _Lines:
    """Physical lines, those of the record being read kept so that they can be put back."""

    text: TextIOBase
    back: deque[str] = field(default_factory=deque)
    taken: list[str] = field(default_factory=list)
    line: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        got = self.back.popleft() if self.back else self.text.readline(LIMITS.line_chars + 1)
        if not got:
            raise StopIteration
        self.line += 1
        self.taken.append(got)
        if len(self.taken) > _GIVE_UP_AFTER or len(got) > LIMITS.line_chars:
            raise csv.Error("unpaired quote or endless line")
        return got

    def retreat(self) -> None:
        """Put back all lines of the record but its first."""
        self.back.extendleft(reversed(self.taken[1:]))
        self.line -= len(self.taken) - 1
        self.taken.clear()


def _delimited(path: Path, sheet: Sheet) -> Iterator[RawRow | tuple[int, Bad]]:
    with path.open(encoding=sheet.encoding, newline="", errors="strict") as f:
        lines = _Lines(f)
        reader = csv.reader(lines, delimiter=sheet.separator, strict=True)
        while True:
            started = lines.line + 1
            lines.taken.clear()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as e:
                lines.retreat()
                reader = csv.reader(lines, delimiter=sheet.separator, strict=True)
                yield started, Bad(code="row-unreadable", says=_UNREADABLE.fill(detail=str(e)))
                continue
            if cells:
                yield RawRow(line=started, cells=tuple(cells))


_UNREADABLE = Text(
    "该行无法读取，多半是引号没有配对（{detail}）；请改正后重新载入该行。",
    "The row cannot be read, most likely an unpaired quote ({detail}); mend it and load it again.",
)
