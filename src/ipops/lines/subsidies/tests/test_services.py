"""From window to payment and back through the journal, and back from its rows."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from ipops.kernel.money import Money
from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts.words import PartyKind
from ipops.lines.subsidies.app import selectors
from ipops.lines.subsidies.app.models import Claim, Window
from ipops.lines.subsidies.app.services import claims, windows
from ipops.lines.subsidies.app.services.common import Sender
from ipops.lines.subsidies.facts import Order, Verdict
from ipops.webkit import claims as every_claim
from ipops.webkit import documents, journal, refold
from ipops.webkit.enrol import By, Written
from ipops.webkit.places import Places

from .conftest import (
    BANK,
    DAYS,
    FIRM,
    OTHER,
    RIGHT,
    STATED,
    TODAY,
    WORTH,
    by,
    codes,
    computed,
    divided,
    filed,
    granted,
    opened,
    paid,
    proven,
)

pytestmark = pytest.mark.db


def to_share(window, *claims_):
    for c in claims_:
        assert proven(c) is None
        assert computed(c) is Verdict.COMPUTED
    assert divided(window) is None


def test_the_whole_life_of_a_claim(city):
    window = opened()
    claim = filed(window)
    to_share(window, claim)
    assert Claim.objects.get().share_fen == WORTH.fen
    assert granted(claim) is None
    assert paid(claim) is None
    row = Claim.objects.get()
    assert (row.stage, row.paid_fen, row.paid_on) == ("paid", WORTH.fen, TODAY)
    assert (
        claims.claim_recall(claim=claim, amount=Money.yuan(50_000), why="提前终止质押", by=by("recall", "user:officer"))
        is None
    )
    assert codes(claims.claim_receive(claim=claim, amount=Money.yuan(50_000), voucher="v", by=by("r0"))) == [
        "not-a-part"
    ]
    assert claims.claim_receive(claim=claim, amount=Money.yuan(20_000), voucher="v1", by=by("r1")) is None
    assert Claim.objects.get().stage == "recalled"
    assert claims.claim_receive(claim=claim, amount=None, voucher="v2", by=by("r2")) is None
    row = Claim.objects.get()
    assert (row.stage, claims.left_to_return(row)) == ("returned", Money(0))
    assert Window.objects.get().stage == "divided"


def test_a_claim_from_elsewhere_is_the_offices_of_the_window_and_no_foreign_officers(city):
    """A neighbouring city's clerk could file its firms into our window, prove and compute there; our own officers saw nothing."""
    far = Written(code=OTHER, name="邻市企业", kind=PartyKind.ENTERPRISE, place="980100")
    window = opened()
    foreign = Sender(covers=Places(codes=frozenset({"980100"})))
    assert codes(filed(window, "c1", claimant=far, sender=foreign)) == ["not-yours"]
    ours = Sender(covers=Places(codes=frozenset({"990100"})))
    assert codes(filed(window, "c2", claimant=far, sender=ours)) == ["not-yours"], (
        "a clerk files for firms of the place"
    )
    own = Sender(covers=Places(), bodies=(f"P:{OTHER}",))
    claim = filed(window, "c3", claimant=far, sender=own)
    assert Claim.objects.get(claim=claim).place == "990100"


def test_the_calculation_sheet_is_the_document_the_fact_rests_on(city):
    claim = filed(opened())
    proven(claim)
    computed(claim)
    row = Claim.objects.get()
    with documents.open_document(row.sheet) as sheet:
        told = json.load(sheet)
    assert told["amounts"] == {"interest": WORTH.fen}
    assert all(s["clause"] and s["says"]["zh"] for s in told["trace"])
    assert row.scheme_version == Window.objects.get().scheme_version


def test_sending_twice_changes_nothing(city):
    for _ in range(2):
        window = opened()
        claim = filed(window)
        proven(claim)
        assert computed(claim) is Verdict.COMPUTED
    size = journal.size()
    assert size == 6, "window, firm, bank, claim, proof, computation"
    divided(window)
    for _ in range(2):
        assert granted(claim) is None
        assert paid(claim) is None
    assert journal.size() == size + 5, "closed, divided, shared, granted, paid"


def test_a_reference_that_another_begins_with_is_another_submission(city):
    window = opened("w-10")
    assert windows.window_close(window=window, why="期满", by=by("w-1")) is None
    assert Window.objects.get().stage == "closed"


