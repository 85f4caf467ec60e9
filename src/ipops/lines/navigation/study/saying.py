"""Sentences whose numbers can be asked back: every placeholder is a number with the query and the cell it came from.

Rule 1: the words of a sentence hold no digit; a number that has no query cannot be written.
Rule 2: a rounded share is shown with what it is a share of, or rests on a query that shows both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from string import Formatter
from typing import Any

from ipops.kernel.text import Text

#: what is counted in English sentences, after a number that turns out to be one
_ONE = re.compile(
    r"(?<![\d.,])1 (items|families|documents|offices|nodes|firms|organisations|pairs|partners|inventors|co-inventors|patents)\b"
)
_SINGLE = {"families": "family"}
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """``code`` is Q1, Q2, …; ``rows`` what it answered when the study was run."""

    code: str
    title: Text
    how: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def number(self, row: int = 0, column: int | str = 0) -> Number:
        """The cell as a number of a sentence."""
        at = self.columns.index(column) if isinstance(column, str) else column
        return Number(value=self.rows[row][at], query=self.code, cell=f"{row + 1}:{self.columns[at]}")

    def total(self, column: str) -> Number:
        at = self.columns.index(column)
        return Number(value=sum(r[at] or 0 for r in self.rows), query=self.code, cell=f"sum:{column}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """``value`` is exact; ``kind`` says how people read it."""

    value: Any
    query: str
    cell: str
    kind: str = "count"

    def of(self, whole: Number) -> Number:
        """A share: this of that."""
        value = Fraction(self.value, whole.value) if whole.value else None
        return Number(value=value, query=self.query, cell=f"{self.cell} / {whole.query} {whole.cell}", kind="share")

    def as_(self, kind: str) -> Number:
        return Number(value=self.value, query=self.query, cell=self.cell, kind=kind)

    @property
    def says(self) -> Text:
        return shown(self.value, self.kind)


UNKNOWN = Text("未知", "unknown")


def shown(value: Any, kind: str = "count") -> Text:
    if value is None:
        return UNKNOWN
    if kind == "share":
        told = f"{float(value) * 100:.1f}%"
    elif kind == "year":
        told = str(int(value))
    elif kind == "real":
        told = f"{float(value):,.2f}"
    elif kind == "tenth":
        told = f"{float(value):,.1f}"
    elif kind == "fine":
        told = f"{float(value):.4f}"
    elif isinstance(value, int):
        told = f"{value:,}"
    else:
        told = str(value)
    return Text(told, told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """``Sentence(words=Text("共{n}件。", "{n} documents."), numbers={"n": q.number()})``; ``names`` are words put in;
    ``rests_on`` are queries behind what is said without a number."""

    words: Text
    numbers: Mapping[str, Number] = field(default_factory=dict)
    names: Mapping[str, Text] = field(default_factory=dict)
    rests_on: tuple[Query, ...] = ()

    def __post_init__(self) -> None:
        for said in (self.words.zh, self.words.en):
            bare = "".join(literal for literal, *_ in Formatter().parse(said))
            if _DIGIT.search(bare):
                raise ValueError(f"A number without a query stands in a sentence: {said!r}")

    @property
    def queries(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*(n.query for n in self.numbers.values()), *(q.code for q in self.rests_on)]))

    @property
    def bare(self) -> Text:
        made = self.words.fill(**{k: n.says for k, n in self.numbers.items()}, **self.names)
        return Text(made.zh, _ONE.sub(lambda m: f"1 {_SINGLE.get(m[1], m[1][:-1])}", made.en))

    @property
    def text(self) -> Text:
        """With the queries behind it."""
        made = self.bare
        behind = f"［{'、'.join(self.queries)}］" if self.queries else ""
        return Text(made.zh + behind, made.en + (f" [{', '.join(self.queries)}]" if self.queries else ""))

    def as_json(self) -> dict[str, Any]:
        numbers = {
            k: {"value": _plain(n.value), "says": n.says.zh, "query": n.query, "cell": n.cell}
            for k, n in self.numbers.items()
        }
        return {"says": self.text.as_json(), "numbers": numbers}


def _plain(value: Any) -> Any:
    return f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else value


def listed(names: Sequence[Text]) -> Text:
    return Text("、".join(n.zh for n in names), ", ".join(n.en for n in names)) if names else Text("无", "none")
