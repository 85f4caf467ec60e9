"""Facts about one right, in any order, to how it stands. Pure: no clock, no database.

Rule 1: events are taken by day, then by their order within a day (``entries.ORDER``), then by what they say; so the answer
does not depend on the order in which we learned them, and the same fact twice is one fact.
Rule 2: corrected facts are not given (``ledger.fold.live`` drops them before).
Rule 3: an event that the table of states does not allow moves no state; what it says of owners and encumbrances is kept,
because the register said it, and a doubt tells that it did not fit.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger import facts as f
from ipops.ledger.canonical import fact_as_plain
from ipops.ledger.fact import Fact
from ipops.ledger.facts.words import EndOfRight, RightKind
from ipops.rights.register.entries import Event, events_of
from ipops.rights.register.ownership import Holders, TitleStep
from ipops.rights.register.standing import Licence, Paper, Running, Standing
from ipops.rights.register.states import LIVE, lifecycle_of


def fold(right: str, facts: Iterable[Fact], *, on: date | None = None) -> Standing:
    """How ``right`` stands after the facts that name it; with ``on``, after those that had taken effect by that day."""
    events = [e for e in in_order(facts, right) if on is None or e.on <= on]
    standing = Standing(right=right, kind=kind_in(events))
    for event in events:
        standing = step(standing, event)
    return standing


def kind_in(events: Iterable[Event]) -> RightKind | None:
    """The kind of the right, which the table of states needs from the start: as the last filing tells it, else as the
    first deal does."""
    kinds = [(e.name == "file", e.fact) for e in events if hasattr(e.fact, "kind_of_right")]
    filings = [fact for is_filing, fact in kinds if is_filing]
    told: Any = filings[-1] if filings else kinds[0][1] if kinds else None
    return told.kind_of_right if told is not None else None


def in_order(facts: Iterable[Fact], right: str) -> list[Event]:
    """The events of one right, each once, in the one order that does not depend on how they came."""
    told = {_words(fact): fact for fact in facts if getattr(fact, "right", None) == right}
    events = [(words, e) for words, fact in told.items() for e in events_of(fact)]
    begun = {(e.on, e.name, _code(e)): e.rank for _, e in events}

    def place(one: tuple[str, Event]) -> tuple[date, int, bool, str]:
        words, e = one
        after = begun.get((e.on, _BEGAN.get(e.name, ""), _code(e))) if _code(e) else None
        return e.on, e.rank if after is None else after, after is not None, words

    return [e for _, e in sorted(events, key=place)]


#: What ends a thing, and what began it. On one day the end comes first (the old pledge is cancelled, then the new one is
#: registered), unless it ends by name what began on that very day.
_BEGAN = {"release": "pledge", "cancel_licence": "license", "lift": "preserve"}
_NAMED_BY = {"pledge": "pledge", "license": "deal", "preserve": "order"}


def _code(event: Event) -> str:
    """The name of the pledge, licence or order that the event begins or ends; empty where it names none."""
    return getattr(event.fact, _NAMED_BY.get(_BEGAN.get(event.name, event.name), ""), "") or ""


def _words(fact: Fact) -> str:
    return json.dumps([type(fact).KIND, fact_as_plain(fact)], sort_keys=True, ensure_ascii=False, default=str)


def step(was: Standing, event: Event) -> Standing:
    """What one event changes."""
    moved = _moved(was, event)
    said = _SAID.get(type(event.fact))
    return said(moved, event) if said is not None else moved


def _moved(was: Standing, event: Event) -> Standing:
    if not event.name or _told_again(was, event):
        return was
    life = lifecycle_of(was.kind)
    if event.name not in life.events:
        return _doubt(was, event, Text("该类权利没有这种登记", "this kind of right has no such entry"))
    after = life.after(was.state, event.name)
    if isinstance(after, Refused):
        return _doubt(was, event, after.reasons[0].says)
    if after in LIVE and was.state not in LIVE:
        was = replace(was, ended_on=None, ended_why=None)
    return replace(was, state=after)


def _told_again(was: Standing, event: Event) -> bool:
    """A filing or a grant of the same day by another source: it adds what the first left empty and moves nothing."""
    before = {"file": was.filed_on, "grant": was.granted_on, "publish": was.published_on}
    return event.name in before and before[event.name] == event.on


def _doubt(was: Standing, event: Event, why: Text) -> Standing:
    says = _DOUBT.fill(day=event.on.isoformat(), what=type(event.fact).TITLE, why=why)
    return replace(was, doubts=(*was.doubts, Reason(code="does-not-fit", says=says)))


def _filed(was: Standing, event: Event) -> Standing:
    fact = event.fact
    assert isinstance(fact, f.RightFiled)
    if event.name == "publish":
        return replace(was, published_on=event.on)
    title, classes = fact.title or was.title, fact.classes or was.classes
    made = replace(was, title=title, office=fact.office, filed_on=fact.on, published_on=None, classes=classes)
    return _held(made, fact.on, Holders.of(fact.owners)) if fact.owners else made


def _granted(was: Standing, event: Event) -> Standing:
    fact = event.fact
    assert isinstance(fact, f.RightGranted)
    return replace(was, granted_on=fact.on, expires_on=fact.expires_on or was.expires_on)


def _ended(was: Standing, event: Event) -> Standing:
    fact = event.fact
    assert isinstance(fact, f.RightEnded)
    if was.state in LIVE:
        return was  # the table did not let it end: the doubt says so
    first = was.ended_on if fact.why is not EndOfRight.INVALIDATED and was.ended_on else fact.on
    return replace(was, ended_on=first, ended_why=fact.why)


def _restored(was: Standing, event: Event) -> Standing:
    return replace(was, restored_on=event.on)


def _longer(was: Standing, event: Event) -> Standing:
    fact = event.fact
    assert isinstance(fact, f.TermCompensated | f.MarkRenewed)
    made = replace(was, expires_on=fact.expires_on or was.expires_on)
    if not isinstance(fact, f.MarkRenewed):
        return made
    untold = 0 if fact.expires_on is not None else was.renewed_untold + 1
    return replace(made, renewed_on=(*was.renewed_on, fact.on), renewed_untold=untold)


def _held(was: Standing, on: date, holders: Holders) -> Standing:
    if holders == was.owners:
        return was
    stay = tuple(s for s in was.chain if s.on != on)
    return replace(was, chain=(*stay, TitleStep(on, holders)))


def _passed(was: Standing, event: Event) -> Standing:
    match event.fact:
        case f.TransferRegistered() as t:
            strange = [g for g in t.transferors if g not in was.owners.owners]
            made = _held(was, t.on, was.owners.passed(t.transferors, t.transferees))
            return _doubt(made, event, _NOT_OWNER) if strange and was.owners.owners else made
        case f.OwnerMerged() as m:
            return _held(was, m.on, was.owners.succeeded(m.merged, m.into))
        case f.OwnerRenamed() as n:
            return _held(was, n.on, was.owners.succeeded(n.former, n.renamed))
        case f.SharesRegistered() as s:
            got = was.owners.registered(s)
            return _doubt(was, event, got.says) if isinstance(got, Reason) else _held(was, s.on, got)
    return was


def _pledged(was: Standing, event: Event) -> Standing:
    match event.fact:
        case f.PledgeRegistered() as p:
            stay = tuple(r for r in was.pledges if r.code != p.pledge)
            return replace(was, pledges=(*stay, Running(code=p.pledge, since=p.on, parties=p.pledgees)))
        case f.PledgeReleased() as r:
            open_ = [one for one in was.pledges if one.until is None]
            found = [one for one in open_ if one.code == r.pledge] if r.pledge else open_
            if len(found) != 1:
                return _doubt(was, event, _WHICH)
            return replace(was, pledges=_closed(was.pledges, found[0], r.on))
    return was


def _licensed(was: Standing, event: Event) -> Standing:
    match event.fact:
        case f.LicenceRecorded() as x:
            one = Licence(
                code=x.deal,
                since=x.starts_on or x.contract_on or x.on,
                until=x.until,
                parties=x.licensees,
                kind=x.kind_of_licence,
                territory=x.territory,
                field_of_use=x.field_of_use,
            )
            return replace(was, licences=(*(o for o in was.licences if o.code != x.deal), one))
        case f.LicenceEnded() as e:
            open_ = [o for o in was.licences if o.until is None or o.until > e.on]
            found = [o for o in open_ if o.code == e.deal] if e.deal else open_
            if len(found) != 1:
                return _doubt(was, event, _WHICH)
            return replace(was, licences=_closed(was.licences, found[0], e.on))
        case f.CompulsoryLicenceGranted() as c:
            one_more = Running(code="compulsory", since=c.on, until=c.until, parties=c.licensees)
            return replace(was, compulsory=(*was.compulsory, one_more))
    return was


def _opened(was: Standing, event: Event) -> Standing:
    match event.fact:
        case f.OpenLicenceDeclared() as d:
            return replace(was, open_offers=(*was.open_offers, Running(code="open", since=d.on, until=d.until)))
        case f.OpenLicenceWithdrawn() as w:
            return replace(was, open_offers=_all_closed(was.open_offers, w.on))
    return was


def _kept(was: Standing, event: Event) -> Standing:
    match event.fact:
        case f.RightPreserved() as p:
            stay = tuple(r for r in was.orders if r.code != p.order)
            return replace(was, orders=(*stay, Running(code=p.order, since=p.on, until=p.until, parties=(p.court,))))
        case f.PreservationLifted() as x:
            found = [r for r in was.orders if r.code == x.order]
            return replace(was, orders=_closed(was.orders, found[0], x.on)) if found else _doubt(was, event, _WHICH)
        case f.ProceedingsSuspended() as s:
            return replace(was, suspensions=(*was.suspensions, Running(code="suspended", since=s.on, until=s.until)))
        case f.ProceedingsResumed() as r:
            return replace(was, suspensions=_all_closed(was.suspensions, r.on))
    return was


def _closed(running: tuple[Any, ...], which: Running, on: date) -> tuple[Any, ...]:
    return tuple(replace(r, until=min(on, r.until or on)) if r == which else r for r in running)


def _all_closed(running: tuple[Running, ...], on: date) -> tuple[Running, ...]:
    return tuple(replace(r, until=on) if r.until is None or r.until > on else r for r in running)


def _noted(was: Standing, event: Event) -> Standing:
    match event.fact:
        case f.AnnuityPaid() as a:
            return replace(was, paid={**was.paid, a.year: a.on})
        case f.FeeReductionRecorded() as r:
            return replace(was, reductions={**was.reductions, r.year: r.percent})
        case f.MilestoneStated() as m:
            return replace(was, milestones={**was.milestones, m.milestone: m.on})
        case f.MarkUsed() as u:
            newest = {c: max(u.on, was.uses.get(c, u.on)) for c in u.classes}
            return replace(was, uses={**was.uses, **newest})
        case f.MarkRenewalFiled() as a:
            return replace(was, renewals_filed={**was.renewals_filed, a.term_ended: a.on})
        case f.NoticeIssued() as n:
            paper = Paper(notice=n.notice, issued_on=n.on, delivery=n.delivery, received_on=n.received_on)
            return replace(was, papers=(*was.papers, paper))
    return was


def _held_for_review(was: Standing, event: Event) -> Standing:
    return _doubt(was, event, _READ_IT)


_SAID: dict[type[Fact], Callable[[Standing, Event], Standing]] = {
    f.RightFiled: _filed,
    f.RightGranted: _granted,
    f.RightEnded: _ended,
    f.RightRestored: _restored,
    f.TermCompensated: _longer,
    f.MarkRenewed: _longer,
    f.TransferRegistered: _passed,
    f.OwnerMerged: _passed,
    f.OwnerRenamed: _passed,
    f.SharesRegistered: _passed,
    f.PledgeRegistered: _pledged,
    f.PledgeReleased: _pledged,
    f.LicenceRecorded: _licensed,
    f.LicenceEnded: _licensed,
    f.CompulsoryLicenceGranted: _licensed,
    f.OpenLicenceDeclared: _opened,
    f.OpenLicenceWithdrawn: _opened,
    f.RightPreserved: _kept,
    f.PreservationLifted: _kept,
    f.ProceedingsSuspended: _kept,
    f.ProceedingsResumed: _kept,
    f.AnnuityPaid: _noted,
    f.FeeReductionRecorded: _noted,
    f.MilestoneStated: _noted,
    f.MarkUsed: _noted,
    f.MarkRenewalFiled: _noted,
    f.NoticeIssued: _noted,
    f.RecordingHeld: _held_for_review,
    f.RecordCorrected: _held_for_review,
}
_DOUBT = Text("{day} 的“{what}”：{why}", "“{what}” of {day}: {why}")
_NOT_OWNER = Text("转让方不是登记的权利人", "the transferor is not the owner on the register")
_WHICH = Text("无法确定所指的是哪一笔", "it does not tell which one it ends")
_READ_IT = Text("登记内容尚待人工认定", "a person has yet to read what it did")
