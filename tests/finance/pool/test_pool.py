"""The pool's book: nothing is made or lost in any order of losses, payments and recoveries; nobody gains by a loss."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.finance.pool import (
    Balance,
    Book,
    CostAdvanced,
    Entry,
    LossBook,
    LossFound,
    Paid,
    PaidBack,
    Posting,
    Recovered,
    asserted,
    post,
)
from ipops.finance.pool.indemnity import indemnity
from ipops.finance.pool.sharing_out import shared_out
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text

DAY = date(2025, 3, 3)
LOANS = ("L1", "L2", "L3")
PARTIES = ("fund", "insurer")
#: Small ones often, so that events of one loan meet at the border of what is still borne.
amounts = st.one_of(st.integers(1, 4), st.integers(1, 5_000_000_00)).map(Money)
refs = st.integers(0, 40).map(lambda n: f"e{n}")
events = st.one_of(
    st.builds(LossFound, ref=refs, on=st.just(DAY), loan=st.sampled_from(LOANS), principal=amounts),
    st.builds(Paid, ref=refs, on=st.just(DAY), loan=st.sampled_from(LOANS), party=st.sampled_from(PARTIES), amount=amounts),
    st.builds(PaidBack, ref=refs, on=st.just(DAY), loan=st.sampled_from(LOANS), party=st.sampled_from(PARTIES), amount=amounts),
    st.builds(CostAdvanced, ref=refs, on=st.just(DAY), loan=st.sampled_from(LOANS), payer=st.sampled_from(("bank", "fund")), amount=amounts),
    st.builds(Recovered, ref=refs, on=st.just(DAY), loan=st.sampled_from(LOANS), gross=amounts),
)  # fmt: skip


def ran(all_events) -> tuple[LossBook, list]:
    """The book after every event that is not refused, and those that were taken."""
    book, taken = LossBook(), []
    for event in all_events:
        before = book
        got = post(book, [event])
        if isinstance(got, Refused):
            continue
        book = got
        if book is not before:
            taken.append(event)
    return book, taken


@given(st.lists(events, max_size=25))
def test_no_fen_is_made_or_lost_over_any_order(all_events):
    book, taken = ran(all_events)
    assert sum(m.fen for m in book.book.balances().values()) == 0
    for loan in LOANS:
        lost = sum(e.principal.fen for e in taken if isinstance(e, LossFound) and e.loan == loan)
        gross = sum(e.gross.fen for e in taken if isinstance(e, Recovered) and e.loan == loan)
        costs = sum(e.amount.fen for e in taken if isinstance(e, CostAdvanced) and e.loan == loan)
        still = book.book.under(f"claims/{loan}/").fen
        surplus = -book.book.balance(f"debtor/{loan}/surplus").fen
        costs_left = book.book.balance(f"costs/{loan}").fen
        assert lost - still == gross - (costs - costs_left) - surplus


@given(st.lists(events, max_size=25))
def test_nobody_bears_less_than_nothing_and_no_indemnity_is_above_the_loss(all_events):
    book, taken = ran(all_events)
    for loan in LOANS:
        assert all(book.bears(loan, p) >= NIL for p in ("bank", *PARTIES))
        lost = sum(e.principal.fen for e in taken if isinstance(e, LossFound) and e.loan == loan)
        paid = sum(m.fen for p, m in book.paid(loan).items() if p != "bank")
        assert paid <= lost


@given(lost=amounts, over=st.integers(1, 4))
def test_a_compensation_of_one_fen_too_much_is_refused_and_moves_nothing(lost, over):
    found = LossFound(ref="a", on=DAY, loan="L1", principal=lost)
    book = post(LossBook(), [found])
    assert isinstance(book, LossBook)
    for party in PARTIES:
        more = Paid(ref="b", on=DAY, loan="L1", party=party, amount=lost + Money(over))
        assert isinstance(post(book, [more]), Refused)
    assert isinstance(post(book, [Paid(ref="b", on=DAY, loan="L1", party="fund", amount=lost)]), LossBook)


@given(st.lists(events, max_size=15))
def test_sending_everything_twice_changes_nothing(all_events):
    book, taken = ran(all_events)
    again = post(book, taken)
    assert again == book


@given(
    gross=amounts,
    cost=amounts,
    paid=st.dictionaries(st.sampled_from(["fund", "bank", "insurer", "appraiser"]), amounts, min_size=1),
)
def test_a_recovery_is_divided_to_the_fen_and_nobody_gets_more_than_he_paid(gross, cost, paid):
    got = shared_out(gross, cost, paid, {})
    assert got.cost.fen + sum(m.fen for m in got.parts.values()) + got.surplus.fen == gross.fen
    assert all(got.parts[p] <= paid[p] for p in paid)
    if got.surplus:
        assert got.parts == paid


class TestRecoveries:
    def test_follow_what_was_actually_paid_not_what_was_promised(self):
        """Promised 80 per cent, the pot held only 30: the bank bears 70 and gets 70 of a hundred back."""
        book = post(
            LossBook(),
            [
                LossFound(ref="1", on=DAY, loan="L1", principal=Money(100)),
                Paid(ref="2", on=DAY, loan="L1", party="fund", amount=Money(30)),
                Recovered(ref="3", on=DAY, loan="L1", gross=Money(50)),
            ],
        )
        assert isinstance(book, LossBook)
        assert (book.bears("L1", "fund"), book.bears("L1", "bank")) == (Money(15), Money(35))

    def test_may_go_to_the_treasury_instead_of_the_pool(self):
        book = post(
            LossBook(),
            [
                LossFound(ref="1", on=DAY, loan="L1", principal=Money(100)),
                Paid(ref="2", on=DAY, loan="L1", party="fund", amount=Money(50)),
                Recovered(ref="3", on=DAY, loan="L1", gross=Money(40), into={"fund": "treasury"}),
            ],
        )
        assert isinstance(book, LossBook)
        assert book.book.balance("treasury/cash") == Money(20)
        assert book.book.balance("fund/cash") == Money(-50)

    def test_pay_the_cost_of_enforcement_first(self):
        book = post(
            LossBook(),
            [
                LossFound(ref="1", on=DAY, loan="L1", principal=Money(100)),
                CostAdvanced(ref="2", on=DAY, loan="L1", payer="bank", amount=Money(30)),
                Recovered(ref="3", on=DAY, loan="L1", gross=Money(20)),
            ],
        )
        assert isinstance(book, LossBook)
        assert book.bears("L1", "bank") == Money(100)
        assert book.book.balance("costs/L1") == Money(10)


class TestTheBook:
    def test_an_entry_that_does_not_sum_to_zero_is_a_mistake_of_ours(self):
        with pytest.raises(ValueError, match="out by 1 fen"):
            Entry(ref="x", on=DAY, says=Text("一", "one"), postings=(Posting("a", Money(1)),))

    def test_a_reference_may_not_stand_for_two_entries(self):
        one = Entry(ref="x", on=DAY, says=Text("一", "one"), postings=(Posting("a", Money(1)), Posting("b", Money(-1))))
        two = Entry(ref="x", on=DAY, says=Text("二", "two"), postings=(Posting("a", Money(2)), Posting("b", Money(-2))))
        book = Book().plus(one)
        assert isinstance(book, Book)
        assert book.plus(one) is book
        assert isinstance(book.plus(two), Refused)

    def test_a_statement_that_differs_is_told_with_the_gap(self):
        one = Entry(
            ref="x", on=DAY, says=Text("一", "one"), postings=(Posting("a", Money(100)), Posting("b", Money(-100)))
        )
        book = Book().plus(one)
        assert isinstance(book, Book)
        assert asserted(book, [Balance(account="a", on=DAY, stood_at=Money(100))]) == ()
        (gap,) = asserted(book, [Balance(account="a", on=DAY, stood_at=Money(130))])
        assert "¥0.30" in gap.says.en


@given(
    loss=amounts, value=amounts, had=amounts, sums=st.dictionaries(st.sampled_from("ABC"), amounts, min_size=1),
)  # fmt: skip
def test_all_that_is_paid_for_a_loss_never_passes_it(loss, value, had, sums):
    got = indemnity(loss, value, sums, had=had)
    paid = sum(m.fen for m in got.by_insurer.values())
    assert paid + min(had, loss).fen <= loss.fen
    assert paid + got.uncovered.fen == max(0, loss.fen - had.fen)
    assert paid <= value.fen
