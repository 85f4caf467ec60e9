"""What is over, dead or somebody else's: neither shown, pushed, licensed nor hidden."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from ipops.kernel.money import Money
from ipops.ledger.facts import RightEnded, RightFiled, RightGranted
from ipops.ledger.facts.words import EndOfRight, RightKind
from ipops.lines.trading import facts as f
from ipops.lines.trading.app import matching
from ipops.lines.trading.app.market_selectors import hidden_rights
from ipops.lines.trading.app.models import Deal
from ipops.lines.trading.app.services import course, market, openly
from ipops.lines.trading.app.services.deals import Recorded, Written, deal_record
from ipops.lines.trading.app.services.market import Who
from ipops.lines.trading.app.services.matching import match_push
from ipops.lines.trading.facts import Act
from ipops.lines.trading.facts import words as w
from ipops.webkit.models import Right

from .conftest import PLACE, R1, R2, TODAY, transfer_ask
from .test_course_services import agreed, found, lump
from .test_market import DOC, FIRM, SECRET, ok, reasons, sent, statement

pytestmark = pytest.mark.db
TAKER = Who(name="东湖电子有限公司", place="990102")
OLD = "CN200310000001.8"


def stated(closes_on: date | None = None) -> str:
    need = market.need_state(
        who=TAKER, title="抗污染渗透膜", words="寻找抗污染的水处理渗透膜装置", industry="", size="", budget=None, closes_on=closes_on,
        sent=sent("n"),
    )  # fmt: skip
    return ok(need).fact.need


class TestATermThatIsOver:
    @pytest.fixture(autouse=True)
    def patent(self, city):
        """Filed twenty-one years ago; no register told its end: the term is over all the same."""
        day = date(2003, 1, 4)
        city(
            RightFiled(on=day, right=OLD, kind_of_right=RightKind.INVENTION, title="一种抗污染渗透膜", owners=("P:甲",), place="990101"),
            RightGranted(on=date(2005, 1, 4), right=OLD, expires_on=date(2023, 1, 4)),
        )  # fmt: skip

    def test_is_pushed_to_nobody(self):
        need = stated()
        assert OLD not in {m.code for m in matching.for_need(matching.MarketCase.objects.get(case=need), TODAY)}
        got = match_push(need=need, sent=sent("p"))
        assert OLD not in getattr(getattr(got, "fact", None), "rights", ())

    def test_is_on_no_public_list(self):
        ok(market.offer_make(who=FIRM, rights=[OLD], act=Act.LICENCE, priced=w.Priced.LISTING, asked=None, closes_on=None, words="", sent=sent("o")))  # fmt: skip
        assert OLD not in Client().get("/trading/market/offers/").text


def test_a_need_whose_last_day_has_passed_gets_nothing_and_is_found_by_no_patent(city):
    need = stated(closes_on=TODAY)
    right = Right.objects.get(right=R1)
    assert [m.code for m in matching.for_right(right, (), TODAY)] == [need], "the last day is still a day to answer"
    after = date(2024, 6, 4)
    assert matching.for_right(right, (), after) == ()
    assert reasons(match_push(need=need, sent=sent("p", today=after))) == ["need-over"]


def sold() -> None:
    done = deal_record(
        written=Written(ask=transfer_ask(), rights=[R1], givers=["山河科技有限公司"], takers=["三禾材料（演示）有限公司"]),
        by="user:clerk", today=TODAY, reference="sold", place=PLACE, document=DOC,
    )  # fmt: skip
    assert isinstance(done, Recorded), done


def test_what_whoever_offered_it_has_sold_is_offered_by_nobody(city):
    listing = {
        "who": FIRM,
        "rights": [R1],
        "act": Act.LICENCE,
        "priced": w.Priced.LISTING,
        "closes_on": None,
        "words": "",
    }
    ok(market.offer_make(**listing, asked=Money.yuan(8), sent=sent("o")))
    case = ok(statement()).fact.statement
    ok(openly.open_file(case=case, plain=True, sent=sent("file")))
    ok(openly.open_announce(case=case, on=TODAY, sent=sent("ann")))
    pages = [f"/trading/market/{p}/" for p in ("offers", "licences")]
    assert [R1 in Client().get(p).text for p in pages] == [True, True]
    sold()
    assert [R1 in Client().get(p).text for p in pages] == [False, False]
    held = matching.patents(TODAY)
    at = held.codes.index(R1)
    assert (held.fen[at], held.open_to_all[at]) == (-1, False)


def test_a_deal_that_leaves_the_country_does_not_stay_at_home_by_a_tick(city):
    deal = found(abroad=w.Abroad.FOREIGN)
    free = f.ExportClassified(on=TODAY, deal=deal, export=w.ExportClass.FREE, catalogue="目录（演示）")
    ok(course.export_classify(fact=free, sent=sent("c")))
    ok(course.deal_move(deal=deal, event="talk", sent=sent("t")))
    home = lump(deal, abroad=w.Abroad.NO)
    assert reasons(course.terms_agree(terms=home, ask={}, sent=sent("a1"))) == ["abroad-differs"]
    ok(course.terms_agree(terms=home, ask={}, sent=sent("a2", why="买方实为内资企业，误记")))


class TestAnOpenLicence:
    @pytest.fixture
    def case(self, city) -> str:
        case = ok(statement()).fact.statement
        ok(openly.open_file(case=case, plain=True, sent=sent("file")))
        ok(openly.open_announce(case=case, on=TODAY, sent=sent("ann")))
        return case

    def take(self, case: str, taker: Who = TAKER) -> object:
        return openly.open_take(case=case, taker=taker, paid=Money.yuan(1), abroad=w.Abroad.NO, sent=sent("t"))

    def test_of_a_patent_that_lapsed_since_is_taken_by_nobody(self, case, city):
        city(RightEnded(on=date(2024, 6, 1), right=R1, why=EndOfRight.UNPAID))
        assert reasons(self.take(case))
        assert not Deal.objects.exists()

    def test_is_not_given_by_who_sold_the_patent_nor_to_its_owner(self, case):
        assert reasons(self.take(case, FIRM)) == ["own-patent"]
        sold()
        assert reasons(self.take(case))

    def test_is_given_once_to_whoever_sends_it_twice(self, case):
        ok(self.take(case))
        again = openly.open_take(case=case, taker=TAKER, paid=Money.yuan(1), abroad=w.Abroad.NO, sent=sent("again"))
        assert reasons(again) == ["taken-already"]
        assert Deal.objects.count() == 1

    def test_stands_on_the_list_once_and_on_a_day_it_could_be_announced(self, case):
        again = ok(statement(sent=sent("st2"))).fact.statement
        assert reasons(openly.open_file(case=again, plain=True, sent=sent("f2"))) == ["open-already"]
        other = ok(statement(number=R2, sent=sent("st3"))).fact.statement
        ok(openly.open_file(case=other, plain=True, sent=sent("f3")))
        early = openly.open_announce(case=other, on=date(2018, 4, 30), sent=sent("a3"))
        assert reasons(early) == ["not-then"], "the day before its grant"


def test_a_mistaken_number_takes_no_patent_of_another_off_the_market(city):
    filing = Who(name="东湖电子有限公司", place="990102")
    case = ok(market.invention_disclose(who=filing, title=SECRET, words="做法如下", sent=sent("d"))).fact.disclosure
    ok(market.disclosure_assess(case=case, end=w.Assessed.FILE, sent=sent("a")))
    assert reasons(market.disclosure_file(case=case, number=R1, sent=sent("f"))) == ["not-the-owner"]
    ok(market.disclosure_file(case=case, number="CN201610000001.5", sent=sent("f2")))
    twin = ok(market.invention_disclose(who=filing, title=SECRET, words="做法如下", sent=sent("e"))).fact.disclosure
    ok(market.disclosure_assess(case=twin, end=w.Assessed.FILE, sent=sent("b")))
    got = market.disclosure_file(case=twin, number="CN201610000001.5", sent=sent("g"))
    assert reasons(got) == ["filed-already"]
    assert hidden_rights() == {"CN201610000001.5"}


def test_the_register_outweighs_terms_that_were_entered_after_its_day(city):
    """The clerk enters the course today; the notice tells another price and a day before."""
    deal = found()
    agreed(deal)
    done = deal_record(
        written=Written(ask=transfer_ask(deal=deal, on=date(2024, 5, 20), price=Money.yuan(999)), rights=[R1], givers=["山河科技有限公司"], takers=["东湖电子有限公司"]),
        by="user:clerk", today=TODAY, reference="record", place=PLACE, document=DOC,
    )  # fmt: skip
    assert isinstance(done, Recorded), done
    assert Deal.objects.get(deal=deal).price_fen == 99_900
    assert course.file_of(deal).terms is not None


def test_an_inventor_who_declined_before_the_terms_were_agreed_is_asked_about_them(city):
    """Equal terms are these terms: a waiver of before says nothing of them."""
    deal = found()
    ok(course.inventors_ask(deal=deal, answer=w.InventorAnswer.DECLINED, sent=sent("early")))
    agreed(deal)
    assert reasons(course.deal_move(deal=deal, event="sign", sent=sent("s1"))) == ["inventors-unasked"]
    ok(course.inventors_ask(deal=deal, answer=w.InventorAnswer.DECLINED, sent=sent("now")))
    ok(course.deal_move(deal=deal, event="sign", sent=sent("s2")))


def test_a_number_that_no_column_holds_is_a_mistake_of_the_form_and_no_crash():
    from ipops.lines.trading.app.asking.course import UseForm
    from ipops.lines.trading.app.views.results import PoolForm

    use = UseForm({"year": "2024", "products": "9" * 30, "jobs": "9" * 30, "reference": "r"})
    assert {"products", "jobs"} <= set(use.errors)
    for parts in ("²；1", "9" * 30):
        assert "shares" in PoolForm({"shares": parts}).errors
