"""What the services and pages look at: rights and parties as they stood on a day, deals and checks one may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from typing import Any

import yaml
from django.db.models import Exists, F, Lookup, OuterRef, Q, QuerySet, Subquery

from ipops.kernel.citation import Grade
from ipops.kernel.money import Money, split
from ipops.ledger.entry import Entry, Source
from ipops.ledger.fact import Fact
from ipops.ledger.facts import (
    LicenceRecorded,
    PledgeRegistered,
    PreservationLifted,
    ProceedingsResumed,
    ProceedingsSuspended,
    RightPreserved,
    TransferRegistered,
)
from ipops.ledger.facts.words import EndOfRight, LicenceKind, RightKind
from ipops.lines.trading.app.models import CheckCase, Conflict, Deal, ImportRun
from ipops.lines.trading.facts import Act
from ipops.lines.trading.machine import BEFORE, STANDING
from ipops.lines.trading.rules.ask import LicenceSeen, PartySeen, PledgeSeen, RightSeen, Seen
from ipops.lines.trading.rules.folds import PLEDGE
from ipops.lines.trading.rules.sham import Moved, Thresholds
from ipops.rights.collisions.reach import reach_of as reach_of
from ipops.rights.collisions.seen import MarkSeen
from ipops.rights.register.fold import fold as register_fold
from ipops.rights.register.standing import Running
from ipops.webkit import access, journal, rights, search
from ipops.webkit.models import JournalRow, Party, Right

ACTS = (str(Act.TRANSFER), str(Act.LICENCE))
#: on the register, whatever has become of them since
CLOSED = tuple(s for s in STANDING if s != "reported")
_HANDS_DEEP = 5


def deals_for(user: access.Reader) -> QuerySet[Deal]:
    """Transfers and licences that touch a place the user sees, or a party the user stands for. Deals whose places are
    unknown are shown to those who may import lists: somebody has to find out."""
    return Deal.objects.filter(_visible(user), act__in=ACTS)


def _visible(user: access.Reader) -> Q:
    places_seen = access.visible_places(user)
    if places_seen.everywhere:
        return Q()
    found = places_seen.q("from_place") | places_seen.q("to_place")
    if bodies := list(access.bodies(user)):
        found |= Q(givers__overlap=bodies) | Q(takers__overlap=bodies)
    if access.may(user, access.Action.IMPORT):
        found |= Q(from_place="", to_place="")
    return found


def with_names(deals: QuerySet[Deal]) -> QuerySet[Any]:
    """The first party of each side by its public name beside each deal: ``giver_name``, ``taker_name``."""

    def name(side: str) -> Subquery:
        return Subquery(Party.objects.filter(party=OuterRef(f"{side}__0")).values("name")[:1])

    return deals.annotate(giver_name=name("givers"), taker_name=name("takers"))


def deals_like(typed: str) -> Q:
    """Deals by a right (number or title), a party (present or former name, pinyin, initials, code) or their own code."""
    found = search.with_parties(typed, "givers", "takers") | search.of_rights(typed)
    return found | Q(deal=typed.strip())


def deal_for(user: access.Reader, deal: str) -> Deal | None:
    return deals_for(user).filter(deal=deal).first()


class _AnyOf(Lookup[Any]):
    """``deal = ANY(deals)``: lets the database use the key's index, which comparing arrays would not."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", (*left_params, *right_params)


def checks_for(user: access.Reader) -> QuerySet[CheckCase]:
    """Checks of deals and pledges that the user may see."""
    acts = Deal.objects.filter(_visible(user), act__in=(*ACTS, PLEDGE))
    return CheckCase.objects.filter(Exists(acts.filter(_AnyOf(F("deal"), OuterRef("deals")))))


def pledges_of(user: access.Reader, codes: Collection[str]) -> QuerySet[Deal]:
    """Of these, the pledges that the user may see."""
    return Deal.objects.filter(_visible(user), act=PLEDGE, deal__in=list(codes))


def conflicts_for(user: access.Reader) -> QuerySet[Conflict]:
    return Conflict.objects.filter(deal__in=deals_for(user).values("deal"))


def imports_for(user: access.Reader) -> QuerySet[ImportRun]:
    """Lists merged for the user's places; one that names no place is its importer's."""
    places = access.visible_places(user)
    own = Q(by=getattr(user, "label", "")) if user.is_authenticated else Q(pk__in=[])
    return ImportRun.objects.filter(places.q("place") if places.everywhere else places.q("place") | own)


