"""How facts become the row of a custody. A pure step; ``webkit.refold`` keeps the rows."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ipops.ledger.entry import Entry
from ipops.ledger.facts.words import CreditGrade
from ipops.ledger.steps import staged, step_of
from ipops.lines.custody.facts import (
    CustodyAnswered,
    CustodyAsked,
    CustodyDropped,
    CustodyEnded,
    CustodyOffered,
    CustodyPlanned,
    CustodyRated,
    CustodyReviewed,
    CustodyServed,
    CustodySigned,
    Size,
)
from ipops.lines.custody.machine import CUSTODY
from ipops.lines.custody.rules.size import counts

Codes = tuple[str, ...]


class CustodyState(NamedTuple):
    """``stage`` is a state of ``machine.CUSTODY``; ``covered_on`` the day from which the firm counts: the later of contract
    and first service, for an SME alone. ``log`` holds entry numbers of services, ``reviews`` those of reviews, ``said`` those
    of plans, answers and the client's ratings, ``offers`` those of offers. What was offered stands in those facts alone: one bidder does
    not see another's."""

    stage: str = ""
    client: str = ""
    agency: str = ""
    place: str = ""
    park: str = ""
    wants: str = ""
    level: str = ""
    fee_fen: int | None = None
    grade: str = ""
    licence_no: str = ""
    services: Codes = ()
    leader: str = ""
    rights: Codes = ()
    computed: str = ""
    declared: str = ""
    asked_on: date | None = None
    signed_on: date | None = None
    until: date | None = None
    served_on: date | None = None
    last_served_on: date | None = None
    covered_on: date | None = None
    ended_on: date | None = None
    stage_since: date | None = None
    served: int = 0
    saved_fen: int = 0
    log: tuple[int, ...] = ()
    reviews: tuple[int, ...] = ()
    reviewed_years: tuple[int, ...] = ()
    said: tuple[int, ...] = ()
    open_to_all: bool = False
    invited: Codes = ()
    bidders: Codes = ()
    offers: tuple[int, ...] = ()
    steps: Codes = ()


def custody_step(_: str, state: CustodyState | None, entry: Entry) -> CustodyState | None:
    was = state or CustodyState()
    steps = (*was.steps, step_of(entry, _EVENTS))
    return _covered(_told(was._replace(steps=steps), entry))


def _told(was: CustodyState, entry: Entry) -> CustodyState:
    match entry.fact:
        case CustodyAsked() as f:
            return was._replace(
                client=f.client,
                place=f.place,
                wants=f.wants,
                rights=f.rights or was.rights,
                asked_on=f.on,
                open_to_all=bool(f.open_to_all),
                invited=f.invited,
            )
        case CustodyOffered() as f:
            return was._replace(
                client=f.client,
                place=f.place,
                grade=str(f.grade),
                licence_no=f.licence_no,
                bidders=was.bidders if f.agency in was.bidders else (*was.bidders, f.agency),
                offers=(*was.offers, entry.n),
            )
        case CustodySigned() as f:
            return _signed(was, f)
        case CustodyServed() as f:
            return _served(was, entry.n, f)
        case CustodyReviewed() as f:
            years = tuple(sorted({*was.reviewed_years, f.year}))
            return was._replace(reviews=(*was.reviews, entry.n), reviewed_years=years)
        case CustodyPlanned() | CustodyAnswered() | CustodyRated():
            return was._replace(said=(*was.said, entry.n))
        case CustodyEnded() as f:
            return was._replace(ended_on=f.on)
        case CustodyDropped() as f:
            return was._replace(ended_on=f.on)
        case _:
            return was


def _signed(was: CustodyState, f: CustodySigned) -> CustodyState:
    more = len(was.bidders) > 1  # what the latest bidder told is not the chosen one's
    grade = f.grade or CreditGrade.UNKNOWN
    return was._replace(
        client=f.client,
        agency=f.agency,
        place=f.place,
        park=f.park,
        level=f.level,
        grade=str(grade) if grade is not CreditGrade.UNKNOWN or more else was.grade,
        licence_no=f.licence_no or ("" if more else was.licence_no),
        leader=f.leader,
        fee_fen=f.fee.fen if f.fee is not None else was.fee_fen,
        rights=f.rights,
        services=tuple(map(str, f.services)),
        computed=str(f.computed),
        declared=str(f.declared),
        signed_on=f.on,
        until=f.until,
    )


def _served(was: CustodyState, n: int, f: CustodyServed) -> CustodyState:
    return was._replace(
        served=was.served + 1,
        saved_fen=was.saved_fen + (f.saved.fen if f.saved is not None else 0),
        served_on=min(was.served_on or f.on, f.on),
        last_served_on=max(was.last_served_on or f.on, f.on),
        log=(*was.log, n),
    )


def _covered(s: CustodyState) -> CustodyState:
    """The stage by the table, and coverage. A park's list begins with the contract: nobody entered need or offer."""
    was_asked = s.asked_on is not None
    start = "asked" if was_asked else "signed" if s.signed_on is not None else "offered"
    stage, since = staged(CUSTODY, s.steps, start=start)
    is_sme = counts(Size(s.computed or Size.UNKNOWN), Size(s.declared or Size.UNKNOWN))
    whole = s.signed_on is not None and s.served_on is not None and is_sme
    covered = max(s.signed_on, s.served_on) if whole and s.signed_on and s.served_on else None
    return s._replace(stage=stage, stage_since=since, covered_on=covered)


_EVENTS = {step.facts[0]: event for row in CUSTODY.table.values() for event, step in row.items() if step.facts}
