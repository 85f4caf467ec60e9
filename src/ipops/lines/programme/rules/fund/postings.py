"""Postings: what may become of money, written so that nothing is lost.

Rule 1: a posting sums to zero; what leaves one account enters another.
Rule 2: no account but *outside* falls below zero: money that is not there is not spent.
Rule 3: the moves are a table. Money in equity, guide funds and risk pools is invested and may come back; it is not spent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.text import Text
from ipops.lines.programme.facts.words import Instrument, Position, Source
from ipops.lines.programme.rules.fund.accounts import Name, fund_code, named
from ipops.policy import Pack

P = Position
#: From where to where money may go.
MOVES: Mapping[Position, frozenset[Position]] = MappingProxyType(
    {
        P.OUTSIDE: frozenset({P.AVAILABLE, P.WITHHELD}),
        P.WITHHELD: frozenset({P.AVAILABLE, P.OUTSIDE}),
        P.AVAILABLE: frozenset({P.PLANNED, P.CARRIED, P.OUTSIDE}),
        P.PLANNED: frozenset({P.ENCUMBERED, P.AVAILABLE, P.CARRIED}),
        P.ENCUMBERED: frozenset({P.PAID, P.INVESTED, P.PLANNED, P.CARRIED}),
        P.PAID: frozenset({P.TO_RECOVER}),
        P.INVESTED: frozenset({P.AVAILABLE, P.PAID, P.TO_RECOVER}),
        P.TO_RECOVER: frozenset({P.RECOVERED, P.PAID}),
        P.RECOVERED: frozenset({P.AVAILABLE, P.OUTSIDE}),
        P.CARRIED: frozenset({P.AVAILABLE, P.PLANNED, P.SURPLUS}),
        P.SURPLUS: frozenset({P.OUTSIDE}),
    }
)

#: Of these, what an office may move by hand. Money enters by its budget document, a withheld instalment is released by the result
#: of the evaluation, and what is signed, paid or recovered goes with its project and its order: none of it is moved past them.
BY_HAND: Mapping[Position, frozenset[Position]] = MappingProxyType(
    {
        P.AVAILABLE: frozenset({P.PLANNED, P.CARRIED, P.OUTSIDE}),
        P.PLANNED: frozenset({P.AVAILABLE, P.CARRIED}),
        P.INVESTED: frozenset({P.AVAILABLE, P.PAID}),
        P.RECOVERED: frozenset({P.AVAILABLE, P.OUTSIDE}),
        P.CARRIED: frozenset({P.AVAILABLE, P.PLANNED, P.SURPLUS}),
        P.SURPLUS: frozenset({P.OUTSIDE}),
    }
)


def by_hand(from_: Position, to: Position, document: str) -> Refused | None:
    """Why an office may not move money so; what leaves the fund or comes out of an investment rests on its voucher."""
    if to not in BY_HAND.get(from_, ()):
        zh = f"“{from_.zh}”转为“{to.zh}”不能手工调整：须经到账、评价、签约、支付或追回办理。"
        en = f"From “{from_.en}” to “{to.en}” nothing is moved by hand: it goes by receipt, evaluation, contract, order or recovery."
        return Refused(reasons=(Reason(code="not-by-hand", says=Text(zh, en), field="to"),))
    if (to is P.OUTSIDE or from_ is P.INVESTED) and not document:
        says = Text("资金转出或投资收回须附凭证。", "What leaves the fund or an investment needs its voucher.")
        return Refused(reasons=(Reason(code="no-voucher", says=says, field="document"),))
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One side of a posting: money into the account, or out of it if negative."""

    account: Name
    amount: Money


def move(
    *,
    place: str,
    batch: int,
    source: Source,
    from_: Position,
    to: Position,
    amount: Money,
    instrument: Instrument | None = None,
    was: Instrument | None = None,
) -> tuple[Leg, Leg]:
    """Two legs. ``instrument`` is that of the account it goes to, ``was`` of the one it comes from (the same if not said)."""
    unassigned = (P.OUTSIDE, P.AVAILABLE, P.WITHHELD)
    left = None if from_ in unassigned else (was or instrument)
    right = None if to in unassigned else instrument
    out = Name(place=place, batch=batch, source=source, instrument=left, position=from_)
    into = Name(place=place, batch=batch, source=source, instrument=right, position=to)
    return Leg(account=out, amount=-amount), Leg(account=into, amount=amount)