def test_an_unknown_amount_holds_up_the_pot_until_the_claim_is_settled(city):
    window = opened(assumes=())
    claim = filed(window)
    proven(claim)
    assert computed(claim) is Verdict.UNKNOWN
    assert Claim.objects.get().missing == ["awards.interest.day_count"]
    assert codes(divided(window)) == ["not-all-computed"]


def test_a_proof_is_a_paper_and_a_day(city):
    claim = filed(opened())
    assert codes(proven(claim, by=by("p"))) == ["no-proof"]
    assert codes(proven(claim, repaid_on=None)) == ["no-day"]
    assert codes(proven(claim, repaid_on=date(2025, 3, 4))) == ["in-the-future"]


def test_the_firm_at_its_cap_with_two_loans_of_one_day(city):
    """Edge case 17: the cap of 500,000 a firm and year; the second loan gets what the first leaves."""
    big = (*STATED[:3], "loan.periods=2024-07-25 2025-01-25 3000万元 4%")
    window = opened(assumes=(*DAYS, "awards.interest.caps.amount.per=firm_year"))
    first, second = filed(window, "a", stated=big), filed(window, "b", stated=big)
    for c in (first, second):
        proven(c)
        computed(c)
    totals = {c.claim: c.total_fen for c in Claim.objects.all()}
    assert totals[first] == 31_305_205
    assert totals[first] + totals[second] == 50_000_000
    assert claims.claim_withdraw(claim=first, why="不申请了", by=by("drop")) is None
    computed(second, "again")
    assert Claim.objects.get(claim=second).total_fen == 31_305_205, "what was withdrawn gives its room back"


def test_one_person_does_not_decide_on_their_own_work(city):
    window = opened()
    claim = filed(window)
    to_share(window, claim)
    for who in ("user:clerk", "user:officer"):
        assert codes(granted(claim, who)) == ["second-person"]
    assert granted(claim) is None


def test_a_short_pot_is_shared_by_the_windows_order(city):
    window = opened(pot=Money.yuan(60_000), order=Order.PRO_RATA)
    first, second = filed(window, "a"), filed(window, "b", OTHER)
    to_share(window, first, second)
    shares = [c.share_fen for c in Claim.objects.order_by("claim")]
    assert sum(shares) == 6_000_000
    assert abs(shares[0] - shares[1]) <= 1
    assert granted(first) is None
    assert Claim.objects.get(claim=first).granted_fen == 3_000_000


def test_one_loan_is_not_paid_by_two_windows_of_two_bureaus(city):
    one, other = opened("one"), opened("other", bureau="市科技局", fund="科技资金")
    first, second = filed(one, "a", loan="借 2024-001"), filed(other, "b", loan="借2024-001")
    to_share(one, first)
    to_share(other, second)
    assert codes(granted(first)) == ["double-loan", "double-right"]
    assert "市科技局" in granted(first).reasons[0].says.zh
    claims.claim_turn_down(claim=second, why="重复", by=by("no", "user:officer"))
    assert granted(first) is None


def test_the_same_loan_in_the_next_period_is_no_double(city):
    one = opened("one", period_until=date(2025, 1, 1))
    other = opened("other", period_from=date(2025, 1, 1))
    first = filed(one, "a", loan="L")
    filed(other, "b", loan="L")
    assert selectors.doubles(Claim.objects.get(claim=first)) == ()


def test_a_project_paid_by_another_house_is_a_double_too(city):
    """The house of the programme knows this one as little as this one it: both ask ``webkit.claims``."""
    from ipops.lines.programme.facts import ProjectApplied

    claim = filed(opened(), invoices=("FP-001",))
    fact = ProjectApplied(
        on=TODAY, project="prj:1", call="c:1", place="990100", applicant="P:乙", title="评估项目", asked=Money.yuan(1),
        fund_name="专项", bureau="财政局", invoices=("fp001",),
    )  # fmt: skip
    journal.append([Draft(fact=fact, source=Source(reason="测试"), reference="prj")], by="user:x")
    assert {c.code for c in every_claim.every()} == {claim, "prj:1"}
    assert [d.what for d in selectors.doubles(Claim.objects.get())] == ["invoice"]


def test_a_claim_comes_in_time_and_from_whom_it_concerns(city):
    window = opened(closes_on=date(2025, 3, 3))
    assert codes(filed(window, "late", by=by("late", today=date(2025, 3, 4)))) == ["too-late"]
    assert codes(filed(window, "bare", loan=" ")) == ["no-loan"]
    elsewhere = Sender(covers=Places(frozenset({"990200"})))
    assert codes(filed(window, "x", sender=elsewhere)) == ["not-yours"]
    assert isinstance(filed(window, "x", sender=Sender(covers=Places(), bodies=(f"P:{FIRM}",))), str)
    assert isinstance(filed(window, "y", sender=Sender(covers=Places(), bodies=(f"P:{BANK}",))), str)


