"""A payment day keeps every fen, whatever comes in and falls due."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ipops.finance.waterfall import Day, Deal, Note, Support, pay_day
from ipops.kernel.money import NIL, Money

small = st.integers(0, 2_000).map(Money)
deals = st.builds(
    Deal,
    notes=st.lists(st.tuples(st.integers(0, 1), small, small), min_size=1, max_size=4).map(
        lambda rows: tuple(Note(name=f"N{i}", rank=r, balance=b, owed=o) for i, (r, b, o) in enumerate(rows))
    ),
    reserve=small,
    fees_owed=small,
    support=st.none()
    | st.builds(Support, limit=small, able=st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1)])),
    status=st.sampled_from(["amortising", "accelerated"]),
    measured=st.sampled_from(["before", "after"]),
    cures=st.booleans(),
)
days = st.builds(
    Day,
    interest_cash=small,
    principal=small,
    fees=small,
    interest=st.fixed_dictionaries({f"N{i}": small for i in range(4)}),
    reserve_target=small,
    triggered_before=st.booleans(),
    triggered_after=st.booleans(),
    last=st.booleans(),
)


@given(deals, days)
def test_cash_and_what_is_drawn_is_paid_held_or_left_over(deal, day):
    got = pay_day(deal, day)
    paid = got.fees.fen + sum(m.fen for m in (*got.interest.values(), *got.principal.values()))
    into_reserve = got.deal.reserve.fen - deal.reserve.fen
    assert day.interest_cash.fen + day.principal.fen + got.drawn.fen == paid + into_reserve + got.residual.fen


@given(deals, days)
def test_nobody_is_paid_more_than_is_due_and_what_is_not_paid_stays_owed(deal, day):
    got = pay_day(deal, day)
    for before, after in zip(deal.notes, got.deal.notes, strict=True):
        assert NIL <= after.balance <= before.balance
        assert after.owed >= NIL
        assert before.owed + day.interest[before.name] == got.interest[before.name] + after.owed
        assert before.balance == got.principal[before.name] + after.balance
    assert deal.fees_owed + day.fees == got.fees + got.deal.fees_owed
    if deal.support is not None:
        assert got.drawn.fen <= deal.support.limit.fen * deal.support.able
    if day.last:
        assert got.deal.reserve == NIL
