"""The story's own deals, each a trap that a figure must survive. What they add to the net counts stands in ``NET``.

2023  a patent goes out and comes back within five weeks: excluded
2024  forty patents at 300 yuan each to a firm three weeks old: reported to the authority, still counts, flagged
      thirty free open licences of a university; one deal whose rights were registered on both sides of New Year
      a licence dated 2025 by mistake and corrected to 2024; a deal entered twice and withdrawn
      a pledged patent transferred, with the bank's consent handed in later
2025  eight deals in one week between two firms of one person, declared unrelated: excluded
      a pledged patent transferred without the bank's consent: stored, flagged with its article, overdue
      a round trip that is still being checked; eighty patents in one deal
      twenty-five single patents to another fresh firm in December, still being checked
2026  an intended deal, which counts nowhere
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from ipops.kernel.money import Money
from ipops.ledger.facts import ConflictFlagged, LicenceRecorded, Withdrawn
from ipops.ledger.facts.words import CheckEnd, LicenceKind, PartyKind, Proof, Signal
from ipops.lines.trading.facts import Act, ConflictEnd, ConflictSettled, DealIntended
from ipops.site.demo.checks import open_check
from ipops.site.demo.deals import CITY, Deal, Dealer, Done, Plan, Terms, make_fact, notice
from ipops.site.demo.dice import Dice
from ipops.site.demo.market import PATENTS, may_license, may_transfer
from ipops.site.demo.parties import TRADER, Party, enter, founded_late
from ipops.site.demo.people import Actor, monday_after, weekday_from
from ipops.site.demo.rights import Right
from ipops.site.demo.story import OPENED
from ipops.site.demo.timeline import Happening

#: Deals that the script adds to the net count of the city in each year.
NET = {2023: 0, 2024: 1 + 30 + 1 + 1 + 1 + 1, 2025: 1 + 2 + 1 + 25, 2026: 0}
LIVES_PAST = date(2027, 3, 31)  #: rights of the script stay alive through it
PLEDGED_CLAUSE = "民法典(2020-05-28) 第四百四十四条"
Scene = tuple[date, Callable[[], None]]


def terms_of(day: date, price: Money | None = None, *, free: bool = False) -> Terms:
    return Terms(day=day, contract=day - timedelta(days=20), price=price, free=free, related=False, proof=Proof.LISTED)


class Script:
    """Scenes by day. Rights they need are held back from ordinary business when the script is made."""

    def __init__(self, dealer: Dealer) -> None:
        self.dealer, self.market, self.timeline = dealer, dealer.market, dealer.timeline
        universities = [p for p in self.market.parties.values() if p.kind is PartyKind.UNIVERSITY]
        trader = next(p for p in self.market.parties.values() if p.name == TRADER)
        self.package = self._hold(universities[0], 80)
        self.opened = self._hold(universities[1], 10)
        cheap = self._hold(trader, 40 + 25)
        self.bulk, self.dribble = cheap[:40], cheap[40:]
        self.to_sister = self._hold_for_a_sister(8)

    def scenes(self) -> Iterator[Scene]:
        yield date(2023, 9, 11), lambda: self._round_trip("D-2023-X00", date(2023, 9, 11), 35, CheckEnd.EXCLUDED)
        yield date(2024, 3, 4), self._open_licences
        yield date(2024, 6, 11), self._bulk_to_fresh
        yield date(2024, 8, 6), lambda: self._pledged("D-2024-X401", date(2024, 8, 6), cured=True)
        yield date(2024, 9, 9), self._entered_twice
        yield date(2024, 12, 27), self._dated_wrongly
        yield date(2024, 12, 30), self._across_new_year
        yield date(2025, 3, 17), self._one_hand
        yield date(2025, 5, 20), lambda: self._pledged("D-2025-X401", date(2025, 5, 20), cured=False)
        yield date(2025, 10, 14), lambda: self._round_trip("D-2025-X20", date(2025, 10, 14), 42, None)
        yield date(2025, 11, 18), self._package
        yield date(2025, 12, 3), self._dribble
        yield date(2026, 3, 30), self._intended

    def _sound(self, owners: tuple[str, ...]) -> list[Right]:
        """Patents that live through the whole story."""
        patents = (r for r in self.market.of(owners) if r.kind in PATENTS)
        return [r for r in patents if r.in_force(date(2024, 1, 1)) and r.lives_past(LIVES_PAST)]

    def _hold(self, owner: Party, n: int) -> list[Right]:
        sound = self._sound((owner.id,))[:n]
        if len(sound) < n:
            raise LookupError(f"{owner.name} has only {len(sound)} of the {n} patents that the script needs.")
        self.market.hold_back(sound)
        return sound

    def _draw(self, code: str, day: date, *, licence: bool = False) -> Right:
        """A patent of a city owner that may change hands, and is kept out of ordinary business from now on."""

        def allowed(right: Right) -> bool:
            fits = may_license(right, day, alone=False) if licence else may_transfer(right, day)
            sound = right.kind in PATENTS and right.place in CITY and right.lives_past(LIVES_PAST)
            return fits and sound and right.is_quiet(day)

        right = self.market.draw(Dice("script", code), allowed)
        self.market.hold_back([right])
        return right

    def _buyer(self, code: str, day: date, rights: Sequence[Right]) -> Party:
        return self.market.buyer(Dice("script buyer", code), CITY, day, rights)

    def _facts(
        self, code: str, rights: Sequence[Right], taker: Party, terms: Terms, *, licence: bool = False
    ) -> list[Deal]:
        giver = self.market.parties[rights[0].owners[0]]
        plan = Plan(code=code, day=terms.day, licence=licence)
        return [make_fact(plan, r, giver, taker, terms) for r in rights]

    def _list(self, rights: Sequence[Right], taker: Party, facts: Sequence[Deal]) -> Done:
        """The register lists the deal; the city learns of it on the Monday after the last day."""
        learned = monday_after(facts[-1].on)
        references = self.dealer.enter(Actor.REGISTER, learned, facts, "listed", None)
        self.dealer.change_hands(rights, taker, facts)
        return Done(facts=tuple(facts), references=references, learned=learned)

    def _round_trip(self, code: str, day: date, days: int, end: CheckEnd | None) -> None:
        right = self._draw(code, day)
        home = self.market.parties[right.owners[0]]
        there = self._buyer(code, day, [right])
        out = self._list([right], there, self._facts(f"{code}1", [right], there, terms_of(day, Money.yuan(48_000))))
        later = day + timedelta(days=days)
        back = self._list([right], home, self._facts(f"{code}2", [right], home, terms_of(later, Money.yuan(48_500))))
        open_check(self.timeline, Signal.ROUND_TRIP, right.number, [out, back], end=end)

    def _open_licences(self) -> None:
        for i in range(30):
            right, code = self.opened[i // 3], f"D-2024-X1{i + 1:02d}"
            day = weekday_from(date(2024, 3, 4) + timedelta(days=3 * i))
            taker = self._buyer(code, day, [right])
            facts = self._facts(code, [right], taker, terms_of(day, free=True), licence=True)
            opened = [replace(f, kind_of_licence=LicenceKind.OPEN) for f in facts if isinstance(f, LicenceRecorded)]
            self._list([right], taker, opened)

    def _bulk_to_fresh(self) -> None:
        fresh = founded_late("示范老城速成知识产权服务有限公司", "990102", date(2024, 5, 20))
        self._welcome(fresh)
        facts = self._facts("D-2024-X201", self.bulk, fresh, terms_of(date(2024, 6, 11), Money.yuan(12_000)))
        done = self._list(self.bulk, fresh, facts)
        open_check(self.timeline, Signal.BULK_FRESH, fresh.id, [done], end=CheckEnd.REPORTED, ended_after=42)

    def _dribble(self) -> None:
        fresh = founded_late("示范高新聚专技术服务有限公司", "990101", date(2025, 11, 10))
        self._welcome(fresh)
        made = []
        for i, right in enumerate(self.dribble):
            day = weekday_from(date(2025, 12, 3) + timedelta(days=i // 2))
            facts = self._facts(f"D-2025-X5{i + 1:02d}", [right], fresh, terms_of(day, Money.yuan(500)))
            made.append(self._list([right], fresh, facts))
        open_check(self.timeline, Signal.BULK_FRESH, fresh.id, made, opened=date(2026, 1, 12))

    def _welcome(self, fresh: Party) -> None:
        self.market.add_party(fresh)
        enter(fresh, self.timeline, fresh.founded + timedelta(days=7))

    def _entered_twice(self) -> None:
        code, day = "D-2024-X301", date(2024, 9, 9)
        right = self._draw(code, day)
        taker = self._buyer(code, day, [right])
        facts = self._facts(code, [right], taker, terms_of(day, Money.yuan(85_000)))
        again = [replace(f, deal="D-2024-X302", proof=Proof.NOTICE) for f in facts]
        typed = self.dealer.enter(Actor.CLERK, date(2024, 9, 12), again, "notice", notice(facts[0]))
        self._list([right], taker, facts)
        self.timeline.add(
            Happening(
                day=date(2024, 9, 25),
                actor=Actor.CLERK,
                fact=Withdrawn(on=date(2024, 9, 25), why="与登记簿所列 D-2024-X301 重复录入（演示）"),
                reference="demo/withdrawn/D-2024-X302",
                corrects=typed[0],
                reason="重复录入（演示）· entered twice (demo)",
            )
        )

    def _dated_wrongly(self) -> None:
        code, day = "D-2024-X311", date(2024, 12, 27)
        right = self._draw(code, day, licence=True)
        taker = self._buyer(code, day, [right])
        facts = self._facts(
            code, [right], taker, replace(terms_of(day, Money.yuan(60_000)), proof=Proof.NOTICE), licence=True
        )
        paper = notice(facts[0])
        wrong = [replace(f, on=date(2025, 1, 3)) for f in facts]
        typed = self.dealer.enter(Actor.CLERK, date(2025, 1, 6), wrong, "mistyped", paper)
        self.dealer.enter(Actor.CLERK, date(2025, 2, 14), facts, "corrected", paper, typed)
        self.dealer.change_hands([right], taker, facts)

    def _across_new_year(self) -> None:
        code, first = "D-2024-X321", date(2024, 12, 30)
        rights = [self._draw(code, first)]
        rights += self.market.with_it(rights[0], 2, Dice("script pair", code), lambda r: may_transfer(r, first))[1:]
        taker = self._buyer(code, first, rights)
        facts = self._facts(code, rights, taker, terms_of(first, Money.yuan(230_000)))
        self._list(rights, taker, [replace(f, on=first + timedelta(days=7 * i)) for i, f in enumerate(facts)])

    def _one_hand(self) -> None:
        first = date(2025, 3, 17)
        rights, taker = self.to_sister
        for i, right in enumerate(rights):
            code = f"D-2025-X1{i + 1:02d}"
            facts = self._facts(code, [right], taker, terms_of(first + timedelta(days=i // 2), Money.yuan(2_000)))
            done = self._list([right], taker, facts)
            open_check(self.timeline, Signal.SAME_HAND, code, [done], end=CheckEnd.EXCLUDED, ended_after=55)

    def _hold_for_a_sister(self, n: int) -> tuple[list[Right], Party]:
        """``n`` patents of the first city firm that has so many, and a city firm that the same hand stands behind."""
        for owner in self.market.parties.values():
            mine = self._sound((owner.id,))
            if owner.place in CITY and owner.controller and len(mine) >= n:
                sister = self.market.sister(mine[0], OPENED)
                if sister is not None and sister.place in CITY:
                    self.market.hold_back(mine[:n])
                    return mine[:n], sister
        raise LookupError(f"No firm of a group has the {n} patents that the script needs.")

    def _pledged(self, code: str, day: date, *, cured: bool) -> None:
        """A right under pledge is transferred and the register lists it; the act is stored and flagged."""

        def allowed(right: Right) -> bool:
            under = right.pledged_until is not None and day + timedelta(days=90) < right.pledged_until
            return under and right.kind in PATENTS and right.place in CITY and right.lives_past(LIVES_PAST)

        right = self.market.draw(Dice("script", code), allowed)
        self.market.hold_back([right])
        taker = self._buyer(code, day, [right])
        done = self._list([right], taker, self._facts(code, [right], taker, terms_of(day, Money.yuan(320_000))))
        case, flagged = f"K:{code}:pledged:{right.number}", done.learned + timedelta(days=1)
        flag = ConflictFlagged(
            on=day,
            case=case,
            deal=code,
            right=right.number,
            conflict="pledged",
            clause=PLEDGED_CLAUSE,
            owner=Actor.OFFICER.label,
            due_on=weekday_from(flagged + timedelta(days=30)),
        )
        self._settle(flagged, flag, f"demo/conflict/{case}", "登记簿已登记而质权未注销（演示）")
        if cured:
            settled = weekday_from(flagged + timedelta(days=22))
            why = "质权人补交书面同意（演示）"
            end = ConflictSettled(on=settled, case=case, deal=code, end=ConflictEnd.CURED, why=why)
            self._settle(settled, end, f"demo/settled/{case}", why)

    def _settle(self, day: date, fact: ConflictFlagged | ConflictSettled, reference: str, reason: str) -> None:
        self.timeline.add(Happening(day=day, actor=Actor.OFFICER, fact=fact, reference=reference, reason=reason))

    def _package(self) -> None:
        code, day = "D-2025-X301", date(2025, 11, 18)
        taker = self._buyer(code, day, self.package)
        self._list(self.package, taker, self._facts(code, self.package, taker, terms_of(day, Money.yuan(6_600_000))))

    def _intended(self) -> None:
        code, day = "D-2026-X001", date(2026, 3, 30)
        right = self._draw(code, day)
        giver, taker = self.market.parties[right.owners[0]], self._buyer(code, day, [right])
        fact = DealIntended(
            on=day,
            deal=code,
            act=Act.TRANSFER,
            rights=(right.number,),
            givers=right.owners,
            takers=(taker.id,),
            from_place=giver.place,
            to_place=taker.place,
            price=Money.yuan(150_000),
            related=False,
        )
        reason = "拟办理，尚未登记（演示）· intended, not yet registered (demo)"
        self.timeline.add(
            Happening(day=day, actor=Actor.CLERK, fact=fact, reference=f"demo/intended/{code}", reason=reason)
        )
