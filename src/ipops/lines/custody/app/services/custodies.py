"""A custody from need to end.

Rule 1: one transaction under the journal's turn: read what is known, think (pure rules), write facts and rows.
Rule 2: the sender's ``reference`` makes a second submission give the first one's custody and store nothing.
Rule 3: what a firm tells of revenue and assets decides its size and is not stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import CreditGrade, PartyKind
from ipops.lines.custody.app import selectors
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.app.services import asking
from ipops.lines.custody.facts import (
    CustodyAsked,
    CustodyDropped,
    CustodyEnded,
    CustodyOffered,
    CustodyReviewed,
    CustodyServed,
    CustodySigned,
    Ending,
    Service,
    Size,
)
from ipops.lines.custody.machine import CUSTODY
from ipops.lines.custody.rules import admission, size
from ipops.reference.sme import size_classes
from ipops.webkit import credit, enrol, journal
from ipops.webkit.course import Course, refuse
from ipops.webkit.enrol import By
from ipops.webkit.models import Party
from ipops.webkit.places import Places

COURSE = Course(
    line="custody",
    letter="K",
    model=Custody,
    key="custody",
    lifecycle=CUSTODY,
    missing=Text("没有这份托管。", "There is no such custody."),
)
_row, _append, custody_code = COURSE.row, COURSE.append, COURSE.code


@transaction.atomic
def custody_ask(
    *,
    client: enrol.Written,
    wants: str,
    rights: Sequence[str],
    by: By,
    covers: Places | None = None,
    open_to_all: bool = False,
    invited: Sequence[str] = (),
) -> str | Refused:
    """Enter a need; gives the custody's code. ``covers`` are the places the sender may record for; ``invited`` are codes of
    agencies, which see the need and are told of it."""
    journal.take_turn()
    custody = custody_code(by)
    if Custody.objects.filter(custody=custody).exists():
        return custody
    known = enrol.find(client, on=by.today, source=by.source, field="client")
    if isinstance(known, Reason):
        return Refused(reasons=(known,))
    if not known.place:
        return refuse("place-missing", _NO_PLACE, "place")
    if covers is not None and known.place not in covers:
        return refuse("other-place", _OTHER_PLACE, "place")
    asked = _agencies(invited)
    if isinstance(asked, Refused):
        return asked
    fact = CustodyAsked(
        on=by.today,
        custody=custody,
        client=known.party,
        place=known.place,
        wants=wants,
        rights=tuple(rights),
        open_to_all=open_to_all or None,
        invited=asked,
    )
    _append(by, fact, before=[known.draft])
    asking.tell_invited(custody, asked)
    return custody


def _agencies(codes: Sequence[str]) -> tuple[str, ...] | Refused:
    """Agencies that are known here, by their codes."""
    wanted = [enrol.Written(code=c, name="", kind=PartyKind.AGENCY).party for c in codes]
    known = set(Party.objects.filter(party__in=wanted, kind=PartyKind.AGENCY).values_list("party", flat=True))
    strange = "、".join(c for c, party in zip(codes, wanted, strict=True) if party not in known)
    return (
        refuse("no-such-agency", _NO_AGENCY.fill(codes=strange), "invited") if strange else tuple(dict.fromkeys(wanted))
    )


@transaction.atomic
def custody_offer(
    *,
    custody: str,
    agency: enrol.Written,
    level: str,
    services: Iterable[Service],
    fee: Money | None,
    grade: CreditGrade,
    licence_no: str,
    by: By,
    own: Sequence[str] = (),
) -> Refused | None:
    """Enter an offer. ``own`` are the bodies of a sender who offers for itself: its grade is then what stands on record."""
    journal.take_turn()
    row = _row(custody, "offer", by)
    if not isinstance(row, Custody):
        return row
    asked = tuple(dict.fromkeys(services))
    if own and agency.party != selectors.may_bid(own, row):
        return refuse("not-your-offer", _NOT_YOURS, "agency")
    known = enrol.find(agency, on=by.today, source=by.source, field="agency")
    if isinstance(known, Reason):
        return Refused(reasons=(known,))
    told = CreditGrade.UNKNOWN if own else grade
    held = credit.stated(known.party, told, on=by.today, source=by.source, field="grade")
    if isinstance(held, Reason):
        return Refused(reasons=(held,))
    if no := admission.offer(
        grade=held.grade, licence_no=licence_no, services=asked, level=level, levels=selectors.levels()
    ):
        return no
    fact = CustodyOffered(
        on=by.today,
        custody=custody,
        client=row.client,
        agency=known.party,
        place=row.place,
        level=level,
        fee=fee,
        grade=held.grade,
        licence_no=licence_no.strip(),
        services=asked,
    )
    _append(by, fact, before=[known.draft, held.draft])
    asking.tell_client(custody, row.client, known.party)
    return None


@transaction.atomic
def custody_sign(
    *,
    custody: str,
    on: date,
    until: date | None,
    leader: str,
    secrecy: bool,
    rights: Sequence[str],
    told: size.Told,
    declared: Size,
    by: By,
    agency: str = "",
    declared_signed: bool = False,
) -> Refused | Text:
    """Store the contract with one of those who offered (the latest, if ``agency`` does not say); gives the sentence that says how
    the firm's size was found."""
    journal.take_turn()
    row = _row(custody, "sign", by)
    if not isinstance(row, Custody):
        return row or _STORED
    chosen = next((o for o in reversed(selectors.offers_of(row)) if agency in ("", o.agency)), None)
    if chosen is None:
        return refuse("no-such-offer", _NO_OFFER, "agency")
    sized = size.computed(told, size_classes())
    if isinstance(sized, Refused):
        return sized
    computed, says = sized
    contract = admission.Contract(
        client=row.client,
        agency=chosen.agency,
        on=on,
        until=until,
        leader=leader,
        secrecy=secrecy,
        rights=selectors.rights_meant(row.client, rights),
        document=by.document,
        grade=credit.grade_of(chosen.agency, by.today),
        licence_no=chosen.licence_no,
        services=chosen.services,
        others=selectors.of_others(row.client, rights),
        declared_unsigned=computed is Size.UNKNOWN and declared is not Size.UNKNOWN and not declared_signed,
    )
    held = selectors.held_by(chosen.agency, contract.rights, but=custody)
    if no := admission.sign(contract, held=held, today=by.today):
        return no
    _append(by, _signed(row, contract, chosen, rights, computed, declared))
    return says


