"""Spring 2026: applications under way, in each state, on rights that lie under nothing; some end before a contract is signed.

Beside them a subsidy claimed for a loan that was repaid, and the policies behind the loans that are insured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from ipops.kernel.money import Money
from ipops.kernel.period import months_after
from ipops.ledger.facts.words import PartyKind
from ipops.lines.insurance.app.services import policies
from ipops.lines.insurance.app.services.common import POLICY_CASES
from ipops.lines.pledge.app import services
from ipops.lines.pledge.facts.words import Approach, Channel
from ipops.lines.pledge.rules import codes
from ipops.lines.subsidies.app.services import claims as subsidies
from ipops.site.demo import demo_lending
from ipops.site.demo.life.loan import CLEAR, USER_BANK, Loan, written
from ipops.site.demo.life.pooled import CREDIT, FUND
from ipops.site.demo.life.scene import CLERK, Scene, done, paper
from ipops.site.demo.loans import BANK
from ipops.site.demo.people import weekday_from
from ipops.site.demo.story import TODAY
from ipops.webkit.enrol import By

#: How far each application has come, the firms in the order of ``Lending.firms``; the first is on no list.
_STATES = (
    "turned away", "asked", "asked", "screened", "looked", "valued", "granted", "objected", "declined", "dropped",
    "drafted", "filed", "returned", "refused",
)  # fmt: skip
_ROAD = ("asked", "screened", "looked", "valued", "granted", "drafted", "filed")
_REACH = {
    "turned away": 2, "objected": 2, "declined": 5, "dropped": 3, "returned": 7, "refused": 7,
} | {state: n for n, state in enumerate(_ROAD, 1)}  # fmt: skip
_FIRST = date(2026, 2, 24)
_SUM = Money.yuan(3_000_000)
_MONTHS = 12
_CREDIT_PRODUCT = "IP:demo-5"
_WINDOW = "SW:demo-2026"


def scenes() -> Iterator[Scene]:
    for n, (state, firm) in enumerate(zip(_STATES, demo_lending().firms, strict=True)):
        asking = Asking(n=n, state=state, party=firm.party, rights=firm.rights)
        for day, act in asking.goes():
            if day <= TODAY:
                yield Scene(day=weekday_from(day), act=act)
    for lent in demo_lending().lent:
        loan = Loan(lent)
        if lent.course.security == "insurance":
            yield Scene(day=weekday_from(lent.day - timedelta(days=10)), act=partial(_quote, loan))
            yield Scene(day=weekday_from(lent.day - timedelta(days=5)), act=partial(_insure, loan))
        if lent.course.name == "loan-12":
            yield Scene(day=date(2026, 3, 12), act=partial(_subsidise, loan))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """An application that has come as far as its state tells."""

    n: int
    state: str
    party: str
    rights: tuple[str, ...]

    @property
    def application(self) -> str:
        return codes.application_of(CLERK, f"demo/ask-{self.n:02d}/ask")

    @property
    def pledge(self) -> str:
        return codes.pledge_of(self.application)

    def by(self, who: str, on: date, event: str, document: str = "") -> By:
        return By(by=who, today=on, reference=f"demo/ask-{self.n:02d}/{event}", document=document)

    def goes(self) -> Iterator[tuple[date, Callable[[date], None]]]:
        """The common road as far as this one goes, then its own end."""
        road = (self.ask, self.screen, self.look, self.value, self.grant, self.agree, self.file)
        for i, act in enumerate(road[: _REACH[self.state]]):
            yield _FIRST + timedelta(days=self.n + 5 * i), act
        ends = {"dropped": self.drop, "returned": self.send_back, "refused": self.refuse}
        if end := ends.get(self.state):
            yield _FIRST + timedelta(days=self.n + 5 * _REACH[self.state]), end

    def ask(self, on: date) -> None:
        """The second is one of a park's firms; the right of the one that is objected to lies under another bank's pledge."""
        rights = _pledged() if self.state == "objected" else self.rights
        document = paper(f"企业授权书 {self.n:02d}", f"授权日 {on.isoformat()}", by=CLERK)
        got = services.finance_ask(
            firm=written(self.party),
            rights=rights,
            amount=_SUM,
            ip_part=Money(_SUM.fen * 2 // 3) if self.n % 3 == 0 else _SUM,
            term_months=_MONTHS,
            authorised_on=on,
            authorised_until=months_after(on, 12),
            fund=FUND,
            credit=CREDIT if self.n == 1 else "",
            bank=written(BANK, PartyKind.BANK),
            purpose="研发投入（演示）",
            by=self.by(CLERK, on, "ask", document),
        )
        if done(got) != self.application:
            raise RuntimeError(f"The demo's application {self.n} has another code than it was given.")

    def screen(self, on: date) -> None:
        done(services.finance_screen(application=self.application, meets=True, why="", by=self.by(CLERK, on, "screen")))

    def look(self, on: date) -> None:
        done(services.title_look(application=self.application, answers=CLEAR, by=self.by(CLERK, on, "look")))

    def value(self, on: date) -> None:
        done(
            services.collateral_value(
                application=self.application,
                appraiser=None,
                by_bank=True,
                report_on=on,
                approaches=(Approach.COST,),
                values=(Money(_SUM.fen * 2),),
                settled=Money(_SUM.fen * 2),
                signers=0,
                why_one="同类许可交易不足，收益难以单独计量（演示）",
                by=self.by(USER_BANK, on, "value"),
            )
        )

    def grant(self, on: date) -> None:
        granted = self.state != "declined"
        done(
            services.credit_decide(
                application=self.application,
                bank=written(BANK, PartyKind.BANK),
                granted=granted,
                amount=_SUM if granted else None,
                ip_part=_SUM if granted else None,
                rate_bp=355 if granted else None,
                term_months=_MONTHS if granted else None,
                why="" if granted else "现金流不足以覆盖还款（演示）",
                by=self.by(USER_BANK, on, "grant"),
            )
        )

    def agree(self, on: date) -> None:
        done(
            services.pledge_agree(
                application=self.application,
                on=on,
                cap=_SUM,
                maximum=False,
                due_on=months_after(on, _MONTHS + 1),
                renewal_agreed=False,
                by=self.by(USER_BANK, on, "agree", paper(f"质押合同 {self.n:02d}", by=USER_BANK)),
            )
        )

    def file(self, on: date) -> None:
        done(
            services.pledge_file(
                pledge=self.pledge, channel=Channel.WINDOW, answers=CLEAR, on=on, by=self.by(USER_BANK, on, "file")
            )
        )

    def drop(self, on: date) -> None:
        done(
            services.finance_drop(application=self.application, why="已另行融资（演示）", by=self.by(CLERK, on, "drop"))
        )

    def send_back(self, on: date) -> None:
        done(services.pledge_return(pledge=self.pledge, why="合同缺权利清单（演示）", by=self.by(CLERK, on, "return")))

    def refuse(self, on: date) -> None:
        done(
            services.pledge_refuse(
                pledge=self.pledge, ground="合同缺必备条款", why="补正后仍不符（演示）", by=self.by(CLERK, on, "refuse")
            )
        )


def _pledged() -> tuple[str, ...]:
    """Rights that lie under a pledge when they are asked for again."""
    return next(x.rights for x in demo_lending().lent if x.course.name == "loan-22")


def _quote(loan: Loan, on: date) -> None:
    got = policies.policy_quote(
        product=_CREDIT_PRODUCT,
        insured=written(loan.lent.firm),
        rights=loan.lent.rights,
        total=loan.amount,
        premium=Money(loan.amount.fen // 100),
        deductible=None,
        valid_until=on + timedelta(days=30),
        by=_insurers(loan, on, "quote"),
    )
    done(got)


def _insure(loan: Loan, on: date) -> None:
    quoted = _insurers(loan, loan.lent.day, "quote")
    done(
        policies.policy_write(
            policy=POLICY_CASES.code(quoted),
            policy_no=f"DEMO-保-{loan.lent.course.name}",
            on=on,
            starts_on=on + timedelta(days=1),
            until=months_after(on, 24),
            retroactive_on=None,
            value=None,
            beneficiary=written(loan.lent.bank, PartyKind.BANK),
            loan=loan.lent.loan,
            by=_insurers(loan, on, "policy", paper(f"保险单 {loan.lent.course.name}", by="user:insurer")),
        )
    )


def _insurers(loan: Loan, on: date, event: str, document: str = "") -> By:
    return loan.by("user:insurer", on, event, document)


def _subsidise(loan: Loan, on: date) -> None:
    """The firm's interest of 2025, claimed in the window that is open; the bank's proof of settlement is the next step."""
    first, last = loan.drawn_on.isoformat(), loan.due_on.isoformat()
    got = subsidies.claim_file(
        window=_WINDOW,
        claimant=written(loan.lent.firm),
        bank=written(loan.lent.bank, PartyKind.BANK),
        loan=loan.lent.loan,
        rights=loan.lent.rights,
        invoices=(),
        stated=(
            "loan.combined=false",
            f"loan.signed_on={(loan.lent.day - timedelta(days=6)).isoformat()}",
            "pledge.registered=true",
            "cost.fees=12000元",
            f"loan.periods={first} {last} {loan.amount.as_yuan():f}元 {loan.lent.course.rate_bp / 100:.2f}%",
        ),
        by=loan.by(CLERK, on, "subsidy"),
    )
    done(got)
