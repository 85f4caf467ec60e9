"""The demo's insurance: one insurer, five products, policies of two years, a quote that is open, and three losses.

Premiums, sums and losses are made up; what is owed is worked out by the rules of the house.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.ledger.fact import Fact
from ipops.ledger.facts.words import PartyKind
from ipops.lines.insurance import facts as f
from ipops.lines.insurance.facts import Class
from ipops.lines.insurance.rules.indemnity import Loss, owed
from ipops.reference.demo_places import DEMO_CITY, DEMO_SECOND
from ipops.site.demo import parties
from ipops.site.demo.dice import Dice
from ipops.site.demo.market import PATENTS, Market
from ipops.site.demo.parties import DEMO, Party
from ipops.site.demo.people import Actor, weekday_from
from ipops.site.demo.story import OPENED
from ipops.site.demo.timeline import Happening, Paper, Timeline

_REASON = "演示：网页填报 / demo: entered on the page"
_PRODUCTS = (
    (Class.ENFORCEMENT, "专利执行保险"),
    (Class.INFRINGEMENT_LOSS, "专利被侵权损失保险"),
    (Class.LIABILITY, "侵犯专利权责任保险"),
    (Class.OVERSEAS, "海外知识产权纠纷法律费用保险"),
    (Class.CREDIT, "知识产权质押融资保证保险"),
)
#: Day of the contract, product, sum and premium in yuan, agreed value (or none).
_POLICIES = (
    (date(2024, 4, 8), 0, 300_000, 4_200, 0),
    (date(2024, 6, 17), 1, 600_000, 7_800, 1_000_000),
    (date(2024, 9, 2), 3, 1_000_000, 16_000, 0),
    (date(2025, 2, 17), 0, 400_000, 5_200, 0),
    (date(2025, 4, 14), 1, 800_000, 9_600, 800_000),
    (date(2025, 7, 7), 4, 5_000_000, 60_000, 0),
    (date(2025, 9, 15), 2, 1_500_000, 21_000, 0),
    (date(2025, 11, 10), 1, 500_000, 6_400, 900_000),
    (date(2026, 1, 19), 3, 2_000_000, 30_000, 0),
)
_YEAR = timedelta(days=365)


def insurer() -> Party:
    """The made-up insurer; the demo's account of an insurer acts for it."""
    code = parties.credit_code("91", DEMO_CITY, Dice("insurer"))
    name = f"示范财产保险股份有限公司{DEMO}"
    return Party(f"P:{code}", name, PartyKind.INSURER, DEMO_CITY, date(2001, 5, 8), False, "", "6820", code)


def insure(market: Market, timeline: Timeline) -> None:
    """Put the insurer, its products, policies, a quote and three losses on record."""
    teller = _Teller(market, timeline)
    parties.enter(teller.insurer, timeline, OPENED)
    products = [teller.product(n, klass, title) for n, (klass, title) in enumerate(_PRODUCTS, 1)]
    written = [
        teller.policy(n, day, products[i], total, premium, value)
        for n, (day, i, total, premium, value) in enumerate(_POLICIES, 1)
    ]
    teller.quote(len(_POLICIES) + 1, date(2026, 3, 23), products[0], Money.yuan(350_000), Money.yuan(4_600))
    teller.settled_loss(written[1])
    teller.assessed_loss(written[7])
    teller.new_loss(written[3])


