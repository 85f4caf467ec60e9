"""A deal walked through its course by the services: the table, the gates and the register agree, and nothing counts twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Entry
from ipops.ledger.facts.words import LicenceKind, PartyKind, Proof
from ipops.lines.trading import facts as f
from ipops.lines.trading.app.models import Deal
from ipops.lines.trading.app.services import course, payments, publicity
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.services.deals import Recorded, Written, deal_record
from ipops.lines.trading.facts import Act
from ipops.lines.trading.facts import words as w
from ipops.lines.trading.rules.ask import Standing
from ipops.webkit import journal, personal, refold

from .conftest import PLACE, R1, TODAY, filed, party, pledged, transfer_ask

pytestmark = pytest.mark.db
DOC = "cd" * 32


def sent(reference: str, **more: Any) -> Sent:
    return Sent(**{"by": "user:clerk", "today": TODAY, "reference": reference} | more)


def found(**more: Any) -> str:
    given: dict[str, Any] = {
        "act": Act.TRANSFER,
        "rights": [R1],
        "givers": ["山河科技有限公司"],
        "takers": ["东湖电子有限公司"],
        "sent": sent("found"),
        "abroad": w.Abroad.NO,
    }
    got = course.deal_find(**given | more)
    assert isinstance(got, Entry), got
    assert isinstance(got.fact, f.DealFound)
    return got.fact.deal


def lump(deal: str, **more: Any) -> f.TermsAgreed:
    given: dict[str, Any] = {
        "on": TODAY,
        "deal": deal,
        "priced": w.Priced.AGREEMENT,
        "form": w.PriceForm.LUMP,
        "abroad": w.Abroad.NO,
        "price": Money.yuan(120_000),
    }
    return f.TermsAgreed(**given | more)


def ok(got: object) -> Entry:
    assert isinstance(got, Entry), got
    return got


def reasons(got: object) -> list[str]:
    assert isinstance(got, Refused), got
    return [r.code for r in got.reasons]


def stage(deal: str) -> str:
    return Deal.objects.get(deal=deal).stage


def agreed(deal: str, **more: Any) -> None:
    ok(course.deal_move(deal=deal, event="talk", sent=sent("talk")))
    ok(course.terms_agree(terms=lump(deal, **more), ask={}, sent=sent("agree")))


class TestTheWholeWay:
    def test_from_found_to_ended_is_one_deal_that_counts_once(self, city):
        deal = found()
        assert stage(deal) == "found"
        agreed(deal)
        assert stage(deal) == "intended"
        ok(course.inventors_ask(deal=deal, answer=w.InventorAnswer.DECLINED, sent=sent("inventors")))
        ok(course.deal_move(deal=deal, event="sign", sent=sent("sign"), register_no="合同-1"))
        ok(course.deal_move(deal=deal, event="file", sent=sent("file")))
        assert stage(deal) == "filed"
        done = deal_record(
            written=Written(
                ask=transfer_ask(deal=deal), rights=[R1], givers=["山河科技有限公司"], takers=["东湖电子有限公司"]
            ),
            by="user:clerk",
            today=TODAY,
            reference="record",
            place=PLACE,
            document=DOC,
        )
        assert isinstance(done, Recorded), done
        assert (done.deal, stage(deal)) == (deal, "recorded")
        ok(payments.deal_pay(deal=deal, amount=Money.yuan(120_000), on=TODAY, period="", sent=sent("pay")))
        assert (stage(deal), Deal.objects.get(deal=deal).paid_fen) == ("paid", 12_000_000)
        ok(course.deal_move(deal=deal, event="end", sent=sent("end")))
        assert stage(deal) == "ended"
        assert Deal.objects.count() == 1
        assert sum(e.fact.KIND == "transfer_registered" for e in journal.read()) == 1

    def test_leaves_rows_that_a_rebuild_gives_again(self, city):
        deal = found()
        agreed(deal)
        ok(course.deal_fail(deal=deal, cause=w.FailedFor.SILENCE, sent=sent("fail")))
        from ipops.lines.trading.app.rows import DEALS

        before = list(refold.live_rows(DEALS))
        refold.rebuild([DEALS.code])
        assert list(refold.live_rows(DEALS)) == before
        row = Deal.objects.get(deal=deal)
        assert (row.stage, row.failed_for, row.since) == ("failed", "silence", TODAY)

    def test_a_step_sent_twice_is_done_once(self, city):
        deal = found()
        assert found() == deal
        once = ok(course.deal_move(deal=deal, event="talk", sent=sent("talk")))
        size = journal.size()
        assert ok(course.deal_move(deal=deal, event="talk", sent=sent("talk"))) == once
        assert journal.size() == size

    def test_a_step_that_the_table_does_not_have_names_those_it_has(self, city):
        got = course.deal_move(deal=found(), event="sign", sent=sent("sign"))
        assert isinstance(got, Refused)
        assert "开始洽谈" in got.reasons[0].says.zh


class TestTheRegister:
    def test_joins_the_deal_on_its_way_and_makes_no_second_one(self, city, tmp_path):
        """A list that names the right and the taker of a filed deal records that deal."""
        from ipops.lines.trading.app.selectors import Awaited

        deal = found()
        agreed(deal)
        assert Awaited.read("transfer").of([R1], ["P:乙"]) == deal
        assert Awaited.read("transfer").of([R1], ["P:丙"]) == ""
        assert Awaited.read("licence").of([R1], ["P:乙"]) == ""
        twin = found(sent=sent("found-2"))
        assert twin != deal
        assert Awaited.read("transfer").of([R1], ["P:乙"]) == "", "two fit, so nobody guesses"

    def test_a_withdrawn_act_of_a_paid_deal_takes_it_out_of_the_count(self, city):
        from ipops.lines.trading.app.services.deals import deal_withdraw

        deal = found()
        agreed(deal)
        ok(course.inventors_ask(deal=deal, answer=w.InventorAnswer.DECLINED, sent=sent("i")))
        ok(course.deal_move(deal=deal, event="sign", sent=sent("sign")))
        deal_record(
            written=Written(ask=transfer_ask(deal=deal), rights=[R1], givers=["山河科技有限公司"], takers=["东湖电子有限公司"]),
            by="user:clerk", today=TODAY, reference="r", place=PLACE, document=DOC,
        )  # fmt: skip
        ok(payments.deal_pay(deal=deal, amount=Money.yuan(1), on=TODAY, period="", sent=sent("pay")))
        got = deal_withdraw(deal=deal, why="合同解除", by="user:clerk", today=TODAY, reference="w")
        assert isinstance(got, Recorded)
        assert stage(deal) == "withdrawn"

    def test_comes_after_the_money_and_the_deal_is_paid_all_the_same(self, city):
        """Entries are folded by their days: a payment of May stands before the registration of the twentieth."""
        deal = found()
        agreed(deal)
        ok(course.inventors_ask(deal=deal, answer=w.InventorAnswer.DECLINED, sent=sent("i")))
        ok(course.deal_move(deal=deal, event="sign", sent=sent("sign")))
        deal_record(
            written=Written(ask=transfer_ask(deal=deal), rights=[R1], givers=["山河科技有限公司"], takers=["东湖电子有限公司"]),
            by="user:clerk", today=TODAY, reference="r", place=PLACE, document=DOC,
        )  # fmt: skip
        ok(payments.deal_pay(deal=deal, amount=Money.yuan(7), on=date(2024, 5, 2), period="", sent=sent("pay")))
        row = Deal.objects.get(deal=deal)
        assert (row.stage, row.paid_fen) == ("paid", 700)


class TestALicence:
    def test_of_a_patent_whose_annuity_is_late_is_not_signed_before_it_is_paid(self, city):
        """R1 was filed on 1 June 2015: the tenth year's annuity fell due two days ago and only the eighth is on record."""
        from ipops.ledger.facts import AnnuityPaid

        deal = found(act=Act.LICENCE)
        ok(course.deal_move(deal=deal, event="talk", sent=sent("talk")))
        ask = {"kind_of_licence": LicenceKind.ORDINARY, "starts_on": TODAY, "until": date(2030, 1, 1)}
        ok(course.terms_agree(terms=lump(deal), ask=ask, sent=sent("agree")))
        city(AnnuityPaid(on=date(2022, 6, 1), right=R1, year=8, paid=Money.yuan(2_000)))
        assert reasons(course.deal_move(deal=deal, event="sign", sent=sent("s1"))) == ["annuity-late"]
        for year, day in ((9, date(2023, 6, 1)), (10, date(2024, 6, 1))):
            city(AnnuityPaid(on=day, right=R1, year=year, paid=Money.yuan(4_000)))
        ok(course.deal_move(deal=deal, event="sign", sent=sent("s2")))


