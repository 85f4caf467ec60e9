"""Signs of a sham: one person behind both sides, bulk of cheap patents to a fresh buyer, a right that comes back.

Rule 1: a sign is not a verdict. It opens a check with an owner; the deal stays, and figures show it in its own column.
Rule 2: thresholds are parameters without a source in law, labelled ours or demo wherever they show.
Rule 3: what is not known (a foundation day, a price, a controller) is no sign.
Rule 4: the same facts give the same case codes, so looking twice opens no second check.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ipops.kernel.citation import Grade
from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Signal
from ipops.lines.trading.rules.ask import PartySeen


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """See ``policy/sham.yaml``."""

    fresh_days: int
    bulk_rights: int
    bulk_days: int
    cheap_each: Money
    round_trip_days: int
    grade: Grade = Grade.DEMO


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One right of a deal. ``title``: the right itself went over; a licence leaves it where it is. ``price_each`` is the
    deal's price split over its rights, ``None`` if not told."""

    entry: int
    deal: str
    right: str
    on: date
    givers: tuple[str, ...]
    takers: tuple[str, ...]
    title: bool = True
    price_each: Money | None = None
    free: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """``case`` is the check's code; ``on`` the day of the last deal that makes the sign."""

    case: str
    signal: Signal
    deals: tuple[str, ...]
    entries: tuple[int, ...]
    on: date
    place: str
    why: Text


def suspicions(moved: Sequence[Moved], parties: Mapping[str, PartySeen], t: Thresholds) -> tuple[Suspicion, ...]:
    """Every sign in these transfers and licences, each case once, in the order of days."""
    found = [
        *same_hand(moved, parties),
        *bulk_to_fresh(moved, parties, t),
        *round_trips(moved, parties, t),
    ]
    return tuple(sorted(found, key=lambda s: (s.on, s.case)))


def same_hand(moved: Iterable[Moved], parties: Mapping[str, PartySeen]) -> Iterator[Suspicion]:
    """One check per deal in which a party, or a known hand behind it, stands on both sides."""
    for deal, legs in _by_deal(moved).items():
        ours = _hands((p for m in legs for p in m.givers), parties)
        theirs = _hands((p for m in legs for p in m.takers), parties)
        both = sorted(ours & theirs)
        if both:
            names = "、".join(_name(p, parties) for p in both)
            yield _suspicion(Signal.SAME_HAND, deal, legs, _SAME_HAND.fill(who=names))


def bulk_to_fresh(moved: Iterable[Moved], parties: Mapping[str, PartySeen], t: Thresholds) -> Iterator[Suspicion]:
    """One check per fresh buyer that took ``bulk_rights`` cheap rights within ``bulk_days``."""
    by_taker: dict[str, list[Moved]] = defaultdict(list)
    for m in moved:
        if m.free or (m.price_each is not None and m.price_each < t.cheap_each):
            for taker in m.takers:
                founded = parties[taker].founded_on if taker in parties else None
                if founded is not None and timedelta(0) <= m.on - founded <= timedelta(days=t.fresh_days):
                    by_taker[taker].append(m)
    for taker, legs in by_taker.items():
        legs.sort(key=lambda m: (m.on, m.entry))
        window = _fullest_window(legs, t.bulk_days)
        if len({m.right for m in window}) >= t.bulk_rights:
            n = len({m.right for m in window})
            why = _BULK.fill(who=_name(taker, parties), n=n, days=t.bulk_days, price=t.cheap_each, fresh=t.fresh_days)
            yield _suspicion(Signal.BULK_FRESH, taker, window, why)


def _fullest_window(legs: Sequence[Moved], days: int) -> list[Moved]:
    """The stretch of ``days`` days with the most legs; the earliest of equals."""
    best: tuple[int, int] = (0, 0)
    first = 0
    for last in range(len(legs)):
        while (legs[last].on - legs[first].on).days >= days:
            first += 1
        if last + 1 - first > best[1] - best[0]:
            best = (first, last + 1)
    return list(legs[best[0] : best[1]])


def round_trips(moved: Iterable[Moved], parties: Mapping[str, PartySeen], t: Thresholds) -> Iterator[Suspicion]:
    """One check per right that comes back, within ``round_trip_days``, to a hand that gave it away. A licence takes a
    right nowhere, so it is neither the way out nor the way back."""
    by_right: dict[str, list[Moved]] = defaultdict(list)
    for m in moved:
        if m.title:
            by_right[m.right].append(m)
    for right, legs in by_right.items():
        legs.sort(key=lambda m: (m.on, m.entry))
        for i, back in enumerate(legs):
            home = _hands(back.takers, parties)
            start = next(
                (
                    j
                    for j in range(i - 1, -1, -1)
                    if (back.on - legs[j].on).days <= t.round_trip_days
                    and home & _hands(legs[j].givers, parties)
                    and not home & _hands(legs[j].takers, parties)
                ),
                None,
            )
            if start is not None:
                trip = legs[start : i + 1]
                days = (back.on - legs[start].on).days
                who = "、".join(_name(p, parties) for p in back.takers)
                yield _suspicion(Signal.ROUND_TRIP, right, trip, _ROUND.fill(right=right, who=who, days=days))
                break  # one check per right; later trips are seen by whoever checks


def _hands(who: Iterable[str], parties: Mapping[str, PartySeen]) -> frozenset[str]:
    return frozenset[str]().union(*(parties[p].hands if p in parties else frozenset((p,)) for p in who))


def _name(party: str, parties: Mapping[str, PartySeen]) -> str:
    return (parties[party].name if party in parties else "") or party


def _by_deal(moved: Iterable[Moved]) -> dict[str, list[Moved]]:
    found: dict[str, list[Moved]] = defaultdict(list)
    for m in moved:
        found[m.deal].append(m)
    return found


def _suspicion(signal: Signal, about: str, legs: Sequence[Moved], why: Text) -> Suspicion:
    digest = hashlib.sha256(f"{signal}|{about}".encode()).hexdigest()[:16]
    return Suspicion(
        case=f"C:{signal}:{digest}",
        signal=signal,
        deals=tuple(dict.fromkeys(m.deal for m in legs)),
        entries=tuple(sorted({m.entry for m in legs})),
        on=max(m.on for m in legs),
        place=next((m.place for m in legs if m.place), ""),
        why=why,
    )


_SAME_HAND = Text("{who} 同在双方背后。", "{who} stands behind both sides.")
_BULK = Text(
    "{who} 成立未满 {fresh} 天，在 {days} 天内以每件低于 {price} 的价格取得 {n} 件权利（门槛为演示值）。",
    "{who}, founded less than {fresh} days before, took {n} rights within {days} days, each under {price} (demo thresholds).",
)
_ROUND = Text("{right} 在 {days} 天内又回到 {who}。", "{right} came back to {who} after {days} days.")