class _Teller:
    def __init__(self, market: Market, timeline: Timeline) -> None:
        self.market, self.timeline, self.insurer = market, timeline, insurer()
        self.numbers = count(1)
        owners = {r.owners[0] for r in market.rights if r.kind in PATENTS}
        firms = (p for p in market.parties.values() if p.kind is PartyKind.ENTERPRISE and p.place != DEMO_SECOND)
        self.firms = sorted((p for p in firms if p.id in owners), key=lambda p: p.id)[20:]

    def _add(self, fact: Fact, paper: Paper | None = None) -> None:
        self.timeline.add(
            Happening(
                day=weekday_from(fact.on),
                actor=Actor.CLERK,
                fact=fact,
                reference=f"demo/insurance/{next(self.numbers)}",
                paper=paper,
                reason="" if paper else _REASON,
            )
        )

    def product(self, n: int, klass: Class, title: str) -> f.InsuranceProductListed:
        fact = f.InsuranceProductListed(
            on=date(2024, 1, 15),
            product=f"IP:demo-{n}",
            insurer=self.insurer.id,
            place=DEMO_CITY,
            title=f"{title}{DEMO}",
            klass=klass,
            terms_no=f"DEMO-条款-{n:02d}",
        )
        self._add(fact)
        return fact

    def _rights(self, firm: Party) -> tuple[str, ...]:
        mine = sorted(r.number for r in self.market.rights if r.owners[0] == firm.id and r.kind in PATENTS)
        return tuple(mine[:3])

    def quote(
        self, n: int, on: date, product: f.InsuranceProductListed, total: Money, premium: Money
    ) -> f.InsuranceQuoted:
        firm = self.firms[n]
        fact = f.InsuranceQuoted(
            on=on,
            policy=f"PL:demo-{n}",
            product=product.product,
            insurer=self.insurer.id,
            insured=firm.id,
            place=firm.place,
            klass=product.klass,
            rights=self._rights(firm),
            total=total,
            premium=premium,
            valid_until=on + timedelta(days=30),
        )
        self._add(fact)
        return fact

    def policy(
        self, n: int, day: date, product: f.InsuranceProductListed, total: int, premium: int, value: int
    ) -> f.PolicyWritten:
        asked = self.quote(n, day - timedelta(days=7), product, Money.yuan(total), Money.yuan(premium))
        bank = min(p.id for p in self.market.parties.values() if p.kind is PartyKind.BANK)
        credit = product.klass is Class.CREDIT
        fact = f.PolicyWritten(
            on=day,
            policy=asked.policy,
            policy_no=f"DEMO-保-{n:03d}",
            insurer=asked.insurer,
            insured=asked.insured,
            place=asked.place,
            klass=asked.klass,
            rights=asked.rights,
            total=asked.total,
            premium=asked.premium,
            value=Money.yuan(value) if value else None,
            starts_on=day + timedelta(days=1),
            until=day + timedelta(days=1) + _YEAR,
            retroactive_on=day - timedelta(days=180) if product.klass is Class.ENFORCEMENT else None,
            beneficiary=bank if credit else "",
            loan=f"DEMO-借-保-{n:03d}" if credit else "",
        )
        text = f"保险单（演示，无效）\n演示编号 {fact.policy_no}\n日期 {day.isoformat()}\n"
        self._add(fact, Paper(name=f"{fact.policy_no} 保险单（演示）.txt", content=text.encode(), by=Actor.CLERK.label))
        return fact

    def _claim(self, policy: f.PolicyWritten, on: date, wan: int, what: str) -> dict[str, str]:
        claim = f"LC:{policy.policy[3:]}"
        self._add(
            f.LossClaimed(
                on=on,
                claim=claim,
                policy=policy.policy,
                insurer=policy.insurer,
                insured=policy.insured,
                place=policy.place,
                happened_on=on - timedelta(days=28),
                known_on=on - timedelta(days=14),
                stated=Money.yuan(wan * 10_000),
                what=f"{what}（演示）",
            )
        )
        return {"claim": claim, "insurer": policy.insurer, "insured": policy.insured, "place": policy.place}

    def _assess(self, policy: f.PolicyWritten, of: dict[str, str], on: date, wan: int) -> f.LossAssessed:
        loss = Money.yuan(wan * 10_000)
        got = owed(Loss(klass=policy.klass, loss=loss, total=policy.total, value=policy.value))
        if isinstance(got, Refused):
            raise LookupError(got.reasons[0].says.en)
        fact = f.LossAssessed(
            on=on, loss=loss, value=policy.value, others=None, had=None, owed=got.owed, uncovered=got.uncovered, **of
        )
        self._add(fact)
        return fact

    def settled_loss(self, policy: f.PolicyWritten) -> None:
        """Under-insured, paid in proportion, and recovered in part from who caused it."""
        of = self._claim(policy, date(2025, 1, 13), 50, "同行仿制专利产品，销量下降")
        self._add(f.LossPapersComplete(on=date(2025, 1, 20), is_complex=True, **of))
        self._add(f.LossAdvanced(on=date(2025, 2, 10), amount=Money.yuan(100_000), voucher="DEMO-预-1", **of))
        got = self._assess(policy, of, date(2025, 2, 11), 50)
        self._add(f.LossAgreed(on=date(2025, 2, 17), amount=got.owed, **of))
        rest = got.owed - Money.yuan(100_000)
        self._add(f.LossPaid(on=date(2025, 2, 24), amount=rest, payee="被保险人（演示）", voucher="DEMO-赔-1", **of))
        self._add(f.SubrogationBegun(on=date(2025, 3, 10), against="仿制企业（演示）", **of))
        self._add(f.SubrogationReceived(on=date(2025, 10, 20), amount=Money.yuan(120_000), **of))
        self._add(f.LossClosed(on=date(2025, 12, 8), why="追偿终结（演示）", **of))

    def assessed_loss(self, policy: f.PolicyWritten) -> None:
        of = self._claim(policy, date(2026, 2, 9), 36, "外观仿冒，展会发现")
        self._add(f.LossPapersComplete(on=date(2026, 2, 24), is_complex=True, **of))
        self._assess(policy, of, date(2026, 3, 16), 36)

    def new_loss(self, policy: f.PolicyWritten) -> None:
        of = self._claim(policy, date(2026, 1, 26), 12, "起诉侵权，发生公证与律师费用")
        self._add(f.LossPapersAsked(on=date(2026, 1, 28), what="公证书、律师费发票（演示）", **of))