class TestThePledge:
    def test_is_asked_of_the_pledgee_whose_written_word_is_needed(self, city):
        city(pledged(R1, "P:甲", "P:银行"))
        deal = found()
        agreed(deal)
        ok(course.inventors_ask(deal=deal, answer=w.InventorAnswer.NOT_SERVICE, sent=sent("i")))
        assert reasons(course.deal_move(deal=deal, event="sign", sent=sent("s1"))) == ["pledgee-silent"]
        ok(course.deal_move(deal=deal, event="seek_consent", sent=sent("seek")))
        assert stage(deal) == "consent"
        assert reasons(course.pledgee_consent(deal=deal, prepays=True, sent=sent("c0"))) == ["no-paper"]
        got = ok(course.pledgee_consent(deal=deal, prepays=False, sent=sent("c1", document=DOC)))
        assert isinstance(got.fact, f.PledgeeConsented)
        assert (got.fact.pledges, got.fact.pledgees, got.fact.prepays) == (("L:1",), ("P:银行",), False)
        ok(course.deal_move(deal=deal, event="sign", sent=sent("s2")))
        assert stage(deal) == "signed"


class TestTheUniversity:
    @pytest.fixture
    def school(self, city):
        city(
            party("P:校", "示范大学（演示）", kind_of_party=PartyKind.UNIVERSITY, place="370102"),
            filed("CN201610000001.5", "P:校", on=date(2016, 1, 4)),
        )
        return city

    def deal(self) -> str:
        return found(rights=["CN201610000001.5"], givers=["示范大学（演示）"], places=("370102", "990102"))

    def test_publishes_for_as_long_as_its_province_says(self, school):
        from ipops.ledger.facts import RightGranted

        school(RightGranted(on=date(2018, 5, 1), right="CN201610000001.5", expires_on=date(2036, 1, 4)))
        deal = self.deal()
        agreed(deal, state_body=True)
        ok(course.inventors_ask(deal=deal, answer=w.InventorAnswer.DECLINED, sent=sent("i")))
        assert reasons(course.deal_move(deal=deal, event="sign", sent=sent("s"))) == ["not-published"]
        got = ok(
            publicity.price_publish(
                deal=deal, name="膜", summary="一种膜", where="校园网", insiders=(), sent=sent("publish")
            )
        )
        assert isinstance(got.fact, f.PricePublished)
        assert (got.fact.days, got.fact.price) == (15, Money.yuan(120_000))
        ok(publicity.price_object(deal=deal, who="李四", words="价格偏低", sent=sent("object")))
        assert reasons(course.deal_move(deal=deal, event="close", sent=sent("c1"))) == ["objection-open"]
        objection = course.file_of(deal).open_objections[0].raised
        assert objection.who is not None
        assert personal.value_of(objection.who) == "李四"
        assert "李四" not in "".join(str(e) for e in journal.about(deal=deal)), "the name is sealed"
        settle = {"deal": deal, "objection": objection.objection, "end": w.Settled.REJECTED}
        assert reasons(publicity.objection_settle(**settle, sent=sent("settle"))) == ["no-why"]
        ok(publicity.objection_settle(**settle, sent=sent("settle", why="已有评估报告")))
        assert reasons(course.deal_move(deal=deal, event="close", sent=sent("c2"))) == ["notice-running"]
        later = date(2024, 6, 19)
        ok(course.deal_move(deal=deal, event="close", sent=sent("c3", today=later)))
        ok(course.deal_move(deal=deal, event="sign", sent=sent("s2", today=later)))
        assert stage(deal) == "signed"

    def test_whose_price_was_rightly_objected_to_agrees_on_other_terms_and_publishes_them(self, school):
        from ipops.ledger.facts import RightGranted

        school(RightGranted(on=date(2018, 5, 1), right="CN201610000001.5", expires_on=date(2036, 1, 4)))
        deal = self.deal()
        agreed(deal, state_body=True)
        ok(course.inventors_ask(deal=deal, answer=w.InventorAnswer.DECLINED, sent=sent("i")))
        notice = {"deal": deal, "name": "膜", "summary": "一种膜", "where": "校园网", "insiders": ()}
        ok(publicity.price_publish(**notice, sent=sent("p1")))
        ok(publicity.price_object(deal=deal, who="李四", words="价格偏低", sent=sent("o")))
        objection = course.file_of(deal).open_objections[0].raised.objection
        upheld = sent("st", why="评估值高于公示价")
        ok(publicity.objection_settle(deal=deal, objection=objection, end=w.Settled.UPHELD, sent=upheld))
        later = date(2024, 6, 25)
        no = course.deal_move(deal=deal, event="close", sent=sent("c1", today=later, why="期满"))
        assert reasons(no) == ["objection-upheld"]
        better = lump(deal, state_body=True, price=Money.yuan(200_000))
        ok(course.terms_agree(terms=better, ask={}, sent=sent("again")))
        assert stage(deal) == "intended"
        lacking = course.deal_move(deal=deal, event="sign", sent=sent("s", today=later))
        assert reasons(lacking) == ["not-published", "inventors-unasked"], "equal terms are the new ones"
        got = ok(publicity.price_publish(**notice, sent=sent("p2")))
        assert got.fact.price == Money.yuan(200_000)


