"""How facts become the rows of a window and of a claim. Pure steps; ``webkit.refold`` keeps the rows."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ipops.ledger.entry import Entry
from ipops.ledger.steps import staged, step_of
from ipops.lines.subsidies.facts import (
    SubsidyAmended,
    SubsidyCarried,
    SubsidyComputed,
    SubsidyFiled,
    SubsidyGranted,
    SubsidyOwedTaken,
    SubsidyPaid,
    SubsidyPotDivided,
    SubsidyProven,
    SubsidyRecalled,
    SubsidyReturned,
    SubsidyShared,
    SubsidyTurnedDown,
    SubsidyWindowOpened,
    SubsidyWithdrawn,
    Verdict,
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
    owed_fen: int | None = None
    taken_fen: int | None = None
    stage_since: date | None = None
    steps: Codes = ()


def window_step(key: str, state: WindowState | None, entry: Entry) -> WindowState | None:
    if getattr(entry.fact, "window", "") != key:  # an earlier window, whose rest another takes over
        return state
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
            s = s._replace(shared_fen=f.shared.fen, owed_fen=f.owed.fen if f.owed is not None else None)
        case SubsidyOwedTaken() as f:
            s = s._replace(taken_fen=(s.taken_fen or 0) + f.amount.fen)
    stage, since = staged(WINDOW, s.steps)
    return s._replace(stage=stage, stage_since=since)


class ClaimState(NamedTuple):
    """``hands``: who filed, proved, computed and divided; none of them grants. ``sheet`` is the digest of the calculation
    sheet, ``awards`` and ``amounts_fen`` what of it is known. ``owed_fen`` is what the pot left owing, ``carried_to`` the claim that
    continues this one; a claim that continues another names it (``earlier``) and the one that was filed (``first``)."""

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
    owed_fen: int | None = None
    carried_to: str = ""
    earlier: str = ""
    first: str = ""
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
    if key not in (getattr(entry.fact, "claim", ""), getattr(entry.fact, "earlier", "")):
        return state  # a window's key, whose claims are rows of their own; or that of the first claim of several
    was = state or ClaimState()
    event = _event(key, entry)
    s = was._replace(steps=(*was.steps, step_of(entry, {type(entry.fact).KIND: event})))
    s = _carried(s, key, entry.fact) if isinstance(entry.fact, SubsidyCarried) else _told(s, entry)
    if event in _HANDS and entry.by not in s.hands:
        s = s._replace(hands=(*s.hands, entry.by))
    stage, since = staged(CLAIM, s.steps)
    return s._replace(stage=stage, stage_since=since)


def _carried(s: ClaimState, key: str, f: SubsidyCarried) -> ClaimState:
    """The claim whose rest goes on, or the one that goes on with it: computed already, and filed when the first one was."""
    if f.claim != key:
        return s._replace(carried_to=f.claim)
    return s._replace(
        window=f.window,
        place=f.place,
        claimant=f.claimant,
        bank=f.bank,
        loan=f.loan,
        rights=f.rights,
        invoices=f.invoices,
        filed_on=f.filed_on,
        scheme=f.scheme,
        scheme_version=f.scheme_version,
        verdict=str(Verdict.COMPUTED),
        awards=f.awards,
        amounts_fen=tuple(m.fen for m in f.amounts),
        total_fen=f.amount.fen,
        earlier=f.earlier,
        first=f.first,
    )


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
            return s._replace(share_fen=f.share.fen, owed_fen=f.owed.fen if f.owed is not None else None)
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


def _event(key: str, entry: Entry) -> str:
    match entry.fact:
        case SubsidyReturned() as f:
            return "settle" if f.whole else "receive"
        case SubsidyShared() as f:
            return "wait" if f.owed and not f.share else "share"
        case SubsidyCarried() as f:
            return "take" if f.claim == key else "carry"
    return _CLAIM_EVENTS.get(type(entry.fact).KIND, "")


_HANDS = frozenset({"", "take", "amend", "prove", "compute", "share"})
_WINDOW_EVENTS = {s.facts[0]: e for row in WINDOW.table.values() for e, s in row.items() if s.facts}
_CLAIM_EVENTS = {s.facts[0]: e for row in CLAIM.table.values() for e, s in row.items() if s.facts}
