"""The fund's months against the plain loop, against the scheme's own evaluation, and against what must always hold."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benches import fund_plain
from ipops.finance.pool import CostAdvanced, LossBook, LossFound, Paid, Recovered, post
from ipops.finance.scheme import evaluate, read_case
from ipops.finance.scheme.case import Case
from ipops.finance.whatif.arrays import columns
from ipops.finance.whatif.book import book_of
from ipops.finance.whatif.compiled import compiled
from ipops.finance.whatif.figures import losses
from ipops.finance.whatif.fund import times
from ipops.finance.whatif.run import funded
from ipops.finance.whatif.run import given as told
from ipops.kernel.money import Money
from tests.finance.whatif import books

MONTHS = 24
GZ = {"layers.city.pays": "50%", "layers.city.caps.one-firm.of": "paid"}
SETTINGS = [
    ("js-suzhidai", "fund", {}),
    ("js-suzhidai", "fund", {"states.short_pot": "pro_rata"}),
    ("js-suzhidai", "fund", {"states.short_pot": "carry_over", "states.recoveries": "to_treasury"}),
    ("zhongshan", "fund", {"base.part": "ip"}),
    ("gz-2023", "city", {**GZ, "states.short_pot": "first_come"}),
    ("gz-2023", "city", {**GZ, "states.short_pot": "carry_over"}),
    ("deyang-2019", "public", {}),
    (
        "weihai",
        "city",
        {
            "layers.city.caps.first-year.of": "paid",
            "layers.city.caps.later-years.of": "paid",
            "layers.city.caps.later-years.most": "150万元",
        },
    ),
]
some_loans = st.lists(
    st.builds(
        dict,
        balance=st.integers(1, 40_000_000),
        firm=st.sampled_from(["F1", "F2", "F3"]),
        repay=st.sampled_from(["bullet", "even"]),
        months=st.integers(1, MONTHS),
        recovery=st.integers(0, 100).map(lambda p: f"{p}%"),
        lag=st.integers(1, 14),
        ip_share=st.integers(1, 100).map(lambda p: f"{p}%"),
        facts=st.builds(
            dict,
            **{
                "scheme.mode": st.sampled_from(["insurance", "direct"]),
                "bank.year_in_scheme": st.integers(1, 3),
                "bank.provincial_recognised": st.just(True),
            },
        ),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip
hits = st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(0, MONTHS - 1)), max_size=6), min_size=1, max_size=3)


def paths_of(loans: list, raw: list) -> list[list[tuple[int, int]]]:
    """Each loan at most once a path, never after its end."""
    made = []
    for one in raw:
        firsts = {}
        for i, m in one:
            if i < len(loans) and m < loans[i]["months"]:
                firsts.setdefault(i, m)
        made.append(sorted(firsts.items()))
    return made


@pytest.mark.parametrize(
    ("code", "party", "assume"), SETTINGS, ids=[f"{c}-{i}" for i, (c, _, _) in enumerate(SETTINGS)]
)
@settings(max_examples=25, deadline=None)
@given(loans=some_loans, raw=hits, pool=st.integers(0, 3_000_000_000), cost=st.integers(0, 50))
def test_equals_the_plain_loop_to_the_fen_and_loses_nothing(code, party, assume, loans, raw, pool, cost):
    forms = [books.loan(i, **x) for i, x in enumerate(loans)]
    a = books.arrays(code, forms, {party: pool}, MONTHS, Fraction(cost, 100), **assume)
    paths = paths_of(loans, raw)
    out = funded(a, told(paths))
    assert out.tolist() == [fund_plain.path(fund_plain.prepared(a), p) for p in paths]
    k = a.share.shape[1]
    assert out.shape[1] == columns(k)
    for row in out.tolist():
        paid, back, owed = row[:k], row[k : 2 * k], row[2 * k : 3 * k]
        gross, borne, recovered = row[3 * k], row[3 * k + 1], row[3 * k + 2]
        assert sum(paid) - sum(back) + borne == gross - recovered
        assert all(0 <= b <= p for p, b in zip(paid, back, strict=True))
        assert min(owed) >= 0
        assert sum(paid) <= gross
        assert borne >= 0
        if not a.recycles:
            spent = {q: sum(p for p, of in zip(paid, a.pot_of, strict=True) if of == q) for q in range(len(a.balance))}
            assert all(spent[q] <= a.balance[q] for q in spent)


@pytest.mark.parametrize(
    ("code", "assume"), [("js-suzhidai", {}), ("zhongshan", {"base.part": "whole"}), ("deyang-2019", {})]
)
@settings(max_examples=25, deadline=None)
@given(balance=st.integers(1, 29_000_000), mode=st.sampled_from(["insurance", "direct"]))
def test_one_default_costs_each_party_what_the_scheme_says_of_it(code, assume, balance, mode):
    """The loop's sums and the language's evaluation are two programs; on one loan they must agree."""
    form = books.loan(1, balance, facts={"scheme.mode": mode})
    a = books.arrays(code, [form], {}, MONTHS, **assume)
    t = books.terms(code, book_of([form], MONTHS), {}, **assume)
    net = losses(funded(a, told([[(0, 0)]])), t.payers, t.bearer)
    had = losses(funded(a._replace(rec_num=a.rec_num * 0), told([[(0, 0)]])), t.payers, t.bearer)
    case = read_case(
        books.ON,
        {
            "loss.principal": Money(balance * 100), "borrower.balance": Money(balance * 100), "scheme.mode": mode,
            "loan.ip_share": "100%", "loan.term_months": 36, "firm.on_list": True, "pot.overdue_stock": "0元",
        },
    )  # fmt: skip
    assert isinstance(case, Case)
    got = evaluate(books.scheme(code, **assume), case)
    assert {p: int(x[0]) for p, x in had.items()} == {p: got.paid(p).fen for p in had}
    assert set(net) == set(had)


def test_a_pot_of_the_year_begins_anew_in_january_and_not_twelve_months_after_the_book():
    """The book is of 30 June: month 5 is December, month 6 January. Ten loans in one month want 50 of the year's 50 millions."""
    forms = [books.loan(i, 20_000_000, firm=f"F{i}") for i in range(22)]
    a = books.arrays("gz-2023", forms, {}, 24, **GZ)
    late = [(i, 4) for i in range(10)]
    for month, paid in ((5, 50_000_000), (6, 55_000_000)):
        (row,) = funded(a, told([[*late, (10, month)]])).tolist()
        assert row[0] == paid * 100
        assert row[2] == (0 if month == 6 else 5_000_000_00)
        assert fund_plain.path(fund_plain.prepared(a), sorted([*late, (10, month)])) == row


