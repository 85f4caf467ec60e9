"""How facts become the rows of a fund, a bank's month and a park's credit."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.lines.pledge import facts as f
from ipops.lines.pledge.facts.words import Returns

Codes = tuple[str, ...]
KINDS = frozenset(
    k.KIND
    for k in (
        f.FundOpened,
        f.FundMoved,
        f.FundStated,
        f.FundListed,
        f.FundLineTurned,
        f.ClaimPaid,
        f.ClaimTruedUp,
        f.RecoveryReceived,
    )
)


class FundState(NamedTuple):
    """``paid_fen`` is what this fund really paid, less what was paid back; ``back_fen`` its part of recoveries, of which only
    what returns to the pool stands in the balance. ``lines`` are ``line|state|since``, one a line that has ever turned."""

    name: str = ""
    scheme: str = ""
    place: str = ""
    payer: str = ""
    terms: Codes = ()
    files: str = ""
    files_days: int | None = None
    claim_days: int | None = None
    returns: str = ""
    asks_list: bool = False
    draw_first: bool = False
    opened_on: date | None = None
    put_in_fen: int = 0
    paid_fen: int = 0
    back_fen: int = 0
    pool_back_fen: int = 0
    stated_fen: int | None = None
    stated_on: date | None = None
    gap_fen: int | None = None
    listed: Codes = ()
    lines: Codes = ()


def fund_step(key: str, state: FundState | None, entry: Entry) -> FundState | None:
    fact = entry.fact
    if getattr(fact, "fund", None) != key:
        return state
    return _money(_told(state or FundState(), fact), fact)


def _told(was: FundState, fact: Fact) -> FundState:
    match fact:
        case f.FundOpened():
            return was._replace(
                name=fact.name,
                scheme=fact.scheme,
                place=fact.place,
                payer=fact.payer,
                terms=fact.terms,
                files=str(fact.files),
                files_days=fact.files_days,
                claim_days=fact.claim_days,
                returns=str(fact.returns),
                asks_list=fact.asks_list,
                draw_first=fact.draw_first,
                opened_on=fact.on,
            )
        case f.FundListed():
            stay = tuple(x for x in was.listed if x not in fact.firms)
            return was._replace(listed=stay if fact.off else (*stay, *fact.firms))
        case f.FundLineTurned():
            others = tuple(x for x in was.lines if x.split("|")[0] != fact.line)
            return was._replace(lines=(*others, f"{fact.line}|{fact.after}|{fact.on.isoformat()}"))
    return was


def _money(was: FundState, fact: Fact) -> FundState:
    match fact:
        case f.FundMoved():
            return was._replace(put_in_fen=was.put_in_fen + fact.amount.fen)
        case f.ClaimPaid() if fact.party == was.payer:
            return was._replace(paid_fen=was.paid_fen + fact.amount.fen)
        case f.ClaimTruedUp() if fact.party == was.payer:
            return was._replace(paid_fen=was.paid_fen - fact.amount.fen)
        case f.RecoveryReceived():
            got = sum(m.fen for p, m in zip(fact.parties, fact.sums, strict=False) if p == was.payer)
            pool = got if was.returns == Returns.POOL else 0
            return was._replace(back_fen=was.back_fen + got, pool_back_fen=was.pool_back_fen + pool)
        case f.FundStated():
            ours = was.put_in_fen - was.paid_fen + was.pool_back_fen
            return was._replace(stated_fen=fact.balance.fen, stated_on=fact.on, gap_fen=fact.balance.fen - ours)
    return was


class MonthState(NamedTuple):
    month: date | None = None
    bank: str = ""
    place: str = ""
    plan_fen: int | None = None
    used_fen: int | None = None
    ip_loans_fen: int = 0
    ip_npl_fen: int = 0
    npl_ratio_bp: int | None = None
    attested_by: str = ""
    attested_on: date | None = None


def month_step(key: str, state: MonthState | None, entry: Entry) -> MonthState | None:
    fact = entry.fact
    if not isinstance(fact, f.MonthAttested):
        return state
    return MonthState(
        month=fact.month,
        bank=fact.bank,
        place=fact.place,
        plan_fen=fact.plan.fen if fact.plan is not None else None,
        used_fen=fact.used.fen if fact.used is not None else None,
        ip_loans_fen=fact.ip_loans.fen,
        ip_npl_fen=fact.ip_npl.fen,
        npl_ratio_bp=fact.npl_ratio_bp,
        attested_by=fact.attested_by,
        attested_on=fact.on,
    )


class CreditState(NamedTuple):
    park: str = ""
    bank: str = ""
    place: str = ""
    amount_fen: int = 0
    each_fen: int | None = None
    firms: Codes = ()
    given_on: date | None = None
    until: date | None = None


def credit_step(key: str, state: CreditState | None, entry: Entry) -> CreditState | None:
    fact = entry.fact
    if not isinstance(fact, f.CreditGivenTogether):
        return state
    return CreditState(
        park=fact.park,
        bank=fact.bank,
        place=fact.place,
        amount_fen=fact.amount.fen,
        each_fen=fact.each.fen if fact.each is not None else None,
        firms=fact.firms,
        given_on=fact.on,
        until=fact.until,
    )
