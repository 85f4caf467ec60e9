"""Conversion in both readings, what became of deals, pools: firms count once, fees split to the fen, lapsed patents are said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.kernel.money import NIL, Money, split
from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Entry
from ipops.ledger.facts import RightEnded
from ipops.ledger.facts.words import EndOfRight
from ipops.lines.trading import facts as f
from ipops.lines.trading.app.models import MarketCase
from ipops.lines.trading.app.services import payments, pools
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.services.deals import Recorded, Written, deal_record
from ipops.lines.trading.facts.words import Evidence
from ipops.lines.trading.rules.conversion import Handed, by_year

from .conftest import PLACE, R1, R2, R3, TODAY, transfer_ask


def handed(deal: str, year: int, *takers: str) -> Handed:
    return Handed(deal=deal, takers=takers, on=date(year, 5, 1))


def use(deal: str, year: int, *evidence: Evidence) -> f.UseReported:
    return f.UseReported(on=date(year, 12, 31), deal=deal, year=year, evidence=evidence)


class TestConversion:
    def test_counts_each_small_firm_once_in_its_first_year(self):
        deals = [handed("1", 2022, "a", "b"), handed("2", 2024, "a"), handed("3", 2024, "big"), handed("4", 2024, "x")]
        got = by_year(deals, {"a": True, "b": True, "big": False, "x": None}, [])
        assert [(y.year, y.firms, y.so_far, y.size_untold) for y in got] == [
            (2022, 2, 2, 0),
            (2023, 0, 2, 0),
            (2024, 0, 2, 1),
        ]

    def test_tells_those_with_evidence_beside_in_the_year_of_the_first(self):
        deals = [handed("1", 2022, "a"), handed("2", 2023, "b")]
        uses = [
            use("1", 2023),
            use("1", 2024, Evidence.TRIAL),
            use("1", 2025, Evidence.SALES),
            use("9", 2023, Evidence.SALES),
        ]
        got = by_year(deals, {"a": True, "b": True}, uses)
        assert [(y.year, y.shown, y.shown_so_far) for y in got] == [(2022, 0, 0), (2023, 0, 0), (2024, 1, 1)]

    def test_forgets_evidence_that_the_same_year_was_reported_without_later(self):
        uses = [use("1", 2023, Evidence.SALES), use("1", 2023)]
        assert [y.shown_so_far for y in by_year([handed("1", 2023, "a")], {"a": True}, uses)] == [0]

    def test_of_nothing_is_nothing(self):
        assert by_year([], {}, []) == ()

    @settings(deadline=None)
    @given(
        st.lists(st.tuples(st.sampled_from("pqrs"), st.integers(2020, 2025), st.sampled_from("abcd")), max_size=12),
        st.lists(st.tuples(st.sampled_from("pqrs"), st.integers(2019, 2026), st.booleans()), max_size=12),
    )
    def test_the_stricter_reading_never_exceeds_the_other(self, deals, uses):
        got = by_year(
            [handed(d, y, t) for d, y, t in deals],
            {"a": True, "b": True, "c": None, "d": False},
            [use(d, y, *((Evidence.PRODUCT,) if e else ())) for d, y, e in uses],
        )
        for y in got:
            assert 0 <= y.shown_so_far <= y.so_far
        assert sum(y.firms for y in got) == (got[-1].so_far if got else 0)


def sent(reference: str, **more: Any) -> Sent:
    return Sent(**{"by": "user:clerk", "today": TODAY, "reference": reference} | more)


def reasons(got: object) -> list[str]:
    assert isinstance(got, Refused), got
    return [r.code for r in got.reasons]


@pytest.mark.db
class TestUse:
    def test_is_reported_yearly_with_what_shows_it(self, city):
        done = deal_record(
            written=Written(ask=transfer_ask(), rights=[R1], givers=["山河科技有限公司"], takers=["东湖电子有限公司"]),
            by="user:clerk", today=TODAY, reference="r", place=PLACE, document="ab" * 32,
        )  # fmt: skip
        assert isinstance(done, Recorded)
        said = f.UseReported(
            on=TODAY, deal=done.deal, year=2024, evidence=(Evidence.SALES,), products=1, sales=Money.yuan(9)
        )
        assert reasons(payments.use_report(fact=said, sent=sent("u0"))) == ["no-paper"]
        got = payments.use_report(fact=said, sent=sent("u1", why="税务申报表"))
        assert isinstance(got, Entry), got
        early = f.UseReported(on=TODAY, deal=done.deal, year=2023)
        assert reasons(payments.use_report(fact=early, sent=sent("u2"))) == ["year"]


@pytest.mark.db
class TestAPool:
    def agree(self, **more: Any) -> object:
        given: dict[str, Any] = {
            "pool": "", "title": "无人机专利池", "place": "990101", "members": ["山河科技有限公司", "东湖电子有限公司"],
            "shares": [2, 1], "families": [[R1], [R2]], "terms": "成员间免费", "sent": sent("pool"),
        }  # fmt: skip
        return pools.pool_agree(**given | more)

    def test_splits_a_fee_to_the_fen_as_agreed(self, city):
        got = self.agree()
        assert isinstance(got, Entry), got
        pool = got.fact.pool
        paid = pools.pool_receive(pool=pool, amount=Money(100), sent=sent("fee"))
        assert isinstance(paid, Entry), paid
        assert paid.fact.shares == (Money(67), Money(33))
        assert sum(paid.fact.shares, NIL) == Money(100)
        assert MarketCase.objects.get(case=pool).fen == 100

    def test_has_two_members_and_parts_for_each(self, city):
        assert reasons(self.agree(members=["山河科技有限公司"], shares=[])) == ["few-members"]
        assert reasons(self.agree(shares=[1])) == ["shares"]

    def test_holds_no_patent_of_a_stranger(self, city):
        assert reasons(self.agree(members=["东湖电子有限公司", "示范银行"])) == ["not-the-owner"]

    def test_without_an_agreed_split_takes_no_fee(self, city):
        pool = self.agree(shares=[]).fact.pool
        assert reasons(pools.pool_receive(pool=pool, amount=Money(100), sent=sent("fee"))) == ["no-shares"]

    def test_says_which_of_its_patents_has_lapsed(self, city):
        from ipops.lines.trading.app.views.results import POOL_CASE
        from ipops.webkit.pages.cases import Asked

        pool = self.agree().fact.pool
        city(RightEnded(on=date(2024, 1, 5), right=R2, why=EndOfRight.UNPAID))
        from ipops.webkit import access
        from ipops.webkit.models import User

        access.demo_make()
        asked = Asked(reader=User.objects.get(username="clerk"), today=TODAY)
        told = POOL_CASE.tell(MarketCase.objects.get(case=pool), asked)
        assert R2 in told.notes[0].zh
        assert next(s.value for s in told.says) == 1

    def test_counts_families_in_force_as_its_members_told_them(self, city):
        pool = MarketCase.objects.get(case=self.agree(families=[[R1, R2], [R3]]).fact.pool)
        whole = pools.force_of(pool, TODAY)
        assert (whole.patents, whole.families, whole.of_families, whole.lapsed) == (3, 2, 2, ())
        city(RightEnded(on=date(2024, 1, 5), right=R2, why=EndOfRight.UNPAID))
        assert pools.force_of(pool, TODAY).families == 2, "of the first family R1 is left"
        city(RightEnded(on=date(2024, 2, 5), right=R1, why=EndOfRight.UNPAID))
        left = pools.force_of(pool, TODAY)
        assert (left.patents, left.families, left.lapsed) == (1, 1, (R1, R2))
        assert pools.families_of(pool) == [[R1, R2], [R3]]

    def test_whose_families_nobody_told_says_so_and_a_patent_of_which_nothing_is_known_counts_in_nothing(self, city):
        pool = MarketCase.objects.get(case=self.agree(families=[[R1], ["CN201610000001.5"]]).fact.pool)
        got = pools.force_of(pool, TODAY)
        assert (got.patents, got.families, got.unknown) == (1, None, ("CN201610000001.5",))

    def test_is_revised_whole_and_not_after_it_was_dissolved(self, city):
        from ipops.lines.trading.app.services import market

        pool = self.agree().fact.pool
        assert self.agree() == self.agree(), "sent twice it is one pool"
        revised = self.agree(pool=pool, families=[[R3]], sent=sent("again"))
        assert isinstance(revised, Entry), revised
        assert MarketCase.objects.get().rights == [R3]
        assert reasons(self.agree(pool="PL:none", sent=sent("x"))) == ["pool-unknown"]
        assert reasons(self.agree(families=[[R1], [R1]], sent=sent("y"))) == ["right-twice"]
        market.market_move(case=pool, event="dissolve", sent=sent("end"))
        assert reasons(self.agree(pool=pool, sent=sent("late"))) == ["not-from-here"]

    def test_tells_its_members_and_its_office_once_that_a_patent_lapsed(self, city):
        from ipops.webkit import access
        from ipops.webkit.models import Membership, Notice, Office, User

        access.demo_make()
        pool = self.agree().fact.pool
        firm = Office.objects.create(code="body-jia", level="body", party="P:甲", name_zh="山河", name_en="Shanhe")
        member = User.objects.create(username="jia")
        Membership.objects.create(user=member, office=firm, role="member")
        assert pools.lapses_tell(TODAY) == 0
        city(RightEnded(on=date(2024, 1, 5), right=R2, why=EndOfRight.UNPAID))
        assert pools.lapses_tell(TODAY) > 1
        assert pools.lapses_tell(TODAY) == 0, "once a patent"
        told = {n.user.username: n for n in Notice.objects.filter(event="trading.pool")}
        assert {"jia", "clerk"} <= set(told)
        assert "neighbour" not in told
        assert R2 in told["jia"].title_zh
        assert told["jia"].link == f"/trading/pools/{pool}/"

    @settings(deadline=None)
    @given(st.integers(1, 10**12), st.lists(st.integers(0, 1000), min_size=2, max_size=9).filter(any))
    def test_loses_no_fen_of_a_fee(self, fen, parts):
        shares = split(Money(fen), parts)
        assert sum(shares, NIL) == Money(fen)
        assert all(s == NIL for s, p in zip(shares, parts, strict=True) if p == 0)
