"""What every list carries: which edition it is, where it comes from, and what is missing from it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """``source`` names the SOURCE.md that tells origin, licence and checks; ``gaps`` are said wherever the list decides."""

    title: Text
    edition: str
    source: str
    complete: bool = True
    gaps: tuple[Text, ...] = ()


def rows_of(path: Path, *, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """The rows of a list by column name, blanks around values taken off."""
    with path.open(encoding="utf-8-sig", newline="") as f:
        for row in csv.DictReader(f, delimiter=delimiter):
            yield {k: (v or "").strip() for k, v in row.items()}
