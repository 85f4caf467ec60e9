"""How facts become the row of a claim. Who filed and who checked is kept: a third hand decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ipops.kernel.money import Money
from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.ledger.steps import staged
from ipops.lines.pledge import facts as f
from ipops.lines.pledge.machine import CLAIM
from ipops.lines.pledge.rules.folds.staging import step

Codes = tuple[str, ...]
Fens = tuple[int, ...]
KINDS = frozenset(
    k.KIND
    for k in (
        f.ClaimFiled,
        f.ClaimChecked,
        f.ClaimReturned,
        f.ClaimDecided,
        f.ClaimPaid,
        f.ClaimTruedUp,
        f.RecoveryCostAdvanced,
        f.RecoveryReceived,
        f.ClaimClosed,
    )
)


class ClaimState(NamedTuple):
    """``parties`` with ``sums`` is what the scheme gave, ``due_parties`` with ``due_sums`` what was approved or, once trued up,
    found to be owed, ``paid_parties`` with ``paid_sums`` what really left, less what came back from true-ups."""

    stage: str = ""
    loan: str = ""
    fund: str = ""
    bank: str = ""
    firm: str = ""
    place: str = ""
    principal_fen: int = 0
    interest_fen: int = 0
    recovered_fen: int = 0
    papers: Codes = ()
    filed_on: date | None = None
    filed_by: str = ""
    checked_on: date | None = None
    checked_by: str = ""
    scheme: str = ""
    version: str = ""
    verdict: str = ""
    given: Codes = ()
    parties: Codes = ()
    sums: Fens = ()
    counted_fen: int | None = None
    decided_on: date | None = None
    decided_by: str = ""
    due_parties: Codes = ()
    due_sums: Fens = ()
    ground: str = ""
    why: str = ""
    paid_on: date | None = None
    paid_parties: Codes = ()
    paid_sums: Fens = ()
    gross_fen: int = 0
    cost_fen: int = 0
    surplus_fen: int = 0
    closed_on: date | None = None
    log: Fens = ()
    stage_since: date | None = None
    steps: Codes = ()


def claim_step(key: str, state: ClaimState | None, entry: Entry) -> ClaimState | None:
    fact = entry.fact
    if getattr(fact, "claim", None) != key:
        return state
    was = state or ClaimState()
    now = _paid(_decided(_told(was, entry), entry), fact)
    steps = (*was.steps, step(entry, _event(was, fact)))
    stage, since = staged(CLAIM, steps)
    return now._replace(steps=steps, stage=stage, stage_since=since, log=(*was.log, entry.n))


def _event(was: ClaimState, fact: Fact) -> str:
    match fact:
        case f.ClaimFiled():
            return "refile" if was.filed_on else ""
        case f.ClaimDecided():
            return "approve" if fact.approved else "reject"
    return _EVENTS.get(fact.KIND, "")


_EVENTS = {
    "claim_checked": "check",
    "claim_returned": "return",
    "claim_paid": "pay",
    "claim_trued_up": "true_up",
    "recovery_cost_advanced": "advance",
    "recovery_received": "recover",
    "claim_closed": "close",
}


def _told(was: ClaimState, entry: Entry) -> ClaimState:
    match entry.fact:
        case f.ClaimFiled() as x:
            return was._replace(
                loan=x.loan,
                fund=x.fund,
                bank=x.bank,
                firm=x.firm,
                place=x.place,
                principal_fen=x.principal.fen,
                interest_fen=x.interest.fen,
                recovered_fen=x.recovered.fen,
                papers=tuple(map(str, x.papers)),
                filed_on=was.filed_on or x.on,
                filed_by=entry.by,
            )
        case f.ClaimReturned() as x:
            return was._replace(why=x.why)
        case f.ClaimClosed() as x:
            return was._replace(closed_on=x.on, why=x.why)
    return was


def _decided(was: ClaimState, entry: Entry) -> ClaimState:
    match entry.fact:
        case f.ClaimChecked() as x:
            return was._replace(
                checked_on=x.on,
                checked_by=entry.by,
                scheme=x.scheme,
                version=x.version,
                verdict=x.verdict,
                given=x.given,
                parties=x.parties,
                sums=_fens(x.sums),
                counted_fen=x.counted.fen if x.counted is not None else None,
            )
        case f.ClaimDecided() as x:
            return was._replace(
                decided_on=x.on,
                decided_by=entry.by,
                due_parties=x.parties,
                due_sums=_fens(x.sums),
                ground=x.ground,
                why=x.why,
            )
    return was


def _paid(was: ClaimState, fact: Fact) -> ClaimState:
    match fact:
        case f.ClaimPaid():
            return _plus(was, fact.party, fact.amount.fen)._replace(paid_on=was.paid_on or fact.on)
        case f.ClaimTruedUp():
            return _settled(_plus(was, fact.party, -fact.amount.fen), fact.party)
        case f.RecoveryReceived():
            return was._replace(
                gross_fen=was.gross_fen + fact.gross.fen,
                cost_fen=was.cost_fen + fact.cost.fen,
                surplus_fen=was.surplus_fen + fact.surplus.fen,
            )
    return was


def _plus(was: ClaimState, party: str, fen: int) -> ClaimState:
    paid = dict(zip(was.paid_parties, was.paid_sums, strict=False))
    paid[party] = paid.get(party, 0) + fen
    return was._replace(paid_parties=tuple(paid), paid_sums=tuple(paid.values()))


def _settled(was: ClaimState, party: str) -> ClaimState:
    """A true-up says what a payer owed in the end: what it has paid. Nothing is due any more, or the same sum would be paid again."""
    due = dict(zip(was.due_parties, was.due_sums, strict=False))
    due[party] = dict(zip(was.paid_parties, was.paid_sums, strict=False))[party]
    return was._replace(due_parties=tuple(due), due_sums=tuple(due.values()))


def _fens(sums: Iterable[Money]) -> Fens:
    return tuple(m.fen for m in sums)
