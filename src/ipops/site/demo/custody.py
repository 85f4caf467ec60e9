"""Custody in the demo: the SMEs that the city's returns attest, each with its contract and its first service, month by month.

The number of firms covered up to each month's end is the figure of ``returns.SERIES``, district by district, so that what is
attested and what the records prove agree. The firms of the city come first, then small ones that exist for nothing else. Shells,
undecided and large firms stand beside and do not count. The firms of the first district belong to a park, whose operator sends
one list a month.

``reductions`` says for which calendar years the patents of firms in custody are on record; ``rights.enter`` pays by it, and a few
payments were made in full by mistake, so that something may be asked back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ipops.kernel.period import CalendarPeriod, months_after
from ipops.ledger.fact import Fact
from ipops.ledger.facts import FeeReductionRecorded, MarkUsed
from ipops.ledger.facts.words import PartyKind, RightKind
from ipops.lines.custody.facts import (
    CustodyAnswered,
    CustodyPlanned,
    CustodyRated,
    CustodyServed,
    CustodySigned,
    Service,
    Size,
)
from ipops.reference.demo_places import DEMO_CITY, DEMO_SECOND
from ipops.site.demo import returns
from ipops.site.demo.dice import Dice
from ipops.site.demo.parties import DEMO, Party, credit_code
from ipops.site.demo.people import Actor, weekday_from
from ipops.site.demo.rights import Right, classes_of
from ipops.site.demo.story import TODAY
from ipops.site.demo.timeline import Happening, Timeline

PARK_PLACE = "990101"
_INDICATOR = "custody_smes"
_LEVELS = ("watch", "watch", "watch", "care", "full")
_OF_LEVEL: Mapping[str, tuple[Service, ...]] = {
    "watch": (Service.WATCH, Service.FEES),
    "care": (Service.WATCH, Service.FEES, Service.HEALTH_CHECK, Service.USE_EVIDENCE, Service.TRAINING),
    "full": tuple(s for s in Service if not s.reserved),
}
_LEADERS = ("李工", "王工", "陈工", "赵工", "周工")
_SHELLS = 12
_YEARS_ON_RECORD = (2024, 2025, 2026)
_LOOKED_AFTER = 25  #: every so many-th custody keeps a plan, a log of the quarters, an answer and a rating


@dataclass(frozen=True, slots=True)
class Month:
    """The firms of one place that were first covered in one month."""

    first: date
    place: str
    firms: tuple[Party, ...]


def park() -> Party:
    """Who runs the park of the first district."""
    code = credit_code("91", PARK_PLACE, Dice("custody park"))
    return Party(f"P:{code}", f"示范高新产业园运营有限公司{DEMO}", PartyKind.OTHER, PARK_PLACE, date(2009, 5, 4), False, "", "", code)  # fmt: skip


def clients(parties: Sequence[Party]) -> list[Party]:
    """The city's own SMEs, which come into custody before the small ones."""
    return [p for p in parties if p.kind is PartyKind.ENTERPRISE and p.sme and p.place != DEMO_CITY]


def reductions(parties: Sequence[Party], stock: Sequence[Right]) -> dict[str, frozenset[int]]:
    """Patents that one SME of the city filed alone, and the years for which it is on record: most file each January, some
    forget the newest year."""
    small = {p.id for p in clients(parties)}
    found = {}
    for right in stock:
        if right.kind.is_patent and len(right.owners) == 1 and right.owners[0] in small:
            dice = Dice("reduction", right.number)
            years = _YEARS_ON_RECORD if dice.chance(60) else _YEARS_ON_RECORD[:-1]
            if dice.chance(70):
                found[right.number] = frozenset(y for y in years if _in_force(right, record_day(y)))
    return found


def record_day(year: int) -> date:
    return weekday_from(date(year, 1, 8))


def _in_force(right: Right, day: date) -> bool:
    return right.granted is not None and right.granted < day and (right.ended is None or right.ended > day)


