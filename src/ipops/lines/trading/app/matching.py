"""The stock of patents and of needs, read from rows, kept in memory as long as the journal has not grown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from ipops.ledger.fact import Fact
from ipops.ledger.facts import PreservationLifted, ProceedingsResumed, ProceedingsSuspended, RightPreserved
from ipops.ledger.facts.words import CreditGrade, PartyKind
from ipops.lines.trading.app.market_selectors import hidden_rights, is_small, late, on_market, sought_of
from ipops.lines.trading.app.models import MarketCase
from ipops.lines.trading.facts.market import MatchJudged, MatchPushed, PatentInventoried
from ipops.lines.trading.machine import NEED, OFFER, OPEN
from ipops.lines.trading.rules.matching.ranking import POOLED, SHOWN, Match, Sought, matches
from ipops.lines.trading.rules.matching.stock import Stock, Thing, stock_of
from ipops.webkit import credit, journal
from ipops.webkit.models import JournalRow, Party, Right
from ipops.webkit.once import single_flight

Mark = tuple[int, bytes]
_SCHOOLS = (str(PartyKind.UNIVERSITY), str(PartyKind.INSTITUTE))
_SPARE = 20  #: how many more are looked at, for those that the docket takes out
_PATENTS = ("invention", "utility_model", "design")


def patents(on: date) -> Stock:
    return _patents(journal.mark(), on)


def needs(on: date, mark: Mark | None = None) -> Stock:
    """``mark`` is where the journal stands, for who has asked it already."""
    return _needs(mark or journal.mark(), on)


@lru_cache(maxsize=1)
def _patents(_mark: Mark, on: date) -> Stock:
    """Granted patents in force that are published: a right in trouble (ended, preserved, pledged without being offered) is
    not sound, nor is one whose ownership is in dispute. Nothing of a disclosure is here: it has no row of a right before it is published."""
    offers = {r: c for c in on_market(OFFER.code, ("shown", "contacted"), on) for r in c.rights}
    hidden = hidden_rights()
    barred = _graded_d()
    opened = {r for c in on_market(OPEN.code, ("announced",), on) for r in c.rights}
    held_up = _held_up(on)
    schools = set(Party.objects.filter(kind__in=_SCHOOLS).values_list("party", flat=True))
    things = []
    for r in Right.objects.filter(kind__in=_PATENTS).exclude(title="").order_by("right").iterator(chunk_size=5_000):
        if r.right in hidden:
            continue
        offer = offers.get(r.right)
        things.append(
            Thing(
                code=r.right,
                texts=(r.title,),
                place=r.place,
                classes=tuple(r.classes),
                fen=offer.fen if offer else None,
                sound=r.ended_on is None
                and r.granted_on is not None
                and not (r.expires_on is not None and r.expires_on <= on)
                and r.right not in held_up
                and not (r.pledges and offer is None)
                and not (offer and offer.agency in barred),
                open_to_all=r.right in opened,
                from_school=bool(schools & set(r.owners)),
                lives_until=r.expires_on,
            )
        )
    return stock_of(things)


def _graded_d() -> set[str]:
    """Agencies whose last published grade is D."""
    return {agency for agency, told in credit.graded().items() if told.grade is CreditGrade.D}


def _held_up(on: date) -> set[str]:
    """Rights that a court keeps as they are, or whose proceedings are suspended over a dispute, on the day."""
    kinds = (RightPreserved, PreservationLifted, ProceedingsSuspended, ProceedingsResumed)
    held: dict[tuple[str, str], date | None] = {}
    for fact in _told(*(k.KIND for k in kinds)):
        match fact:
            case RightPreserved() as f:
                held[f.right, f.order] = f.until
            case PreservationLifted() as f:
                held.pop((f.right, f.order), None)
            case ProceedingsSuspended() as f:
                held[f.right, ""] = f.until
            case ProceedingsResumed() as f:
                held.pop((f.right, ""), None)
    return {right for (right, _), until in held.items() if until is None or on < until}


def for_need(row: MarketCase, on: date) -> tuple[Match, ...]:
    """The patents for a need, best first. One whose annuity is late is in trouble too: that depends on the day, so it is asked of the
    docket for those found and not of the whole stock."""
    found = matches(patents(on), sought_of(row, on), k=SHOWN + _SPARE)
    missed = late([m.code for m in found], on)
    sound = [m for m in found if m.code not in missed]
    return tuple(m for i, m in enumerate(sound) if i < SHOWN or m.plain_rank <= POOLED)


def offers_of(right: str, on: date) -> list[MarketCase]:
    """What offers this patent to everybody on the day."""
    return list(on_market(OFFER.code, ("shown", "contacted"), on, right=right))


def for_right(row: Right, offers: Iterable[MarketCase], on: date) -> tuple[Match, ...]:
    """The open needs that a patent fits, best first: its asked price against their budgets, a school's patent with small firms."""
    asked = min((o.fen for o in offers if o.fen is not None), default=None)
    school = Party.objects.filter(party__in=row.owners, kind__in=_SCHOOLS).exists()
    sought = Sought(words=row.title, on=on, place=row.place, asked_fen=asked, from_school=school)
    return matches(needs(on), sought, k=SHOWN)


@lru_cache(maxsize=1)
def _needs(_mark: Mark, on: date) -> Stock:
    """Needs that are open and whose last day has not passed."""
    rows = on_market(NEED.code, (NEED.start,), on).order_by("case")
    return stock_of(
        [Thing(code=c.case, texts=(c.title, c.words), place=c.place, fen=c.fen, small=is_small(c)) for c in rows]
    )


def judged() -> Sequence[MatchJudged]:
    """Everything that was said of matches."""
    return [x for x in _told(MatchJudged.KIND) if isinstance(x, MatchJudged)]


def pushed() -> Sequence[MatchPushed]:
    """Every list that was pushed, in order."""
    return [x for x in _told(MatchPushed.KIND) if isinstance(x, MatchPushed)]


def graded(mark: Mark | None = None) -> Sequence[PatentInventoried]:
    """The last word on each patent in each campaign, the newest first."""
    return _graded(mark or journal.mark())


@single_flight
@lru_cache(maxsize=1)
def _graded(_mark: Mark) -> Sequence[PatentInventoried]:
    found = [x for x in _told(PatentInventoried.KIND) if isinstance(x, PatentInventoried)]
    last = {(x.campaign, x.right): x for x in found}
    return sorted(last.values(), key=lambda x: (x.on, x.right), reverse=True)


def _told(*kinds: str) -> Sequence[Fact]:
    return _kept(kinds, journal.mark())


@single_flight
@lru_cache(maxsize=4)
def _kept(kinds: tuple[str, ...], _mark: Mark) -> Sequence[Fact]:
    """What these kinds tell, kept while the journal stands still: pages, filters and the push itself ask the same."""
    return [e.fact for e in journal.live(JournalRow.objects.filter(kind__in=kinds))]


def pushed_to(need: str) -> dict[str, tuple[int, int]]:
    """Patents pushed to a need, each with the rank and the rank by words alone it was last pushed at."""
    ranks: dict[str, tuple[int, int]] = {}
    for e in journal.live(JournalRow.objects.filter(kind=MatchPushed.KIND, cases__contains=[need])):
        if isinstance(x := e.fact, MatchPushed):
            ranks |= dict(zip(x.rights, zip(x.ranks, x.plain_ranks, strict=True), strict=True))
    return ranks
