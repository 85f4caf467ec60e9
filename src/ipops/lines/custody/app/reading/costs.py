"""What a thing on the docket costs: in full, as it stands, and with the reduction.

The reduction is that of the newest record; where there never was one it is what the notice gives to whoever qualifies (one owner
85 %, several 70 %), and it is said that this is a condition and no promise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from ipops.kernel.money import Money
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.lines.custody.app.reading.care import Seen
from ipops.rights.docket import lines as rows
from ipops.rights.docket.item import DueItem, Status, step_named
from ipops.rights.law import book

FIT = ("FR-2", "FR-4")


@dataclass(frozen=True)
class Cost:
    """One item with its costs. ``reduced`` is ``None`` where the law reduces nothing."""

    seen: Seen
    item: DueItem

    @property
    def right(self) -> str:
        return self.item.right

    @property
    def rule(self) -> str:
        return self.item.rule

    @property
    def year(self) -> int | None:
        return self.item.year

    @property
    def status(self) -> Status:
        return self.item.status

    @property
    def due_on(self) -> date | None:
        return self.item.due_on

    @property
    def kind(self) -> RightKind:
        return self.seen.given.kind

    @property
    def title(self) -> str:
        return self.seen.given.title or self.item.right

    @cached_property
    def window(self) -> rows.Line | None:
        """The window that is open, or opens next."""
        return next((w for w in self.item.windows if w.last_on == self.item.due_on), None)

    @property
    def full(self) -> Money | Unknown | None:
        w = self.window
        if w is None or w.full is None:
            return self.item.amount
        return Money(w.full + (w.surcharge or 0))

    @property
    def surcharge(self) -> Money | None:
        return Money(self.window.surcharge) if self.window is not None and self.window.surcharge else None

    @property
    def percent(self) -> int:
        """Not charged with the reduction: of the record, else of the rule; 0 where nothing is reduced."""
        w, given = self.window, self.seen.given
        if w is None or w.item != rows.ANNUITY or w.full is None:
            return 0
        live = given.live(w.opens_on)
        if live is None or not rows.may_be_reduced(live, w.year, w.last_on or w.opens_on, book()):
            return 0
        return given.entitled or book().reductions[FIT[given.owners > 1]].percent or 0

    @property
    def on_record(self) -> bool:
        """Whether the sum to pay is the reduced one already."""
        return bool(self.window and self.window.relief and self.window.relief == self.percent)

    @property
    def reduced(self) -> Money | None:
        if self.item.lowest is not None and (self.window is None or self.window.item != rows.ANNUITY):
            return self.item.lowest
        w = self.window
        if w is None or w.full is None or not self.percent:
            return None
        return Money(w.full * (100 - self.percent) // 100 + (w.surcharge or 0))

    @property
    def step(self) -> Text | None:
        return step_named(self.window) if self.window is not None else None

    @property
    def payable(self) -> bool:
        """A fee of an annuity or a renewal that may be paid now or soon."""
        return self.window is not None and self.item.status in (Status.OPEN, Status.LATE)

    def as_json(self) -> dict[str, Any]:
        def fen(m: Any) -> int | None:
            return m.fen if isinstance(m, Money) else None

        return {
            **self.item.as_json(),
            "full_fen": fen(self.full),
            "reduced_fen": fen(self.reduced),
            "reduced_percent": self.percent,
            "reduction_on_record": self.on_record,
        }


def costs(seen: Iterable[Seen]) -> list[Cost]:
    """Everything due, the earliest first, what has no day to keep last."""
    found = [Cost(s, i) for s in seen for i in s.docket.items if i.due_on is None or i.due_on <= s.docket.until]
    return sorted(found, key=lambda c: in_order(c, c.seen.docket.on))


class Dated(Protocol):
    """A cost, or a line that becomes one."""

    @property
    def right(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def year(self) -> int | None: ...
    @property
    def status(self) -> Status: ...
    @property
    def due_on(self) -> date | None: ...


def day_to_keep(x: Dated, on: date) -> date | None:
    """The day that orders a list. A notice whose day has passed (a mark long without use) has none that could be kept: it
    would stand before everything that is to be done."""
    past = x.status is Status.NOTE and x.due_on is not None and x.due_on < on
    return None if past else x.due_on


def in_order(x: Dated, on: date) -> tuple[date, date, str, str, int]:
    """The earliest day first, then notices of the past, then what has no day."""
    return day_to_keep(x, on) or date.max, x.due_on or date.max, x.right, x.rule, x.year or 0
