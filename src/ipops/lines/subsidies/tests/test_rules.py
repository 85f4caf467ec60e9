"""What a scheme asks, what it makes of a claim, how a pot is divided, what is claimed twice."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ipops.finance.double import Claim
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.subsidies.facts import Order, Verdict
from ipops.lines.subsidies.rules import admission, given, schemes
from ipops.lines.subsidies.rules.admission import Waits
from ipops.lines.subsidies.rules.computing import Asked, Stands, compute

from .conftest import DAYS, RATES, STATED, WORTH, codes

BJ = {
    "awards.interest.benchmark.series": "LPR-1Y",
    "awards.interest.benchmark.on": "month_before",
    "awards.interest.day_count": "ACT/360",
    "awards.fees.pays": "50%",
    "awards.fees.caps.amount.per": "loan",  # the bureau's word: its source does not say
}


def asked(**more):
    given_ = {
        "on": date(2025, 3, 3), "claimant": "P:甲", "loan": "L1", "bank": "P:行", "budget_year": 2025,
        "period": (date(2024, 1, 1), date(2025, 4, 1)), "given": STATED, "settled": True, "repaid_on": date(2025, 1, 25),
        "rates": RATES,
    }  # fmt: skip
    return Asked(**given_ | more)


def stands(**more):
    given_ = {
        "claimant": "P:甲",
        "loan": "L0",
        "bank": "P:行",
        "budget_year": 2025,
        "pot_year": 2025,
        "amounts": {"interest": Money.yuan(480_000)},
    }
    return Stands(**given_ | more)


def qingdao(*, a_year: bool = True):
    """With the bureau's word that the cap is one of firm and year; its source does not say."""
    more = ("awards.interest.caps.amount.per=firm_year",) if a_year else ()
    got = schemes.scheme_of("qd-2024", (*DAYS, *more))
    assert not isinstance(got, Refused)
    return got


def beijing():
    got = schemes.scheme_of("bj-2023", tuple(f"{k}={v}" for k, v in BJ.items()))
    assert not isinstance(got, Refused)
    return got


BEIJING = (
    "loan.combined=false", "loan.signed_on=2023-01-05", "pledge.registered=true", "cost.fees=30000元", "cost.vat=0元",
    "loan.periods=2023-01-10 2023-12-31 100万元 6%",
)  # fmt: skip


def at_beijing(**more):
    span = (date(2023, 1, 1), date(2024, 1, 1))
    given_ = {
        "on": date(2024, 3, 1),
        "budget_year": 2024,
        "period": span,
        "given": BEIJING,
        "repaid_on": date(2023, 12, 31),
    }
    return asked(**given_ | {"rates": ("LPR-1Y 2022-12-20 3.65%",)} | more)


class TestWhatASchemeAsks:
    @pytest.mark.parametrize("code", sorted(schemes.subsidy_schemes()))
    def test_every_subsidy_scheme_is_asked_for_what_its_worked_cases_give(self, code):
        """What a lawyer's case gives is asked of a claimant, or is the window's, the bank's paper or the ledger's."""
        from ipops.policy.scheme_shelf import schemes as files

        scheme = schemes.subsidy_schemes()[code]
        ours = {"loan.settled", "loan.repaid_on", "series"}
        names = {f.name for f in schemes.asks(scheme)}
        for case in files()[code].cases["cases"]:
            told = {n for n in case["given"] if not n.startswith(("used.", "window."))} - ours
            assert told <= names, case["case"]

    def test_the_claimant_is_never_asked_what_the_ledger_knows(self):
        names = {f.name for s in schemes.subsidy_schemes().values() for f in schemes.asks(s)}
        assert not [n for n in names if n.startswith(("used.", "window.", "pot."))]
        assert "loan.repaid_on" not in names

    def test_a_scheme_of_sharing_is_no_subsidy(self):
        assert codes(schemes.scheme_of("gz-2023")) == ["no-subsidy"]

    @pytest.mark.parametrize(("code", "path"), [(c, p) for c, s in schemes.subsidy_schemes().items() for p in s.silent])
    def test_every_silent_place_is_called_in_words_and_so_is_what_the_bureau_says_of_it(self, code, path):
        told = schemes.called(schemes.subsidy_schemes()[code], path)
        assert not re.search(r"[a-z_]\.[a-z_]|_", told.zh + told.en), told
        if path.endswith(".per"):
            assert schemes.stated(path, "firm_year") == Text("单户年度上限", "cap per firm and year")
        for path, word in (("valid.run_off", "go_on"), ("valid.run_off", "ends"), ("valid.transition", "old")):
            assert schemes.stated(path, word).zh != word

    def test_only_a_silent_place_takes_the_bureaus_word(self):
        assert codes(schemes.scheme_of("qd-2024", ("awards.interest.pays=90%",))) == ["nothing-to-assume"]