class TestRoyaltiesAndRewards:
    @pytest.fixture
    def running(self, city) -> str:
        deal = found(act=Act.LICENCE)
        ok(course.deal_move(deal=deal, event="talk", sent=sent("talk")))
        terms = lump(
            deal,
            form=w.PriceForm.ENTRY_ROYALTY,
            price=Money.yuan(50_000),
            base=w.RoyaltyBase.SALES,
            rates=(Fraction(5, 100), Fraction(4, 100)),
            minimum=Money.yuan(10_000),
            months=6,
            accounts="每年一次",
        )
        ask = {"kind_of_licence": LicenceKind.ORDINARY, "starts_on": date(2023, 1, 1), "until": date(2030, 1, 1)}
        ok(course.terms_agree(terms=terms, ask=ask, sent=sent("agree")))
        ok(course.deal_move(deal=deal, event="sign", sent=sent("sign")))
        got = deal_record(
            written=Written(
                ask=transfer_ask(
                    act=Act.LICENCE,
                    deal=deal,
                    kind_of_licence=LicenceKind.ORDINARY,
                    starts_on=date(2023, 1, 1),
                    until=date(2030, 1, 1),
                    standing=Standing.REGISTERED,
                    proof=Proof.NOTICE,
                ),
                rights=[R1],
                givers=["山河科技有限公司"],
                takers=["东湖电子有限公司"],
            ),
            by="user:clerk",
            today=TODAY,
            reference="record",
            place=PLACE,
            document=DOC,
        )
        assert isinstance(got, Recorded), got
        return deal

    def test_each_period_is_stated_once_and_an_audit_brings_the_rest(self, running):
        first = {"deal": running, "since": date(2023, 1, 1), "until": date(2023, 7, 1)}
        got = ok(payments.royalty_state(**first, base=Money.yuan(100_000), sent=sent("st1")))
        assert got.fact.due == Money.yuan(10_000), "the minimum"
        again = payments.royalty_state(**first, base=Money.yuan(100_000), sent=sent("st2"))
        assert reasons(again) == ["period-twice"]
        future = payments.royalty_state(
            deal=running, since=date(2024, 1, 1), until=date(2024, 7, 1), base=Money(1), sent=sent("st3")
        )
        assert reasons(future) == ["period"]
        audit = ok(
            payments.royalty_audit(deal=running, since=date(2023, 1, 1), found=Money.yuan(400_000), sent=sent("a"))
        )
        assert audit.fact.more == Money.yuan(10_000)
        second = ok(
            payments.royalty_state(
                deal=running,
                since=date(2024, 1, 1),
                until=date(2024, 6, 1),
                base=Money.yuan(1_000_000),
                sent=sent("s4"),
            )
        )
        assert second.fact.due == Money.yuan(40_000), "the second year's rate"
        assert stage(running) == "performing"
        file = course.file_of(running)
        assert file.owed == Money.yuan(60_000)

    def test_a_period_is_no_longer_than_agreed_so_that_each_brings_its_minimum(self, running):
        long = {"deal": running, "since": date(2023, 1, 1), "until": date(2024, 1, 1), "base": Money(1)}
        got = payments.royalty_state(**long, sent=sent("long"))
        assert reasons(got) == ["period-too-long"]
        got = payments.royalty_state(**long | {"until": date(2023, 7, 1), "base": Money(-1)}, sent=sent("neg"))
        assert reasons(got) == ["base"]
        early = long | {"since": date(2022, 12, 31), "until": date(2023, 6, 1)}
        assert reasons(payments.royalty_state(**early, sent=sent("early"))) == ["outside-the-licence"]
        ok(payments.royalty_state(**long | {"until": date(2023, 7, 1)}, sent=sent("right")))

    def test_the_same_money_entered_again_says_that_it_is_another(self, running):
        money = {"deal": running, "amount": Money.yuan(9), "on": TODAY, "period": ""}
        ok(payments.deal_pay(**money, sent=sent("a")))
        assert reasons(payments.deal_pay(**money, sent=sent("b"))) == ["paid-already"]
        ok(payments.deal_pay(**money, sent=sent("c", why="同日第二笔")))
        assert Deal.objects.get(deal=running).paid_fen == 1_800

    def test_a_second_audit_of_a_period_takes_the_place_of_the_first(self, running):
        first = {"deal": running, "since": date(2023, 1, 1)}
        ok(payments.royalty_state(**first, until=date(2023, 7, 1), base=Money.yuan(400_000), sent=sent("st")))
        ok(payments.royalty_audit(**first, found=Money.yuan(600_000), sent=sent("a1")))
        ok(payments.royalty_audit(**first, found=Money.yuan(500_000), sent=sent("a2")))
        assert course.file_of(running).owed == Money.yuan(25_000), "five per cent of half a million, once"

    def test_a_state_body_does_not_turn_private_when_its_people_are_rewarded(self, city):
        deal = found()
        agreed(deal, state_body=True)
        ok(course.inventors_ask(deal=deal, answer=w.InventorAnswer.DECLINED, sent=sent("i")))
        ok(course.deal_move(deal=deal, event="sign", sent=sent("sign")))
        deal_record(
            written=Written(ask=transfer_ask(deal=deal), rights=[R1], givers=["山河科技有限公司"], takers=["东湖电子有限公司"]),
            by="user:clerk", today=TODAY, reference="r", place=PLACE, document=DOC,
        )  # fmt: skip
        low = {"deal": deal, "basis": w.RewardFor.INCOME, "agreed": Fraction(1, 10)}
        assert reasons(payments.reward_set(**low, state_body=False, sent=sent("r1"))) == ["state-body-differs"]
        assert reasons(payments.reward_set(**low, state_body=True, sent=sent("r2"))) == ["reward-below-floor"]

    def test_a_reward_below_its_share_is_refused_with_what_is_due(self, running):
        assert reasons(
            payments.reward_pay(
                deal=running, year=2023, net=Money.yuan(100), amount=Money.yuan(50), people=2, sent=sent("p0")
            )
        ) == ["no-reward"]
        ok(payments.reward_set(deal=running, basis=w.RewardFor.INCOME, agreed=None, state_body=False, sent=sent("set")))
        pay = {"deal": running, "year": 2023, "net": Money.yuan(80_000), "people": 3}
        for year in (2022, 2025):
            strange = payments.reward_pay(**pay | {"year": year}, amount=Money.yuan(40_000), sent=sent(f"y{year}"))
            assert reasons(strange) == ["year"]
        short = payments.reward_pay(**pay, amount=Money.yuan(39_999), sent=sent("p1"))
        assert reasons(short) == ["reward-short"]
        assert "40,000.00" in short.reasons[0].says.zh
        ok(payments.reward_pay(**pay, amount=Money.yuan(40_000), sent=sent("p2")))
        assert reasons(payments.reward_pay(**pay, amount=Money.yuan(40_000), sent=sent("p3"))) == ["paid-already"]
        assert [p.people for p in course.file_of(running).payouts] == [3]


class TestWhatIsStillOwed:
    def test_to_those_who_made_it_is_said_on_the_deal_until_it_is_paid(self, city):
        from ipops.lines.trading.app.views.course_told import _rewards

        deal = found()
        agreed(deal, state_body=True)
        file = course.file_of(deal)
        paid = f.DealPaid(on=TODAY, deal=deal, amount=Money.yuan(100))
        assert _rewards(file) == []
        assert [d.title.en for d in _rewards(replace(file, payments=(paid,)))] == ["Set the reward"]
        share = f.RewardSet(on=TODAY, deal=deal, basis=w.RewardFor.INCOME, state_body=True, share=Fraction(1, 2))
        due = replace(file, payments=(paid,), reward=share)
        assert [(d.title.en, d.on) for d in _rewards(due)] == [("Pay the reward of 2024", None)]
        out = f.RewardPaid(on=TODAY, deal=deal, year=2024, net=Money.yuan(100), amount=Money.yuan(50), people=2)
        assert _rewards(replace(due, payouts=(out,))) == []
