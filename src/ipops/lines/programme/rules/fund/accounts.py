"""Accounts of the fund by name, and what stands on them: the sum of their postings, held against stated balances.

``acc:990100:2023:central_first:award:paid`` is: whose, of which batch, whose money, used how, and what became of it.
``-`` stands where a part does not apply (money not yet given to an instrument).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.lines.programme.facts import BalanceStated, MoneyPosted
from ipops.lines.programme.facts.words import Instrument, Position, Source

NONE = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """The parts of an account's name. ``instrument`` is ``None`` before money is given to one."""

    place: str
    batch: int
    source: Source
    instrument: Instrument | None
    position: Position

    def __str__(self) -> str:
        return f"acc:{self.place}:{self.batch}:{self.source}:{self.instrument or NONE}:{self.position}"

    @property
    def title(self) -> Text:
        used = self.instrument.named if self.instrument else Text("未分方式", "no instrument yet")
        return Text(
            f"{self.source.zh}·{used.zh}·{self.position.zh}", f"{self.source.en} · {used.en} · {self.position.en}"
        )


def fund_code(place: str, batch: int) -> str:
    """The fund of a city's batch, under which all its accounts lie."""
    return f"fund:{place}:{batch}"


def named(account: str) -> Name | Refused:
    """The account of a name; a refusal naming the part that cannot be read."""
    parts = account.split(":")
    if len(parts) != 6 or parts[0] != "acc" or not parts[2].isdigit():
        return _unread(account, "acc:place:batch:source:instrument:position")
    try:
        return Name(
            place=parts[1],
            batch=int(parts[2]),
            source=Source(parts[3]),
            instrument=None if parts[4] == NONE else Instrument(parts[4]),
            position=Position(parts[5]),
        )
    except ValueError as bad:
        return _unread(account, str(bad))


def _unread(account: str, what: str) -> Refused:
    says = Text(f"科目“{account}”不能识别：{what}。", f"The account {account!r} cannot be read: {what}.")
    return Refused(reasons=(Reason(code="account-unread", says=says, field="accounts"),))


class AccountState(NamedTuple):
    """``fen_then`` is what stood here at the end of the statement's day, so that the two may be compared at any time."""

    fund: str = ""
    place: str = ""
    fen: int = 0
    postings: int = 0
    stated_fen: int | None = None
    stated_on: date | None = None
    fen_then: int | None = None


def account_step(key: str, state: AccountState | None, entry: Entry) -> AccountState | None:
    """History comes by day, so a posting after the statement's day does not touch ``fen_then``."""
    match entry.fact:
        case MoneyPosted() as x if key in x.accounts:
            was = state or AccountState(fund=x.fund, place=x.place)
            moved = sum((a for k, a in zip(x.accounts, x.amounts, strict=False) if k == key), NIL)
            made = was._replace(fen=was.fen + moved.fen, postings=was.postings + 1)
            return made._replace(fen_then=made.fen) if x.on == was.stated_on else made
        case BalanceStated() as x if key == x.account:
            was = state or AccountState(fund=x.fund, place=x.place)
            return was._replace(stated_fen=x.stated.fen, stated_on=x.on, fen_then=was.fen)
    return state


def balances(entries: Iterable[Entry]) -> dict[str, Money]:
    """What stands on each account after these entries."""
    standing: dict[str, Money] = {}
    for e in entries:
        if isinstance(e.fact, MoneyPosted):
            for account, amount in zip(e.fact.accounts, e.fact.amounts, strict=False):
                standing[account] = standing.get(account, NIL) + amount
    return standing


def total(standing: Mapping[str, Money], *, positions: Iterable[Position], source: Source | None = None) -> Money:
    """What stands on the accounts of these positions, of one source or of all."""
    wanted = set(positions)
    found = NIL
    for account, amount in standing.items():
        name = named(account)
        if not isinstance(name, Refused) and name.position in wanted and source in (None, name.source):
            found += amount
    return found
