"""What a pot leaves owing goes on as a claim of its own: nothing is paid twice, nothing is lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.finance.scheme.pots import Waiting, pay_by_year
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused
from ipops.lines.subsidies.app import selectors
from ipops.lines.subsidies.app.models import Claim, Window
from ipops.lines.subsidies.app.services import claims, windows
from ipops.lines.subsidies.facts import Order, Verdict
from ipops.lines.subsidies.rules import admission
from ipops.lines.subsidies.rules.admission import Waits
from ipops.webkit import journal, refold

from .conftest import OTHER, TODAY, WORTH, by, codes, computed, divided, filed, granted, opened, proven

pytestmark = pytest.mark.db
NEXT_DAY = date(2025, 3, 4)
asked = st.tuples(st.integers(0, 3), st.integers(1, 4), st.integers(1, 5_000))


def waits(claim, fen, day, n, *, carried=False):
    stage = "taken" if carried else "computed"
    return Waits(
        claim=claim, stage=stage, total=Money(fen), filed_on=date(2025, 3, day), n=n, carried=carried
    )  # fmt: skip


def over_years(filed_, pots, order):
    """The windows of several years one after another: what was paid on each claim that was filed, and what is still owed."""
    paid, rests, n = {}, [], len(filed_)
    for year, pot in enumerate(pots):
        own = [waits(f"c{i}", fen, day, i) for i, (y, day, fen) in enumerate(filed_) if y == year]
        got = admission.divides([*rests, *own], Money(pot), order, year)
        if isinstance(got, Refused):
            assert codes(got) == ["nothing-to-divide"]
            continue
        turns = {w.claim: w.filed_on.day for w in (*rests, *own)}
        rests = []
        for s in got:
            paid[s.claim] = paid.get(s.claim, 0) + s.paid.fen
            if s.owed:
                rests.append(waits(s.claim, s.owed.fen, turns[s.claim], n := n + 1, carried=True))
    return paid, {w.claim: (w.total or NIL).fen for w in rests}


class TestOverTheYears:
    @given(st.lists(asked, min_size=1, max_size=12), st.lists(st.integers(1, 9_000), min_size=4, max_size=4))
    def test_nothing_is_paid_twice_and_nothing_is_lost(self, filed_, pots):
        paid, owed = over_years(filed_, pots, Order.CARRY_OVER)
        for i, (_, _, fen) in enumerate(filed_):
            assert paid[f"c{i}"] + owed.get(f"c{i}", 0) == fen
        assert sum(paid.values()) <= sum(pots)

    @given(st.lists(asked, min_size=1, max_size=12), st.lists(st.integers(1, 9_000), min_size=4, max_size=4))
    def test_the_house_pays_what_the_engine_pays(self, filed_, pots):
        """``pay_by_year`` reckons all pots at once, the house one window after another."""
        paid, owed = over_years(filed_, pots, Order.CARRY_OVER)
        told = [
            Waiting(claim=f"c{i}", amount=Money(fen), filed_on=date(2025, 3, day), year=y)
            for i, (y, day, fen) in sorted(enumerate(filed_), key=lambda x: (x[1][1], x[0]))
        ]
        shares = pay_by_year(told, {y: Money(p) for y, p in enumerate(pots)}, "carry_over")
        assert {s.claim: (s.paid.fen, s.owed.fen) for s in shares} == {
            c: (paid[c], owed.get(c, 0)) for c in (f"c{i}" for i in range(len(filed_)))
        }

    @given(st.lists(st.integers(1, 900), min_size=1, max_size=4), st.integers(0, 900))
    def test_a_rest_is_split_over_the_awards_to_the_fen(self, amounts, part):
        sums = [Money(a) for a in amounts]
        owed = Money(min(part, sum(amounts)))
        rests = admission.rests(sums, owed)
        assert sum(rests, NIL) == owed
        assert all(NIL <= r <= a for r, a in zip(rests, sums, strict=True))

    @pytest.mark.parametrize("order", [Order.FIRST_COME, Order.PRO_RATA])
    def test_what_was_carried_once_stays_owed_whatever_the_later_order(self, order):
        got = admission.divides(
            [waits("old", 100, 1, 1, carried=True), waits("own", 100, 2, 2)], Money(60), order, 2026
        )
        assert [(s.claim, s.paid.fen, s.owed.fen) for s in got] == [("old", 60, 40), ("own", 0, 0)]


def two_claims(pot):
    """Two claims of two days; the pot is too small for both. Gives the window and both claims."""
    window = opened(pot=pot, order=Order.CARRY_OVER)
    first, second = filed(window, "a"), filed(window, "b", OTHER, by=by("b", today=NEXT_DAY))
    for c in (first, second):
        assert proven(c) is None
        assert computed(c) is Verdict.COMPUTED
    assert divided(window) is None
    return window, first, second


def later(reference="later", **more):
    return opened(reference, **{"title": "二〇二六年贴息", "budget_year": 2026} | more)


def taken_over(window, earlier, reference="take"):
    return windows.window_take_over(window=window, earlier=earlier, by=by(reference, "user:officer"))


def paid(claim):
    return claims.claim_pay(claim=claim, on=TODAY, voucher="凭", by=by(f"pay-{claim}", "user:officer"))


def test_a_rest_goes_into_the_next_window_and_is_paid_there(city):
    window, first, second = two_claims(Money.yuan(60_000))
    part, rest = Money.yuan(60_000) - WORTH, WORTH + WORTH - Money.yuan(60_000)
    row = Claim.objects.get(claim=second)
    assert (row.stage, row.share_fen, row.owed_fen) == ("shared", part.fen, rest.fen)
    assert Window.objects.get(window=window).owed_fen == rest.fen
    for c in (first, second):
        assert granted(c) is None
        assert paid(c) is None

    after = later(pot=Money.yuan(50_000), order=Order.CARRY_OVER)
    third = filed(after, "c", by=by("c", today=date(2025, 3, 5)))
    proven(third)
    computed(third)
    assert codes(divided(after)) == ["owed-not-taken"], "nothing that waits is forgotten"
    assert taken_over(after, window) is None
    goes_on = Claim.objects.get(first=second)
    assert (goes_on.stage, goes_on.total_fen, goes_on.earlier) == ("taken", rest.fen, second)
    assert goes_on.filed_on == NEXT_DAY
    assert Claim.objects.get(claim=second).carried_to == goes_on.claim
    assert windows.window_divide(window=after, by=by("d2", "user:officer")) is None
    assert Claim.objects.get(claim=goes_on.claim).share_fen == rest.fen, "what waited comes before the window's own"
    assert Claim.objects.get(claim=third).share_fen == (Money.yuan(50_000) - rest).fen
    assert granted(goes_on.claim) is None
    assert paid(goes_on.claim) is None
    parts = Claim.objects.filter(claim__in=(second, goes_on.claim))
    assert sum(p.paid_fen for p in parts) == WORTH.fen
    before = [*Claim.objects.values(), *Window.objects.values()]
    refold.rebuild()
    assert [*Claim.objects.values(), *Window.objects.values()] == before


def test_a_claim_that_got_nothing_waits_whole_and_may_wait_again(city):
    window, _first, second = two_claims(WORTH)
    assert Claim.objects.get(claim=second).stage == "waiting"
    assert codes(granted(second)) == ["not-from-here"]
    after = later(pot=Money.yuan(10_000), order=Order.FIRST_COME)
    assert taken_over(after, window) is None
    assert Claim.objects.get(claim=second).stage == "carried"
    assert divided(after) is None
    middle = Claim.objects.get(earlier=second)
    assert (middle.share_fen, middle.owed_fen) == (1_000_000, WORTH.fen - 1_000_000)
    last = later("last", budget_year=2027)
    assert taken_over(last, after, "take-2") is None
    end = Claim.objects.get(earlier=middle.claim)
    assert (end.first, end.total_fen) == (second, WORTH.fen - 1_000_000)
    assert selectors.doubles(end) == (), "the parts of one claim are no doubles of one another"


def test_taking_over_twice_changes_nothing(city):
    window, *_ = two_claims(WORTH)
    after = later()
    assert taken_over(after, window) is None
    size = journal.size()
    assert taken_over(after, window) is None
    assert journal.size() == size
    assert codes(taken_over(after, window, "again")) == ["nothing-owed"]
    assert codes(taken_over(later("third"), window, "again")) == ["nothing-owed"]


def test_only_a_divided_window_of_the_same_place_and_fund_hands_on(city):
    window, *_ = two_claims(WORTH)
    assert codes(taken_over(later("x", fund="科技资金"), window, "t1")) == ["other-fund"]
    assert codes(taken_over(later("y", place="990200"), window, "t2")) == ["other-place"]
    assert codes(taken_over(window, later("z"), "t3")) == ["not-from-here"]
    assert codes(taken_over(later("v"), later("w"), "t4")) == ["not-divided"]
    assert codes(taken_over(later("u"), "SW:no", "t5")) == ["no-such-window"]


def test_with_one_part_the_others_fall(city):
    window, _first, second = two_claims(Money.yuan(60_000))
    after = later()
    assert taken_over(after, window) is None
    assert divided(after) is None
    rest = Claim.objects.get(first=second)
    assert codes(granted(rest.claim, "user:clerk")) == ["second-person"], "who computed the first part decides no other"
    assert claims.claim_turn_down(claim=second, why="虚报", by=by("no", "user:officer")) is None
    assert codes(granted(rest.claim)) == ["part-fallen"]


def test_what_was_turned_down_or_withdrawn_is_not_carried(city):
    window, _first, second = two_claims(Money.yuan(60_000))
    assert claims.claim_withdraw(claim=second, why="不申请了", by=by("drop")) is None
    assert codes(taken_over(later(), window)) == ["nothing-owed"]
    assert divided(later("next", fund="另一资金", order=Order.UNKNOWN)).reasons[0].code == "nothing-to-divide"


def test_a_part_takes_room_in_the_year_it_was_filed_for(city):
    """The yearly cap counts it once, before it is carried and afterwards, and leaves the next year's room alone."""
    window, *_ = two_claims(Money.yuan(60_000))

    def held(year):
        return sum(
            (m for s in selectors.standing(Window.objects.get(window=window), but="") for m in s.amounts.values()
             if s.claimant == f"P:{OTHER}" and s.budget_year == year), NIL,
        )  # fmt: skip

    assert (held(2025), held(2026)) == (WORTH, NIL)
    assert taken_over(later(), window) is None
    assert (held(2025), held(2026)) == (WORTH, NIL)
