"""An auction as a way of the deal: bids rise, close, and the highest becomes a deal; an agency of grade D is never pushed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from ipops.kernel.money import Money
from ipops.ledger.facts.words import CreditGrade
from ipops.lines.trading.app import matching
from ipops.lines.trading.app.models import Deal, MarketCase
from ipops.lines.trading.app.services import auction, market
from ipops.lines.trading.app.services.market import Who
from ipops.lines.trading.facts import Act
from ipops.lines.trading.facts import words as w
from ipops.webkit import credit, refold
from ipops.webkit.enrol import By

from .conftest import R1, R2, TODAY
from .test_market import FIRM, ok, reasons, sent

pytestmark = pytest.mark.db
LAST = TODAY + timedelta(days=10)
AFTER = LAST + timedelta(days=1)
SECOND, THIRD = Who(name="东湖电子有限公司"), Who(name="三禾材料（演示）有限公司")


def offered(**more: Any) -> str:
    given: dict[str, Any] = {
        "who": FIRM, "rights": [R1], "act": Act.TRANSFER, "priced": w.Priced.AUCTION, "asked": Money.yuan(100_000),
        "closes_on": LAST, "words": "", "sent": sent("o"),
    }  # fmt: skip
    return str(ok(market.offer_make(**given | more)).fact.offer)


def bid(case: str, who: Who, yuan: int, *, on: date = TODAY, reference: str = "") -> object:
    told = sent(reference or f"{who.name}:{yuan}", today=on)
    return auction.bid_place(case=case, bidder=who, amount=Money.yuan(yuan), sent=told)


class TestAnAuction:
    def test_begins_at_the_asked_price_and_rises(self, city):
        case = offered()
        assert reasons(bid(case, SECOND, 99_999)) == ["below-start"]
        ok(bid(case, SECOND, 100_000))
        assert reasons(bid(case, THIRD, 100_000)) == ["too-low"]
        ok(bid(case, THIRD, 120_000))
        row = MarketCase.objects.get(case=case)
        assert (row.stage, row.takers, row.shares) == ("contacted", ["P:乙", "P:丙"], [10_000_000, 12_000_000])

    def test_hears_neither_the_owner_nor_the_agency_in_charge(self, city):
        case = offered(agency="三禾材料（演示）有限公司")
        assert reasons(bid(case, FIRM, 200_000)) == ["own-offer"]
        assert reasons(bid(case, THIRD, 200_000)) == ["own-offer"]

    def test_takes_no_bid_after_its_last_day_and_is_not_knocked_down_before(self, city):
        case = offered()
        ok(bid(case, SECOND, 100_000, on=LAST))
        assert reasons(bid(case, THIRD, 200_000, on=AFTER)) == ["too-late"]
        assert reasons(auction.auction_award(case=case, sent=sent("a", today=LAST))) == ["still-open"]

    def test_ends_in_one_deal_with_the_highest_bidder(self, city):
        case = offered()
        ok(bid(case, SECOND, 100_000))
        ok(bid(case, THIRD, 150_000))
        assert reasons(market.market_move(case=case, event="close", sent=sent("by hand"))) == ["bids-stand"]
        won = ok(auction.auction_award(case=case, sent=sent("a", today=AFTER)))
        assert (won.fact.winner, won.fact.amount) == ("P:丙", Money.yuan(150_000))
        assert ok(auction.auction_award(case=case, sent=sent("a", today=AFTER))) == won
        (deal,) = Deal.objects.all()
        assert (deal.deal, deal.stage, deal.givers, deal.takers, deal.origin) == (
            won.fact.deal,
            "found",
            ["P:甲"],
            ["P:丙"],
            "auction",
        )
        assert deal.paid_fen == 0, "a bid is no money"
        assert MarketCase.objects.get(case=case).stage == "closed"

    def test_without_a_bid_is_not_knocked_down_and_another_offer_takes_none(self, city):
        case = offered()
        ok(market.market_move(case=case, event="contact", sent=sent("c")))
        assert reasons(auction.auction_award(case=case, sent=sent("a", today=AFTER))) == ["no-bid"]
        listed = offered(rights=[R2], priced=w.Priced.LISTING, sent=sent("o2"))
        assert reasons(bid(listed, SECOND, 200_000)) == ["no-auction"]

    def test_has_a_row_that_can_be_made_again(self, city):
        from ipops.lines.trading.app.rows import MARKET

        case = offered(agency="东湖知识产权代理有限公司", agency_grade=CreditGrade.B)
        ok(bid(case, SECOND, 100_000))
        ok(auction.auction_award(case=case, sent=sent("a", today=AFTER)))
        before = list(refold.live_rows(MARKET))
        refold.rebuild([MARKET.code])
        assert list(refold.live_rows(MARKET)) == before


class TestAnAgencyOfGradeD:
    AGENCY = "慢舟专利代理事务所"

    def pushed(self) -> set[str]:
        stock = matching.patents(TODAY)
        return {c for c, sound in zip(stock.codes, stock.sound, strict=True) if sound}

    def offer(self, right: str, grade: CreditGrade, reference: str) -> object:
        return market.offer_make(
            who=FIRM, rights=[right], act=Act.LICENCE, priced=w.Priced.LISTING, asked=None, closes_on=None, words="",
            agency=self.AGENCY, agency_grade=grade, sent=sent(reference),
        )  # fmt: skip

    def published(self, grade: CreditGrade, reference: str, on: date = TODAY) -> None:
        party = MarketCase.objects.exclude(agency="").first().agency
        by = By(by="user:officer", today=TODAY, reference=reference)
        ok(credit.grade_record(agency=party, grade=grade, on=on, period="2024", where="公示系统（演示）", by=by))

    def test_is_never_pushed_with_any_of_its_offers(self, city):
        ok(self.offer(R1, CreditGrade.B, "one"))
        ok(self.offer(R2, CreditGrade.UNKNOWN, "two"))
        assert {R1, R2} <= self.pushed()
        self.published(CreditGrade.D, "worse")
        assert not {R1, R2} & self.pushed(), "the last word on it holds for all of them"
        assert "不向需求方推送" in str(told(MarketCase.objects.filter(rights=[R1]).get()))

    def test_has_one_grade_which_nobody_types_away_on_an_offer(self, city):
        ok(self.offer(R1, CreditGrade.D, "one"))
        assert reasons(self.offer(R2, CreditGrade.C, "two")) == ["grade-differs"]
        assert credit.grade_of(MarketCase.objects.get().agency) is CreditGrade.D

    def test_is_pushed_again_once_its_grade_is_repaired_on_record(self, city):
        ok(self.offer(R1, CreditGrade.D, "one"))
        ok(self.offer(R2, CreditGrade.UNKNOWN, "two"))
        assert not {R1, R2} & self.pushed(), "unknown repairs nothing"
        self.published(CreditGrade.C, "better")
        assert {R1, R2} <= self.pushed()


def told(row: MarketCase) -> object:
    from ipops.lines.trading.app.views.market_cases import _through

    return _through(row)
