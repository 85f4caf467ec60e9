"""Supply, demand, open licences: what is secret stays so, the five bars hold, a taken licence is a deal that counts once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Draft, Entry
from ipops.ledger.facts import OpenLicenceDeclared, RightFiled, RightGranted, Withdrawn
from ipops.ledger.facts.words import LicenceKind, RightKind
from ipops.lines.trading import facts as f
from ipops.lines.trading.app.models import Deal, MarketCase
from ipops.lines.trading.app.services import market, openly
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.services.deals import Recorded, Written, deal_record
from ipops.lines.trading.app.services.market import Who
from ipops.lines.trading.facts import Act
from ipops.lines.trading.facts import words as w
from ipops.webkit import journal, personal, refold
from ipops.webkit.docket import standings

from .conftest import PLACE, R1, R2, SAID, TODAY, filed, pledged, transfer_ask

pytestmark = pytest.mark.db
DOC = "ef" * 32
FIRM = Who(name="山河科技有限公司")
SECRET = "一种无人知晓的渗透膜"


def sent(reference: str, **more: Any) -> Sent:
    return Sent(**{"by": "user:clerk", "today": TODAY, "reference": reference} | more)


def ok(got: object) -> Entry:
    assert isinstance(got, Entry), got
    return got


def reasons(got: object) -> list[str]:
    assert isinstance(got, Refused), got
    return [r.code for r in got.reasons]


class TestADisclosure:
    def disclosed(self) -> str:
        got = ok(market.invention_disclose(who=FIRM, title=SECRET, words="做法如下", sent=sent("d")))
        assert isinstance(got.fact, f.InventionDisclosed)
        return got.fact.disclosure

    def test_is_sealed_until_its_application_is_published(self, city):
        case = self.disclosed()
        row = MarketCase.objects.get(case=case)
        assert (row.stage, row.title, row.words) == ("disclosed", "", "")
        everything = "".join(str(e) for e in journal.read())
        assert SECRET not in everything
        from ipops.ledger.fact import Sealed

        assert personal.value_of(Sealed(row.sealed_title)) == SECRET
        ok(market.disclosure_assess(case=case, end=w.Assessed.FILE, sent=sent("a")))
        ok(market.disclosure_file(case=case, number="CN201610000001.5", sent=sent("f")))
        early = market.disclosure_publish(case=case, title=SECRET, on=date(2024, 7, 1), sent=sent("p0"))
        assert reasons(early) == ["not-published-yet"]
        ok(market.disclosure_publish(case=case, title="渗透膜", on=TODAY, sent=sent("p")))
        assert MarketCase.objects.get(case=case).title == "渗透膜"

    def test_that_was_put_on_record_late_is_published_by_the_day_of_its_publication(self, city):
        case = self.disclosed()
        ok(market.disclosure_assess(case=case, end=w.Assessed.FILE, sent=sent("a")))
        ok(market.disclosure_file(case=case, number="CN201610000001.5", sent=sent("f")))
        ok(market.disclosure_publish(case=case, title="渗透膜", on=date(2017, 7, 4), sent=sent("p")))
        row = MarketCase.objects.get(case=case)
        assert (row.stage, row.title, row.rights) == ("published", "渗透膜", ["CN201610000001.5"])

    def test_shows_nothing_to_the_public_nor_in_matches_before_that(self, city):
        from ipops.lines.trading.app import matching

        case = self.disclosed()
        ok(market.disclosure_assess(case=case, end=w.Assessed.FILE, sent=sent("a")))
        ok(market.disclosure_file(case=case, number="CN201610000001.5", sent=sent("f")))
        city(
            RightFiled(on=date(2016, 1, 4), right="CN201610000001.5", kind_of_right=RightKind.INVENTION, title=SECRET, owners=("P:甲",), place="990101"),
            RightGranted(on=date(2018, 1, 4), right="CN201610000001.5", expires_on=date(2036, 1, 4)),
        )  # fmt: skip
        offer = market.offer_make(
            who=FIRM, rights=["CN201610000001.5"], act=Act.LICENCE, priced=w.Priced.LISTING, asked=None, closes_on=None, words="", sent=sent("o"),
        )  # fmt: skip
        assert reasons(offer) == ["not-published"]
        assert "CN201610000001.5" not in matching.patents(TODAY).codes
        for page in ("offers", "needs", "licences"):
            assert SECRET not in Client().get(f"/trading/market/{page}/").text

    def test_that_is_erased_leaves_a_ledger_that_still_holds(self, city):
        from ipops.ledger.fact import Sealed

        row = MarketCase.objects.get(case=self.disclosed())
        assert personal.erase(Sealed(row.sealed_title), by="admin", why="申请人要求")
        assert not isinstance(personal.value_of(Sealed(row.sealed_title)), str)


class TestAnOffer:
    def offer(self, **more: Any) -> object:
        given: dict[str, Any] = {
            "who": FIRM, "rights": [R1], "act": Act.LICENCE, "priced": w.Priced.LISTING, "asked": Money.yuan(80_000),
            "closes_on": None, "words": "", "sent": sent("o"),
        }  # fmt: skip
        return market.offer_make(**given | more)

    def test_is_shown_to_everybody_with_its_asked_price_which_counts_nowhere(self, city):
        ok(self.offer())
        page = Client().get("/trading/market/offers/").text
        assert R1 in page
        assert "80,000" in page
        assert not Deal.objects.exists()

    def test_of_somebody_elses_patent_is_refused(self, city):
        assert reasons(self.offer(who=Who(name="东湖电子有限公司"))) == ["not-the-owner"]

    def test_ends_by_its_table_and_its_row_can_be_made_again(self, city):
        case = ok(self.offer()).fact.offer
        assert isinstance(market.market_move(case=case, event="close", sent=sent("c0")), Refused)
        ok(market.market_move(case=case, event="contact", sent=sent("c1")))
        ok(market.market_move(case=case, event="close", sent=sent("c2")))
        from ipops.lines.trading.app.rows import MARKET

        before = list(refold.live_rows(MARKET))
        refold.rebuild([MARKET.code])
        assert list(refold.live_rows(MARKET)) == before
        assert R1 not in Client().get("/trading/market/offers/").text


def statement(**more: Any) -> object:
    given: dict[str, Any] = {
        "who": FIRM, "number": R1, "way": w.PriceForm.LUMP, "standard": "每年五万元", "until": date(2028, 1, 1), "other": "",
        "report": False, "agreed": False, "sent": sent("st"),
    }  # fmt: skip
    return openly.open_state(**given | more)


class TestAnOpenLicence:
    def announced(self, mark: str = "", **more: Any) -> str:
        case = ok(statement(**{"sent": sent(f"st{mark}")} | more)).fact.statement
        ok(openly.open_file(case=case, plain=True, sent=sent(f"file{mark}")))
        ok(openly.open_announce(case=case, on=TODAY, sent=sent(f"ann{mark}")))
        return case

    def take(self, case: str, taker: Who, paid: Money | None, reference: str, abroad: w.Abroad = w.Abroad.NO) -> object:
        return openly.open_take(case=case, taker=taker, paid=paid, abroad=abroad, sent=sent(reference))

    def test_names_its_standard_of_payment_and_its_term(self, city):
        assert reasons(statement(standard=" ", until=None)) == ["no-standard", "no-term"]
        assert reasons(statement(until=TODAY)) == ["term-over"]
        assert reasons(statement(until=date(2035, 6, 2))) == ["outlives-the-right"]

    def test_asks_an_entry_fee_before_it_is_taken_and_a_royalty_afterwards(self, city):
        entry = self.announced(way=w.PriceForm.ENTRY_ROYALTY, standard="入门费五万元，另按销售额百分之三")
        assert reasons(self.take(entry, Who(name="东湖电子有限公司"), None, "t")) == ["not-paid"]
        ok(openly.open_withdraw(case=entry, sent=sent("w")))
        royalty = self.announced(way=w.PriceForm.ROYALTY, standard="销售额百分之三", mark="2")
        ok(self.take(royalty, Who(name="东湖电子有限公司"), None, "t2"))

    def test_that_somebody_abroad_took_waits_for_its_export_papers(self, city):
        from ipops.lines.trading.app.services import course

        taker = Who(name="Foreign Membranes Inc. (demo)", place="990102")
        got = ok(self.take(self.announced(), taker, Money.yuan(50_000), "t", w.Abroad.FOREIGN))
        no = course.deal_move(deal=got.fact.deal, event="file", sent=sent("f"))
        assert reasons(no) == ["export-unchecked"]

    def test_whose_term_is_over_is_on_no_list_and_taken_by_nobody(self, city):
        case = self.announced(until=date(2024, 6, 5))
        late = openly.open_take(
            case=case, taker=Who(name="东湖电子有限公司"), paid=Money.yuan(1), abroad=w.Abroad.NO,
            sent=sent("t", today=date(2024, 6, 5)),
        )  # fmt: skip
        assert reasons(late) == ["term-over"]
        assert R1 not in Client().get("/trading/market/licences/").text

    def test_does_not_advertise(self, city):
        case = ok(statement()).fact.statement
        got = openly.open_file(case=case, plain=False, sent=sent("file"))
        assert reasons(got) == ["advertising"]
        assert str(got.reasons[0].cite) == "专利法实施细则(2023-12-11) 第八十五条"

    def test_is_barred_while_the_patent_is_pledged_without_consent(self, city):
        city(pledged(R1, "P:甲", "P:银行"))
        case = ok(statement()).fact.statement
        assert reasons(openly.open_file(case=case, plain=True, sent=sent("file"))) == ["pledged"]

    def test_whose_annuities_nobody_recorded_is_filed_when_somebody_says_that_they_are_paid(self, city):
        """R1 was filed on 1 June 2015: on 3 July 2024 an annuity is late, unless it was paid and nobody put it on record."""
        from ipops.ledger.facts import AnnuityPaid

        day = date(2024, 7, 3)
        case = ok(statement()).fact.statement
        got = openly.open_file(case=case, plain=True, sent=sent("f1", today=day))
        assert reasons(got) == ["annuity-untold"]
        assert str(got.reasons[0].cite) == "专利法实施细则(2023-12-11) 第八十六条"
        ok(openly.open_file(case=case, plain=True, paid_up=True, sent=sent("f2", today=day)))
        city(AnnuityPaid(on=date(2022, 6, 1), right=R1, year=8, paid=Money.yuan(2_000)))
        other = ok(statement(sent=sent("st2"))).fact.statement
        late = openly.open_file(case=other, plain=True, paid_up=True, sent=sent("f3", today=day))
        assert reasons(late) == ["annuity-unpaid"], "what is on record outweighs what is said"

    def test_of_a_utility_model_needs_its_evaluation_report(self, city):
        number = "CN201720000001.5"
        city(
            filed(number, "P:甲", on=date(2017, 1, 4), kind_of_right=RightKind.UTILITY_MODEL),
            RightGranted(on=date(2018, 1, 4), right=number, expires_on=date(2028, 1, 1)),
        )
        from ipops.rights.identity import right_number

        assert isinstance(right_number(number), tuple), right_number(number)
        case = ok(statement(number=number)).fact.statement
        got = openly.open_file(case=case, plain=True, sent=sent("file"))
        assert "no-evaluation-report" in reasons(got)
        with_report = ok(statement(number=number, report=True, sent=sent("st2"))).fact.statement
        got = openly.open_file(case=with_report, plain=True, sent=sent("file2"))
        assert isinstance(got, Entry) or "no-evaluation-report" not in reasons(got)

    def test_is_on_the_public_list_and_in_the_docket_once_announced(self, city):
        self.announced()
        assert R1 in Client().get("/trading/market/licences/").text
        (declared,) = [e.fact for e in journal.about(right=R1) if isinstance(e.fact, OpenLicenceDeclared)]
        assert declared.until == date(2028, 1, 1)
        assert standings([R1], TODAY)[R1] is not None

    def test_is_taken_with_notice_and_payment_and_then_recorded_as_one_deal(self, city):
        case = self.announced()
        taker = Who(name="东湖电子有限公司")
        assert reasons(self.take(case, taker, None, "t0")) == ["not-paid"]
        got = ok(self.take(case, taker, Money.yuan(50_000), "t1"))
        assert isinstance(got.fact, f.OpenLicenceTaken)
        deal = got.fact.deal
        assert Deal.objects.get(deal=deal).stage == "signed"
        done = deal_record(
            written=Written(
                ask=transfer_ask(act=Act.LICENCE, deal=deal, kind_of_licence=LicenceKind.OPEN, price=Money.yuan(50_000)),
                rights=[R1], givers=["山河科技有限公司"], takers=["东湖电子有限公司"],
            ),
            by="user:clerk", today=TODAY, reference="r", place=PLACE, document=DOC,
        )  # fmt: skip
        assert isinstance(done, Recorded), done
        assert (done.flags, Deal.objects.get(deal=deal).stage) == ((), "paid"), "the fee came before the register"
        assert Deal.objects.get(deal=deal).paid_fen == 5_000_000
        assert Deal.objects.count() == 1
        ok(openly.open_withdraw(case=case, sent=sent("w")))
        assert MarketCase.objects.get(case=case).stage == "ended"
        assert Deal.objects.get(deal=deal).stage == "paid", "licences taken before stay"
        assert R1 not in Client().get("/trading/market/licences/").text

    def test_on_another_patent_is_not_shown_by_this_one(self, city):
        self.announced()
        assert R2 not in Client().get("/trading/market/licences/").text


class TestAnInventory:
    def take(self, text: str, scale: str = "本校分级办法（2024版）") -> object:
        from ipops.lines.trading.app.services import inventory

        return inventory.inventory_take(campaign="2024", scale=scale, graded=inventory.lines_of(text), sent=sent("inv"))

    def test_keeps_each_grade_with_the_name_of_its_scale(self, city):
        got = self.take(f"{R1} A 入库\n{R2}，B")
        assert isinstance(got, list), got
        assert [(e.fact.right, e.fact.grade, e.fact.in_library, e.fact.scale[:2]) for e in got] == [
            (R1, "A", True, "本校"),
            (R2, "B", False, "本校"),
        ]

    def test_forgets_a_grade_that_was_taken_back(self, city):
        from ipops.lines.trading.app import matching

        first, second = self.take(f"{R1} A 入库\n{R2}，B")
        assert [x.right for x in matching.graded()] == sorted([R1, R2], reverse=True)
        gone = Draft(fact=Withdrawn(on=TODAY, why="误录"), source=SAID, reference="gone", supersedes=first.n)
        journal.append([gone], by="test")
        assert matching.graded() == [second.fact]

    def test_reads_whether_a_patent_goes_into_the_library_and_takes_each_once(self, city):
        from ipops.lines.trading.app.services import inventory

        assert [x.in_library for x in inventory.lines_of("a A 入库\nb A 不入库\nc A\nd A 否\ne A in\nf A 也许")] == [
            True, False, False, False, True, None,
        ]  # fmt: skip
        got = self.take(f"{R1} A 也许\n{R1} B")
        assert isinstance(got, Refused)
        assert ["第 1 行" in r.says.zh or "第 2 行：同一专利" in r.says.zh for r in got.reasons] == [True, True]

    def test_says_what_became_of_each_patent(self, city):
        from ipops.lines.trading.app.views.inventory import _became

        ok(market.offer_make(who=FIRM, rights=[R2], act=Act.LICENCE, priced=w.Priced.LISTING, asked=None, closes_on=None, words="", sent=sent("o")))  # fmt: skip
        done = deal_record(
            written=Written(ask=transfer_ask(), rights=[R1], givers=["山河科技有限公司"], takers=["东湖电子有限公司"]),
            by="user:clerk", today=TODAY, reference="r", place=PLACE, document=DOC,
        )  # fmt: skip
        assert isinstance(done, Recorded)
        assert {n: t.en for n, t in _became([R1, R2]).items()} == {R1: "handed over, on the register", R2: "on offer"}

    def test_tells_every_mistake_with_its_line_and_keeps_nothing(self, city):
        size = journal.size()
        got = self.take(f"{R1}\nCN201510237122.8 A\nCN201610000001.5 A", scale=" ")
        assert isinstance(got, Refused)
        told = "".join(r.says.zh for r in got.reasons)
        assert all(part in told for part in ("分级标准", "第 1 行", "第 2 行"))
        assert journal.size() == size
