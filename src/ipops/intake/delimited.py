"""CSV, TSV and their relatives as raw rows, in bounded memory whatever the file is."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ipops.intake import encoding
from ipops.intake.limits import Limits
from ipops.intake.sheet import RawRow, Sheet
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text

_SEPARATORS = (",", "\t", ";", "|", "，")
_LOOK_AHEAD = 30


class _TooLong(Exception):
    """A line or record beyond the cap; carries the line it starts on."""


@dataclass
class _Lines:
    """Lines of a text stream for ``csv.reader``; never more than the caps in memory."""

    text: io.TextIOBase
    limits: Limits
    line: int = 0
    since_record: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        got = self.text.readline(self.limits.line_chars + 1)
        if not got:
            raise StopIteration
        self.line += 1
        self.since_record += len(got)
        if len(got) > self.limits.line_chars or self.since_record > self.limits.record_chars:
            raise _TooLong
        return got


def open_delimited(path: Path, limits: Limits, *, named_encoding: str | None) -> Sheet | Problem:
    """The file as one sheet. The separator is the one under which the first lines agree best; see ``_separator``."""
    codec = encoding.check(path, named_encoding) if named_encoding else encoding.detect(path)
    if isinstance(codec, Problem):
        return codec
    head = _head(path, codec, limits)
    if isinstance(head, Problem):
        return head
    skip, separator = _separator(path, head)
    return Sheet(name="", rows=lambda: _rows(path, codec, separator, skip, limits), encoding=codec, separator=separator)


def _head(path: Path, codec: str, limits: Limits) -> list[str] | Problem:
    with path.open(encoding=codec, newline="") as f:
        lines = _Lines(f, limits)
        try:
            return [line for _, line in zip(range(_LOOK_AHEAD), lines, strict=False)]
        except _TooLong:
            return _too_long(path, lines.line)


def _separator(path: Path, head: list[str]) -> tuple[int, str]:
    """(lines to skip, separator). ``sep=;`` on the first line is Excel's own word and wins; then the separator that cuts
    most lines into the same number of fields, more than one; then the one the file's ending promises."""
    first = head[0].strip().lower() if head else ""
    if first.startswith("sep=") and len(first) == 5:
        return 1, first[4]
    promised = {".tsv": "\t", ".tab": "\t"}.get(path.suffix.lower(), ",")
    best, best_score = promised, (0, 0, False)
    for sep in _SEPARATORS:
        try:
            widths = Counter(len(r) for r in csv.reader(head, delimiter=sep) if len(r) > 1)
        except csv.Error:
            continue
        if widths:
            width, lines = widths.most_common(1)[0]
            score = (lines, width, sep == promised)
            if score > best_score:
                best, best_score = sep, score
    return 0, best


def _rows(path: Path, codec: str, separator: str, skip: int, limits: Limits) -> Iterator[RawRow | Problem]:
    with path.open(encoding=codec, newline="") as f:
        lines = _Lines(f, limits)
        for _ in range(skip):
            next(lines)
        reader = csv.reader(lines, delimiter=separator, strict=True)  # else an unpaired quote eats the rest
        started = lines.line + 1
        try:
            for cells in reader:
                lines.since_record = 0
                yield RawRow(line=started, cells=tuple(cells))
                started = lines.line + 1
        except _TooLong:
            yield _too_long(path, started)
        except (csv.Error, UnicodeError) as e:
            yield _broken(path, started, str(e))


def _too_long(path: Path, line: int) -> Problem:
    return Problem(
        code="line-endless",
        says=Text(
            f"第 {line} 行起的一行过长（没有换行，或引号没有配对），文件不是正常的表格；请检查该行。",
            f"The line starting at {line} never ends (no line break, or an unpaired quote); this is no proper table. Look at that line.",
        ),
        at=Place(file=path.name, line=line),
    )


def _broken(path: Path, line: int, detail: str) -> Problem:
    return Problem(
        code="line-unreadable",
        says=Text(
            f"第 {line} 行起无法读取，多半是引号没有配对（{detail}）；请检查该行的引号。",
            f"From line {line} on the file cannot be read, most likely an unpaired quote ({detail}). Look at the quotes of that line.",
        ),
        at=Place(file=path.name, line=line),
    )
