"""The demo's subsidies: a window of 2025 from claims to payments and one that is paid back, and one of 2026 that is open.

The claims are worked out by the rules of the house under the scheme's file, so that sheet, amounts and shares hang together;
firms, loans, rates and the bureau's word are made up.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused
from ipops.ledger.fact import Fact
from ipops.ledger.facts.words import PartyKind
from ipops.lines.subsidies import facts as f
from ipops.lines.subsidies.facts import Order, Verdict
from ipops.lines.subsidies.rules import admission, schemes
from ipops.lines.subsidies.rules.computing import Asked, Computed, Stands, compute
from ipops.reference.demo_places import DEMO_CITY, DEMO_SECOND
from ipops.site.demo.market import PATENTS, Market
from ipops.site.demo.parties import Party
from ipops.site.demo.people import Actor, weekday_from
from ipops.site.demo.timeline import Happening, Paper, Timeline

_REASON = "演示：网页填报 / demo: entered on the page"
#: The bureau's word where the source is silent; rates as published, told again for the demo.
_WORD = ("awards.interest.day_count=ACT/365F", "awards.interest.caps.amount.per=firm_year")
_RATES = ("LPR-1Y 2024-06-20 3.45%", "LPR-1Y 2024-07-22 3.35%")
_POT = Money.yuan(400_000)
_PAST = f.SubsidyWindowOpened(
    on=date(2025, 3, 3),
    window="SW:demo-2025",
    place=DEMO_CITY,
    title="2025年专利权质押贷款贴息（演示）",
    scheme="qd-2024",
    scheme_version="",
    bureau="示范市知识产权局（演示）",
    fund="知识产权专项资金（演示）",
    budget_year=2025,
    closes_on=date(2025, 4, 30),
    period_from=date(2024, 7, 1),
    period_until=date(2025, 4, 1),
    pot=_POT,
    order=Order.PRO_RATA,
    assumes=_WORD,
    rates=_RATES,
)
_OPEN = f.SubsidyWindowOpened(
    on=date(2026, 3, 2),
    window="SW:demo-2026",
    place=DEMO_CITY,
    title="2026年质押融资利息与费用补贴（演示）",
    scheme="bj-2023",
    scheme_version="",
    bureau="示范市知识产权局（演示）",
    fund="知识产权专项资金（演示）",
    budget_year=2026,
    closes_on=date(2026, 5, 29),
    period_from=date(2025, 1, 1),
    period_until=date(2026, 1, 1),
    order=Order.UNKNOWN,
)
#: Principal in 万元, whether a patent is pledged for the first time, what becomes of it.
_CLAIMS = (
    (500, True, "paid"),
    (3_000, True, "recalled"),
    (800, True, "paid"),
    (200, False, "refused"),
    (1_200, True, "granted"),
)
_NOW = ((300, "computed"), (150, "proven"), (600, "filed"))


def subsidise(market: Market, timeline: Timeline) -> None:
    """Put both windows and their claims on record."""
    firms = _firms(market)
    _Window(market, timeline, _PAST).run(firms[: len(_CLAIMS)])
    _Window(market, timeline, _OPEN).begin(firms[2 : 2 + len(_NOW)])


def _firms(market: Market) -> list[Party]:
    """Small firms of the city that own a patent, in the order of their codes."""
    owners = {r.owners[0] for r in market.rights if r.kind in PATENTS}
    made = [
        p
        for p in market.parties.values()
        if p.kind is PartyKind.ENTERPRISE and p.sme and p.place != DEMO_SECOND and p.id in owners
    ]
    return sorted(made, key=lambda p: p.id)


class _Window:
    """One window as it is told: each fact by whoever enters it, on a weekday."""

    def __init__(self, market: Market, timeline: Timeline, opened: f.SubsidyWindowOpened) -> None:
        scheme = schemes.scheme_of(opened.scheme, opened.assumes)
        if isinstance(scheme, Refused):
            raise LookupError(scheme.reasons[0].says.en)
        self.market, self.timeline, self.scheme, self.opened = market, timeline, scheme, opened
        self.numbers = count(1)
        self.stands: list[Stands] = []
        self._add(Actor.OFFICER, replace(opened, scheme_version=scheme.version))

    def _add(self, actor: Actor, fact: Fact, paper: Paper | None = None) -> None:
        self.timeline.add(
            Happening(
                day=weekday_from(fact.on),
                actor=actor,
                fact=fact,
                reference=f"demo/subsidies/{self.opened.window}/{next(self.numbers)}",
                paper=paper,
                reason="" if paper else _REASON,
            )
        )

    def file(self, n: int, firm: Party, stated: tuple[str, ...], on: date) -> f.SubsidyFiled:
        banks = sorted(
            p.id for p in self.market.parties.values() if p.kind is PartyKind.BANK and p.place != DEMO_SECOND
        )
        mine = sorted(r.number for r in self.market.rights if r.owners[0] == firm.id and r.kind in PATENTS)
        fact = f.SubsidyFiled(
            on=weekday_from(on),
            claim=f"SC:demo-{self.opened.budget_year}-{n}",
            window=self.opened.window,
            place=firm.place,
            claimant=firm.id,
            bank=banks[n % len(banks)],
            loan=f"DEMO-借-{self.opened.budget_year}-{n:03d}",
            rights=tuple(mine[:2]),
            given=stated,
        )
        self._add(Actor.CLERK, fact)
        return fact

    def prove(self, filed: f.SubsidyFiled, repaid: date, on: date) -> None:
        text = f"贷款结清证明（演示，无效）\n合同 {filed.loan}\n结清 {repaid.isoformat()}\n"
        paper = Paper(name=f"{filed.loan} 结清证明（演示）.txt", content=text.encode(), by=Actor.CLERK.label)
        fact = f.SubsidyProven(on=weekday_from(on), settled=True, repaid_on=repaid, **_of(filed))
        self._add(Actor.CLERK, fact, paper)

    def compute(self, filed: f.SubsidyFiled, repaid: date, on: date) -> Computed:
        asked = Asked(
            on=filed.on,
            claimant=filed.claimant,
            loan=filed.loan,
            bank=filed.bank,
            budget_year=self.opened.budget_year,
            period=(self.opened.period_from, self.opened.period_until),
            given=filed.given,
            settled=True,
            repaid_on=repaid,
            rates=self.opened.rates,
        )
        got = compute(self.scheme, asked, self.stands)
        if isinstance(got, Refused):
            raise LookupError(got.reasons[0].says.en)
        self.stands.append(
            Stands(
                claimant=asked.claimant,
                loan=asked.loan,
                bank=asked.bank,
                budget_year=asked.budget_year,
                pot_year=asked.budget_year,
                amounts=got.amounts,
            )
        )
        paper = Paper(name=f"{filed.loan} 测算单（演示）.json", content=got.sheet(), by=Actor.CLERK.label)
        fact = f.SubsidyComputed(
            on=weekday_from(on),
            scheme=self.scheme.code,
            scheme_version=self.scheme.version,
            verdict=got.verdict,
            awards=tuple(got.amounts),
            amounts=tuple(got.amounts.values()),
            total=got.total,
            missing=got.missing,
            **_of(filed),
        )
        self._add(Actor.CLERK, fact, paper)
        return got

    def run(self, firms: list[Party]) -> None:
        """The past window: five claims, the pot divided, what became of each."""
        computed: list[tuple[f.SubsidyFiled, Computed, str]] = []
        repaid = date(2025, 1, 24)
        for n, (firm, (wan, first, end)) in enumerate(zip(firms, _CLAIMS, strict=True), 1):
            stated = (
                f"loan.signed_on={date(2024, 7, 23)}",
                "loan.combined=false",
                f"loan.first_time_patent={str(first).lower()}",
                f"loan.periods=2024-07-25 2025-01-24 {wan}万元 3.9%",
            )
            filed = self.file(n, firm, stated, date(2025, 3, 10) + timedelta(days=3 * n))
            self.prove(filed, repaid, filed.on + timedelta(days=4))
            computed.append((filed, self.compute(filed, repaid, filed.on + timedelta(days=7)), end))
        self._divide(computed)

    def _divide(self, computed: list[tuple[f.SubsidyFiled, Computed, str]]) -> None:
        day = weekday_from(date(2025, 5, 6))
        self._add(Actor.OFFICER, f.SubsidyWindowClosed(on=day, window=self.opened.window, place=self.opened.place))
        for filed, got, _ in computed:
            if got.verdict is Verdict.REFUSED:
                why = got.outcome.reasons[0].says.zh
                self._add(Actor.OFFICER, f.SubsidyTurnedDown(on=day, why=f"{why}（演示）", **_of(filed)))
        ready = [(filed, got, end) for filed, got, end in computed if got.verdict is Verdict.COMPUTED]
        waits = [
            admission.Waits(claim=filed.claim, stage="computed", total=got.total, filed_on=filed.on, n=n)
            for n, (filed, got, _) in enumerate(ready)
        ]
        shares = admission.divides(waits, self.opened.pot, self.opened.order, self.opened.budget_year)
        if isinstance(shares, Refused):
            raise LookupError(shares.reasons[0].says.en)
        on = weekday_from(date(2025, 5, 12))
        whole = f.SubsidyPotDivided(
            on=on,
            window=self.opened.window,
            place=self.opened.place,
            order=self.opened.order,
            claims=len(shares),
            wanted=sum((got.total or NIL for _, got, _ in ready), NIL),
            shared=sum((s.paid for s in shares), NIL),
        )
        self._add(Actor.OFFICER, whole)
        for (filed, got, end), share in zip(ready, shares, strict=True):
            self._add(
                Actor.OFFICER,
                f.SubsidyShared(on=on, owed=None, wanted=got.total or NIL, share=share.paid, **_of(filed)),
            )
            self._settle(filed, share.paid, end)

    def _settle(self, filed: f.SubsidyFiled, amount: Money, end: str) -> None:
        granted = weekday_from(date(2025, 5, 19))
        self._add(Actor.CERTIFIER, f.SubsidyGranted(on=granted, amount=amount, **_of(filed)))
        if end == "granted":
            return
        voucher = f"DEMO-凭-{filed.loan[-3:]}"
        paid = weekday_from(date(2025, 6, 3))
        self._add(Actor.OFFICER, f.SubsidyPaid(on=paid, amount=amount, voucher=voucher, **_of(filed)))
        if end == "recalled":
            why = "复核发现贷款提前转为信用贷款（演示）"
            recalled = weekday_from(date(2025, 11, 3))
            self._add(Actor.OFFICER, f.SubsidyRecalled(on=recalled, amount=amount, why=why, **_of(filed)))
            part = f.SubsidyReturned(
                on=weekday_from(date(2026, 1, 12)), amount=Money(amount.fen // 2), voucher=f"{voucher}-退", whole=False, **_of(filed)
            )  # fmt: skip
            self._add(Actor.OFFICER, part)

    def begin(self, firms: list[Party]) -> None:
        """The open window, without the bureau's word: what was computed has an unknown amount and says what it waits for."""
        repaid = date(2025, 12, 19)
        for n, (firm, (wan, end)) in enumerate(zip(firms, _NOW, strict=True), 1):
            stated = (
                "loan.combined=false",
                "loan.signed_on=2025-01-06",
                "pledge.registered=true",
                "cost.fees=30000元",
                f"loan.periods=2025-01-10 2025-12-19 {wan}万元 4.1%",
            )
            filed = self.file(n, firm, stated, date(2026, 3, 10) + timedelta(days=6 * n))
            if end != "filed":
                self.prove(filed, repaid, filed.on + timedelta(days=3))
            if end == "computed":
                self.compute(filed, repaid, filed.on + timedelta(days=8))


def _of(filed: f.SubsidyFiled) -> dict[str, str]:
    return {"claim": filed.claim, "place": filed.place, "claimant": filed.claimant}
