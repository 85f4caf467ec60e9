"""How facts become the rows of this line: a deal, a conflict, a check. Pure steps; ``webkit.refold`` keeps the rows.

A deal's row holds its rights side by side (``rights``, ``days``, ``entries``, ``register_nos``): the same place in each is
one right. A pledge is kept in the same form, because register lists of pledges are merged as those of deals are.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, TypeVar

from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.ledger.facts import (
    CheckEnded,
    CheckOpened,
    ConflictFlagged,
    LicenceRecorded,
    PledgeRegistered,
    PledgeReleased,
    TransferRegistered,
)
from ipops.ledger.facts.words import CheckEnd, Proof
from ipops.lines.trading import facts as own
from ipops.lines.trading.facts import Act, ConflictEnd, ConflictSettled, DealIntended, DealWithdrawn
from ipops.lines.trading.facts.words import Origin
from ipops.lines.trading.machine import AFTER, BEFORE, DEAL

Codes = tuple[str, ...]
T = TypeVar("T")
PLEDGE = "pledge"
#: a register import that finds a deal we hold sends its superseding fact under a reference that begins so
MATCH = "match:"


class DealState(NamedTuple):
    """``stage`` is a state of ``machine.DEAL``, entered on ``since``; ``on`` the first counted day. Money in fen. ``stands``
    are conflicts that were looked at and found true; ``failed_for`` is why a deal came to nothing."""

    act: str = ""
    stage: str = ""
    rights: Codes = ()
    kinds: Codes = ()
    days: tuple[date, ...] = ()
    entries: tuple[int, ...] = ()
    register_nos: Codes = ()
    withdrawn: Codes = ()
    released: Codes = ()
    givers: Codes = ()
    takers: Codes = ()
    from_place: str = ""
    to_place: str = ""
    on: date | None = None
    contract_on: date | None = None
    price_fen: int | None = None
    free: bool = False
    related: bool | None = None
    proof: str = ""
    kind_of_licence: str = ""
    starts_on: date | None = None
    until: date | None = None
    territory: str = ""
    fields_of_use: Codes = ()
    conflicts: Codes = ()
    stands: Codes = ()
    checks: Codes = ()
    excluded: bool = False
    since: date | None = None
    origin: str = ""
    priced: str = ""
    failed_for: str = ""
    paid_fen: int = 0


class CheckState(NamedTuple):
    signal: str = ""
    stage: str = ""
    deals: Codes = ()
    entries: Codes = ()
    owner: str = ""
    place: str = ""
    why: str = ""
    opened_on: date | None = None
    ended_on: date | None = None
    ended_why: str = ""


class ConflictState(NamedTuple):
    deal: str = ""
    right: str = ""
    conflict: str = ""
    clause: str = ""
    owner: str = ""
    place: str = ""
    stage: str = ""
    due_on: date | None = None
    flagged_on: date | None = None
    settled_on: date | None = None
    settled_why: str = ""


def place_of(owner: str) -> str:
    """The division in an owner such as ``checker@990100``: a role and the place it acts for. Empty for a person."""
    place = owner.partition("@")[2]
    return place if len(place) == 6 and place.isdigit() else ""


def deal_step(_: str, state: DealState | None, entry: Entry) -> DealState | None:
    was = state or DealState()
    now = _coursed(was, entry.fact) if isinstance(entry.fact, own.COURSE) else _stepped(was, entry)
    return now._replace(since=entry.fact.on) if now.stage != was.stage else now


#: which step of the table each fact of the course is
_STEP: dict[type[Fact], str] = {
    own.TermsAgreed: "agree",
    own.PledgeeConsented: "consent",
    own.PricePublished: "publish",
    own.PriceObjected: "object",
    own.PriceObjectionSettled: "settle",
    own.ExportClassified: "classify",
    own.InventorsAsked: "ask_inventors",
    own.DealFailed: "fail",
    own.DealPaid: "pay",
    own.RoyaltyStated: "state",
    own.RoyaltyAudited: "audit",
    own.RewardSet: "set_reward",
    own.RewardPaid: "pay_reward",
    own.UseReported: "report_use",
}


def _coursed(was: DealState, fact: Fact) -> DealState:
    """What a fact of the course changes; a step that the table does not have from here moves nothing."""
    if isinstance(fact, own.DealFound):
        return _found(was, fact)
    event = fact.event if isinstance(fact, own.DealMoved) else _STEP[type(fact)]
    step = DEAL.table[was.stage].get(event) if was.stage else None
    now = was._replace(stage=step.to) if step else was
    match fact:
        case own.TermsAgreed() as f:
            return now._replace(priced=str(f.priced))
        case own.DealFailed() as f:
            return now._replace(failed_for=str(f.cause))
        case own.DealPaid() as f:
            return now._replace(paid_fen=now.paid_fen + f.amount.fen)
    return now


def _found(was: DealState, f: own.DealFound) -> DealState:
    if was.stage:  # what stands on the register was there first
        return was._replace(origin=str(f.origin))
    return was._replace(
        act=str(f.act),
        # an open licence exists with notice and payment (专利法 第五十一条): what is left is its recordal
        stage="signed" if f.origin is Origin.OPEN else DEAL.start,
        rights=f.rights,
        givers=f.givers,
        takers=f.takers,
        from_place=f.from_place,
        to_place=f.to_place,
        origin=str(f.origin),
    )


def _stepped(was: DealState, entry: Entry) -> DealState:
    match entry.fact:
        case DealIntended() as f:
            return _intended(was, f)
        case TransferRegistered() as f:
            return was._replace(
                **_common(was, entry, f.right, str(f.kind_of_right), f.register_no, f.proof),
                act=str(Act.TRANSFER),
                givers=f.transferors,
                takers=f.transferees,
                from_place=f.from_place,
                to_place=f.to_place,
                contract_on=f.contract_on,
                price_fen=f.price.fen if f.price is not None else None,
                free=f.free,
                related=f.related,
            )
        case LicenceRecorded() as f:
            return was._replace(
                **_common(was, entry, f.right, str(f.kind_of_right), f.register_no, f.proof),
                act=str(Act.LICENCE),
                givers=f.licensors,
                takers=f.licensees,
                from_place=f.from_place,
                to_place=f.to_place,
                contract_on=f.contract_on,
                price_fen=f.price.fen if f.price is not None else None,
                free=f.free,
                related=f.related,
                kind_of_licence=str(f.kind_of_licence),
                starts_on=f.starts_on,
                until=f.until,
                territory=f.territory,
                fields_of_use=f.field_of_use,
            )
        case PledgeRegistered() as f:
            return was._replace(
                **_common(was, entry, f.right, str(f.kind_of_right), f.register_no, f.proof),
                act=PLEDGE,
                givers=f.pledgors,
                takers=f.pledgees,
                from_place=f.place,
                contract_on=f.contract_on,
                price_fen=f.secured.fen if f.secured is not None else None,
            )
        case PledgeReleased() as f:
            return was._replace(released=_with(was.released, f.right))
        case DealWithdrawn() as f:
            return _withdrawn(was, f, entry.n)
    return _marked(was, entry)


def _marked(was: DealState, entry: Entry) -> DealState:
    match entry.fact:
        case ConflictFlagged() as f:
            return was._replace(conflicts=_with(was.conflicts, f.case))
        case ConflictSettled() as f:
            stands = _with(was.stands, f.case) if f.end is ConflictEnd.STANDS else _less(was.stands, f.case)
            return was._replace(conflicts=_less(was.conflicts, f.case), stands=stands)
        case CheckOpened() as f:
            return was._replace(checks=_with(was.checks, f.case))
        case CheckEnded() as f:
            excluded = was.excluded or f.end is CheckEnd.EXCLUDED
            left = was.checks if f.end is CheckEnd.REPORTED else _less(was.checks, f.case)
            return was._replace(checks=left, excluded=excluded)
    return was


def _intended(was: DealState, f: DealIntended) -> DealState:
    if was.stage and was.stage not in BEFORE:  # the register's day lies before: what it says of price and term stands
        return was
    return was._replace(
        act=str(f.act),
        stage="intended" if was.stage in ("", "found", "talking") else was.stage,
        rights=was.rights or f.rights,
        givers=f.givers,
        takers=f.takers,
        from_place=f.from_place,
        to_place=f.to_place,
        on=was.on,
        price_fen=f.price.fen if f.price is not None else None,
        free=f.free,
        related=f.related,
        kind_of_licence=str(f.kind_of_licence or ""),
        starts_on=f.starts_on,
        until=f.until,
        territory=f.territory,
        fields_of_use=f.field_of_use,
    )


def _common(was: DealState, entry: Entry, right: str, kind: str, register_no: str, proof: Proof) -> dict[str, Any]:
    """What one right of a stored act changes in the row; its place is kept when it is there already (a correction)."""
    if was.stage in BEFORE:  # an intention named the rights; now the acts do
        was = was._replace(rights=(), kinds=(), withdrawn=())
    at = was.rights.index(right) if right in was.rights else len(was.rights)
    days = _put(was.days, at, entry.fact.on)
    return {
        "rights": _put(was.rights, at, right),
        "kinds": _put(was.kinds, at, kind),
        "days": days,
        "entries": _put(was.entries, at, entry.n),
        "register_nos": _put(was.register_nos, at, register_no),
        "withdrawn": _less(was.withdrawn, right),
        "on": min(days),
        "proof": str(proof),
        "stage": was.stage if was.stage in AFTER else _stage(was, entry, proof),
    }


def _stage(was: DealState, entry: Entry, proof: Proof) -> str:
    if not proof.counts:
        return "reported"
    if was.paid_fen:  # the money came before the register
        return "paid"
    return "matched" if entry.supersedes is not None and entry.reference.startswith(MATCH) else "recorded"


def _withdrawn(was: DealState, f: DealWithdrawn, n: int) -> DealState:
    """The rights stay in the row, with the day they had, so that one sees what was withdrawn."""
    made = was._replace(act=str(f.act), givers=f.givers, takers=f.takers, from_place=f.from_place, to_place=f.to_place)
    for right in f.rights:
        if f.stood_on is not None:
            at = made.rights.index(right) if right in made.rights else len(made.rights)
            made = made._replace(
                rights=_put(made.rights, at, right),
                kinds=_put(made.kinds, at, ""),
                days=_put(made.days, at, f.stood_on),
                entries=_put(made.entries, at, n),
                register_nos=_put(made.register_nos, at, ""),
                on=min((*made.days, f.stood_on)),
            )
        made = made._replace(withdrawn=_with(made.withdrawn, right), rights=_with(made.rights, right))
    left = [r for r in made.rights if r not in made.withdrawn]
    return made._replace(stage=made.stage if left and made.stage else "withdrawn")


def check_step(_: str, state: CheckState | None, entry: Entry) -> CheckState | None:
    match entry.fact:
        case CheckOpened() as f:
            was = state or CheckState(opened_on=f.on)
            return was._replace(
                signal=str(f.signal),
                stage=was.stage or "open",
                deals=tuple(dict.fromkeys((*was.deals, *f.deals))),
                entries=tuple(dict.fromkeys((*was.entries, *f.entries))),
                owner=f.owner,
                place=place_of(f.owner),
                why=f.why,
            )
        case CheckEnded() as f:
            was = state or CheckState()
            return was._replace(stage=str(f.end), ended_on=f.on, ended_why=f.why)
    return state


def conflict_step(_: str, state: ConflictState | None, entry: Entry) -> ConflictState | None:
    match entry.fact:
        case ConflictFlagged() as f:
            return ConflictState(
                deal=f.deal,
                right=f.right,
                conflict=f.conflict,
                clause=f.clause,
                owner=f.owner,
                place=place_of(f.owner),
                stage="open",
                due_on=f.due_on,
                flagged_on=f.on,
            )
        case ConflictSettled() as f:
            return (state or ConflictState(deal=f.deal))._replace(stage=str(f.end), settled_on=f.on, settled_why=f.why)
    return state


def _with(codes: Codes, one: str) -> Codes:
    return codes if one in codes else (*codes, one)


def _less(codes: Codes, one: str) -> Codes:
    return tuple(c for c in codes if c != one)


def _put(items: tuple[T, ...], at: int, value: T) -> tuple[T, ...]:
    return (value,) if not items else (*items[:at], value, *items[at + 1 :])
