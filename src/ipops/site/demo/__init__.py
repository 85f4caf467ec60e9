"""The demo city: three years of a made-up city's records, told again as they were learned.

    for recorded_at, by, draft in demo_city(): ...

Pure and seeded: the same facts, moments and Merkle root on every machine. Drafts point at one another by entry number,
counted from 1, so they belong into an empty journal. See ``story`` for what it tells and ``README.md`` for how to load it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ipops.site.demo import custody, insurance, navigation, returns, rights, robots, subsidies
from ipops.site.demo import parties as people_and_firms
from ipops.site.demo.checks import check_sisters
from ipops.site.demo.deals import Dealer, Plan, plans
from ipops.site.demo.dice import Dice
from ipops.site.demo.loans import Lending, guarantor
from ipops.site.demo.market import Market
from ipops.site.demo.pledges import PledgePlan, Pledger, pledge_plans
from ipops.site.demo.script import NET, Script
from ipops.site.demo.story import (
    BASE_YEAR,
    DEALS,
    MARK,
    PLAN_YEARS,
    PLEDGED_WAN,
    PLEDGES,
    REPORTED_ONLY,
    SECOND_PLACE_DEALS,
    SECOND_PLACE_PLEDGED_WAN,
    SECOND_PLACE_PLEDGES,
    TODAY,
    UNCOUNTED,
    YEARS,
)
from ipops.site.demo.supply import open_market
from ipops.site.demo.timeline import Learned, Paper, Timeline

__all__ = [
    "BASE_YEAR",
    "MARK",
    "PLAN_YEARS",
    "TODAY",
    "Learned",
    "Paper",
    "demo_city",
    "demo_lending",
    "demo_papers",
    "demo_records",
    "forget",
]
#: Firms whose rights are free, for applications that are under way.
_ASKING = 14


def demo_city() -> Iterator[Learned]:
    """Every draft with the moment it was learned and who sent it, in order; moments never run backwards.

    Drafts of one batch share moment and sender, so a loader may hand them to the journal in one go.
    """
    for learned, _ in demo_records():
        yield learned


def demo_records() -> Iterator[tuple[Learned, Paper | None]]:
    """As ``demo_city``, each with the made-up document that its source names, or ``None`` where a reason is stated."""
    return _told().timeline.learned()


def demo_lending() -> Lending:
    """The loans behind the story's pledges, and firms that ask for one."""
    return _told().lending


def demo_papers() -> Iterator[Paper]:
    """The documents alone, each once, in the order in which they are first named."""
    seen: set[str] = set()
    for _, paper in demo_records():
        if paper is not None and paper.sha256 not in seen:
            seen.add(paper.sha256)
            yield paper


class _Told(NamedTuple):
    timeline: Timeline
    lending: Lending


def forget() -> None:
    """Let go of the story; asked again it is told again."""
    _told.cache_clear()


@lru_cache(maxsize=1)
def _told() -> _Told:
    """The whole story, told once for everybody who asks for a part of it."""
    timeline = Timeline()
    parties = people_and_firms.make_parties()
    for party in parties:
        people_and_firms.enter(party, timeline)
    people_and_firms.rename_some(parties, timeline)
    stock = rights.make_rights(parties)
    on_record = custody.reductions(parties, stock)
    documents = robots.frozen(stock)  # before owners and places change
    for right in stock:
        rights.enter(right, timeline, on_record.get(right.number, frozenset()))
    market = Market(parties, stock)
    pledger = Pledger(market, timeline)
    for _, act in sorted(_acts(market, timeline, pledger), key=lambda a: a[0]):
        act()
    pledger.lending.look_for_firms(market, _ASKING)
    people_and_firms.enter(guarantor(), timeline)
    open_market(market, timeline)
    subsidies.subsidise(market, timeline)
    insurance.insure(market, timeline)
    returns.hand_in(parties, timeline)
    custody.take_custody(parties, stock, on_record, timeline)
    navigation.tell(parties, documents, timeline)
    return _Told(timeline, pledger.lending)


def _acts(market: Market, timeline: Timeline, pledger: Pledger) -> Iterator[tuple[date, Callable[[], None]]]:
    """Everything that changes the market, with its day; acts of one day keep this order."""
    dealer = Dealer(market, timeline)

    def deal(plan: Plan) -> Callable[[], None]:
        def act() -> None:
            done = dealer.carry_out(plan)
            if done.facts[0].related:
                check_sisters(timeline, done)

        return act

    def pledge(plan: PledgePlan) -> Callable[[], None]:
        def act() -> None:
            pledger.carry_out(plan)

        return act

    yield from Script(dealer).scenes()
    for year in YEARS:
        amounts = {
            "city": DEALS[year] - NET[year],
            "second": SECOND_PLACE_DEALS[year],
            "reported": REPORTED_ONLY[year],
            "software": UNCOUNTED[year],
        }
        for kind, n in amounts.items():
            for plan in plans(year, n, kind, Dice("plans", kind, str(year))):
                yield plan.day, deal(plan)
        for second, counts, sums in (
            (False, PLEDGES, PLEDGED_WAN),
            (True, SECOND_PLACE_PLEDGES, SECOND_PLACE_PLEDGED_WAN),
        ):
            for pledge_plan in pledge_plans(year, counts[year], sums[year], second=second):
                yield pledge_plan.day, pledge(pledge_plan)