def take_custody(
    parties: Sequence[Party], stock: Sequence[Right], on_record: Mapping[str, frozenset[int]], timeline: Timeline
) -> None:
    """Everything: the park, the firms of each month, shells, records of reduction, use of marks. The stock is as the market
    left it; ``on_record`` was worked out before, by who filed."""
    agencies = [p for p in parties if p.kind is PartyKind.AGENCY]
    home = park()
    _add(timeline, date(2024, 1, 5), PARK_PLACE, home.registered, f"demo/party/{home.id}")
    known = {p.id for p in parties}
    nth = 0
    for month in _months(parties):
        for firm in month.firms:
            if firm.id not in known:
                _add(timeline, _list_day(month), firm.place, firm.registered, f"demo/party/{firm.id}")
            owned = (
                tuple(r.number for r in stock if r.owners == (firm.id,) and r.ended is None) if firm.id in known else ()
            )
            _contract(nth, firm, agencies[nth % len(agencies)], month, owned, home, timeline)
            nth += 1
    _shells(agencies, timeline)
    _record(on_record, stock, timeline)
    _marks(parties, stock, timeline)


def _months(parties: Sequence[Party]) -> Iterator[Month]:
    """The firms of each month and place, as many as the returns say."""
    waiting: dict[str, list[Party]] = {}
    for firm in clients(parties):
        waiting.setdefault(firm.place, []).append(firm)
    made = _small_firms()
    for series, place in (
        *((s, DEMO_CITY) for s in returns.SERIES),
        *((s, DEMO_SECOND) for s in returns.SECOND_PLACE),
    ):
        if series.indicator != _INDICATOR:
            continue
        before: dict[str, int] = {}
        for period, value in sorted(series.values.items(), key=lambda v: CalendarPeriod.parse(v[0]).end):
            last = CalendarPeriod.parse(period).days.last_day
            parts = [(p, n) for p, n in returns.by_place(series, place, period, value) if p != DEMO_CITY]
            for at, n in parts:
                new = n - before.get(at, 0)
                before[at] = n
                queue = waiting.setdefault(at, [])
                firms = tuple(queue.pop(0) if queue else made(at) for _ in range(new))
                yield Month(last.replace(day=1), at, firms)


def _small_firms() -> Callable[[str], Party]:
    """Firms that exist for nothing but custody, numbered in their place."""
    counts: dict[str, int] = {}

    def one(place: str) -> Party:
        counts[place] = counts.get(place, 0) + 1
        return _small(place, counts[place])

    return one


def _small(place: str, n: int) -> Party:
    dice = Dice("custody firm", place, str(n))
    code = credit_code("91", place, dice)
    founded = dice.day(date(2005, 1, 1), date(2022, 12, 31))
    return Party(f"P:{code}", f"示范小微{place}第{n:04d}号企业{DEMO}", PartyKind.ENTERPRISE, place, founded, True, "", "7520", code)  # fmt: skip


def _list_day(month: Month) -> date:
    """The month's list comes in on the third of the next one."""
    return weekday_from(months_after(month.first, 1) + timedelta(days=2))


def _contract(
    nth: int, firm: Party, agency: Party, month: Month, owned: tuple[str, ...], home: Party, timeline: Timeline
) -> None:
    dice = Dice("custody", firm.id)
    code, level = f"K:demo-{nth:04d}", _LEVELS[dice.below(len(_LEVELS))]
    served_on = dice.day(month.first + timedelta(days=8), months_after(month.first, 1) - timedelta(days=1))
    signed_on = served_on - timedelta(days=dice.between(1, 7))
    known_on, services = _list_day(month), _OF_LEVEL[level]
    signed = CustodySigned(
        on=signed_on,
        custody=code,
        client=firm.id,
        place=firm.place,
        agency=agency.id,
        level=level,
        leader=_LEADERS[dice.below(len(_LEADERS))] + DEMO,
        until=months_after(signed_on, 36),
        rights=owned,
        computed=Size.UNKNOWN,
        declared=Size.SME,
        services=services,
        park=home.id if firm.place == PARK_PLACE else "",
    )
    _add(timeline, known_on, firm.place, signed, f"demo/custody/{code}/signed")
    _serve(timeline, known_on, served_on, signed, services[0], 0)
    if nth % _LOOKED_AFTER == 0:
        _look_after(timeline, signed, dice)


def _serve(timeline: Timeline, known: date, on: date, signed: CustodySigned, service: Service, n: int) -> None:
    fact = CustodyServed(
        on=on,
        custody=signed.custody,
        client=signed.client,
        agency=signed.agency,
        place=signed.place,
        service=service,
        what=f"{service.named.zh}{DEMO}",
    )
    _add(timeline, known, signed.place, fact, f"demo/custody/{signed.custody}/served/{n}")


