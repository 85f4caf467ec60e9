"""Ordinary transfers and licences: each on its day, of rights that may change hands then, learned as a city learns them.

Most are listed on the register and come with the Monday's list. Some are entered by a clerk with their notice. Some are
reported by a party first and replaced once the register lists them; some are never listed and never count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ipops.kernel.money import Money
from ipops.kernel.period import months_after
from ipops.ledger.facts import LicenceRecorded, TransferRegistered
from ipops.ledger.facts.words import LicenceKind, Proof, RightKind
from ipops.reference.demo_places import DEMO_DISTRICTS, DEMO_SECOND
from ipops.site.demo.dice import Dice
from ipops.site.demo.market import Market, may_license, may_transfer, sleeps
from ipops.site.demo.parties import Party
from ipops.site.demo.people import Actor, gazette_day, monday_after, weekday_from
from ipops.site.demo.rights import Right
from ipops.site.demo.story import MONTHS, QUARTER_END, TODAY
from ipops.site.demo.timeline import Happening, Paper, Timeline

Deal = TransferRegistered | LicenceRecorded
CITY = DEMO_DISTRICTS
FREE, UNTOLD_PRICE, SISTERS, UNTOLD_RELATED = 7, 11, 45, 14  #: in a hundred
BY_NOTICE, REPORTED_FIRST, MISTYPED = 20, 6, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One deal to come: its code, day, whether it is a licence, where its sides are."""

    code: str
    day: date
    licence: bool
    inner: bool = True  #: both sides in the city (or, in the second place, both there)
    second: bool = False
    mark: bool = False
    reported_only: bool = False
    software: bool = False

    @property
    def kind_of_licence(self) -> LicenceKind:
        return {"7": LicenceKind.EXCLUSIVE, "5": LicenceKind.SOLE}.get(self.code[-1], LicenceKind.ORDINARY)

    @property
    def alone(self) -> bool:
        return self.kind_of_licence is not LicenceKind.ORDINARY


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the sides agreed and what the register wrote."""

    day: date
    contract: date
    price: Money | None
    free: bool
    related: bool | None
    proof: Proof


def business_days(year: int, n: int, dice: Dice) -> list[date]:
    """``n`` weekdays of the year's story, in order, spread over its months; for 2026 over its first quarter."""
    months = 3 if year == TODAY.year else 12
    last = QUARTER_END - timedelta(days=8) if year == TODAY.year else date(year, 12, 31)
    made = []
    for _ in range(n):
        month = dice.weighted(range(1, months + 1), MONTHS[:months])
        first = date(year, month, 1)
        day = weekday_from(dice.day(first, min(months_after(first, 1) - timedelta(days=1), last)))
        made.append(day if day <= last else last - timedelta(days=(last.weekday() - 4) % 7))
    return sorted(made)