class TestWhatIsStated:
    def test_is_read_or_told_beside_its_field(self):
        got = given.problems(
            ("loan.rate=viel", "firm.grade=A", "loan.signed_on=2025-13-01"), ("loan.rate", "loan.signed_on")
        )
        assert [(r.code, r.field) for r in got] == [
            ("not-readable", "loan__rate"),
            ("not-asked", "firm__grade"),
            ("not-readable", "loan__signed_on"),
        ]

    def test_goes_into_texts_and_back(self):
        values = {"loan.rate": "4.35%", "firm.is_sme": "true", "loan.periods": "2023-01-01 2023-02-01 1万元 4%\n\n"}
        texts = given.texts(values)
        assert given.raw(texts)["loan.periods"] == [
            {"from": "2023-01-01", "to": "2023-02-01", "principal": "1万元", "rate": "4%"}
        ]
        assert given.raw(texts)["firm.is_sme"] is True


class TestComputing:
    def test_gives_what_the_schemes_own_case_gives_with_its_trace(self):
        got = compute(qingdao(), asked(), [])
        assert (got.verdict, got.total, got.missing) == (Verdict.COMPUTED, WORTH, ())
        assert {s.rule for s in got.outcome.trace} >= {"awards.interest.benchmark", "awards.interest"}
        assert got.sheet() == compute(qingdao(), asked(), []).sheet()

    def test_without_the_bureaus_word_the_amount_is_unknown_and_says_why(self):
        bare = schemes.scheme_of("qd-2024")
        got = compute(bare, asked(), [])
        assert (got.verdict, got.total) == (Verdict.UNKNOWN, None)
        assert got.missing == ("awards.interest.day_count",)

    def test_a_condition_that_does_not_hold_refuses_with_its_clause(self):
        got = compute(qingdao(), asked(given=(*STATED[:2], "loan.first_time_patent=false", STATED[3])), [])
        assert (got.verdict, got.total) == (Verdict.REFUSED, NIL)
        assert got.outcome.reasons[0].cite is not None

    @pytest.mark.parametrize(
        ("other", "left"),
        [
            (stands(), Money.yuan(20_000)),
            (stands(budget_year=2024), WORTH),
            (stands(claimant="P:乙"), WORTH),
            (stands(amounts={"interest": Money.yuan(500_000)}), NIL),
        ],
        ids=["same firm, same year", "another year", "another firm", "cap used up"],
    )
    def test_a_cap_a_firm_and_year_counts_what_stands_of_that_firm_and_year(self, other, left):
        assert compute(qingdao(), asked(), [other]).total == left

    def test_a_cap_whose_scope_is_silent_is_unknown_as_soon_as_its_readings_differ(self):
        assert compute(qingdao(a_year=False), asked(), [stands(claimant="P:乙")]).total == WORTH
        got = compute(qingdao(a_year=False), asked(), [stands(budget_year=2024)])
        assert (got.verdict, got.total) == (Verdict.UNKNOWN, None)
        assert got.missing == ("awards.interest.caps.amount.per",)

    def test_interest_does_not_eat_the_room_of_fees(self):
        full = [stands(budget_year=2024, amounts={"interest": Money.yuan(300_000), "fees": Money.yuan(20_000)})]
        got = compute(beijing(), at_beijing(), full)
        assert got.amounts == {"interest": NIL, "fees": Money.yuan(15_000)}, (
            "fees are capped a loan, and this is another"
        )

    def test_awards_under_one_lifetime_cap_share_it(self):
        """Fujian: 20 or 50 per cent, 200,000 in a lifetime whichever it was."""
        word = {
            f"awards.{a}.{k}": v
            for a in ("interest", "interest-secured")
            for k, v in (("benchmark.series", "LPR-1Y"), ("day_count", "ACT/360"))
        }
        fujian = schemes.scheme_of("fj-2022", tuple(f"{k}={v}" for k, v in word.items()))
        stated = (
            "loan.term_months=12", "loan.insured_or_guaranteed=true", "loan.drawn_on=2023-01-10",
            "loan.periods=2023-01-10 2024-01-10 100万元 3.5%",
        )  # fmt: skip
        claim = asked(on=date(2024, 2, 1), given=stated, rates=("LPR-1Y 2022-12-20 3.65%",))
        before = stands(budget_year=2022, amounts={"interest": Money.yuan(199_000)})
        assert compute(fujian, claim, [before]).amounts["interest-secured"] == Money.yuan(1_000)

    def test_repaid_on_new_years_day_is_another_year(self):
        """Edge case 17: the loan was repaid on 31 December, or on 1 January."""
        assert compute(beijing(), at_beijing(), []).verdict is Verdict.COMPUTED
        late = compute(beijing(), at_beijing(repaid_on=date(2024, 1, 1)), [])
        assert (late.verdict, [r.code for r in late.outcome.reasons]) == (Verdict.REFUSED, ["settled"])


