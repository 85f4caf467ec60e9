"""Pledges: registered, and released about a year later. Secured sums of a year add up to the story's, in 万元."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ipops.kernel.money import Money, split
from ipops.ledger.facts import PledgeRegistered, PledgeReleased
from ipops.ledger.facts.words import PartyKind, Proof
from ipops.reference.demo_places import DEMO_SECOND
from ipops.site.demo.deals import business_days
from ipops.site.demo.dice import Dice
from ipops.site.demo.loans import Lending
from ipops.site.demo.market import Market, may_pledge
from ipops.site.demo.people import Actor, monday_after, weekday_from
from ipops.site.demo.rights import Right
from ipops.site.demo.story import OPENED
from ipops.site.demo.timeline import Happening, Paper, Timeline

_WAN_IN_FEN = 1_000_000
_REGISTERED_LATE = 15  #: in a hundred: a clerk enters them from the notice, not from the list


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgePlan:
    code: str
    day: date
    second: bool
    secured: Money


def pledge_plans(year: int, n: int, wan: int, *, second: bool) -> list[PledgePlan]:
    """``n`` pledges of the year whose secured sums are whole 万元 and add up to ``wan``."""
    dice = Dice("pledge plans", str(year), "second" if second else "city")
    days = business_days(year, n, dice)
    weights = [dice.weighted((1, 2, 5, 10, 30), (20, 35, 25, 15, 5)) * dice.between(4, 9) for _ in days]
    parts = split(Money(wan), weights)
    return [
        PledgePlan(
            code=f"P-{year}-{'S' if second else 'C'}{i:04d}",
            day=day,
            second=second,
            secured=Money(part.fen * _WAN_IN_FEN),
        )
        for i, (day, part) in enumerate(zip(days, parts, strict=True), 1)
    ]


class Pledger:
    def __init__(self, market: Market, timeline: Timeline) -> None:
        self.market, self.timeline, self.lending = market, timeline, Lending()

    def carry_out(self, plan: PledgePlan) -> list[Right]:
        """The pledge's facts, one a right, and its release if the day has come; gives the rights pledged."""
        dice = Dice("pledge", plan.code)
        banks = [
            p
            for p in self.market.parties.values()
            if p.kind is PartyKind.BANK and (p.place == DEMO_SECOND) == plan.second
        ]

        def allowed(right: Right) -> bool:
            owner = self.market.parties[right.owners[0]]
            return (
                owner.kind is PartyKind.ENTERPRISE
                and (right.place == DEMO_SECOND) == plan.second
                and may_pledge(right, plan.day)
            )

        first = self.market.draw(dice, allowed)
        rights = self.market.with_it(first, dice.weighted((1, 3, 5, 9), (32, 30, 27, 11)), dice, allowed)
        released = plan.day + timedelta(days=dice.between(300, 420))
        bank, pledge = dice.pick(banks).id, plan.code
        told = (plan.code, plan.day, released, bank, rights, plan.secured)
        known = self.market.parties[rights[0].owners[0]].founded < OPENED
        if known and not plan.second and (lent := self.lending.take(*told)):
            bank, pledge = lent.bank, lent.pledge
        for right in rights:
            right.pledged_until = released
            self._register(plan, pledge, right, bank)
            self._release(plan, pledge, right, released)
        return rights

    def _register(self, plan: PledgePlan, pledge: str, right: Right, bank: str) -> None:
        late = Dice("pledge entry", plan.code).chance(_REGISTERED_LATE)
        number = f"DEMO-{plan.code}"
        fact = PledgeRegistered(
            on=plan.day,
            pledge=pledge,
            right=right.number,
            kind_of_right=right.kind,
            pledgors=right.owners,
            pledgees=(bank,),
            place=right.place,
            proof=Proof.NOTICE if late else Proof.LISTED,
            secured=plan.secured,
            contract_on=plan.day - timedelta(days=6),
            register_no=number,
        )
        text = f"质权登记通知书（演示，无效）\n演示编号 {number}\n质押 {plan.code}\n日期 {plan.day.isoformat()}\n"
        paper = Paper(name=f"{number} 质权登记通知书（演示）.txt", content=text.encode(), by=Actor.CLERK.label)
        clerk = Actor.NEIGHBOUR if plan.second else Actor.CLERK
        self.timeline.add(
            Happening(
                day=weekday_from(plan.day + timedelta(days=4)) if late else monday_after(plan.day),
                actor=clerk if late else Actor.REGISTER,
                fact=fact,
                reference=f"demo/pledge/{plan.code}/{right.number}",
                paper=paper if late else None,
            )
        )

    def _release(self, plan: PledgePlan, pledge: str, right: Right, on: date) -> None:
        self.timeline.add(
            Happening(
                day=monday_after(on),
                actor=Actor.REGISTER,
                fact=PledgeReleased(on=on, pledge=pledge, right=right.number),
                reference=f"demo/release/{plan.code}/{right.number}",
            )
        )
