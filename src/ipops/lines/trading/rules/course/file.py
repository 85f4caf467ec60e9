"""Everything on record about one deal, put together from its facts. What the gates and the screens look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ipops.kernel.money import NIL, Money
from ipops.ledger.entry import Entry
from ipops.lines.trading import facts as f
from ipops.lines.trading.facts.words import Abroad, Settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """``settled`` is ``None`` while it is open."""

    raised: f.PriceObjected
    settled: f.PriceObjectionSettled | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFile:
    """The last word on each matter stands; ``closed_on`` is the day the public notice was found to be over."""

    deal: str
    found: f.DealFound | None = None
    terms: f.TermsAgreed | None = None
    intended: f.DealIntended | None = None
    consents: tuple[f.PledgeeConsented, ...] = ()
    published: f.PricePublished | None = None
    objections: tuple[Objection, ...] = ()
    closed_on: date | None = None
    export: f.ExportClassified | None = None
    export_cleared_on: date | None = None
    inventors: f.InventorsAsked | None = None
    moves: tuple[f.DealMoved, ...] = ()
    failed: f.DealFailed | None = None
    payments: tuple[f.DealPaid, ...] = ()
    statements: tuple[f.RoyaltyStated, ...] = ()
    audits: tuple[f.RoyaltyAudited, ...] = ()
    reward: f.RewardSet | None = None
    payouts: tuple[f.RewardPaid, ...] = ()
    uses: tuple[f.UseReported, ...] = ()

    @property
    def abroad(self) -> Abroad | None:
        """As the terms say, else as it was found; ``None`` while nobody has said."""
        return self.terms.abroad if self.terms else (self.found.abroad if self.found else None)

    @property
    def paid(self) -> Money:
        return sum((p.amount for p in self.payments), NIL)

    @property
    def owed(self) -> Money:
        """Royalties stated and found, beside what has no statement."""
        return sum((s.due for s in self.statements), NIL) + sum((a.more for a in self.audits), NIL)

    @property
    def upheld(self) -> tuple[Objection, ...]:
        """Objections that were found right: what was published does not stand."""
        return tuple(o for o in self.objections if o.settled is not None and o.settled.end is Settled.UPHELD)

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        return tuple(o for o in self.objections if o.settled is None)

    def day_of(self, event: str) -> date | None:
        """The last day a plain step was made."""
        return next((m.on for m in reversed(self.moves) if m.event == event), None)


def deal_file(deal: str, entries: Iterable[Entry]) -> DealFile:
    """From the live entries about the deal, in the order of history."""
    file = DealFile(deal=deal)
    for e in entries:
        file = _with(file, e)
    return file


def _with(file: DealFile, entry: Entry) -> DealFile:
    match entry.fact:
        case f.DealFound() as x:
            return replace(file, found=x)
        case f.TermsAgreed() as x:  # other terms are published anew, and whether somebody wants them is asked anew
            return replace(file, terms=x, published=None, closed_on=None, objections=(), inventors=None)
        case f.DealIntended() as x:
            return replace(file, intended=x)
        case f.PledgeeConsented() as x:
            return replace(file, consents=(*file.consents, x))
        case f.PricePublished() as x:  # a new notice starts anew
            return replace(file, published=x, closed_on=None, objections=())
        case f.PriceObjected() as x:
            return replace(file, objections=(*file.objections, Objection(raised=x)))
        case f.PriceObjectionSettled() as x:
            return replace(file, objections=tuple(_settled(o, x) for o in file.objections))
        case f.ExportClassified() as x:
            return replace(file, export=x)
        case f.InventorsAsked() as x:
            return replace(file, inventors=x)
        case f.DealMoved() as x:
            closed = x.on if x.event == "close" else file.closed_on
            cleared = x.on if x.event == "clear_export" else file.export_cleared_on
            return replace(file, moves=(*file.moves, x), closed_on=closed, export_cleared_on=cleared)
        case f.DealFailed() as x:
            return replace(file, failed=x)
    return _money(file, entry)


def _money(file: DealFile, entry: Entry) -> DealFile:
    match entry.fact:
        case f.DealPaid() as x:
            return replace(file, payments=(*file.payments, x))
        case f.RoyaltyStated() as x:
            return replace(file, statements=(*file.statements, x))
        case f.RoyaltyAudited() as x:  # the last audit of a period stands
            return replace(file, audits=(*(a for a in file.audits if a.since != x.since), x))
        case f.RewardSet() as x:
            return replace(file, reward=x)
        case f.RewardPaid() as x:
            return replace(file, payouts=(*file.payouts, x))
        case f.UseReported() as x:  # the last word on each year stands
            return replace(file, uses=(*(u for u in file.uses if u.year != x.year), x))
    return file


def _settled(was: Objection, said: f.PriceObjectionSettled) -> Objection:
    return replace(was, settled=said) if was.raised.objection == said.objection else was