def _look_after(timeline: Timeline, signed: CustodySigned, dice: Dice) -> None:
    """A plan for each year, services by quarter (not all that was planned), a question answered, the client's rating."""
    base = {"custody": signed.custody, "client": signed.client, "place": signed.place}
    n = 1
    for year in range(signed.on.year, TODAY.year + 1):
        planned_on = weekday_from(max(signed.on + timedelta(days=10), date(year, 1, 12)))
        plan = CustodyPlanned(on=planned_on, year=year, service=Service.WATCH, times=4, **base)
        _add(timeline, planned_on, signed.place, plan, f"demo/custody/{signed.custody}/plan/{year}")
        for month in (3, 6, 9, 12):
            day = weekday_from(date(year, month, 18))
            if day > planned_on and dice.chance(85):
                _serve(timeline, day, day, signed, Service.WATCH, n)
                n += 1
        asked = weekday_from(date(year, 5, 20))
        if asked > planned_on:
            on = weekday_from(asked + timedelta(days=dice.between(1, 6)))
            question = {"question": f"年费是否可以减缴？{DEMO}", "answer": f"符合条件的，备案后减缴。{DEMO}"}
            answer = CustodyAnswered(on=on, asked_on=asked, **question, **base)
            _add(timeline, on, signed.place, answer, f"demo/custody/{signed.custody}/answer/{year}")
        rated = weekday_from(date(year + 1, 1, 20))
        rating = CustodyRated(on=rated, year=year, satisfaction=dice.between(3, 5), says=f"总体满意{DEMO}", **base)
        _add(timeline, rated, signed.place, rating, f"demo/custody/{signed.custody}/rated/{year}")


def _shells(agencies: Sequence[Party], timeline: Timeline) -> None:
    """Contracts without a service; three of them of firms whose size nobody told."""
    for i in range(_SHELLS):
        place = ("990101", "990102", "990103", "990104")[i % 4]
        firm = _small(place, 9_000 + i)
        on = weekday_from(date(2025, 2, 10) + timedelta(days=30 * i))
        known = weekday_from(on + timedelta(days=5))
        _add(timeline, known, place, firm.registered, f"demo/party/{firm.id}")
        shell = CustodySigned(
            on=on,
            custody=f"K:demo-shell-{i:02d}",
            client=firm.id,
            agency=agencies[i % len(agencies)].id,
            place=place,
            level="watch",
            leader=_LEADERS[i % len(_LEADERS)] + DEMO,
            until=months_after(on, 12),
            computed=Size.UNKNOWN,
            declared=Size.UNKNOWN if i % 4 == 3 else Size.SME,
            services=_OF_LEVEL["watch"],
        )
        _add(timeline, known, place, shell, f"demo/custody/{shell.custody}/signed")


def _record(on_record: Mapping[str, frozenset[int]], stock: Sequence[Right], timeline: Timeline) -> None:
    """Each January's records."""
    for right in stock:
        for year in sorted(on_record.get(right.number, ())):
            day = record_day(year)
            fact = FeeReductionRecorded(on=day, right=right.number, year=year, percent=85)
            _add(timeline, day, right.place, fact, f"demo/reduction/{right.number}/{year}", Actor.REGISTER)


def _marks(parties: Sequence[Party], stock: Sequence[Right], timeline: Timeline) -> None:
    """Half of the registered marks of firms in custody have evidence of use."""
    small = {p.id for p in clients(parties)}
    for right in stock:
        dice = Dice("use of mark", right.number)
        mine = right.kind is RightKind.TRADEMARK and right.granted is not None and set(right.owners) <= small
        if mine and right.granted is not None and right.granted < date(2024, 6, 1) and dice.chance(50):
            on = weekday_from(dice.day(date(2024, 7, 1), date(2026, 2, 20)))
            classes = classes_of(right.kind, Dice("annuities", right.number))
            used = MarkUsed(
                on=on, right=right.number, classes=classes, goods=f"演示商品{DEMO}", how=f"包装与发票{DEMO}"
            )
            _add(timeline, weekday_from(on + timedelta(days=14)), right.place, used, f"demo/used/{right.number}")


def _add(timeline: Timeline, day: date, place: str, fact: Fact, reference: str, actor: Actor | None = None) -> None:
    who = actor or (Actor.NEIGHBOUR if place == DEMO_SECOND else Actor.DISTRICT if place == PARK_PLACE else Actor.CLERK)
    timeline.add(Happening(day=day, actor=who, fact=fact, reference=reference))