def test_a_real_books_shares_have_each_their_own_denominator():
    """Of two hundred combined loans no common denominator fits into 64 bits."""
    forms = [
        books.loan(i, 1_000_000, ip_share=f"{i + 1}/{2 * i + 10_007}", recovery=f"{i}/{i + 90_001}") for i in range(200)
    ]
    a = books.arrays("zhongshan", forms, {"fund": 10**12}, MONTHS, **{"base.part": "ip"})
    out = funded(a, told([[(i, 0) for i in range(200)]]))
    assert out.tolist() == [fund_plain.path(fund_plain.prepared(a), [(i, 0) for i in range(200)])]
    by_hand = sum(int(Fraction(100_000_000 * (i + 1), 2 * i + 10_007)) for i in range(200))
    assert abs(out[0, :3].sum() - by_hand * 0.74) < 200


@settings(max_examples=40, deadline=None)
@given(
    balance=st.integers(1, 29_000_000),
    pool=st.integers(0, 2_900_000_000),
    rec=st.integers(0, 100),
    cost=st.integers(0, 40),
)
def test_a_recovery_is_divided_as_the_double_entry_book_divides_it(balance, pool, rec, cost):
    form = books.loan(1, balance, recovery=f"{rec}%", lag=3)
    a = books.arrays("js-suzhidai", [form], {"fund": pool}, MONTHS, Fraction(cost, 100))
    row = funded(a, told([[(0, 5)]]))[0].tolist()
    gross = balance * 100 * rec // 100
    events = [LossFound(ref="1", on=books.ON, loan="L", principal=Money(balance * 100))]
    if row[0]:
        events.append(Paid(ref="2", on=books.ON, loan="L", party="fund", amount=Money(row[0])))
    if spent := gross * cost // 100:
        events.append(CostAdvanced(ref="3", on=books.ON, loan="L", payer="bank", amount=Money(spent)))
    if gross:
        events.append(Recovered(ref="4", on=books.ON, loan="L", gross=Money(gross)))
    book = post(LossBook(), events)
    assert isinstance(book, LossBook)
    assert (book.bears("L", "fund").fen, book.bears("L", "bank").fen) == (row[0] - row[1], row[4])


@given(st.integers(0, 10**13), st.integers(0, 10**13), st.integers(1, 10**13))
def test_a_product_beyond_64_bits_is_divided_exactly(a, b, over):
    b = min(b, over)  # as it is used: a part of a whole
    assert times(np.int64(a), np.int64(b), np.int64(over)) == divmod(a * b, over)


def test_where_nothing_can_be_written_it_compiles_all_the_same(monkeypatch):
    monkeypatch.setattr("numba.core.caching.CacheImpl._locator_classes", [])
    twice = compiled()(lambda x: 2 * x)
    assert twice(21) == 42
