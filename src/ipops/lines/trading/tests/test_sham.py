"""Signs of a sham are found, and only those; looking twice opens nothing twice."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.money import Money
from ipops.ledger.facts.words import Signal
from ipops.lines.trading.rules.ask import PartySeen
from ipops.lines.trading.rules.sham import Moved, Thresholds, bulk_to_fresh, round_trips, same_hand, suspicions

T = Thresholds(fresh_days=365, bulk_rights=3, bulk_days=90, cheap_each=Money.yuan(5000), round_trip_days=365)
DAY = date(2024, 3, 1)


def moved(n: int, giver: str = "甲", taker: str = "乙", *, right: str = "", days: int = 0, **more) -> Moved:
    return Moved(
        entry=n,
        deal=more.pop("deal", f"D:{n}"),
        right=right or f"R{n}",
        on=DAY + timedelta(days=days),
        givers=(giver,),
        takers=(taker,),
        **more,
    )


def party(code: str, *hands: str, founded: date | None = None) -> dict[str, PartySeen]:
    return {code: PartySeen(party=code, controllers=hands, founded_on=founded)}


class TestSameHand:
    def test_is_seen_through_several_hands(self):
        parties = party("甲", "集团一", "张某") | party("乙", "张某")
        (got,) = same_hand([moved(1), moved(2, "丙", "乙")], parties)
        assert (got.signal, got.deals, got.entries) == (Signal.SAME_HAND, ("D:1",), (1,))

    def test_is_no_sign_where_no_hand_is_known(self):
        assert list(same_hand([moved(1)], {})) == []

    def test_one_check_covers_all_rights_of_a_deal(self):
        (got,) = same_hand([moved(1, deal="D"), moved(2, deal="D")], party("甲", "乙"))
        assert got.entries == (1, 2)


class TestBulkToFresh:
    FRESH = party("乙", founded=DAY - timedelta(days=30))

    def test_needs_enough_cheap_rights_soon_after_the_foundation(self):
        legs = [moved(i, days=i, price_each=Money.yuan(100)) for i in range(3)]
        (got,) = bulk_to_fresh(legs, self.FRESH, T)
        assert got.deals == ("D:0", "D:1", "D:2")
        assert "演示" in got.why.zh
        assert list(bulk_to_fresh(legs[:2], self.FRESH, T)) == []

    def test_free_counts_as_cheap_and_a_price_that_is_not_told_does_not(self):
        assert list(bulk_to_fresh([moved(i, free=True) for i in range(3)], self.FRESH, T))
        assert not list(bulk_to_fresh([moved(i) for i in range(3)], self.FRESH, T))

    def test_dear_rights_old_buyers_and_unknown_foundations_are_no_sign(self):
        cheap = [moved(i, price_each=Money.yuan(100)) for i in range(5)]
        dear = [moved(i, price_each=Money.yuan(5000)) for i in range(5)]
        assert not list(bulk_to_fresh(dear, self.FRESH, T))
        assert not list(bulk_to_fresh(cheap, party("乙", founded=DAY - timedelta(days=366)), T))
        assert not list(bulk_to_fresh(cheap, party("乙"), T))

    def test_rights_spread_over_more_than_the_window_are_no_bulk(self):
        legs = [moved(i, days=90 * i, price_each=Money.yuan(100)) for i in range(3)]
        assert not list(bulk_to_fresh(legs, self.FRESH, T))


class TestRoundTrip:
    def test_back_to_the_giver_within_the_time(self):
        legs = [moved(1, "甲", "乙", right="R"), moved(2, "乙", "甲", right="R", days=200)]
        (got,) = round_trips(legs, {}, T)
        assert got.deals == ("D:1", "D:2")
        assert not list(round_trips([legs[0], moved(2, "乙", "甲", right="R", days=366)], {}, T))

    def test_over_a_third_party_and_back_to_another_hand_of_the_group(self):
        legs = [
            moved(1, "甲", "乙", right="R"),
            moved(2, "乙", "丙", right="R", days=10),
            moved(3, "丙", "甲二", right="R", days=20),
        ]
        (got,) = round_trips(legs, party("甲", "集团") | party("甲二", "集团"), T)
        assert got.entries == (1, 2, 3)

    def test_a_plain_chain_is_no_trip(self):
        assert not list(round_trips([moved(1, "甲", "乙", right="R"), moved(2, "乙", "丙", right="R", days=1)], {}, T))

    def test_a_licence_is_neither_the_way_out_nor_the_way_back(self):
        group = party("甲", "集团") | party("甲二", "集团")
        licensed_then_sold = [
            moved(1, "甲", "乙", right="R", title=False),
            moved(2, "甲", "甲二", right="R", days=10),
        ]
        sold_and_licensed_back = [
            moved(1, "甲", "乙", right="R"),
            moved(2, "乙", "甲", right="R", days=10, title=False),
        ]
        assert not list(round_trips(licensed_then_sold, group, T))
        assert not list(round_trips(sold_and_licensed_back, group, T))

    def test_the_order_of_facts_in_the_journal_does_not_matter(self):
        legs = [moved(2, "乙", "甲", right="R", days=200), moved(1, "甲", "乙", right="R")]
        assert list(round_trips(legs, {}, T))


WHO = st.sampled_from(["甲", "乙", "丙", "丁"])
LEGS = st.lists(
    st.tuples(WHO, WHO, st.sampled_from(["R1", "R2", "R3"]), st.integers(0, 500), st.booleans()), max_size=12
).map(lambda rows: [moved(i, a, b, right=r, days=d, free=f) for i, (a, b, r, d, f) in enumerate(rows, 1)])


@given(legs=LEGS, seed=st.randoms(use_true_random=False))
def test_looking_twice_or_in_another_order_finds_the_same_checks(legs, seed):
    parties = party("乙", founded=DAY) | party("丙", "甲")
    once = suspicions(legs, parties, T)
    shuffled = list(legs)
    seed.shuffle(shuffled)
    again = suspicions(shuffled, parties, T)
    assert {(s.case, s.entries) for s in again if s.signal is not Signal.ROUND_TRIP} == {
        (s.case, s.entries) for s in once if s.signal is not Signal.ROUND_TRIP
    }
    assert {s.case for s in once} == {s.case for s in again}
    assert len({s.case for s in once}) == len(once)


@given(legs=LEGS)
def test_a_same_hand_is_found_exactly_where_counting_by_hand_finds_it(legs):
    parties = party("丙", "甲")
    wanted = {
        m.deal
        for m in legs
        if {m.givers[0], *(("甲",) if m.givers[0] == "丙" else ())}
        & {m.takers[0], *(("甲",) if m.takers[0] == "丙" else ())}
    }
    assert {d for s in same_hand(legs, parties) for d in s.deals} == wanted
