"""Money that must come back: what was asked of each project, what came, what is still owed. Worked out from the postings alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipops.kernel.money import NIL, Money
from ipops.ledger.entry import Entry
from ipops.lines.programme.facts import MoneyPosted
from ipops.lines.programme.facts.words import Position
from ipops.lines.programme.rules.fund.accounts import Name, named


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """A part that came back, by the entry that says so."""

    on: date
    amount: Money
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """``asked`` is what the project was told to pay back, ``given_up`` what was let go again, ``back`` what came of it."""

    project: str
    payee: str
    since: date
    asked: Money
    given_up: Money
    back: tuple[Instalment, ...]

    @property
    def came(self) -> Money:
        return sum((x.amount for x in self.back), NIL)

    @property
    def owed(self) -> Money:
        return self.asked - self.given_up - self.came

    def as_json(self) -> dict[str, Any]:
        return {
            "project": self.project,
            "payee": self.payee,
            "since": self.since.isoformat(),
            "asked_fen": self.asked.fen,
            "given_up_fen": self.given_up.fen,
            "came_fen": self.came.fen,
            "owed_fen": self.owed.fen,
            "instalments": [{"on": x.on.isoformat(), "fen": x.amount.fen, "n": x.entry} for x in self.back],
        }


def recoveries(postings: Iterable[Entry]) -> tuple[Recovery, ...]:
    """One of each project that was told to pay back, in the order in which they were."""
    made: dict[str, Recovery] = {}
    for e in postings:
        if isinstance(e.fact, MoneyPosted) and e.fact.project:
            moved = _moved(e.fact)
            if moved is not None:
                made[e.fact.project] = _after(made.get(e.fact.project), e, *moved)
    return tuple(made.values())


def _moved(x: MoneyPosted) -> tuple[Position, Money] | None:
    """Where money to be recovered went to, or that it became so; ``None`` for a posting of something else."""
    legs = [(n.position, a) for n, a in zip(map(named, x.accounts), x.amounts, strict=False) if isinstance(n, Name)]
    owed = sum((a for p, a in legs if p is Position.TO_RECOVER), NIL)
    if not owed:
        return None
    other = next((p for p, _ in legs if p is not Position.TO_RECOVER), Position.OUTSIDE)
    return (Position.TO_RECOVER, owed) if owed > NIL else (other, -owed)


def _after(was: Recovery | None, e: Entry, to: Position, amount: Money) -> Recovery:
    x = e.fact
    assert isinstance(x, MoneyPosted)
    now = was or Recovery(project=x.project, payee=x.payee, since=x.on, asked=NIL, given_up=NIL, back=())
    asked, given_up, back = now.asked, now.given_up, now.back
    if to is Position.TO_RECOVER:
        asked += amount
    elif to is Position.RECOVERED:
        back = (*back, Instalment(on=x.on, amount=amount, entry=e.n))
    else:
        given_up += amount
    return Recovery(project=now.project, payee=now.payee, since=now.since, asked=asked, given_up=given_up, back=back)
