"""What comes out of a table: good rows, refused rows, and the one thing after which nothing follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from ipops.kernel.money import Money
from ipops.kernel.outcome import Place, Problem

Value = str | date | Decimal | Money | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that could be read in full. ``values`` has every field of the profile (``None`` where the cell is empty);
    ``said`` gives what stood in the file, by header; without a profile both are the same texts."""

    at: Place
    values: Mapping[str, Value]
    said: Callable[[], Mapping[str, str]]
    columns: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False

    @property
    def raw(self) -> Mapping[str, str]:
        """What stood in the file, by header; made only when asked for."""
        return self.said()

    def __getitem__(self, name: str) -> Value:
        return self.values[name]

    def text(self, name: str) -> str:
        """The field as text, empty when the cell is. For fields of type text, code and choice."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def many(self, name: str) -> tuple[str, ...]:
        """Every value of a field that may hold several."""
        value = self.values.get(name)
        if value is None:
            return ()
        return value if isinstance(value, tuple) else (str(value),)

    def place_of(self, name: str) -> Place:
        """The cell of a field, for a problem that is found later."""
        return Place(
            file=self.at.file, sheet=self.at.sheet, line=self.at.line, column=self.columns.get(name, ""), field=name
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that was not taken, with every reason, each at its cell; ``raw`` goes back to the sender."""

    at: Place
    problems: tuple[Problem, ...]
    raw: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        return {
            "line": self.at.line,
            "at": self.at.as_json(),
            "problems": [p.as_json() for p in self.problems],
            "raw": dict(self.raw),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Halted:
    """Reading stopped here. What came before is no complete file: a caller that stores must store nothing."""

    problem: Problem
