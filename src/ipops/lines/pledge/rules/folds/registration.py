"""How facts become the row of a pledge: our own steps, and what the register says, whichever is known first."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.ledger.facts import PledgeRegistered, PledgeReleased
from ipops.ledger.steps import staged
from ipops.lines.pledge import facts as f
from ipops.lines.pledge.facts.words import Release
from ipops.lines.pledge.machine import REGISTRATION_LIFE
from ipops.lines.pledge.rules.folds.staging import step

Codes = tuple[str, ...]
KINDS = frozenset(
    k.KIND
    for k in (
        f.PledgeAgreed,
        f.PledgeFiled,
        f.PledgeAccepted,
        f.PledgeReturned,
        f.PledgeRefused,
        f.PledgeChanged,
        f.PledgeCancelled,
        f.PledgeWithdrawn,
        PledgeRegistered,
        PledgeReleased,
    )
)


class RegistrationState(NamedTuple):
    """``cap_fen`` is the registered sum, ``agreed_fen`` the agreed one; ``held`` are the rights still pledged.
    ``firm`` pledges; ``debtor`` is empty where the debt is its own, or nobody told whose it is."""

    stage: str = ""
    application: str = ""
    loan: str = ""
    firm: str = ""
    debtor: str = ""
    debtor_place: str = ""
    bank: str = ""
    place: str = ""
    rights: Codes = ()
    held: Codes = ()
    kinds: Codes = ()
    agreed_fen: int | None = None
    cap_fen: int | None = None
    maximum: bool = False
    renewal_agreed: bool = False
    due_on: date | None = None
    contract_on: date | None = None
    channel: str = ""
    acknowledged: Codes = ()
    office: str = ""
    filed_on: date | None = None
    accepted_on: date | None = None
    accepted_no: str = ""
    registered_on: date | None = None
    register_no: str = ""
    ground: str = ""
    extended: int = 0
    ended_on: date | None = None
    release: str = ""
    repaid_on: date | None = None
    stage_since: date | None = None
    steps: Codes = ()


def registration_step(key: str, state: RegistrationState | None, entry: Entry) -> RegistrationState | None:
    fact = entry.fact
    if getattr(fact, "pledge", None) != key:
        return state
    was = state or RegistrationState()
    now = _registered(_told(was, fact), fact)
    steps = (*was.steps, step(entry, _event(now, fact)))
    start = "drafted" if now.application or not now.registered_on else "filed"
    stage, since = staged(REGISTRATION_LIFE, steps, start=start)
    return now._replace(steps=steps, stage=stage, stage_since=since)


def _event(now: RegistrationState, fact: Fact) -> str:
    match fact:
        case PledgeRegistered():
            return "register"
        case PledgeReleased():
            return "" if now.held else "cancel"  # with its last right a pledge is gone
        case f.PledgeCancelled():
            return "realise" if fact.release is Release.REALISED else "cancel"
    return _EVENTS.get(fact.KIND, "")


_EVENTS = {
    "pledge_filed": "file",
    "pledge_accepted": "accept",
    "pledge_returned": "return",
    "pledge_refused": "refuse",
    "pledge_changed": "change",
    "pledge_withdrawn": "withdraw",
}


def _told(was: RegistrationState, fact: Fact) -> RegistrationState:
    match fact:
        case f.PledgeAgreed():
            return was._replace(
                application=fact.application,
                loan=fact.loan,
                firm=fact.firm,
                debtor=fact.debtor,
                debtor_place=fact.debtor_place,
                bank=fact.bank,
                place=fact.place,
                rights=fact.rights,
                agreed_fen=fact.cap.fen,
                maximum=fact.maximum,
                renewal_agreed=fact.renewal_agreed,
                due_on=was.due_on or fact.due_on,
                contract_on=fact.on,
            )
        case f.PledgeFiled():
            return was._replace(
                channel=str(fact.channel),
                acknowledged=fact.acknowledged,
                office=fact.office,
                filed_on=fact.on,
                accepted_on=None,
                accepted_no="",
            )
        case f.PledgeAccepted():
            return was._replace(accepted_on=fact.on, accepted_no=fact.notice_no)
        case f.PledgeRefused():
            return was._replace(ground=fact.ground, ended_on=fact.on)
        case f.PledgeChanged():
            return was._replace(
                cap_fen=fact.cap.fen if fact.cap is not None else was.cap_fen,
                due_on=fact.due_on or was.due_on,
                extended=was.extended + (fact.due_on is not None),
            )
        case f.PledgeCancelled():
            return was._replace(release=str(fact.release), repaid_on=fact.repaid_on, ended_on=fact.on)
        case f.PledgeWithdrawn():
            return was._replace(ended_on=fact.on)
    return was


def _registered(was: RegistrationState, fact: Fact) -> RegistrationState:
    match fact:
        case PledgeRegistered():
            return was._replace(
                firm=was.firm or (fact.pledgors[0] if fact.pledgors else ""),
                bank=was.bank or (fact.pledgees[0] if fact.pledgees else ""),
                place=was.place or fact.place,
                rights=tuple(dict.fromkeys((*was.rights, fact.right))),
                held=tuple(dict.fromkeys((*was.held, fact.right))),
                kinds=tuple(dict.fromkeys((*was.kinds, str(fact.kind_of_right)))),
                cap_fen=fact.secured.fen if fact.secured is not None else was.cap_fen,
                registered_on=min(was.registered_on or fact.on, fact.on),
                register_no=fact.register_no or was.register_no,
                contract_on=was.contract_on or fact.contract_on,
            )
        case PledgeReleased():
            held = tuple(r for r in was.held if r != fact.right)
            return was._replace(held=held, ended_on=was.ended_on if held else (was.ended_on or fact.on))
    return was
