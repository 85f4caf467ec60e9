"""What one expert has before them over all panels: applications to declare on, to score, scored. Pure.

Rule 1: a review ends when the list is published; what was locked stays counted.
Rule 2: who must keep out of an application owes nothing for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from ipops.lines.programme.facts.words import Ground
from ipops.lines.programme.rules.selection.files import CallFile
from ipops.lines.programme.rules.selection.review import Expert, conflict_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """``assigned`` counts applications of calls still under review; ``lock_by`` is the first day by which a sheet that is still owed
    is due, ``None`` where none was set."""

    assigned: int = 0
    undeclared: int = 0
    to_score: int = 0
    locked: int = 0
    lock_by: date | None = None

    @property
    def owed(self) -> int:
        return self.undeclared + self.to_score


def duty(expert: str, files: Iterable[CallFile], within: Callable[[str, str], bool]) -> Duty:
    assigned, undeclared, to_score, locked = 0, 0, 0, 0
    days: list[date] = []
    for file in files:
        seat = next((e for e in file.panel if e.expert == expert), None)
        if seat is None:
            continue
        stands = [_stands(file, code, expert) for code, x in file.nominations.items() if _free(seat, x.place, within)]
        locked += stands.count("locked")
        if file.published is not None:
            continue
        assigned += len(file.nominations)
        undeclared += stands.count("undeclared")
        to_score += stands.count("to_score")
        if file.lock_by is not None and {"undeclared", "to_score"} & set(stands):
            days.append(file.lock_by)
    return Duty(
        assigned=assigned,
        undeclared=undeclared,
        to_score=to_score,
        locked=locked,
        lock_by=min(days, default=None),
    )


def _free(seat: Expert, city: str, within: Callable[[str, str], bool]) -> bool:
    return conflict_of(seat, city, within) is None


def _stands(file: CallFile, code: str, expert: str) -> str:
    mine = file.review(code)
    if any(s.expert == expert for s in mine.sheets):
        return "locked"
    said = [d.ground for d in mine.declared if d.expert == expert]
    if not said:
        return "undeclared"
    return "to_score" if said[-1] is Ground.NONE else "kept_out"
