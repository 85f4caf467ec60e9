"""Caps per firm work from the house's own records: what was counted and what was paid, over two loans of one firm."""

from __future__ import annotations

from datetime import date

import pytest

from ipops.finance.scheme import Scheme
from ipops.kernel.money import Money
from ipops.ledger.entry import Draft
from ipops.ledger.facts import AnnuityPaid, RightFiled, RightGranted
from ipops.ledger.facts.words import RightKind
from ipops.lines.pledge.app import selectors, services
from ipops.lines.pledge.app.models import Claim, Fund, Loan
from ipops.lines.pledge.app.services.claims import worked
from ipops.lines.pledge.facts.words import LoanClass, Returns
from ipops.lines.pledge.rules import assessing
from ipops.lines.pledge.rules.scheming import scheme_of
from ipops.webkit import journal, refold

from .conftest import (
    ALL_PAPERS,
    FIRM,
    IMPAIRED,
    PATENT,
    SAID,
    SECOND,
    TODAY,
    agreed,
    by,
    codes,
    fund,
    registered,
    stored,
    yuan,
)

pytestmark = pytest.mark.db
THIRD = "CN202111162591.9"
MILLION = 1_000_000


def guangzhou(of: str) -> str:
    """Guangzhou 2023 with the fund's agreement in its silent places: half, and what the cap per firm limits."""
    terms = ("layers.city.pays=50%", f"layers.city.caps.one-firm.of={of}")
    code = fund("gz", scheme="gz-2023", payer="city", terms=terms, returns=Returns.TREASURY)
    stored(services.fund_move(fund=code, amount=yuan(30 * MILLION), on=TODAY, why="预算", by=by("more")))
    return code


def patent(number: str) -> None:
    facts = [
        RightFiled(on=date(2021, 5, 12), right=number, kind_of_right=RightKind.INVENTION, title="一种方法", office="CN", owners=(f"P:{FIRM}",), place="990101", classes=()),
        RightGranted(on=date(2023, 3, 2), right=number, expires_on=date(2041, 5, 12)),
        *(AnnuityPaid(on=max(date(2023, 3, 2), date(2021 + n - 1, 5, 1)), right=number, year=n, paid=yuan(900)) for n in range(2, 6)),
    ]  # fmt: skip
    journal.append([Draft(fact=f, source=SAID, reference=f"{number}{i}") for i, f in enumerate(facts)], by="t")


def bad(reference: str, right: str, fund_code: str, sum_: int) -> Loan:
    """A loan of the firm on one right that was filed, drawn and went bad, whole."""
    given = {"rights": (right,), "amount": yuan(sum_), "ip_part": yuan(sum_)}
    loan = registered(agreed(reference, cap=sum_, **given), cap=sum_)

    def ref(step):
        return by(f"{step}-{reference}", "user:bank")

    stored(services.loan_file(loan=loan.loan, fund=fund_code, place="990101", on=TODAY, by=ref("ff")))
    stored(
        services.loan_draw(
            loan=loan.loan, drawing="", amount=yuan(sum_), on=TODAY, due_on=date(2026, 6, 2), by=ref("draw")
        )
    )
    stored(
        services.loan_classify(
            loan=loan.loan, grade=LoanClass.LOSS, interest=yuan(0), on=TODAY, by=ref("class"), basis=IMPAIRED
        )
    )
    loan.refresh_from_db()
    return loan


def claimed(loan: Loan) -> str:
    got = services.claim_file(
        loan=loan.loan, principal=loan.left, interest=yuan(0), recovered=yuan(0), papers=ALL_PAPERS,
        by=by(f"claim-{loan.loan}", "user:bank"),
    )  # fmt: skip
    return str(stored(got))


def checked(claim: str, reference: str = "") -> Claim:
    stored(services.claim_check(claim=claim, given=(), by=by(f"check-{claim}{reference}", "user:clerk")))
    return Claim.objects.get(claim=claim)


def decided(claim: str):
    return services.claim_decide(claim=claim, approved=True, ground="", why="", by=by(f"yes-{claim}", "user:certifier"))


def paid(claim: str, amount: int) -> None:
    stored(
        services.claim_pay(
            claim=claim, party="city", amount=yuan(amount), on=TODAY, by=by(f"pay-{claim}", "user:finance")
        )
    )


def city(row: Claim) -> Money:
    return Money(dict(zip(row.parties, row.sums, strict=True))["city"])