def test_a_window_says_what_its_scheme_allows(city):
    asked = {
        "place": "990100", "title": "", "scheme": "qd-2024", "bureau": "b", "fund": "f", "budget_year": 2025,
        "closes_on": date(2025, 3, 1), "period_from": date(2025, 1, 1), "period_until": date(2025, 1, 1),
        "pot": Money(0), "order": Order.UNKNOWN, "assumes": DAYS, "rates": ("LPR-1Y gestern 3%",),
    }  # fmt: skip
    got = windows.window_open(asked=windows.WindowAsked(**asked), by=by("w"))
    assert codes(got) == ["no-title", "closes-before-it-opens", "no-period", "no-pot", "no-rate"]
    asked["scheme"] = "qd-2042"
    assert codes(windows.window_open(asked=windows.WindowAsked(**asked), by=by("w"))) == ["no-such-scheme"]


def test_rows_are_rebuilt_equal_from_facts(city):
    window = opened()
    claim = filed(window)
    to_share(window, claim)
    granted(claim)
    before = [*Claim.objects.values(), *Window.objects.values()]
    refold.rebuild()
    assert [*Claim.objects.values(), *Window.objects.values()] == before
    assert before[0]["rights"] == [RIGHT]


def test_a_claim_sent_back_is_amended_and_computed_anew(city):
    claim = filed(opened())
    proven(claim)
    computed(claim)
    assert claims.claim_send_back(claim=claim, why="利率不符", by=by("back")) is None
    assert Claim.objects.get().stage == "filed"
    stated = (*STATED[:3], "loan.periods=2024-07-25 2025-01-25 400万元 4%")
    assert codes(claims.claim_amend(claim=claim, stated=("x=1",), invoices=(), why="改", by=by("am"))) == ["not-asked"]
    assert claims.claim_amend(claim=claim, stated=stated, invoices=(), why="改", by=by("am")) is None
    proven(claim, by=by("p2", document=Claim.objects.get().sheet))
    computed(claim, "2")
    assert Claim.objects.get().total_fen == 4_174_027


def test_who_is_not_known_is_told_by_the_credit_code(city):
    bad = Written(code="123", name="x", kind=claims.enrol.PartyKind.ENTERPRISE)
    assert codes(filed(opened(), claimant=bad)) == ["credit-code"]
    assert isinstance(by("x"), By)


