"""A limit on all levels together, in the run: it cuts as the language cuts, and what it rests on is asked for, never taken to be nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.finance.scheme import Case, evaluate, read_case, read_scheme
from ipops.finance.whatif.book import book_of
from ipops.finance.whatif.run import funded
from ipops.finance.whatif.run import given as told
from ipops.finance.whatif.terms import FundTerms, terms_of
from ipops.finance.whatif.total import Liability
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from tests.finance.whatif import books

MONTHS = 12
DIRECT = {"loan.via_guarantor": False, "loan.ip_pledge": True, "loan.first": False, "loan.pure_credit": False}
LAST = {"total.cut": "last_first"}
parts = st.integers(0, 100).map(lambda n: Fraction(n, 100))


@settings(max_examples=40, deadline=None)
@given(balance=st.integers(1, 29_000_000), borne=parts, others=parts, via=st.booleans())
def test_one_default_costs_the_province_what_the_scheme_says_of_it(balance, borne, others, via):
    """The loop holds the limit as a part of the loss; the language cuts amounts. On one loan they must agree to the fen."""
    facts = {**DIRECT, "loan.via_guarantor": via}
    loans = [books.loan(1, balance, facts=facts)]
    a = books.arrays("anhui-2022", loans, {}, MONTHS, liability=Liability(borne, others), **LAST)
    out = funded(a._replace(rec_num=a.rec_num * 0), told([[(0, 0)]])).tolist()[0]
    fen = balance * 100
    amounts = {"loan.balance": fen, "liability.borne": fen * borne, "paid.other_levels": fen * others}
    case = read_case(books.ON, {**facts, **{k: Money(int(v)) for k, v in amounts.items()}})
    assert isinstance(case, Case)
    got = evaluate(books.scheme("anhui-2022", **LAST), case).paid("province")
    assert got is not None
    assert sum(out[:2]) == got.fen


def asked(tree: dict[str, Any] | None, liability: Liability | None, **assume: str) -> FundTerms | Refused:
    scheme = books.scheme("anhui-2022", **assume)
    if tree is not None:
        got = read_scheme(tree, assume)
        assert not isinstance(got, tuple), got
        scheme = got
    return terms_of(scheme, book_of([books.loan(1, 1000, facts=DIRECT)], MONTHS), {}, books.ON, liability)


def codes(got: FundTerms | Refused) -> list[str]:
    assert isinstance(got, Refused)
    return [r.code for r in got.reasons]


def test_without_what_is_borne_and_what_others_pay_it_does_not_run():
    got = asked(None, None)
    assert codes(got) == ["missing-liability"]
    assert isinstance(got, Refused)
    assert "80%" in got.reasons[0].says.en
    assert "{borne: 100%, others: 20%}" in got.reasons[0].says.zh


def test_where_it_cannot_bind_nothing_has_to_be_assumed_and_where_it_binds_who_gives_way():
    assert isinstance(asked(None, Liability(Fraction(1), Fraction(45, 100))), FundTerms)
    assert codes(asked(None, Liability(Fraction(1), Fraction(46, 100)))) == ["silent-source"]
    assert isinstance(asked(None, Liability(Fraction(1), Fraction(46, 100)), **LAST), FundTerms)


def test_two_layers_of_one_loan_under_one_limit_are_refused_where_it_binds():
    from ipops.policy.scheme_shelf import schemes

    tree = {
        **schemes()["anhui-2022"].tree,
        "layers": [{k: v for k, v in x.items() if k != "when"} for x in schemes()["anhui-2022"].tree["layers"]],
    }
    rules = {**books.RULES, **LAST}
    assert isinstance(asked(tree, Liability(Fraction(1), Fraction(0)), **rules), FundTerms), "35 and 25 are within 80"
    assert codes(asked(tree, Liability(Fraction(1), Fraction(30, 100)), **rules)) == ["total-not-held"]


@pytest.mark.parametrize(
    ("borne", "others", "paid"), [(1, 0, 35), (1, Fraction(60, 100), 20), (Fraction(1, 4), 0, 20), (1, 1, 0)]
)
def test_figures_worked_by_hand(borne, others, paid):
    a = books.arrays(
        "anhui-2022",
        [books.loan(1, 100, facts=DIRECT)],
        {},
        MONTHS,
        liability=Liability(Fraction(borne), Fraction(others)),
        **LAST,
    )
    assert sum(funded(a, told([[(0, 0)]])).tolist()[0][:2]) == paid * 100
