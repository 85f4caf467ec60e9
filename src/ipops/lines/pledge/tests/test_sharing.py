"""A loss is shared through the services in any order of payments, true-ups, costs and recoveries: no fen made or lost, and nobody is
ever had above the loss."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.lines.pledge.app import services
from ipops.lines.pledge.app.models import Claim, Fund
from ipops.lines.pledge.app.services.claims import book_of
from ipops.lines.pledge.facts.words import RecoveredBy
from ipops.webkit import journal, refold

from .conftest import TODAY, approved, by, failed, stored, yuan

pytestmark = pytest.mark.db
#: What the scheme gave of a loss of a million: 54, 16 and 4 to be paid, 26 the bank's own.
PAYERS = ("fund", "insurer", "appraiser")
SUMS = st.integers(1, 80_000_000)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.sampled_from(PAYERS), SUMS),
        st.tuples(st.just("true_up"), st.sampled_from(PAYERS), SUMS),
        st.tuples(st.just("advance"), st.sampled_from(("bank", *PAYERS)), st.integers(1, 3_000_000)),
        st.tuples(st.just("recover"), st.just(""), st.integers(1, 130_000_000)),
        st.tuples(st.just("close"), st.just(""), st.just(0)),
    ),
    max_size=9,
)


def take(claim: str, n: int, step: tuple[str, str, int]) -> Any:
    what, party, fen = step
    amount, sent = Money(fen), by(f"s{n}", "user:finance")
    match what:
        case "pay":
            return services.claim_pay(claim=claim, party=party, amount=amount, on=TODAY, by=sent)
        case "true_up":
            return services.claim_true_up(claim=claim, party=party, amount=amount, why="清算", by=sent)
        case "advance":
            return services.cost_advance(claim=claim, party=party, amount=amount, on=TODAY, by=sent)
        case "recover":
            return services.recovery_enter(claim=claim, how=RecoveredBy.SALE, gross=amount, on=TODAY, by=sent)
    return services.claim_close(claim=claim, why="", by=sent)


def holds(claim: str, before: int) -> None:
    """Everything that must be so after any step."""
    row, fund, book = Claim.objects.get(claim=claim), Fund.objects.get(), book_of(Claim.objects.get(claim=claim))
    assert not isinstance(book, Refused)
    loss = row.principal_fen - row.recovered_fen
    facts = [e.fact for e in journal.entries(row.log)]
    assert sum(m.fen for m in book.book.balances().values()) == 0, "every posting has its other side"
    bears = {p: book.bears(claim, p).fen for p in ("bank", *PAYERS)}
    assert min(bears.values()) >= 0
    back: dict[str, int] = defaultdict(int)
    for f in (f for f in facts if f.KIND == "recovery_received"):
        assert f.gross.fen == sum(m.fen for m in f.sums) + f.cost.fen + f.surplus.fen
        for p, m in zip(f.parties, f.sums, strict=True):
            back[p] += m.fen
    assert sum(bears.values()) + sum(back.values()) == loss, "what is borne and what came back is the loss, to the fen"
    paid = dict(zip(row.paid_parties, row.paid_sums, strict=True))
    assert sum(paid.values()) + back["bank"] <= loss, "the bank is never had above its loss"
    assert all(0 <= paid[p] <= dict(zip(row.due_parties, row.due_sums, strict=True))[p] for p in paid)
    assert fund.balance.fen == before - paid.get("fund", 0) + back["fund"]
    advanced = sum(f.amount.fen for f in facts if f.KIND == "recovery_cost_advanced")
    assert book.book.balance(f"costs/{claim}").fen == advanced - row.cost_fen >= 0


def test_no_fen_is_made_or_lost_in_any_order_and_nobody_is_had_above_the_loss(city):
    claim = approved(failed())
    before = Fund.objects.get().balance.fen

    @settings(max_examples=40, deadline=None, database=None)
    @given(steps=STEPS)
    def go(steps: list[tuple[str, str, int]]) -> None:
        with transaction.atomic():
            for n, step in enumerate(steps):
                size, got = journal.size(), take(claim, n, step)
                assert (journal.size() == size) == isinstance(got, Refused), "what is refused is not stored"
                holds(claim, before)
            rows = (Claim.objects.values().get(), Fund.objects.values().get())
            refold.rebuild(["pledge.claim", "pledge.fund"])
            assert (Claim.objects.values().get(), Fund.objects.values().get()) == rows
            transaction.set_rollback(True)

    go()


def test_a_payer_who_comes_after_all_was_recovered_pays_nothing(city):
    """The fund paid 54 and the whole million came back: the insurer's 16 would be an indemnity above the loss."""
    claim = approved(failed())
    stored(services.claim_pay(claim=claim, party="fund", amount=yuan(540_000), on=TODAY, by=by("p")))
    stored(services.recovery_enter(claim=claim, how=RecoveredBy.SALE, gross=yuan(1_000_000), on=TODAY, by=by("r")))
    got = services.claim_pay(claim=claim, party="insurer", amount=yuan(160_000), on=TODAY, by=by("q"))
    assert [r.code for r in got.reasons] == ["above-the-loss"]
    stored(services.recovery_enter(claim=claim, how=RecoveredBy.DEBTOR, gross=yuan(5), on=TODAY, by=by("r2")))
    assert Claim.objects.get().surplus_fen == 500
