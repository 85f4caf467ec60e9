"""Every cell of the tables is visited, every state reached, and whatever is not in a row is refused with what is."""

import pytest

from ipops.kernel.outcome import Refused
from ipops.lines.trading.machine import CHECK, DEAL, LIFECYCLES


@pytest.mark.parametrize("cycle", LIFECYCLES, ids=lambda c: c.code)
class TestEveryLifecycle:
    def test_every_cell_leads_where_it_says_and_every_other_is_refused(self, cycle):
        for state in cycle.states:
            for event in cycle.events:
                got = cycle.after(state, event)
                if event in cycle.table[state]:
                    assert got == cycle.table[state][event].to
                else:
                    assert isinstance(got, Refused)
                    assert cycle.states[state].zh in got.reasons[0].says.zh

    def test_every_state_is_reached_from_the_start(self, cycle):
        reached, waiting = set(), [cycle.start]
        while waiting:
            state = waiting.pop()
            if state not in reached:
                reached.add(state)
                waiting.extend(s.to for s in cycle.table[state].values())
        assert reached == set(cycle.states)

    def test_the_picture_of_the_readme_is_drawn_from_the_table(self, cycle):
        from pathlib import Path

        readme = Path(__file__).parents[1].joinpath("README.md").read_text(encoding="utf-8")
        assert cycle.mermaid() in readme


def test_a_deal_that_counts_never_falls_back_to_one_that_does_not():
    for state in ("matched", "recorded"):
        assert {s.to for s in DEAL.table[state].values()} <= {"matched", "recorded", "withdrawn"}


def test_only_checkers_end_a_check():
    assert CHECK.may_fire("open", "clerk") == ()
    assert CHECK.may_fire("open", "checker") == ("clear", "exclude", "report")