def seen(numbers: Sequence[str], parties: Collection[str], *, on: date, deal: str, act: str = str(Act.LICENCE)) -> Seen:
    """Everything the rules look at, as it stood on ``on`` before ``deal``."""
    stood = rights_as_of(numbers, on=on, deal=deal)
    owners = {o for r in stood.values() for o in r.owners}
    pledgees = {p for r in stood.values() for pledge in r.pledges for p in pledge.pledgees}
    marks = _marks(stood, on) if act == Act.TRANSFER else ()
    return Seen(rights=stood, parties=parties_seen({*parties, *owners, *pledgees}), marks=marks)


def _marks(stood: Mapping[str, RightSeen], on: date) -> tuple[MarkSeen, ...]:
    """All marks of whoever owns one of these, as far as they were filed by ``on`` and still stand."""
    moved = {n: frozenset(r.owners) for n, r in stood.items() if r.kind is RightKind.TRADEMARK}
    if not moved:
        return ()
    theirs = Q(owners__overlap=list(frozenset().union(*moved.values())), ended_on=None, filed_on__lte=on)
    rows = Right.objects.filter(Q(right__in=list(moved)) | theirs, kind=str(RightKind.TRADEMARK))
    return tuple(
        MarkSeen(
            number=r.right, sign=r.title, classes=frozenset(r.classes), owners=moved.get(r.right, frozenset(r.owners))
        )
        for r in rows
    )


def rights_as_of(numbers: Sequence[str], *, on: date, deal: str) -> dict[str, RightSeen]:
    """Each right of which more than the number is known."""
    sight = Sight.of(numbers)
    seen_ones = {n: sight.at(n, on=on, deal=deal) for n in numbers}
    return {n: r for n, r in seen_ones.items() if r is not None}


