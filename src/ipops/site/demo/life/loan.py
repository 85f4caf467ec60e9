"""One loan of the demo, act by act, through the services of the house: from the firm's wish until it is repaid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from ipops.kernel.money import NIL, Money
from ipops.kernel.period import months_after
from ipops.ledger.facts.words import PartyKind
from ipops.lines.pledge.app import services
from ipops.lines.pledge.facts.words import Approach, Change, Channel, FixedBy, Release, Security
from ipops.lines.pledge.rules.fixing import Asked
from ipops.lines.pledge.rules.title import Answers
from ipops.site.demo.insurance import insurer
from ipops.site.demo.life.pooled import FUND, OPENED
from ipops.site.demo.life.scene import CLERK, done, paper, turned_away
from ipops.site.demo.loans import Lent, guarantor
from ipops.site.demo.people import monday_after, weekday_from
from ipops.webkit.enrol import By, Written

USER_BANK = "user:bank"
CLEAR = Answers(contract_complete=True, invalidation_pending=False, same_day_invention=False)
Act = Callable[[date], None]


def written(party: str, kind: PartyKind = PartyKind.ENTERPRISE) -> Written:
    return Written(code=party, name="", kind=kind)


def share(amount: Money, per_cent: int) -> Money:
    """So much of it, in whole 万元."""
    return Money(amount.fen * per_cent // 100 // 1_000_000 * 1_000_000)


def interest(amount: Money, rate_bp: int, months: int) -> Money:
    return Money(amount.fen * rate_bp * months // 120_000)


@dataclass(frozen=True, slots=True)
class Loan:
    """One loan as it is told. Days are counted from the registration of its pledge."""

    lent: Lent

    @property
    def bank(self) -> str:
        """Who acts for the bank: its own people, or a clerk to whom another bank hands its papers."""
        return CLERK if self.lent.course.elsewhere else USER_BANK

    @property
    def amount(self) -> Money:
        return share(self.lent.secured, 80)

    @property
    def drawn_on(self) -> date:
        """The day after the week's list has told of the pledge."""
        return monday_after(self.lent.day) + timedelta(days=1)

    @property
    def due_on(self) -> date:
        return months_after(self.drawn_on, self.lent.course.months)

    @property
    def fixes_on(self) -> date | None:
        """The last day on which claims under a maximum-amount pledge may arise, where the contract agrees on one."""
        return months_after(self.lent.day, 6) if self.lent.course.end == "fixed" else None

    @property
    def filed(self) -> bool:
        return self.drawn_on > OPENED

    def by(self, who: str, on: date, event: str, document: str = "") -> By:
        return By(by=who, today=on, reference=f"{self.lent.reference}/{event}", document=document)

    def begins(self) -> Iterator[tuple[date, Act]]:
        day = self.lent.day
        yield day - timedelta(days=35), self.ask
        yield day - timedelta(days=32), self.screen
        yield day - timedelta(days=28), self.look
        yield day - timedelta(days=21), self.value
        yield day - timedelta(days=14), self.grant
        if self.lent.course.security:
            yield day - timedelta(days=11), self.bind
        yield day - timedelta(days=6), self.agree
        yield day - timedelta(days=2), self.file
        if self.lent.course.end != "secured":
            yield self.drawn_on, self.draw

    def ends(self) -> Iterator[tuple[date, Act]]:
        """What becomes of it once it is drawn, if it does not fail (``failed``)."""
        ways = {
            "settled": self._settled, "renewed": self._renewed, "extended": self._extended,
            "caught_up": self._caught_up, "overdue": self._overdue, "performing": self._performing,
            "secured": self._secured, "fixed": self._fixed,
        }  # fmt: skip
        yield from ways[self.lent.course.end]()

    def ask(self, on: date) -> None:
        x = self.lent
        document = paper(f"企业授权书 {x.course.name}", f"授权日 {on.isoformat()}", by=CLERK)
        got = services.finance_ask(
            firm=written(x.firm),
            rights=x.rights,
            amount=self.amount,
            ip_part=self.amount,
            term_months=x.course.months,
            authorised_on=on,
            authorised_until=months_after(on, 12),
            fund=FUND if on > OPENED else "",
            credit="",
            bank=written(x.bank, PartyKind.BANK),
            purpose="流动资金（演示）",
            by=self.by(CLERK, on, "ask", document),
        )
        if done(got) != x.application:
            raise RuntimeError(f"The application of {x.course.name} has another code than its pledge was given.")

    def screen(self, on: date) -> None:
        done(
            services.finance_screen(
                application=self.lent.application, meets=True, why="", by=self.by(CLERK, on, "screen")
            )
        )

    def look(self, on: date) -> None:
        done(services.title_look(application=self.lent.application, answers=CLEAR, by=self.by(CLERK, on, "look")))

    def value(self, on: date) -> None:
        """The bank's own view by two approaches; it goes by the lower and takes no mean."""
        income, cost = share(self.lent.secured, 210), share(self.lent.secured, 160)
        done(
            services.collateral_value(
                application=self.lent.application,
                appraiser=None,
                by_bank=True,
                report_on=on - timedelta(days=3),
                approaches=(Approach.INCOME, Approach.COST),
                values=(income, cost),
                settled=cost,
                signers=0,
                why_one="",
                by=self.by(self.bank, on, "value"),
            )
        )

    def grant(self, on: date) -> None:
        done(
            services.credit_decide(
                application=self.lent.application,
                bank=written(self.lent.bank, PartyKind.BANK),
                granted=True,
                amount=self.amount,
                ip_part=self.amount,
                rate_bp=self.lent.course.rate_bp,
                term_months=self.lent.course.months,
                why="",
                by=self.by(self.bank, on, "grant"),
            )
        )

    def bind(self, on: date) -> None:
        security = Security(self.lent.course.security)
        insured = security is Security.INSURANCE
        who = written(insurer().id, PartyKind.INSURER) if insured else written(guarantor().id, PartyKind.GUARANTOR)
        done(
            services.security_bind(
                application=self.lent.application,
                who=who,
                security=security,
                amount=self.amount,
                until=None,
                by=self.by(self.bank, on, "bind"),
            )
        )

    def agree(self, on: date) -> None:
        """Before the contract lies there nothing is signed; before the pledge is registered nothing is drawn."""
        signed = partial(
            services.pledge_agree,
            application=self.lent.application,
            on=self.lent.day - timedelta(days=6),
            cap=self.lent.secured,
            maximum=self.lent.course.maximum,
            due_on=self.due_on,
            renewal_agreed=self.lent.course.marks,
            fixes_on=self.fixes_on,
        )
        turned_away(signed(by=self.by(self.bank, on, "unsigned")), "contract-missing")
        document = paper(f"质押合同 {self.lent.course.name}", f"签订 {on.isoformat()}", by=self.bank)
        done(signed(by=self.by(self.bank, on, "agree", document)))

    def file(self, on: date) -> None:
        done(
            services.pledge_file(
                pledge=self.lent.pledge,
                channel=Channel.ONLINE,
                answers=CLEAR,
                on=self.lent.day - timedelta(days=2),
                by=self.by(self.bank, on, "file"),
            )
        )

    def draw(self, on: date) -> None:
        """At most the credit; of a maximum-amount pledge the half first. Then the loan is filed with the fund."""
        first = share(self.amount, 50) if self.lent.course.maximum else self.amount
        self.lend("draw", first, on)
        if self.filed:
            self.file_fund(on)

    def lend(self, event: str, amount: Money, on: date) -> None:
        done(
            services.loan_draw(
                loan=self.lent.loan,
                drawing=f"DEMO-放-{self.lent.course.name}-{event}",
                amount=amount,
                on=on,
                due_on=max(self.due_on, on + timedelta(days=1)),
                by=self.by(self.bank, on, event),
            )
        )

    def file_fund(self, on: date) -> None:
        done(services.loan_file(loan=self.lent.loan, fund=FUND, place="", on=on, by=self.by(self.bank, on, "filed")))

    def repay(self, event: str, principal: Money, paid: Money, on: date, *, clears: bool = False) -> None:
        done(
            services.loan_repay(
                loan=self.lent.loan,
                principal=principal,
                interest=paid,
                clears=clears,
                on=on,
                by=self.by(self.bank, on, event),
            )
        )

    def quarter(self, on: date) -> None:
        self.repay("quarter", NIL, interest(self.amount, self.lent.course.rate_bp, 3), on)

    def repay_all(self, amount: Money, on: date) -> None:
        self.repay("repay", amount, interest(amount, self.lent.course.rate_bp, 3), on)
        done(services.loan_settle(loan=self.lent.loan, on=on, by=self.by(self.bank, on, "settle")))

    def cancel(self, release: Release, repaid_on: date | None, on: date) -> None:
        """The bank's own application comes before the week's list tells of it."""
        done(
            services.pledge_cancel(
                pledge=self.lent.pledge, release=release, on=on, repaid_on=repaid_on, by=self.by(CLERK, on, "cancel")
            )
        )

    def let_go(self, release: Release = Release.REPAID, repaid_on: date | None = None) -> Iterator[tuple[date, Act]]:
        """On the last weekday before the register lets it go."""
        day = self.lent.released
        day -= timedelta(days=max(0, day.weekday() - 4))
        yield day, partial(self.cancel, release, repaid_on)

    def _settled(self) -> Iterator[tuple[date, Act]]:
        yield months_after(self.drawn_on, 3), self.quarter
        repaid = weekday_from(self.due_on)
        yield repaid, partial(self.repay_all, self.amount)
        yield from self.let_go(repaid_on=repaid)

    def _renewed(self) -> Iterator[tuple[date, Act]]:
        """A maximum-amount pledge: drawn by half, drawn again, repaid, and drawn once more. Nothing is cancelled for it."""
        half, two = share(self.amount, 50), months_after(self.drawn_on, 2)
        yield two, partial(self.lend, "draw-2", share(self.amount, 30))
        four = months_after(self.drawn_on, 4)
        yield four, partial(self.repay, "turn", half + share(self.amount, 30), interest(half, 400, 4))
        yield months_after(self.drawn_on, 5), partial(self.lend, "renew", half)
        repaid = weekday_from(self.due_on)
        yield repaid, partial(self.repay_all, half)
        yield from self.let_go(repaid_on=repaid)

    def _extended(self) -> Iterator[tuple[date, Act]]:
        """The loan is given two months more, and the register changes the day: one pledge all along."""
        longer = months_after(self.due_on, 2)
        yield self.due_on - timedelta(days=10), partial(self.extend, longer)
        repaid = weekday_from(longer)
        yield repaid, partial(self.repay_all, self.amount)
        yield from self.let_go(repaid_on=repaid)

    def extend(self, until: date, on: date) -> None:
        done(
            services.loan_extend(
                loan=self.lent.loan, due_on=until, guarantor_consents=False, by=self.by(self.bank, on, "extend")
            )
        )
        done(
            services.pledge_change(
                pledge=self.lent.pledge,
                change=Change.EXTENSION,
                cap=None,
                due_on=until,
                why="展期（演示）",
                by=self.by(CLERK, on, "change"),
            )
        )

    def _caught_up(self) -> Iterator[tuple[date, Act]]:
        """A quarter's interest comes three weeks late."""
        late = months_after(self.drawn_on, 3)
        yield late, self.miss_interest
        yield late + timedelta(days=21), self.catch_up
        repaid = weekday_from(self.due_on)
        yield repaid, partial(self.repay_all, self.amount)
        yield from self.let_go(repaid_on=repaid)

    def miss_interest(self, on: date) -> None:
        owed = interest(self.amount, self.lent.course.rate_bp, 3)
        self.miss(NIL, owed, on)

    def miss(self, principal: Money, owed: Money, on: date) -> None:
        done(
            services.loan_miss(
                loan=self.lent.loan, principal=principal, interest=owed, on=on, by=self.by(self.bank, on, "miss")
            )
        )

    def catch_up(self, on: date) -> None:
        self.repay("catch-up", NIL, interest(self.amount, self.lent.course.rate_bp, 3), on, clears=True)

    def _overdue(self) -> Iterator[tuple[date, Act]]:
        yield months_after(self.drawn_on, 3), self.quarter
        yield date(2026, 4, 1), self.miss_interest

    def _performing(self) -> Iterator[tuple[date, Act]]:
        yield months_after(self.drawn_on, 3), self.quarter

    def _fixed(self) -> Iterator[tuple[date, Act]]:
        """A maximum-amount pledge whose agreed period has ended: what was drawn is secured, nothing more is drawn on it."""
        yield months_after(self.drawn_on, 2), partial(self.lend, "draw-2", share(self.amount, 50))
        yield months_after(self.drawn_on, 3), self.quarter
        assert self.fixes_on is not None
        yield self.fixes_on + timedelta(days=1), self.fix

    def fix(self, on: date) -> None:
        """The bank tells of it the next working day; a drawing after it is turned away."""
        assert self.fixes_on is not None
        done(
            services.loan_fix(
                loan=self.lent.loan,
                asked=Asked(ground=FixedBy.TERM, on=self.fixes_on),
                interest=interest(self.amount, self.lent.course.rate_bp, 1),
                others=NIL,
                by=self.by(self.bank, on, "fix"),
            )
        )
        late = services.loan_draw(
            loan=self.lent.loan,
            drawing=f"DEMO-放-{self.lent.course.name}-late",
            amount=share(self.amount, 10),
            on=on,
            due_on=self.due_on,
            by=self.by(self.bank, on, "late"),
        )
        turned_away(late, "claims-fixed")

    def _secured(self) -> Iterator[tuple[date, Act]]:
        yield from ()
