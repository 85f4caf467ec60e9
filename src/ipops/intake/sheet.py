"""What every file format is turned into before anything is understood: sheets of raw rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ipops.kernel.outcome import Problem


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that holds no value but a fault: an Excel error, or a formula that was never calculated."""

    says: str


Raw = str | int | float | bool | date | datetime | time | timedelta | CellError | None


@dataclass(frozen=True, slots=True)
class RawRow:
    """``line`` is 1-based, as the sender sees it; the physical line for text files."""

    line: int
    cells: tuple[Raw, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged block, rows and columns 1-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """``rows`` starts a fresh pass; a ``Problem`` in it ends the sheet. ``epoch_1904`` is the workbook's day count."""

    name: str
    rows: Callable[[], Iterator[RawRow | Problem]]
    merges: tuple[Merge, ...] = ()
    hidden_sheet: bool = False
    hidden_columns: frozenset[int] = frozenset()
    epoch_1904: bool = False
    encoding: str = ""
    separator: str = ""  #: of a text file; empty for a workbook


def is_empty(value: Raw) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