def problems(
    accounts: Sequence[str], amounts: Sequence[Money], fund: str, standing: Mapping[str, Money]
) -> tuple[Reason, ...]:
    """Every reason why these legs are no posting, given what stands on the accounts now."""
    if len(accounts) != len(amounts) or len(accounts) < 2:
        return (
            _reason(
                "posting-lopsided", "科目与金额须一一对应，至少两笔。", "Accounts and amounts pair up, two at least."
            ),
        )
    names = [named(a) for a in accounts]
    unread = tuple(r for n in names if isinstance(n, Refused) for r in n.reasons)
    if unread:
        return unread
    read = [n for n in names if isinstance(n, Name)]
    found = [*_sum(amounts), *_strangers(read, fund), *_uncovered(accounts, amounts, read, standing)]
    return tuple(found + ([] if found else _moves(read, amounts)))


def _reason(code: str, zh: str, en: str) -> Reason:
    return Reason(code=code, says=Text(zh, en), field="amount")


def _sum(amounts: Sequence[Money]) -> list[Reason]:
    left = sum(amounts, NIL)
    if not left:
        return []
    return [
        _reason(
            "posting-unbalanced", f"各笔相加应为零，现差 {left}。", f"The legs must sum to zero; they come to {left}."
        )
    ]


def _strangers(names: Sequence[Name], fund: str) -> list[Reason]:
    loose = [n for n in names if fund_code(n.place, n.batch) != fund]
    return [
        _reason(
            "account-of-another-fund", f"科目 {n} 不属于资金 {fund}。", f"The account {n} is not of the fund {fund}."
        )
        for n in loose
    ]


def _uncovered(
    accounts: Sequence[str], amounts: Sequence[Money], names: Sequence[Name], standing: Mapping[str, Money]
) -> list[Reason]:
    after: dict[str, Money] = {}
    for account, amount in zip(accounts, amounts, strict=True):
        after[account] = after.get(account, standing.get(account, NIL)) + amount
    short = [
        (n, after[a]) for a, n in zip(accounts, names, strict=True) if after[a] < NIL and n.position is not P.OUTSIDE
    ]
    return [
        _reason(
            "account-uncovered",
            f"“{n.title.zh}”余额不足，差 {-left}。",
            f"“{n.title.en}” does not cover this; {-left} is missing.",
        )
        for n, left in dict.fromkeys(short)
    ]


def _moves(names: Sequence[Name], amounts: Sequence[Money]) -> list[Reason]:
    """Whatever leaves a position must be able to go to every position it enters in this posting, under one source."""
    out = {(n.source, n.position, n.instrument) for n, a in zip(names, amounts, strict=True) if a < NIL}
    into = {(n.source, n.position, n.instrument) for n, a in zip(names, amounts, strict=True) if a > NIL}
    found = []
    for source, position, _ in sorted(out, key=str):
        for other, to, instrument in sorted(into, key=str):
            if other is not source:
                found.append(
                    _reason(
                        "sources-mixed", "不同来源的资金不能互转。", "Money of one source does not become another's."
                    )
                )
            elif to not in MOVES[position]:
                found.append(
                    _reason(
                        "move-not-allowed",
                        f"资金不能由“{position.zh}”转为“{to.zh}”。",
                        f"Money does not go from “{position.en}” to “{to.en}”.",
                    )
                )
            elif to is P.INVESTED and not (instrument and instrument.revolves):
                found.append(
                    _reason(
                        "not-revolving",
                        f"“{instrument.zh if instrument else '-'}”不是可循环的方式，支出即为支付。",
                        f"“{instrument.en if instrument else '-'}” does not revolve: what leaves it is paid.",
                    )
                )
            elif to is P.PAID and position is P.ENCUMBERED and instrument and instrument.revolves:
                found.append(
                    _reason(
                        "revolves",
                        f"“{instrument.zh}”投出不等于支出，请记为已投出。",
                        f"“{instrument.en}” is invested, not spent.",
                    )
                )
    return found


def allowed(pack: Pack, instrument: Instrument, on: date) -> Refused | Unknown | None:
    """Whether the pack lets money be used this way. An unknown list allows nothing: it needs the official text."""
    told = pack.term("instruments", on)
    if isinstance(told, Unknown):
        return told
    listed = [t.zh for t in told.value if isinstance(t, Text)] if isinstance(told.value, tuple) else []
    if instrument.zh in listed:
        return None
    says = Text(
        f"{pack.code} 允许的方式是：{'、'.join(listed)}；没有“{instrument.zh}”。",
        f"{pack.code} allows {len(listed)} ways; “{instrument.en}” is not among them.",
    )
    return Refused(reasons=(Reason(code="instrument-not-allowed", says=says, cite=told.cite, field="instrument"),))
