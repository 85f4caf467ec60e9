"""How facts become the rows of a window and of a claim. Pure steps; ``webkit.refold`` keeps the rows."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ipops.ledger.entry import Entry
from ipops.ledger.steps import staged, step_of
from ipops.lines.subsidies.facts import (
    SubsidyAmended,
    SubsidyComputed,
    SubsidyFiled,
    SubsidyGranted,
    SubsidyPaid,
    SubsidyPotDivided,
    SubsidyProven,
    SubsidyRecalled,
    SubsidyReturned,
    SubsidyShared,
    SubsidyTurnedDown,
    SubsidyWindowOpened,
    SubsidyWithdrawn,
)
from ipops.lines.subsidies.machine import CLAIM, WINDOW

Codes = tuple[str, ...]


class WindowState(NamedTuple):
    stage: str = ""
    place: str = ""
    title: str = ""
    scheme: str = ""
    scheme_version: str = ""
    bureau: str = ""
    fund: str = ""
    budget_year: int = 0
    opened_on: date | None = None
    closes_on: date | None = None
    period_from: date | None = None
    period_until: date | None = None
    pot_fen: int | None = None
    order: str = ""
    assumes: Codes = ()
    rates: Codes = ()
    shared_fen: int | None = None
    stage_since: date | None = None
    steps: Codes = ()


def window_step(_: str, state: WindowState | None, entry: Entry) -> WindowState | None:
    was = state or WindowState()
    s = was._replace(steps=(*was.steps, step_of(entry, _WINDOW_EVENTS)))
    match entry.fact:
        case SubsidyWindowOpened() as f:
            s = s._replace(
                place=f.place,
                title=f.title,
                scheme=f.scheme,
                scheme_version=f.scheme_version,
                bureau=f.bureau,
                fund=f.fund,
                budget_year=f.budget_year,
                opened_on=f.on,
                closes_on=f.closes_on,
                period_from=f.period_from,
                period_until=f.period_until,
                pot_fen=f.pot.fen if f.pot is not None else None,
                order=str(f.order),
                assumes=f.assumes,
                rates=f.rates,
            )
        case SubsidyPotDivided() as f:
            s = s._replace(shared_fen=f.shared.fen)
    stage, since = staged(WINDOW, s.steps)
    return s._replace(stage=stage, stage_since=since)


class ClaimState(NamedTuple):
    """``hands``: who filed, proved, computed and divided; none of them grants. ``sheet`` is the digest of the calculation
    sheet, ``awards`` and ``amounts_fen`` what of it is known."""

    stage: str = ""
    window: str = ""
    place: str = ""
    claimant: str = ""
    bank: str = ""
    loan: str = ""
    rights: Codes = ()
    invoices: Codes = ()
    given: Codes = ()
    filed_on: date | None = None
    settled: bool | None = None
    repaid_on: date | None = None
    scheme: str = ""
    scheme_version: str = ""
    verdict: str = ""
    awards: Codes = ()
    amounts_fen: tuple[int, ...] = ()
    total_fen: int | None = None
    missing: Codes = ()
    sheet: str = ""
    share_fen: int | None = None
    granted_fen: int | None = None
    paid_fen: int | None = None
    paid_on: date | None = None
    recalled_fen: int | None = None
    back: Codes = ()
    why: str = ""
    hands: Codes = ()
    stage_since: date | None = None
    steps: Codes = ()


def claim_step(key: str, state: ClaimState | None, entry: Entry) -> ClaimState | None:
    if getattr(entry.fact, "claim", "") != key:  # a window's key: its claims are rows of their own
        return state
    was = state or ClaimState()
    event = _event(entry)
    s = was._replace(steps=(*was.steps, step_of(entry, {type(entry.fact).KIND: event})))
    s = _told(s, entry)
    if event in _HANDS and entry.by not in s.hands:
        s = s._replace(hands=(*s.hands, entry.by))
    stage, since = staged(CLAIM, s.steps)
    return s._replace(stage=stage, stage_since=since)


def _told(s: ClaimState, entry: Entry) -> ClaimState:
    match entry.fact:
        case SubsidyFiled() as f:
            return s._replace(
                window=f.window,
                place=f.place,
                claimant=f.claimant,
                bank=f.bank,
                loan=f.loan,
                rights=f.rights,
                invoices=f.invoices,
                given=f.given,
                filed_on=f.on,
            )
        case SubsidyAmended() as f:
            return s._replace(given=f.given, invoices=f.invoices, why=f.why)
        case SubsidyProven() as f:
            return s._replace(settled=f.settled, repaid_on=f.repaid_on)
        case SubsidyComputed() as f:
            return s._replace(
                scheme=f.scheme,
                scheme_version=f.scheme_version,
                verdict=str(f.verdict),
                awards=f.awards,
                amounts_fen=tuple(m.fen for m in f.amounts),
                total_fen=f.total.fen if f.total is not None else None,
                missing=f.missing,
                sheet=entry.source.document,
            )
        case _:
            return _money(s, entry)


def _money(s: ClaimState, entry: Entry) -> ClaimState:
    match entry.fact:
        case SubsidyShared() as f:
            return s._replace(share_fen=f.share.fen)
        case SubsidyGranted() as f:
            return s._replace(granted_fen=f.amount.fen)
        case SubsidyPaid() as f:
            return s._replace(paid_fen=f.amount.fen, paid_on=f.on)
        case SubsidyRecalled() as f:
            return s._replace(recalled_fen=f.amount.fen, why=f.why)
        case SubsidyReturned() as f:
            return s._replace(back=(*s.back, f"{f.on.isoformat()} {f.amount.fen} {f.voucher}"))
        case SubsidyTurnedDown() | SubsidyWithdrawn() as f:
            return s._replace(why=f.why)
        case _:
            return s


def _event(entry: Entry) -> str:
    if isinstance(entry.fact, SubsidyReturned):
        return "settle" if entry.fact.whole else "receive"
    return _CLAIM_EVENTS.get(type(entry.fact).KIND, "")


_HANDS = frozenset({"", "amend", "prove", "compute", "share"})
_WINDOW_EVENTS = {s.facts[0]: e for row in WINDOW.table.values() for e, s in row.items() if s.facts}
_CLAIM_EVENTS = {s.facts[0]: e for row in CLAIM.table.values() for e, s in row.items() if s.facts}
