"""One thing on the docket, with its words: what to do, by when, what it costs, what follows, where it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.money import Money
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Word
from ipops.rights.docket.lines import RESTORATION, Line


class Status(Word):
    OPEN = "open", "待办", "open"
    LATE = "late", "滞纳或宽展期内", "in the late or grace months"
    MISSED = "missed", "已逾期", "missed"
    NOTE = "note", "提示", "for notice"


_WORST = (Grade.A, Grade.B, Grade.C, Grade.D, Grade.K)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """``due_on`` is the day to keep (moved to a working day), ``statutory_on`` the day before it moved; ``None`` where a day
    is missing. ``amount`` is what is to be paid now or by ``due_on``; ``lowest`` with every relief that can be had."""

    rule: str
    right: str
    does: Text
    status: Status
    due_on: date | None
    cites: tuple[Citation, ...]
    statutory_on: date | None = None
    provisional: bool = False
    year: int | None = None
    amount: Money | Unknown | None = None
    lowest: Money | None = None
    windows: tuple[Line, ...] = ()
    missed: Text | None = None
    readings: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def grade(self) -> Grade:
        """The weakest source it rests on."""
        return max((c.grade for c in self.cites if c.grade in _WORST), key=_WORST.index, default=Grade.A)

    def as_json(self) -> dict[str, Any]:
        """The stable form of ``ipops docket due --json`` (docs/reference/docket.md)."""
        amount = self.amount
        return {
            "rule": self.rule,
            "right": self.right,
            "does": self.does.as_json(),
            "status": str(self.status),
            "due_on": _day(self.due_on),
            "statutory_on": _day(self.statutory_on),
            "provisional": self.provisional,
            "patent_year": self.year,
            "amount_fen": amount.fen if isinstance(amount, Money) else None,
            "amount_unknown": amount.as_json() if isinstance(amount, Unknown) else None,
            "lowest_fen": self.lowest.fen if self.lowest is not None else None,
            "windows": [_window(w) for w in self.windows],
            "if_missed": self.missed.as_json() if self.missed else None,
            "readings": [r.as_json() for r in self.readings],
            "notes": [n.as_json() for n in self.notes],
            "grade": str(self.grade),
            "cites": [c.as_json() for c in self.cites],
        }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _window(w: Line) -> dict[str, Any]:
    return {
        "step": w.step,
        "means": step_named(w).as_json(),
        "opens_on": w.opens_on.isoformat(),
        "last_on": _day(w.last_on),
        "other_last_on": _day(w.other_last_on),
        "provisional": w.provisional,
        "full_fen": w.full,
        "relief_percent": w.relief,
        "surcharge_fen": w.surcharge,
        "total_fen": w.total,
        "lowest_fen": w.lowest,
    }


def step_named(w: Line) -> Text:
    """What a window is called."""
    if w.item == "renewal":
        return _GRACE if w.step else _IN_TIME
    if w.step == 0:
        return _IN_TIME
    if w.step == RESTORATION:
        return _RESTORE
    return _MONTH.fill(n=w.step)


_IN_TIME = Text("按期", "in time")
_MONTH = Text("滞纳第{n}个月", "late month {n}")
_RESTORE = Text("请求恢复权利", "restoration on request")
_GRACE = Text("宽展期", "months of grace")
