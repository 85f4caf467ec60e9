"""Every page of the market, of matching, contracts and pools with something on it, in both languages, wide and narrow: what the walks
do not pass by. The auction, the agency of grade D, a lapsed patent of a pool, a refused bid are among it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from ipops.kernel.money import Money
from ipops.ledger.entry import Draft, Entry
from ipops.ledger.facts import RightEnded, RightFiled, RightGranted
from ipops.ledger.facts.words import CreditGrade, EndOfRight, RightKind
from tests.browser.conftest import DESKTOP, PHONE, Seen
from tests.web.conftest import RIGHT, SAID

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.db, pytest.mark.django_db(transaction=True)]
TODAY = date.today()  # noqa: DTZ011 - the pages know today as well
SCHOOL, FIRM = "示范大学（演示）", "示范膜科技有限公司（演示）"
SECOND, GONE = "CN201911162590.7", "CN201210585993.4"


@pytest.fixture
def full(committed: Any) -> dict[str, str]:
    """A case of each kind; gives the address of each."""
    from ipops.lines.trading import facts as f
    from ipops.lines.trading.app.services import auction, course, inventory, market, matching, openly, pools
    from ipops.lines.trading.app.services.course import Sent
    from ipops.lines.trading.app.services.market import Who
    from ipops.lines.trading.facts import Act
    from ipops.lines.trading.facts import words as w
    from ipops.webkit import journal

    def sent(reference: str, why: str = "演示", today: date = TODAY) -> Sent:
        return Sent(by="user:clerk", today=today, reference=reference, why=why)

    def ok(got: Any) -> Any:
        assert isinstance(got, Entry), got
        return got.fact

    school = "P:x-school"
    for number, title, years in ((SECOND, "一种抗污染渗透膜及其制备方法", 20), (GONE, "一种反洗式膜组件", 20)):
        filed = RightFiled(
            on=date(2019, 6, 1), right=number, kind_of_right=RightKind.INVENTION, title=title, owners=(school,), place="990101",
            published_on=date(2020, 12, 1),
        )  # fmt: skip
        granted = RightGranted(on=date(2021, 6, 1), right=number, expires_on=date(2019 + years, 6, 1))
        journal.append([Draft(fact=x, source=SAID, reference=f"p:{number}:{x.KIND}") for x in (filed, granted)], by="t")
    offer: dict[str, Any] = {"who": Who(name=SCHOOL, place="990101"), "act": Act.LICENCE, "words": "可先中试", "asked": Money.yuan(200_000)}  # fmt: skip
    sold = ok(
        market.offer_make(
            **offer | {"act": Act.TRANSFER}, rights=[RIGHT], priced=w.Priced.AUCTION, closes_on=TODAY + timedelta(days=9),
            sent=sent("o1"), agency="慢舟专利代理事务所", agency_grade=CreditGrade.D,
        )
    )  # fmt: skip
    ok(auction.bid_place(case=sold.offer, bidder=Who(name=FIRM, place="990102"), amount=Money.yuan(210_000), sent=sent("b1")))  # fmt: skip
    ok(auction.bid_place(case=sold.offer, bidder=Who(name="三禾材料（演示）有限公司"), amount=Money.yuan(260_000), sent=sent("b2")))  # fmt: skip
    listed = ok(market.offer_make(**offer, rights=[SECOND], priced=w.Priced.LISTING, closes_on=None, sent=sent("o2")))
    need = ok(
        market.need_state(
            who=Who(name=FIRM, place="990102"), title="小型污水站抗污染膜", words="小型污水站的水处理膜容易堵塞，寻找抗污染、可反洗的膜材料或装置，愿合作中试。",
            industry="D4620", size="small", budget=Money.yuan(300_000), closes_on=TODAY + timedelta(days=60), sent=sent("n"),
        )
    )  # fmt: skip
    ok(matching.match_push(need=need.need, sent=sent("push")))
    ok(matching.match_judge(need=need.need, right=SECOND, judged=w.Judged.TALKING, sent=sent("judge")))
    stated = ok(
        openly.open_state(
            who=Who(name=SCHOOL, place="990101"), number=SECOND, way=w.PriceForm.ENTRY_ROYALTY, standard="入门费五万元，另按销售额3%",
            until=TODAY + timedelta(days=900), other="", report=False, agreed=False, sent=sent("st"),
        )
    )  # fmt: skip
    pool = ok(
        pools.pool_agree(
            pool="", title="膜材料专利池", place="990101", members=[SCHOOL, FIRM], shares=(3, 2), families=[[RIGHT, SECOND], [GONE]],
            terms="成员间免费，对外一站式许可", sent=sent("pool"),
        )
    )  # fmt: skip
    ok(pools.pool_receive(pool=pool.pool, amount=Money.yuan(100_001), sent=sent("fee")))
    gone = RightEnded(on=TODAY - timedelta(days=40), right=GONE, why=EndOfRight.UNPAID)
    journal.append([Draft(fact=gone, source=SAID, reference="gone")], by="t")
    secret = ok(market.invention_disclose(who=Who(name=SCHOOL, place="990101"), title="一种新膜", words="做法", sent=sent("d")))  # fmt: skip
    inventory.inventory_take(
        campaign="2026", scale="本校分级办法（2024版）", graded=inventory.lines_of(f"{SECOND} A 入库"), sent=sent("inv")
    )
    contract = f.ContractRegistered(
        on=TODAY - timedelta(days=30), contract="TC:1", number="2026-370100-000123", type_of_contract=w.ContractType.DEVELOPMENT,
        title="抗污染渗透膜工艺开发", sellers=(school,), buyers=("P:91370100MA3C0000XX",), place="990101",
        whole=Money.yuan(6_000_000), technology=Money.yuan(5_500_000), signed_on=TODAY - timedelta(days=50),
    )  # fmt: skip
    journal.append([Draft(fact=contract, source=SAID, reference="tc")], by="t")
    deal = ok(
        course.deal_find(act=Act.LICENCE, rights=[SECOND], givers=[SCHOOL], takers=[FIRM], sent=sent("f"), abroad=w.Abroad.NO, origin=w.Origin.MATCH)
    ).deal  # fmt: skip
    ok(course.deal_move(deal=deal, event="talk", sent=sent("talk")))
    return {
        "auction": f"offers/{sold.offer}", "listing": f"offers/{listed.offer}", "need": f"needs/{need.need}",
        "statement": f"statements/{stated.statement}", "pool": f"pools/{pool.pool}", "disclosure": f"disclosures/{secret.disclosure}",
        "contract": "contracts/TC:1", "deal": f"deals/{deal}",
    }  # fmt: skip


LISTS = (
    "market/offers", "market/needs", "market/licences", "offers", "needs", "statements", "disclosures", "inventory", "pools", "pushes",
    "precision", "contracts", "contracts/readings", "contracts/rules", "conversion", "outcomes", "closed", "failures", "deals",
)  # fmt: skip
FORMS = ("offers/new", "needs/new", "statements/new", "disclosures/new", "inventory/new", "pools/new", "find", "contracts/import")  # fmt: skip
STEPS = (
    ("auction", "do/bid"), ("auction", "do/award"), ("need", "matches"), ("need", "push"), ("need", "judge"), ("pool", "do/revise"),
    ("pool", "do/receive"), ("contract", "do/link"), ("deal", "do/agree"), ("deal", "do/classify"), ("disclosure", "do/file"),
)  # fmt: skip


@pytest.mark.parametrize(("lang", "size"), [(x, s) for x in ("zh", "en") for s in (DESKTOP, PHONE)])
def test_every_page_of_trading_is_fit_to_be_looked_at(
    enter: Callable[..., Seen], sign_in: Any, full: dict[str, str], lang: Any, size: tuple[int, int]
) -> None:
    seen = enter(lang, size)
    sign_in(seen, "clerk")
    pages = {**{n: n for n in (*LISTS, *FORMS)}, **full, **{f"{n}/{step}": f"{full[n]}/{step}" for n, step in STEPS}}
    pages["firms"] = f"firms-for/{SECOND}"
    for name, address in pages.items():
        seen.open(f"/trading/{address}/")
        assert seen.page.locator("h1").count() == 1, address
        seen.look(f"trade-{name.replace('/', '-')}")
    party = next(n for n in seen_parties() if "慢舟" in n[1])[0]
    for name, address in (("party", f"/parties/{party}/"), ("grade", f"/parties/{party}/grade/")):
        seen.open(address)
        seen.look(f"trade-{name}")


def seen_parties() -> list[tuple[str, str]]:
    from ipops.webkit.models import Party

    return list(Party.objects.values_list("party", "name"))