class TestWhatCannotBe:
    """Wrong days, sums and words by the services, which the screens, the list and the API all go through."""

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("loan.rate 4.35%", "not-readable"),
            ("loan.signed_on=2024-07-24", "said-twice"),
            ("loan.periods=2024-07-25 2025-01-25 500万元 4%", "said-twice"),
            ("loan.periods=2024-07-25 2025-01-25 -500万元 4%", "not-readable"),
            ("loan.periods=2025-01-25 2024-07-25 500万元 4%", "not-readable"),
            ("loan.signed_on=二〇二四年", "said-twice"),
            ("loan.nonsense=1", "not-asked"),
        ],
    )
    def test_what_is_stated_is_read_or_refused_at_its_field_and_never_passed_over(self, city, line, code):
        assert code in codes(filed(opened(), stated=(*STATED, line)))

    def test_full_width_digits_and_signs_are_read_as_what_they_are(self, city):
        got = filed(opened(), stated=tuple(s.replace("500万元 4%", "５００万元 ４％") for s in STATED))
        proven(got)
        computed(got)
        assert Claim.objects.get(claim=got).total_fen == WORTH.fen

    def test_interest_after_the_day_of_repayment_is_not_computed_until_the_claim_is_amended(self, city):
        claim = filed(opened())
        assert proven(claim, repaid_on=date(2024, 12, 31)) is None
        assert codes(computed(claim)) == ["interest-after-repayment"]
        to = tuple(s.replace("2025-01-25", "2024-12-31") for s in STATED)
        amended = claims.claim_amend(claim=claim, stated=to, invoices=(), why="提前还清", by=by("amend"))
        assert amended is None
        assert computed(claim, "again") == "computed"

    def test_a_day_of_repayment_before_the_signing_is_not_computed(self, city):
        claim = filed(opened())
        assert proven(claim, repaid_on=date(2024, 7, 1)) is None
        assert "days-out-of-order" in codes(computed(claim))

    def test_a_payment_is_not_dated_before_its_grant_nor_ahead_of_today(self, city):
        claim = _ready()
        assert granted(claim) is None
        pay = {"claim": claim, "voucher": "凭-1"}
        early = claims.claim_pay(on=TODAY - timedelta(days=1), by=by("early", "user:officer"), **pay)
        assert codes(early) == ["before-its-grant"]
        late = claims.claim_pay(on=TODAY + timedelta(days=1), by=by("late", "user:officer"), **pay)
        assert codes(late) == ["in-the-future"]
        assert codes(claims.claim_pay(claim=claim, on=TODAY, voucher=" ", by=by("no", "user:officer"))) == [
            "no-voucher"
        ]
        assert paid(claim) is None
        assert codes(claims.claim_pay(on=TODAY, by=by("again", "user:officer"), **pay)) == ["not-from-here"]

    def test_nothing_is_paid_on_a_grant_that_is_not_there(self, city):
        assert codes(paid("SC:0000000000000000")) == ["no-such-claim"]
        claim = _ready()
        assert codes(paid(claim)) == ["not-from-here"]

    def test_no_more_is_claimed_back_than_was_paid_and_no_more_comes_back_than_was_claimed(self, city):
        claim = _ready()
        granted(claim)
        paid(claim)
        back = {"claim": claim, "why": "材料不实"}
        for amount, code in ((WORTH + Money(1), "more-than-paid"), (Money(0), "nothing"), (Money(-1), "nothing")):
            assert codes(claims.claim_recall(amount=amount, by=by(f"r{amount.fen}", "user:officer"), **back)) == [code]
        assert claims.claim_recall(amount=WORTH, by=by("recall", "user:officer"), **back) is None
        whole = claims.claim_receive(claim=claim, amount=WORTH, voucher="收-1", by=by("all", "user:officer"))
        assert codes(whole) == ["not-a-part"]
        assert codes(claims.claim_recall(amount=WORTH, by=by("twice", "user:officer"), **back)) == ["not-from-here"]

    @pytest.mark.parametrize("firm", [f" {FIRM} ", FIRM.lower(), f"{FIRM[:8]} {FIRM[8:]}"])
    @pytest.mark.parametrize("loan", ["借-甲1", "借 甲 1", "借－甲１"])
    def test_a_firm_that_is_spelt_otherwise_is_the_same_and_so_is_its_loan(self, city, firm, loan):
        first = _ready(loan="借-甲1")
        assert granted(first) is None
        again = filed(
            opened("other", bureau="市科技局", fund="科技资金", order=Order.PRO_RATA), "again", firm=firm, loan=loan
        )
        proven(again)
        computed(again)
        divided(Claim.objects.get(claim=again).window)
        assert "double-loan" in codes(granted(again))
        assert Claim.objects.get(claim=again).claimant == Claim.objects.get(claim=first).claimant

    @pytest.mark.parametrize(
        "line", ["awards.interest.day_count", "awards.interest.day_count=ACT/360\nawards.interest.day_count=ACT/365F"]
    )
    def test_the_bureaus_word_is_read_whole_or_refused(self, city, line):
        asked = {"assumes": tuple(line.split("\n"))}
        assert codes(_asked(**asked)) == ["no-assumption"]

    def test_a_published_rate_has_one_value_a_day(self, city):
        assert codes(_asked(rates=("LPR-1Y 2024-06-20 3.45%", "LPR-1Y 2024-06-20 3.50%"))) == ["two-rates"]


def _ready(**more):
    window = opened(order=Order.PRO_RATA)
    claim = filed(window, **more)
    assert isinstance(claim, str), claim
    proven(claim)
    computed(claim)
    assert divided(window) is None
    return claim


def _asked(**more):
    asked = {
        "place": "990100", "title": "贴息", "scheme": "qd-2024", "bureau": "市知识产权局", "fund": "专项资金", "budget_year": 2025,
        "closes_on": date(2025, 6, 30), "period_from": date(2024, 1, 1), "period_until": date(2025, 4, 1), "pot": None,
        "order": Order.UNKNOWN, "assumes": DAYS, "rates": ("LPR-1Y 2024-06-20 3.45%",),
    } | more  # fmt: skip
    return windows.window_open(asked=windows.WindowAsked(**asked), by=by("w", "user:officer"))