@dataclass
class Sight:
    """Rights, their pledges, licences and court orders, read at once for many numbers, told for any day.

    ``learn`` adds acts that are being stored, so that the second act of one list is judged with the first in view.
    """

    rows: dict[str, Right]
    licences: dict[str, list[LicenceSeen]]
    pledges: dict[str, PledgeSeen]
    preserved: dict[str, tuple[tuple[date, date | None, str], ...]]
    suspended: dict[str, tuple[Running, ...]]
    learnt: dict[str, list[Fact]] = field(default_factory=dict)
    histories: dict[str, list[Entry]] = field(default_factory=dict)

    @classmethod
    def of(cls, numbers: Collection[str]) -> Sight:
        rows = {r.right: r for r in Right.objects.filter(right__in=list(numbers))}
        return cls(
            rows=rows,
            licences=_licences(numbers),
            pledges=_pledges({p for r in rows.values() for p in r.pledges}),
            preserved=_preserved(numbers),
            suspended=_suspended(numbers),
        )

    def learn(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            match fact:
                case TransferRegistered() | PledgeRegistered():
                    self.learnt.setdefault(fact.right, []).append(fact)
                case LicenceRecorded():
                    self.licences.setdefault(fact.right, []).append(_licence_of(fact))
            if isinstance(fact, PledgeRegistered):
                self.pledges[fact.pledge] = PledgeSeen(pledge=fact.pledge, pledgees=fact.pledgees, on=fact.on)

    def at(self, number: str, *, on: date, deal: str) -> RightSeen | None:
        """The right as it stood on ``on`` before ``deal``; ``None`` if nothing but its number is known."""
        row = self.rows.get(number)
        state: Any = row
        touched = row is not None and (row.folded_on > on or deal in row.deals or deal in row.pledges)
        if touched or number in self.learnt:
            state = self._before(number, on=on, deal=deal)
        if state is None:
            return None
        return RightSeen(
            number=number,
            known=state.filed_on is not None or bool(state.owners),
            kind=RightKind(state.kind) if state.kind else None,
            owners=tuple(state.owners),
            filed_on=state.filed_on,
            granted_on=state.granted_on,
            expires_on=state.expires_on,
            # how the right ended is told from its whole history: an invalidation reaches back
            ended_on=row.ended_on if row else None,
            ended_why=EndOfRight(row.ended_why) if row and row.ended_why else None,
            pledges=tuple(self.pledges[p] for p in state.pledges if p in self.pledges),
            licences=tuple(one for one in self.licences.get(number, ()) if one.deal != deal),
            preserved_by=tuple(
                order
                for start, end, order in self.preserved.get(number, ())
                if start <= on and (end is None or on < end)
            ),
            suspended=any(one.on(on) for one in self.suspended.get(number, ())),
        )

    def _before(self, number: str, *, on: date, deal: str) -> rights.RightState | None:
        """The state from the facts that took effect by ``on`` and are not of this deal, learnt ones last of their day."""
        if number not in self.histories:
            self.histories[number] = _live_about([number]) if number in self.rows else []
        known = [e for e in self.histories[number] if e.fact.on <= on and _deal_of(e.fact) != deal]
        extra = [
            Entry(n=_UNNUMBERED, fact=f, recorded_at=_NOW_IS_NO_MATTER, by="", source=_HERE, reference="")
            for f in self.learnt.get(number, ())
            if f.on <= on and _deal_of(f) != deal
        ]
        state: rights.RightState | None = None
        for e in sorted([*known, *extra], key=lambda e: (e.fact.on, e.n)):
            state = rights.FOLD.step(number, state, e)
        return state


@dataclass(frozen=True)
class Awaited:
    """Deals on their way to the register, so that what it lists joins the deal we know and does not double it."""

    by_right: Mapping[str, tuple[Deal, ...]]

    @classmethod
    def read(cls, act: str) -> Awaited:
        found: dict[str, tuple[Deal, ...]] = {}
        for row in Deal.objects.filter(act=act, stage__in=BEFORE):
            for right in row.rights:
                found[right] = (*found.get(right, ()), row)
        return cls(found)

    def of(self, numbers: Collection[str], takers: Collection[str]) -> str:
        """The one deal that covers all these rights with one of these takers; empty if there is none, or more than one."""
        rows = {r.deal: r for n in numbers for r in self.by_right.get(n, ())}
        fits = [d for d, r in rows.items() if set(numbers) <= set(r.rights) and set(takers) & set(r.takers)]
        return fits[0] if len(fits) == 1 else ""


#: entries that stand for facts about to be stored: after all numbered ones of their day
_UNNUMBERED = 1 << 62
_NOW_IS_NO_MATTER = datetime(2000, 1, 1, tzinfo=UTC)
_HERE = Source(reason="-")


def _live_about(numbers: Collection[str]) -> list[Entry]:
    return journal.live(JournalRow.objects.filter(rights__overlap=list(numbers)))


def _deal_of(fact: Fact) -> str:
    return getattr(fact, "deal", "") or getattr(fact, "pledge", "")


def _licences(numbers: Collection[str]) -> dict[str, list[LicenceSeen]]:
    found: dict[str, list[LicenceSeen]] = {}
    wanted = set(numbers)
    rows = Deal.objects.filter(act=str(Act.LICENCE), stage__in=STANDING)
    # many numbers: reading every licence once is quicker than comparing arrays
    for row in rows if len(wanted) > _MANY else rows.filter(rights__overlap=list(wanted)):
        for i, n in enumerate(row.rights):
            if n in wanted and n not in row.withdrawn and i < len(row.days):
                found.setdefault(n, []).append(_licence(row, i))
    return found


_MANY = 500


def _licence(row: Deal, i: int) -> LicenceSeen:
    return LicenceSeen(
        deal=row.deal,
        kind=LicenceKind(row.kind_of_licence or "unstated"),
        reach=reach_of(row.territory, row.fields_of_use),
        starts_on=row.starts_on or row.contract_on or row.days[i],
        until=row.until,
        licensees=tuple(row.takers),
        entry=row.entries[i],
    )


def _licence_of(f: LicenceRecorded) -> LicenceSeen:
    return LicenceSeen(
        deal=f.deal,
        kind=f.kind_of_licence,
        reach=reach_of(f.territory, f.field_of_use),
        starts_on=f.starts_on or f.contract_on or f.on,
        until=f.until,
        licensees=f.licensees,
    )


def _pledges(codes: Collection[str]) -> dict[str, PledgeSeen]:
    rows = Deal.objects.filter(deal__in=list(codes), act=PLEDGE) if codes else ()
    return {
        row.deal: PledgeSeen(
            pledge=row.deal, pledgees=tuple(row.takers), on=row.on or date.min, entry=max(row.entries, default=0)
        )
        for row in rows
    }


def _preserved(numbers: Collection[str]) -> dict[str, tuple[tuple[date, date | None, str], ...]]:
    """Court orders by right: from which day, until which (exclusive), and the order's number."""
    wanted = set(numbers)
    rows = JournalRow.objects.filter(kind__in=(RightPreserved.KIND, PreservationLifted.KIND))
    held: dict[str, dict[str, tuple[date, date | None, str]]] = {}
    for e in journal.live(_about(rows, wanted)):
        match e.fact:
            case RightPreserved() as f if f.right in wanted:
                held.setdefault(f.right, {})[f.order] = (f.on, f.until, f.order)
            case PreservationLifted() as f if f.order in held.get(f.right, {}):
                start, end, order = held[f.right][f.order]
                held[f.right][f.order] = (start, f.on if end is None else min(end, f.on), order)
    return {n: tuple(orders.values()) for n, orders in held.items()}


def _about(rows: QuerySet[JournalRow], numbers: Collection[str]) -> QuerySet[JournalRow]:
    """Of many numbers all are read: that is quicker than comparing arrays."""
    return rows if len(numbers) > _MANY else rows.filter(rights__overlap=list(numbers))


def _suspended(numbers: Collection[str]) -> dict[str, tuple[Running, ...]]:
    """Suspensions over a dispute of ownership, by right."""
    wanted = set(numbers)
    rows = JournalRow.objects.filter(kind__in=(ProceedingsSuspended.KIND, ProceedingsResumed.KIND))
    told: dict[str, list[Fact]] = {}
    for e in journal.live(_about(rows, wanted)):
        if (right := getattr(e.fact, "right", "")) in wanted:
            told.setdefault(right, []).append(e.fact)
    return {right: register_fold(right, facts).suspensions for right, facts in told.items()}


def parties_seen(codes: Iterable[str]) -> dict[str, PartySeen]:
    """Names, foundation days and the hands behind each party, as deep as is known (five at most)."""
    rows: dict[str, Party] = {}
    wanted = {c for c in codes if c}
    asked = set(wanted)
    for _ in range(_HANDS_DEEP + 1):
        if not wanted:
            break
        got = {p.party: p for p in Party.objects.filter(party__in=wanted)}
        rows |= got
        wanted = {p.controller for p in got.values() if p.controller} - set(rows)
    return {c: _party_seen(c, rows) for c in asked}


def _party_seen(code: str, rows: Mapping[str, Party]) -> PartySeen:
    hands: list[str] = []
    at = rows[code].controller if code in rows else ""
    while at and at != code and at not in hands and len(hands) < _HANDS_DEEP:
        hands.append(at)
        at = rows[at].controller if at in rows else ""
    row = rows.get(code)
    return PartySeen(
        party=code,
        name=row.name if row else "",
        controllers=tuple(hands),
        founded_on=row.founded_on if row else None,
    )


@cache
def thresholds() -> Thresholds:
    """Ours, labelled demo: ``policy/sham.yaml``."""
    text = (resources.files("ipops.lines.trading") / "policy" / "sham.yaml").read_text(encoding="utf-8")
    read = yaml.safe_load(text)
    values = {name: one["value"] for name, one in read["values"].items()}
    return Thresholds(
        fresh_days=values["fresh_days"],
        bulk_rights=values["bulk_rights"],
        bulk_days=values["bulk_days"],
        cheap_each=Money.yuan(values["cheap_each_yuan"]),
        round_trip_days=values["round_trip_days"],
        grade=Grade(read["grade"]),
    )


def moved_with(rights_of: Collection[str], parties: Collection[str]) -> list[Moved]:
    """Every standing transfer and licence that names one of these rights or parties, a leg per right."""
    touching = Q(pk__in=[])
    if rights_of:
        touching |= Q(rights__overlap=list(rights_of))
    if parties:
        touching |= Q(givers__overlap=list(parties)) | Q(takers__overlap=list(parties))
    rows = Deal.objects.filter(touching, act__in=ACTS, stage__in=STANDING)
    return [m for row in rows for m in legs_of(row)]


def legs_of(row: Deal) -> list[Moved]:
    n = max(1, len(row.entries))
    each = split(Money(row.price_fen), [1] * n)[0] if row.price_fen is not None else None
    return [
        Moved(
            entry=row.entries[i],
            deal=row.deal,
            right=right,
            on=row.days[i],
            givers=tuple(row.givers),
            takers=tuple(row.takers),
            title=row.act == str(Act.TRANSFER),
            price_each=each,
            free=row.free,
            place=row.to_place or row.from_place,
        )
        for i, right in enumerate(row.rights)
        if i < len(row.entries) and right not in row.withdrawn
    ]