def _signed(
    row: Custody,
    contract: admission.Contract,
    chosen: CustodyOffered,
    rights: Sequence[str],
    computed: Size,
    declared: Size,
) -> CustodySigned:
    return CustodySigned(
        on=contract.on,
        custody=row.custody,
        client=row.client,
        agency=chosen.agency,
        place=row.place,
        level=chosen.level,
        leader=contract.leader.strip(),
        until=contract.until,
        fee=chosen.fee,
        rights=tuple(dict.fromkeys(rights)),
        computed=computed,
        declared=declared,
        services=chosen.services,
        grade=contract.grade,
        licence_no=chosen.licence_no,
    )


@transaction.atomic
def custody_serve(
    *, custody: str, on: date, service: Service, what: str, right: str, saved: Money | None, by: By
) -> Refused | None:
    journal.take_turn()
    row = _row(custody, "serve", by)
    if not isinstance(row, Custody):
        return row
    assert row.signed_on is not None
    agreed = [Service(s) for s in row.services]
    if no := admission.serve(
        service=service,
        agreed=agreed,
        licence_no=row.licence_no,
        on=on,
        signed_on=row.signed_on,
        today=by.today,
    ):
        return no
    fact = CustodyServed(
        on=on,
        custody=custody,
        client=row.client,
        agency=row.agency,
        place=row.place,
        service=service,
        what=what,
        right=right,
        saved=saved,
    )
    _append(by, fact)
    return None


@transaction.atomic
def custody_review(
    *,
    custody: str,
    year: int,
    planned: int,
    missed: int,
    answer_days: int | None,
    satisfaction: int | None,
    says: str,
    by: By,
) -> Refused | None:
    """``delivered`` is not asked for: it is counted from the log."""
    journal.take_turn()
    row = _row(custody, "review", by)
    if not isinstance(row, Custody):
        return row
    if year in row.reviewed_years:
        return refuse("reviewed-already", _REVIEWED.fill(year=year), "year")
    if row.signed_on is None or not row.signed_on.year <= year <= by.today.year:
        return refuse("not-in-that-year", _NOT_THEN.fill(year=year), "year")
    days = [e.fact.on for e in journal.entries(row.log)]
    fact = CustodyReviewed(
        on=by.today,
        custody=custody,
        client=row.client,
        place=row.place,
        year=year,
        planned=planned,
        delivered=sum(d.year == year for d in days),
        missed=missed,
        answer_days=answer_days,
        satisfaction=satisfaction,
        says=says,
    )
    _append(by, fact)
    return None


@transaction.atomic
def custody_end(*, custody: str, on: date, ending: Ending, why: str, by: By) -> Refused | None:
    journal.take_turn()
    row = _row(custody, "end", by)
    if not isinstance(row, Custody):
        return row
    if row.signed_on is not None and on < row.signed_on:
        return refuse("before-the-contract", _BEFORE.fill(day=row.signed_on.isoformat()), "on")
    _append(by, CustodyEnded(on=on, custody=custody, client=row.client, place=row.place, ending=ending, why=why))
    return None


@transaction.atomic
def custody_drop(*, custody: str, why: str, by: By) -> Refused | None:
    journal.take_turn()
    row = _row(custody, "drop", by)
    if not isinstance(row, Custody):
        return row
    _append(by, CustodyDropped(on=by.today, custody=custody, client=row.client, place=row.place, why=why))
    return None


_STORED = Text("已记入账本。", "It stands in the ledger.")
_NO_AGENCY = Text("{codes} 不是本系统已登记的服务机构。", "{codes}: no service agency of that code is known here.")
_NOT_YOURS = Text(
    "机构只能就向其公开或邀请其报价的需求、以自己的名义报价。",
    "An agency offers in its own name, and for a need that is open to it or invites it.",
)
_NO_OFFER = Text("该机构没有报价。", "That agency has made no offer.")
_NO_PLACE = Text("请填写企业所在区划。", "Give the client's division.")
_OTHER_PLACE = Text("企业不在您的辖区。", "The client lies outside your places.")
_REVIEWED = Text("{year}年已评价。", "{year} has been reviewed.")
_NOT_THEN = Text("合同在{year}年不存在。", "There was no contract in {year}.")
_BEFORE = Text("早于合同签订日 {day}。", "It lies before the contract of {day}.")
