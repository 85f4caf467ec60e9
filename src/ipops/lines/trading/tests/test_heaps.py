"""Two lists fall into three heaps; nothing is lost, nothing is joined twice, and looking at our own list finds it all."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.money import Money
from ipops.lines.trading.rules.heaps import Held, Listed, merge

DAY = date(2024, 3, 1)
EVER = {"first": date.min, "last": date.max}


def listed(right="R1", days=0, row=0, **values) -> Listed:
    return Listed(
        row=row, line=row + 2, right=right, on=DAY + timedelta(days=days), values={"takers": ("乙",)} | values
    )


def held(right="R1", days=0, entry=1, **values) -> Held:
    flags = {k: values.pop(k) for k in ("withdrawn", "released") if k in values}
    return Held(
        deal=f"D:{entry}",
        entry=entry,
        right=right,
        on=DAY + timedelta(days=days),
        counts=False,
        listed=False,
        values={"takers": ("乙",)} | values,
        **flags,
    )


def test_right_and_day_make_one_of_two():
    got = merge([listed(), listed("R2", row=1)], [held(), held("R3", entry=2)], **EVER)
    assert [(p.listed.right, p.held.deal) for p in got.both] == [("R1", "D:1")]
    assert [one.right for one in got.only_register] == ["R2"]
    assert [h.right for h in got.only_us] == ["R3"]


def test_the_register_number_joins_what_the_day_does_not_and_the_day_is_shown_as_different():
    got = merge([listed(register_no="N1")], [held(days=3, register_no="N1")], **EVER)
    ((difference,),) = [p.differences for p in got.both]
    assert (difference.field, difference.ours, difference.theirs) == ("on", DAY + timedelta(days=3), DAY)


def test_values_that_differ_are_shown_and_values_we_lack_are_filled():
    got = merge([listed(price=Money(2), register_no="N1", free=True)], [held(price=Money(1))], **EVER)
    assert [(d.field, d.ours, d.theirs) for d in got.both[0].differences] == [("price", Money(1), Money(2))]
    assert got.both[0].fills == {"register_no": "N1", "free": True}


def test_two_of_ours_on_one_day_are_told_apart_by_the_taker_or_left_to_a_person():
    ours = [held(entry=1), held(entry=2, takers=("丙",))]
    assert [p.held.entry for p in merge([listed(takers=("丙",))], ours, **EVER).both] == [2]
    got = merge([listed(takers=("丁",))], ours, **EVER)
    assert [len(fits) for _, fits in got.unclear] == [2]
    assert got.only_us == []


def test_nobody_takes_what_agrees_better_with_another():
    got = merge([listed(takers=("丁",)), listed(row=1)], [held()], **EVER)
    assert [p.listed.row for p in got.both] == [1]
    assert [one.row for one in got.only_register] == [0]


def test_ours_outside_the_days_of_the_list_are_not_missing_from_it():
    assert merge([listed()], [held("R9", days=40)], first=DAY, last=DAY + timedelta(days=30)).only_us == []


def test_what_we_withdrew_and_the_register_lists_is_shown_not_revived():
    got = merge([listed()], [held(withdrawn=True)], **EVER)
    assert [d.field for d in got.both[0].differences] == ["stage"]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["R1", "R2", "R3"]),
        st.integers(0, 2),
        st.sampled_from(["乙", "丙"]),
        st.sampled_from(["", "N1"]),
    ),
    max_size=8,
)


@given(theirs=ROWS, ours=ROWS)
def test_every_row_lies_in_exactly_one_heap(theirs, ours):
    listing = [listed(r, d, i, takers=(t,), register_no=n) for i, (r, d, t, n) in enumerate(theirs)]
    holding = [held(r, d, i + 1, takers=(t,), register_no=n) for i, (r, d, t, n) in enumerate(ours)]
    got = merge(listing, holding, **EVER)
    rows = [p.listed.row for p in got.both] + [x.row for x in got.only_register] + [x.row for x, _ in got.unclear]
    assert sorted(rows) == [x.row for x in listing]
    taken = [p.held.entry for p in got.both]
    assert len(set(taken)) == len(taken)
    unclear = {h.entry for _, fits in got.unclear for h in fits}
    assert {h.entry for h in got.only_us} == {h.entry for h in holding} - set(taken) - unclear


@given(ours=st.lists(st.tuples(st.sampled_from(["R1", "R2", "R3"]), st.integers(0, 5)), max_size=8, unique=True))
def test_our_own_list_comes_back_as_ours_without_a_difference(ours):
    holding = [held(r, d, i + 1) for i, (r, d) in enumerate(ours)]
    got = merge([listed(r, d, i) for i, (r, d) in enumerate(ours)], holding, **EVER)
    assert len(got.both) == len(ours)
    assert all(p.differences == () for p in got.both)
    assert got.only_us == []
    assert got.only_register == []
