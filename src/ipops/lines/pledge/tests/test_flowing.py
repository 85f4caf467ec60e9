"""A fund's money by hand: two years, money in and out, a payment, a true-up, a recovery; and the page that draws it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from ipops.kernel.money import NIL
from ipops.lines.pledge import facts as f
from ipops.lines.pledge.app import moves, services
from ipops.lines.pledge.app.models import Fund
from ipops.lines.pledge.facts.words import RecoveredBy, Returns
from ipops.lines.pledge.rules import flowing, pictures

from .conftest import TODAY, approved, by, failed, fund, stored, words, yuan


def _paid(on: date, amount: int, party: str = "fund") -> f.ClaimPaid:
    return f.ClaimPaid(on=on, claim="C1", fund="F1", place="990101", party=party, amount=yuan(amount))


#: 200 in, 50 out, 60 paid, 10 paid back, 9 of a recovery: 109 is left; the insurer's money is not the fund's.
HISTORY = (
    f.FundMoved(on=date(2024, 3, 1), fund="F1", place="990100", amount=yuan(2_000_000)),
    f.FundMoved(on=date(2024, 12, 31), fund="F1", place="990100", amount=yuan(-500_000)),
    _paid(date(2025, 1, 1), 600_000),
    _paid(date(2025, 1, 2), 160_000, "insurer"),
    f.ClaimTruedUp(on=date(2025, 2, 1), claim="C1", fund="F1", place="990101", party="fund", amount=yuan(100_000)),
    f.RecoveryReceived(
        on=date(2025, 5, 1), claim="C1", fund="F1", place="990101", how=RecoveredBy.AUCTION, gross=yuan(150_000),
        parties=("bank", "fund"), sums=(yuan(60_000), yuan(90_000)), cost=NIL, surplus=NIL,
    ),
)  # fmt: skip


class TestTheMoneyOfAFund:
    def test_adds_up_since_it_was_opened(self):
        got = flowing.flow(HISTORY, payer="fund", pooled=True)
        assert got == flowing.Flow(
            put_in=yuan(2_000_000), taken_out=yuan(500_000), paid=yuan(600_000), trued_up=yuan(100_000),
            recovered=yuan(90_000),
        )  # fmt: skip
        assert got.closing == yuan(1_090_000)

    def test_begins_a_year_with_what_the_year_before_left(self):
        before, after = (flowing.flow(HISTORY, payer="fund", pooled=True, year=y) for y in (2024, 2025))
        assert before.closing == after.opening == yuan(1_500_000)
        assert (after.put_in, after.paid, after.closing) == (NIL, yuan(600_000), yuan(1_090_000))
        assert flowing.years(HISTORY) == (2025, 2024)

    def test_never_adds_what_the_treasury_has_back(self):
        got = flowing.flow(HISTORY, payer="fund", pooled=False)
        assert (got.recovered, got.elsewhere, got.closing) == (NIL, yuan(90_000), yuan(1_000_000))

    def test_of_nobody_is_nothing(self):
        assert flowing.flow((), payer="fund", pooled=True).closing == NIL


class TestThePicture:
    def test_goes_from_nothing_over_each_step_to_what_claims_leave(self):
        made = pictures.fund(flowing.flow(HISTORY, payer="fund", pooled=True), pending=yuan(40_000))
        assert [(s.title.zh, s.value, s.total) for s in made.steps] == [
            ("设立时", Fraction(0), True),
            ("拨入", Fraction(200), False),
            ("转出", Fraction(-50), False),
            ("已付补偿", Fraction(-60), False),
            ("清算退回", Fraction(10), False),
            ("追偿回款", Fraction(9), False),
            ("现余额", Fraction(109), True),
            ("待决补偿", Fraction(-4), False),
            ("付后余额", Fraction(105), True),
        ]
        assert made.steps[1].says.zh == "+200万元"
        assert "105万元" in made.says.zh

    def test_leaves_out_what_did_not_happen_and_what_claims_take_of_a_year_that_is_over(self):
        made = pictures.fund(flowing.flow(HISTORY, payer="fund", pooled=True, year=2024), year=2024)
        assert [s.title.en for s in made.steps] == [
            "start of year", "put in", "taken out", "claims paid", "recovered", "end of year",
        ]  # fmt: skip


@pytest.mark.db
class TestAFundOfTheCity:
    @pytest.mark.parametrize(
        ("returns", "left"),
        [
            pytest.param(Returns.POOL, 1_514_000, id="recoveries-come-back"),
            pytest.param(Returns.TREASURY, 1_460_000, id="recoveries-go-to-the-treasury"),
        ],
    )
    def test_ends_with_the_balance_of_its_row(self, city: Any, returns: Returns, left: int) -> None:
        """2,000,000 in, 54 % of a million paid, 54,000 of 100,000 recovered."""
        claim = approved(failed(fund_code=fund(returns=returns)))
        stored(services.claim_pay(claim=claim, party="fund", amount=yuan(540_000), on=TODAY, by=by("p")))
        stored(
            services.recovery_enter(
                claim=claim, how=RecoveredBy.AUCTION, gross=yuan(100_000), on=TODAY, by=by("r", "user:bank")
            )
        )
        row = Fund.objects.get()
        got = flowing.flow(moves.fund_moves(row), payer=row.payer, pooled=returns is Returns.POOL)
        assert got.closing == row.balance == yuan(left)

    def test_shows_its_way_on_its_page_and_hands_it_out(self, enter: Any) -> None:
        approved(failed(fund_code=(code := fund())))
        clerk = enter("clerk")
        page = " ".join(words(clerk.get(f"/pledge/pools/{code}/")).split())
        assert "钱从哪里来，还剩多少" in page
        assert "待决补偿 −54万元 146万元 付后余额 小计 146万元" in page
        table = clerk.get(f"/pledge/pools/{code}/?year=2025&as=csv").text
        assert "2025" not in table.splitlines()[0]
        assert [r.split(",")[0] for r in table.splitlines()[1:]] == [
            "年初", "拨入", "已付补偿", "追偿回款", "现余额", "待决补偿", "付后余额",
        ]  # fmt: skip
        assert clerk.get(f"/pledge/pools/{code}/?as=svg").text.startswith("<svg")
        assert clerk.get(f"/pledge/pools/{code}/?as=exe").status_code == 404