def test_losses_counted_per_firm_use_up_its_cap(city_with_three):
    """Twenty million a firm, of what is *counted*: ten count of the first loan of twelve, ten of the second, nothing of a third."""
    code = guangzhou("counted")
    first, second, third = (
        bad(r, right, code, n * MILLION) for r, right, n in (("a", PATENT, 12), ("b", SECOND, 11), ("c", THIRD, 1))
    )
    one = checked(claimed(first))
    assert (one.counted_fen, city(one)) == (yuan(10 * MILLION).fen, yuan(5 * MILLION)), (
        "a single loan counts up to ten million"
    )
    stored(decided(one.claim))
    paid(one.claim, 5 * MILLION)
    two = checked(claimed(second))
    assert city(two) == yuan(5 * MILLION)
    stored(decided(two.claim))
    three = checked(claimed(third))
    assert (three.verdict, city(three), three.counted_fen) == ("computed", yuan(0), 0)
    told = selectors.around(Fund.objects.get(), bank=third.bank, firm=third.firm, on=TODAY)
    assert told.counted["firm"] == yuan(20 * MILLION)
    assert told.paid_firm == yuan(10 * MILLION), "what was approved takes its room before it is paid"
    before = list(Claim.objects.values())
    refold.rebuild()
    assert list(Claim.objects.values()) == before


def test_what_is_paid_per_firm_uses_up_its_cap_of_payments(city_with_three):
    code = guangzhou("paid")
    first, second = bad("a", PATENT, code, 12 * MILLION), bad("b", SECOND, code, 11 * MILLION)
    one = checked(claimed(first))
    stored(decided(one.claim))
    assert city(checked(claimed(second))) == yuan(5 * MILLION), "fifteen million of payments are left"


def test_where_the_source_is_silent_both_readings_are_told_and_their_difference_is_unknown(city_with_three):
    """Ten million counted, five paid: a second loan of eleven has room for ten either way, so it is known all the same."""
    code = fund("gz", scheme="gz-2023", payer="city", terms=("layers.city.pays=50%",), returns=Returns.TREASURY)
    stored(services.fund_move(fund=code, amount=yuan(30 * MILLION), on=TODAY, why="预算", by=by("more")))
    first, second, third = (
        bad(r, right, code, n * MILLION) for r, right, n in (("a", PATENT, 12), ("b", SECOND, 11), ("c", THIRD, 1))
    )
    for loan in (first, second):
        row = checked(claimed(loan))
        assert (row.verdict, city(row)) == ("computed", yuan(5 * MILLION))
        stored(decided(row.claim))
    got = worked(third, None, (), TODAY)
    assert got.outcome.verdict == "unknown"
    assert [m.rule for m in got.outcome.missing] == ["layers.city.caps.one-firm.of"], "ten are paid, twenty are counted"


def test_of_two_claims_checked_side_by_side_the_second_is_checked_again(city_with_three):
    """Both were worked out while nothing stood; the first one's approval takes the room of the second."""
    code = guangzhou("counted")
    loans = [
        bad(r, right, code, n * MILLION) for r, right, n in (("a", PATENT, 12), ("b", SECOND, 11), ("c", THIRD, 1))
    ]
    rows = [checked(claimed(x)) for x in loans]
    assert city(rows[2]) == yuan(500_000)
    stored(decided(rows[0].claim))
    stored(decided(rows[1].claim))
    assert codes(decided(rows[2].claim)) == ["checked-before"]
    assert city(checked(rows[2].claim, "-again")) == yuan(0)


def test_what_is_approved_is_no_longer_left_in_the_fund(city_with_three):
    """Edge case 14: an approved claim that is not paid yet; and one that was trued up takes no more than it was paid."""
    code = guangzhou("counted")
    claim = checked(claimed(bad("a", PATENT, code, 12 * MILLION))).claim

    def left():
        fund_ = Fund.objects.get()
        around = selectors.around(fund_, bank="", firm="", on=TODAY)
        return around.pot_balance, selectors.pending(fund_).known

    assert left() == (yuan(32 * MILLION), yuan(5 * MILLION)), "it is checked, and nothing is decided"
    stored(decided(claim))
    assert left() == (yuan(27 * MILLION), yuan(5 * MILLION))
    paid(claim, 5 * MILLION)
    assert left() == (yuan(27 * MILLION), yuan(0))
    got = services.claim_true_up(
        claim=claim, party="city", amount=yuan(MILLION), why="清算", by=by("t", "user:finance")
    )
    stored(got)
    assert left() == (yuan(28 * MILLION), yuan(0))


@pytest.fixture
def city_with_three(city):
    patent(THIRD)


def test_every_sum_of_a_scope_that_a_sharing_scheme_caps_is_told(city_with_three):
    """No cap of any scheme of sharing waits for a sum that the house keeps."""
    from ipops.lines.pledge.rules.scheming import sharing_schemes

    code = guangzhou("counted")
    loan = bad("a", PATENT, code, MILLION)
    around = selectors.around(Fund.objects.get(), bank=loan.bank, firm=loan.firm, on=TODAY)
    told = assessing.of_fund(around)
    for scheme in sharing_schemes():
        for layer in scheme.form.layers:
            for cap in layer.caps:
                scopes = ("firm_year", "lifetime") if cap.per == "unknown" else (cap.per,)
                for scope in (s for s in scopes if s not in ("loan", "product")):
                    assert told[f"used.{scope}"] is not None, (scheme.code, scope)
                    assert told[f"counted.{scope}"] is not None, (scheme.code, scope)
    assert isinstance(scheme_of("gz-2023"), Scheme)
