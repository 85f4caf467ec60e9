"""How facts become the row of an application."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.ledger.steps import staged
from ipops.lines.pledge import facts as f
from ipops.lines.pledge.machine import APPLICATION
from ipops.lines.pledge.rules.folds.staging import step

Codes = tuple[str, ...]
KINDS = frozenset(
    k.KIND
    for k in (
        f.FinanceAsked,
        f.FinanceScreened,
        f.TitleLookedAt,
        f.CollateralValued,
        f.CreditDecided,
        f.SecurityBound,
        f.PledgeAgreed,
        f.FinanceDropped,
    )
)


class ApplicationState(NamedTuple):
    stage: str = ""
    firm: str = ""
    bank: str = ""
    place: str = ""
    pledgor: str = ""
    rights: Codes = ()
    amount_fen: int = 0
    ip_fen: int = 0
    term_months: int = 0
    authorised_on: date | None = None
    authorised_until: date | None = None
    fund: str = ""
    credit: str = ""
    purpose: str = ""
    asked_on: date | None = None
    found: str = ""
    objections: Codes = ()
    acknowledged: Codes = ()
    open: Codes = ()
    basis: str = ""
    settled_fen: int | None = None
    valued_on: date | None = None
    valued_until: date | None = None
    valued_for: str = ""
    granted_fen: int | None = None
    granted_ip_fen: int | None = None
    rate_bp: int | None = None
    granted_months: int | None = None
    security: str = ""
    security_by: str = ""
    security_fen: int | None = None
    security_until: date | None = None
    why: str = ""
    loan: str = ""
    pledge: str = ""
    stage_since: date | None = None
    steps: Codes = ()


def application_step(key: str, state: ApplicationState | None, entry: Entry) -> ApplicationState | None:
    fact = entry.fact
    if getattr(fact, "application", None) != key:
        return state  # it names another case beside the application
    was = state or ApplicationState()
    now = _told(was, fact)
    steps = (*was.steps, step(entry, event_of(fact)))
    stage, since = staged(APPLICATION, steps)
    return now._replace(steps=steps, stage=stage, stage_since=since)


def event_of(fact: Fact) -> str:
    match fact:
        case f.FinanceScreened():
            return "admit" if fact.found.passes else "turn_away"
        case f.TitleLookedAt():
            return "look" if fact.passes else "object"
        case f.CollateralValued():
            return "value"
        case f.CreditDecided():
            return "grant" if fact.granted else "decline"
        case f.SecurityBound():
            return "bind"
        case f.PledgeAgreed():
            return "agree"
        case f.FinanceDropped():
            return "drop"
    return ""


def _told(was: ApplicationState, fact: Fact) -> ApplicationState:
    match fact:
        case f.FinanceAsked():
            return was._replace(
                firm=fact.firm,
                place=fact.place,
                pledgor=fact.pledgor,
                rights=fact.rights,
                amount_fen=fact.amount.fen,
                ip_fen=fact.ip_part.fen,
                term_months=fact.term_months,
                authorised_on=fact.authorised_on,
                authorised_until=fact.authorised_until,
                fund=fact.fund,
                credit=fact.credit,
                bank=fact.bank or was.bank,
                purpose=fact.purpose,
                asked_on=fact.on,
            )
        case f.FinanceScreened():
            return was._replace(found=str(fact.found), why=fact.why)
        case f.TitleLookedAt():
            return was._replace(
                objections=fact.objections, acknowledged=fact.acknowledged, open=fact.open, basis=fact.basis
            )
        case f.CollateralValued():
            return was._replace(
                settled_fen=fact.settled.fen,
                valued_on=fact.report_on,
                valued_until=fact.holds_until,
                valued_for=fact.purpose,
            )
        case f.CreditDecided():
            return was._replace(
                bank=fact.bank,
                granted_fen=fact.amount.fen if fact.amount else None,
                granted_ip_fen=fact.ip_part.fen if fact.ip_part else None,
                rate_bp=fact.rate_bp,
                granted_months=fact.term_months,
                why=fact.why,
            )
        case f.SecurityBound():
            return was._replace(
                security=str(fact.security),
                security_by=fact.who,
                security_fen=fact.amount.fen,
                security_until=fact.until,
            )
        case f.PledgeAgreed():
            return was._replace(loan=fact.loan, pledge=fact.pledge)
        case f.FinanceDropped():
            return was._replace(why=fact.why)
    return was