def plans(year: int, n: int, kind: str, dice: Dice) -> Iterator[Plan]:
    """``n`` ordinary deals of one kind of plan: ``city``, ``second``, ``reported`` or ``software``.

    One in six assigns marks, on a day on which marks are announced.
    """
    for i, day in enumerate(business_days(year, n, dice), 1):
        licence = kind != "software" and dice.chance(41)
        mark = kind in ("city", "second") and not licence and dice.chance(16)
        yield Plan(
            code=f"D-{year}-{kind[0].upper()}{i:04d}",
            day=gazette_day(day) if mark else day,
            licence=licence,
            inner=kind != "city" or dice.chance(80),
            second=kind == "second",
            mark=mark,
            reported_only=kind == "reported",
            software=kind == "software",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A deal carried out: its facts, where they stand in the timeline, when they were learned."""

    facts: tuple[Deal, ...]
    references: tuple[str, ...]
    learned: date


class Dealer:
    """Carries plans out on the market and tells the timeline."""

    def __init__(self, market: Market, timeline: Timeline) -> None:
        self.market, self.timeline = market, timeline

    def carry_out(self, plan: Plan) -> Done:
        """The deal's facts, one a right; the market changes and the timeline learns of it."""
        dice = Dice("deal", plan.code)
        rights, giver, taker, related = self._sides(plan, dice)
        free = dice.chance(FREE)
        terms = Terms(
            day=plan.day,
            contract=plan.day - timedelta(days=dice.between(12, 75)),
            price=None if free or dice.chance(UNTOLD_PRICE) else _price(len(rights), plan.licence, dice),
            free=free,
            related=None if not related and dice.chance(UNTOLD_RELATED) else related,
            proof=Proof.NOTICE if dice.chance(BY_NOTICE) else Proof.LISTED,
        )
        facts = tuple(make_fact(plan, r, giver, taker, terms) for r in rights)
        references, day = self._learn(plan, facts, dice)
        if plan.reported_only:
            for right in rights:
                right.last_act, right.reported = plan.day, True
        else:
            self.change_hands(rights, taker, facts)
        return Done(facts=facts, references=references, learned=day)

    def _sides(self, plan: Plan, dice: Dice) -> tuple[list[Right], Party, Party, bool]:
        """Rights, giver, taker, and whether one hand is behind both."""
        market, day = self.market, plan.day

        from_second = plan.second or (not plan.inner and dice.chance(40))

        def allowed(right: Right) -> bool:
            if (right.place == DEMO_SECOND) != from_second:
                return False
            if plan.software:
                return right.kind is RightKind.SOFTWARE and right.in_force(day) and not sleeps(right.place, day)
            if not plan.licence and (right.kind is RightKind.TRADEMARK) != plan.mark:
                return False
            return may_license(right, day, alone=plan.alone) if plan.licence else may_transfer(right, day)

        right = market.draw(dice, allowed)
        rights = market.with_it(right, dice.weighted((1, 2, 3, 5, 9, 16), (50, 17, 11, 11, 7, 4)), dice, allowed)
        giver = market.parties[right.owners[0]]
        alone = plan.inner and not plan.second and len(rights) == 1 and right.is_quiet(day)
        sister = market.sister(right, day) if alone else None
        if sister and sister.place in CITY and not sleeps(sister.place, day) and dice.chance(SISTERS):
            return rights, giver, sister, True
        abroad = plan.second or (not plan.inner and not from_second)
        places = (DEMO_SECOND,) if abroad else tuple(p for p in CITY if not sleeps(p, day))
        return rights, giver, market.buyer(dice, places, day, rights), False

    def change_hands(self, rights: Sequence[Right], taker: Party, facts: Sequence[Deal]) -> None:
        """What the deal does to the market."""
        for right, fact in zip(rights, facts, strict=True):
            right.last_act = fact.on
            if isinstance(fact, TransferRegistered):
                self.market.move(right, (taker.id,), taker.place)
                right.last_moved = fact.on
            elif fact.until is not None:
                right.licensed_until = max(right.licensed_until or fact.until, fact.until)
                if fact.kind_of_licence in (LicenceKind.EXCLUSIVE, LicenceKind.SOLE):
                    right.alone_until = max(right.alone_until or fact.until, fact.until)

    def _learn(self, plan: Plan, facts: tuple[Deal, ...], dice: Dice) -> tuple[tuple[str, ...], date]:
        """References of the facts as they stand in the end, and the day on which the city first knew them so."""
        first = facts[0]
        clerk = Actor.NEIGHBOUR if plan.second else _clerk_of(first)
        if plan.reported_only:
            day = weekday_from(first.on + timedelta(days=dice.between(2, 12)))
            return self.enter(clerk, day, [_reported(f) for f in facts], "reported", _told(plan.code)), day
        before = self._report_first(clerk, plan, facts, dice)
        if first.proof is Proof.LISTED:
            day = monday_after(first.on)
            return self.enter(Actor.REGISTER, day, facts, "listed", None, before), day
        day = weekday_from(first.on + timedelta(days=dice.between(1, 9)))
        paper = notice(first)
        if not before and first.price is not None and dice.chance(MISTYPED):
            wrong = [replace(f, price=first.price * 10) for f in facts]
            typed = self.enter(clerk, day, wrong, "mistyped", paper)
            later = weekday_from(day + timedelta(days=dice.between(3, 40)))
            return self.enter(clerk, later, facts, "corrected", paper, typed) or typed, day
        return self.enter(clerk, day, facts, "notice", paper, before), day

    def _report_first(self, clerk: Actor, plan: Plan, facts: tuple[Deal, ...], dice: Dice) -> tuple[str, ...]:
        """References of what a party had reported before the register listed it; mostly nothing."""
        first = facts[0]
        if not dice.chance(REPORTED_FIRST) or first.contract_on is None:
            return ()
        day = weekday_from(first.contract_on + timedelta(days=dice.between(1, 6)))
        if day >= first.on or day.year < 2023 or day <= date(2023, 1, 6):
            return ()
        early = [_reported(replace(f, on=f.contract_on or f.on)) for f in facts]
        return self.enter(clerk, day, early, "reported", _told(plan.code))

    def enter(
        self,
        actor: Actor,
        day: date,
        facts: Sequence[Deal],
        how: str,
        paper: Paper | str | None,
        corrects: tuple[str, ...] = (),
    ) -> tuple[str, ...]:
        """Tell the timeline; gives the references. ``paper`` is a document, a stated reason, or the batch's own list."""
        made = []
        for i, fact in enumerate(facts):
            reference = f"demo/{how}/{fact.deal}/{fact.right}"
            learned = self.timeline.add(
                Happening(
                    day=day,
                    actor=actor,
                    fact=fact,
                    reference=reference,
                    corrects=corrects[i] if corrects else "",
                    paper=paper if isinstance(paper, Paper) else None,
                    reason=paper if isinstance(paper, str) else "",
                )
            )
            if learned:
                made.append(reference)
        return tuple(made)


def _clerk_of(fact: Deal) -> Actor:
    """The high-tech district keeps its own records; the city's clerk keeps the others'."""
    return Actor.DISTRICT if fact.from_place == fact.to_place == "990101" else Actor.CLERK


def _told(code: str) -> str:
    return f"当事人报告，尚无登记或备案凭证（演示 {code}）· reported by a party, no notice yet (demo)"


def notice(fact: Deal) -> Paper:
    """The made-up notice of registration or recordal that a clerk attaches."""
    act = "转让登记" if isinstance(fact, TransferRegistered) else "许可备案"
    text = f"{act}通知书（演示，无效）\n演示编号 {fact.register_no}\n交易 {fact.deal}\n日期 {fact.on.isoformat()}\n"
    return Paper(name=f"{fact.register_no} {act}通知书（演示）.txt", content=text.encode(), by=Actor.CLERK.label)


def _reported(fact: Deal) -> Deal:
    return replace(fact, proof=Proof.REPORTED, register_no="")


def _price(n: int, licence: bool, dice: Dice) -> Money:
    """A few thousand to a few million yuan for the whole deal, in full hundreds; a second right adds less than a first."""
    base = dice.weighted((3, 8, 20, 60, 180, 500), (10, 26, 32, 20, 9, 3))
    hundreds = base * dice.between(6, 17) * (2 + n) // 3
    return Money.yuan((hundreds // 2 if licence else hundreds) * 100 + 1000)


def make_fact(plan: Plan, right: Right, giver: Party, taker: Party, terms: Terms) -> Deal:
    """The register's line on one right of the deal."""
    number = f"DEMO-{plan.code[2:]}"
    if not plan.licence:
        return TransferRegistered(
            on=terms.day,
            deal=plan.code,
            right=right.number,
            kind_of_right=right.kind,
            transferors=right.owners,
            transferees=(taker.id,),
            from_place=giver.place,
            to_place=taker.place,
            proof=terms.proof,
            contract_on=terms.contract,
            price=terms.price,
            free=terms.free,
            related=terms.related,
            register_no=number,
        )
    return LicenceRecorded(
        on=terms.day,
        deal=plan.code,
        right=right.number,
        kind_of_right=right.kind,
        kind_of_licence=plan.kind_of_licence,
        licensors=right.owners,
        licensees=(taker.id,),
        from_place=giver.place,
        to_place=taker.place,
        proof=terms.proof,
        contract_on=terms.contract,
        starts_on=terms.contract,
        until=months_after(terms.contract, 24),
        price=terms.price,
        free=terms.free,
        related=terms.related,
        territory="中国",
        register_no=number,
    )
