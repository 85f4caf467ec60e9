"""How facts become the row of a loan. Its place is known from its filing with a fund on, and not before."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Protocol

from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.ledger.steps import staged
from ipops.lines.pledge import facts as f
from ipops.lines.pledge.machine import LOAN
from ipops.lines.pledge.rules.folds.staging import step

Codes = tuple[str, ...]
KINDS = frozenset(
    k.KIND
    for k in (
        f.LoanAgreed,
        f.LoanSecured,
        f.LoanUnsecured,
        f.LoanFiled,
        f.LoanDrawn,
        f.LoanRepaid,
        f.LoanOverdue,
        f.LoanClassified,
        f.LoanExtended,
        f.LoanFixed,
        f.GuarantorCalled,
        f.LoanSettled,
        f.LoanWrittenOff,
        f.ClaimFiled,
    )
)


class LoanState(NamedTuple):
    """``guaranteed_due`` is the due day from which the guarantor's period runs: an extension without his consent leaves it.
    ``drawings`` are ``code|fen|day drawn|day due``. ``fixed_fen`` is the principal that stood on the day of fixing, whatever is told
    later of days before or after it; ``fixed_more_fen`` interest and other claims."""

    stage: str = ""
    application: str = ""
    pledge: str = ""
    firm: str = ""
    pledgor: str = ""
    bank: str = ""
    place: str = ""
    fund: str = ""
    rights: Codes = ()
    kinds: Codes = ()
    amount_fen: int = 0
    ip_fen: int = 0
    rate_bp: int | None = None
    term_months: int | None = None
    due_on: date | None = None
    guaranteed_due: date | None = None
    maximum: bool = False
    guarantor: str = ""
    security: str = ""
    guarantee_until: date | None = None
    agreed_on: date | None = None
    secured_on: date | None = None
    cap_fen: int | None = None
    filed_on: date | None = None
    drawn_on: date | None = None
    drawn_fen: int = 0
    repaid_fen: int = 0
    interest_fen: int = 0
    renewals: int = 0
    drawings: Codes = ()
    overdue_on: date | None = None
    overdue_fen: int = 0
    owed_interest_fen: int = 0
    grade: str = ""
    npl_on: date | None = None
    basis: str = ""
    basis_why: str = ""
    fixes_on: date | None = None
    fixed_on: date | None = None
    fixed_ground: str = ""
    fixed_fen: int | None = None
    fixed_more_fen: int | None = None
    called_on: date | None = None
    enforced_first: bool = False
    claims: Codes = ()
    ended_on: date | None = None
    stage_since: date | None = None
    steps: Codes = ()


def loan_step(key: str, state: LoanState | None, entry: Entry) -> LoanState | None:
    fact = entry.fact
    if getattr(fact, "loan", None) != key:
        return state
    was = state or LoanState()
    now = _served(_begun(was, fact), fact)
    steps = (*was.steps, step(entry, event_now(was, fact)))
    stage, since = staged(LOAN, steps)
    return now._replace(steps=steps, stage=stage, stage_since=since)


class Standing(Protocol):
    """What the event of a fact depends on: a state, or the row that keeps it."""

    @property
    def overdue_on(self) -> date | None: ...
    @property
    def npl_on(self) -> date | None: ...


def event_now(was: Standing, fact: Fact) -> str:
    """The event of the table that this fact is for a loan that stands so."""
    match fact:
        case f.LoanRepaid():
            return "catch_up" if fact.clears and was.overdue_on else "repay"
        case f.LoanClassified():
            if fact.grade.is_bad:
                return "go_bad"
            return "recover" if was.npl_on else "reclass"
    return _EVENTS.get(fact.KIND, "")


_EVENTS = {
    "loan_secured": "secure",
    "loan_unsecured": "free",
    "loan_filed": "file_fund",
    "loan_drawn": "draw",
    "loan_overdue": "miss",
    "loan_extended": "extend",
    "loan_fixed": "fix",
    "guarantor_called": "call",
    "claim_filed": "claim",
    "loan_settled": "settle",
    "loan_written_off": "write_off",
}


def _begun(was: LoanState, fact: Fact) -> LoanState:
    match fact:
        case f.LoanAgreed():
            return was._replace(
                application=fact.application,
                pledge=fact.pledge,
                firm=fact.firm,
                pledgor=fact.pledgor,
                bank=fact.bank,
                rights=fact.rights,
                kinds=fact.kinds,
                amount_fen=fact.amount.fen,
                ip_fen=fact.ip_part.fen,
                rate_bp=fact.rate_bp,
                term_months=fact.term_months,
                due_on=fact.due_on,
                guaranteed_due=fact.due_on,
                maximum=fact.maximum,
                guarantor=fact.guarantor,
                security=str(fact.security or ""),
                guarantee_until=fact.guarantee_until,
                fixes_on=fact.fixes_on,
                agreed_on=fact.on,
            )
        case f.LoanSecured():
            return was._replace(secured_on=fact.on, cap_fen=fact.cap.fen if fact.cap is not None else was.cap_fen)
        case f.LoanUnsecured():
            return was._replace(secured_on=None)
        case f.LoanFiled():
            return was._replace(
                fund=fact.fund,
                place=fact.place,
                firm=was.firm or fact.firm,
                bank=was.bank or fact.bank,
                filed_on=was.filed_on or fact.on,
            )
        case f.LoanDrawn():
            told = f"{fact.drawing}|{fact.amount.fen}|{fact.on.isoformat()}|{fact.due_on.isoformat()}"
            return was._replace(
                drawn_on=min(was.drawn_on or fact.on, fact.on),
                drawn_fen=was.drawn_fen + fact.amount.fen,
                due_on=max(was.due_on or fact.due_on, fact.due_on),
                renewals=was.renewals + fact.renews,
                drawings=(*was.drawings, told),
            )
    return was


def _served(was: LoanState, fact: Fact) -> LoanState:
    match fact:
        case f.LoanRepaid():
            clear = was._replace(overdue_on=None, overdue_fen=0, owed_interest_fen=0) if fact.clears else was
            return clear._replace(
                repaid_fen=was.repaid_fen + fact.principal.fen, interest_fen=was.interest_fen + fact.interest.fen
            )
        case f.LoanOverdue():
            return was._replace(
                overdue_on=was.overdue_on or fact.on,
                overdue_fen=fact.principal.fen,
                owed_interest_fen=fact.interest.fen,
            )
        case f.LoanClassified():
            npl_on = (was.npl_on or fact.on) if fact.grade.is_bad else None
            now = was._replace(grade=str(fact.grade), npl_on=npl_on, owed_interest_fen=fact.interest.fen)
            if npl_on and fact.basis is None:
                return now  # a further class of a bad loan: what the first rested on stands
            return now._replace(basis=str(fact.basis or ""), basis_why=fact.why if fact.basis else "")
        case f.LoanExtended():
            due = fact.due_on if fact.guarantor_consents else was.guaranteed_due
            return was._replace(due_on=fact.due_on, guaranteed_due=due, overdue_on=None, overdue_fen=0)
        case f.LoanFixed():
            return was._replace(
                fixed_on=fact.on,
                fixed_ground=str(fact.ground),
                fixed_fen=was.drawn_fen - was.repaid_fen,
                fixed_more_fen=fact.interest.fen + fact.others.fen,
            )
        case f.GuarantorCalled():
            return was._replace(called_on=was.called_on or fact.on, enforced_first=fact.enforced_first)
        case f.ClaimFiled():
            return was._replace(claims=tuple(dict.fromkeys((*was.claims, fact.claim))))
        case f.LoanSettled() | f.LoanWrittenOff():
            return was._replace(ended_on=fact.on)
    return was
