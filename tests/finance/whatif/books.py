"""Books and schemes for the tests of the what-if."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ipops.finance.scheme import Scheme, read_scheme
from ipops.finance.whatif.arrays import FundArrays, arrays_of
from ipops.finance.whatif.book import Book, LoanForm, book_of
from ipops.finance.whatif.terms import FundTerms, terms_of
from ipops.finance.whatif.total import Liability
from ipops.policy.scheme_shelf import schemes

ON = date(2026, 6, 30)
RULES = {"states.recoveries": "by_shares_paid", "states.short_pot": "first_come"}
YUAN = 100


def loan(n: int, balance: int, **more) -> LoanForm:
    """Loan ``n`` of ``balance`` yuan."""
    told = {
        "id": f"L{n}", "firm": f"F{n}", "bank": "B1", "industry": "I1", "balance": f"{balance}元", "months": 36,
        "pd": "3%", "recovery": "30%", "lag": 12, "ip_share": "100%",
    }  # fmt: skip
    return LoanForm.model_validate({**told, **more})


def scheme(code: str, **assume: str) -> Scheme:
    told = {k.replace("__", "."): v for k, v in assume.items()}
    got = read_scheme(schemes()[code].tree, {**{k: v for k, v in RULES.items() if _silent(code, k)}, **told})
    assert isinstance(got, Scheme), got
    return got


def _silent(code: str, path: str) -> bool:
    bare = read_scheme(schemes()[code].tree)
    assert isinstance(bare, Scheme)
    return path in bare.silent


def terms(code: str, book: Book, pool: dict[str, int], liability: Liability | None = None, **assume: str) -> FundTerms:
    got = terms_of(scheme(code, **assume), book, pool, ON, liability)
    assert isinstance(got, FundTerms), got
    return got


def arrays(
    code: str,
    loans: list[LoanForm],
    pool: dict[str, int],
    months: int = 36,
    cost: Fraction = Fraction(0),
    liability: Liability | None = None,
    **assume: str,
) -> FundArrays:
    book = book_of(loans, months)
    return arrays_of(terms(code, book, pool, liability, **assume), book, cost)
