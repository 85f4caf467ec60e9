"""Writing: published and attested figures out of a file, and bridge values. Read, think, write; one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.db import transaction

from ipops.intake.rows import Halted, Rejected, Row
from ipops.intake.table import read_table
from ipops.kernel.outcome import Place, Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts import Observed
from ipops.lines.programme.facts import BridgeStated
from ipops.measures import figures
from ipops.reference import divisions
from ipops.reference.key_cities import place_code
from ipops.webkit import documents, journal

BY = "system:import"
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a file. ``unchanged`` of the stored rows were stored by an earlier import already."""

    read: int
    stored: int
    refused: tuple[Problem, ...]
    unchanged: int

    def as_json(self) -> dict[str, Any]:
        """Exactly ``read``, ``stored``, ``refused``: every row is in one of the two."""
        return {"read": self.read, "stored": self.stored, "refused": _by_line(self.refused)}


def _by_line(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """One entry a line, with all its reasons in both languages."""
    lines: dict[int | None, list[Problem]] = {}
    for p in problems:
        lines.setdefault(p.at.line, []).append(p)
    return [
        {"line": line, "reason": " ".join([*(p.says.zh for p in found), *(p.says.en for p in found)])}
        for line, found in sorted(lines.items(), key=lambda item: item[0] or 0)
    ]


def observations_import(*, file: Path, today: date, by: str = BY, file_name: str = "") -> Imported | Problem:
    """Store each good row of a file of published figures once, whoever sends it how often; refuse the others by line.

    A file that cannot be read to its end, or lacks columns, stores nothing and is one ``Problem``.
    """
    rows = _rows(file, file_name, today)
    if isinstance(rows, Problem):
        return rows
    facts = [(at, got) for at, got in rows if isinstance(got, Observed)]
    refused = [p for _, got in rows if not isinstance(got, Observed) for p in got]
    fresh, repeated = _once(facts)
    with transaction.atomic():
        source = documents.store(file, file_name or file.name, by)
        if isinstance(source, Problem):
            return source
        before = journal.size()
        drafts = [Draft(fact=f, source=Source(document=source), reference=r) for r, f in fresh.items()]
        for some in (drafts[i : i + _AT_ONCE] for i in range(0, len(drafts), _AT_ONCE)):
            journal.append(some, by=by)
        new = journal.size() - before
    return Imported(read=len(rows), stored=len(fresh), refused=(*refused, *repeated), unchanged=len(fresh) - new)


Got = list[tuple[Place, Observed | tuple[Problem, ...]]]


def _rows(file: Path, file_name: str, today: date) -> Got | Problem:
    listed = divisions.places()
    reading = figures.Reading(place_of=place_code, is_place=lambda code: code in listed, today=today)
    made: Got = []
    for item in read_table(file, file_name=file_name):
        if isinstance(item, Halted):
            return item.problem
        if isinstance(item, Rejected):
            made.append((item.at, item.problems))
            continue
        if not made and (lacking := figures.missing_columns(item.raw)):
            return Problem(code=lacking.code, says=lacking.says, at=Place(file=item.at.file, line=1))
        made.append((item.at, figures.observed(_texts(item), item.at, reading)))
    return made


def _texts(row: Row) -> dict[str, str]:
    return {name: str(value) for name, value in row.raw.items()}


def _once(facts: list[tuple[Place, Observed]]) -> tuple[dict[str, Observed], Iterator[Problem]]:
    """The facts by reference; a row that says again what an earlier one said is refused with that one's line."""
    fresh: dict[str, Observed] = {}
    lines: dict[str, Place] = {}
    repeated = []
    for at, fact in facts:
        reference = figures.reference(fact)
        if reference in fresh:
            first = lines[reference].line
            says = Text(f"与第 {first} 行完全相同。", f"The same as line {first}.")
            repeated.append(Problem(code="repeated", says=says, at=at))
            continue
        fresh[reference], lines[reference] = fact, at
    return fresh, iter(repeated)


def bridge_state(*, fact: BridgeStated, source: Source, by: str, reference: str) -> int | Refused:
    """State that one period was told under two definitions; gives the number of the entry. Values must be above zero."""
    if Fraction(fact.from_value) <= 0 or Fraction(fact.to_value) <= 0:
        says = Text("衔接值的两个数都必须大于零。", "Both values of a bridge must be above zero.")
        return Refused(reasons=(Reason(code="bridge-not-positive", says=says),))
    (entry,) = journal.append([Draft(fact=fact, source=source, reference=reference)], by=by)
    return entry.n
