"""A lifecycle finds its state whatever order its events became known in."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.text import Text

CYCLE = Lifecycle(
    code="x.x",
    title=Text("例", "example"),
    start="a",
    states={s: Text(s, s) for s in "abcd"},
    events={e: Text(e, e) for e in ("ab", "bc", "cb", "cd")},
    table={
        "a": {"ab": Step(to="b")},
        "b": {"bc": Step(to="c")},
        "c": {"cb": Step(to="b"), "cd": Step(to="d")},
        "d": {},
    },
)


def test_events_that_came_early_wait_for_their_turn():
    assert {CYCLE.settled(order)[0] for order in permutations(("ab", "bc", "cd"))} == {"d"}


def test_a_way_back_is_taken_when_it_was_told():
    assert CYCLE.settled(("ab", "bc", "cb")) == ("b", 2)
    assert CYCLE.settled(("ab", "bc", "cb", "bc", "cd")) == ("d", 4)


def test_what_never_may_come_is_left_aside():
    assert CYCLE.settled(("cd", "strange")) == ("a", None)
    assert CYCLE.settled(("cd",), "c") == ("d", 0)


@given(st.lists(st.sampled_from(("ab", "bc", "cb", "cd", "")), max_size=8))
def test_it_always_ends_in_a_state_where_nothing_that_is_left_may_come(events):
    state, entered = CYCLE.settled(events)
    assert state in CYCLE.states
    assert entered is None or events[entered] in CYCLE.events