def waits(claim, yuan, day=1, stage="computed", n=1):
    total = Money.yuan(yuan) if yuan is not None else None
    return Waits(claim=claim, stage=stage, total=total, filed_on=date(2025, 3, day), n=n)


class TestThePot:
    def test_that_suffices_pays_all_whatever_the_order(self):
        got = admission.divides([waits("a", 30), waits("b", 70)], Money.yuan(100), Order.UNKNOWN, 2025)
        assert [s.paid for s in got] == [Money.yuan(30), Money.yuan(70)]

    def test_that_is_short_is_not_divided_while_nobody_says_who_comes_first(self):
        assert codes(admission.divides([waits("a", 30), waits("b", 70)], Money.yuan(50), Order.UNKNOWN, 2025)) == [
            "order-unknown"
        ]

    def test_in_proportion_to_the_fen(self):
        got = admission.divides([waits("a", 1), waits("b", 1), waits("c", 1)], Money(100), Order.PRO_RATA, 2025)
        assert [s.paid.fen for s in got] == [34, 33, 33]

    def test_first_come_and_one_day_in_proportion(self):
        """Edge case 14: two claims of one day, the pot covers one."""
        got = admission.divides(
            [waits("b", 100, day=2), waits("c", 100, day=2), waits("a", 50)], Money.yuan(150), Order.FIRST_COME, 2025
        )
        assert {s.claim: s.paid for s in got} == {"a": Money.yuan(50), "b": Money.yuan(50), "c": Money.yuan(50)}

    @pytest.mark.parametrize("open_", [waits("x", None), waits("x", 5, stage="proven"), waits("x", 5, stage="filed")])
    def test_waits_for_what_is_not_computed_yet(self, open_):
        assert codes(admission.divides([waits("a", 30), open_], Money.yuan(50), Order.PRO_RATA, 2025)) == [
            "not-all-computed"
        ]

    def test_claims_that_were_turned_down_take_nothing(self):
        got = admission.divides(
            [waits("a", 30), waits("b", 70, stage="refused")], Money.yuan(30), Order.FIRST_COME, 2025
        )
        assert [(s.claim, s.paid) for s in got] == [("a", Money.yuan(30))]


class TestTheDecision:
    def claim(self, code, **more):
        return Claim(**{"code": code, "party": "P:甲", "title": "", "fund": "科技资金", "bureau": "科技局"} | more)

    def test_is_not_of_one_who_had_a_hand_in_it(self):
        assert codes(admission.grants(by="user:a", hands=("user:a", "user:b"), twice=(), confirmed="")) == [
            "second-person"
        ]
        assert admission.grants(by="user:c", hands=("user:a", "user:b"), twice=(), confirmed="") is None

    def test_one_loan_under_two_bureaus_is_stopped_whatever_is_said(self):
        mine = self.claim("a", loans=frozenset({"借 001"}))
        twice = admission.twice(mine, [self.claim("b", party="P:乙", loans=frozenset({"借001"}))])
        assert codes(admission.grants(by="user:c", hands=(), twice=twice, confirmed="已核")) == ["double-loan"]

    def test_one_right_of_one_firm_needs_a_reason(self):
        mine = self.claim("a", rights=frozenset({"R"}))
        twice = admission.twice(mine, [self.claim("b", rights=frozenset({"R"}))])
        assert codes(admission.grants(by="user:c", hands=(), twice=twice, confirmed="")) == ["double-right"]
        assert admission.grants(by="user:c", hands=(), twice=twice, confirmed="另一项为评估费") is None

    def test_no_more_is_taken_back_than_was_paid(self):
        assert codes(admission.recalls(amount=Money.yuan(2), paid=Money.yuan(1), why="")) == [
            "more-than-paid",
            "no-why",
        ]
        assert admission.recalls(amount=Money.yuan(1), paid=Money.yuan(1), why="虚报") is None


def test_the_schemes_are_read_once_a_process():
    """Every code in every fact asks what it is called: read anew each time, a case page took six times as long under load."""
    from ipops.lines.subsidies.rules.schemes import subsidy_schemes

    assert subsidy_schemes() is subsidy_schemes()
    assert len(subsidy_schemes()) > 5
