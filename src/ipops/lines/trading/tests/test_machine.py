"""Every cell of the tables is visited, every state reached, and whatever is not in a row is refused with what is."""

import pytest

from ipops.kernel.outcome import Refused
from ipops.lines.trading.machine import CHECK, DEAL, LIFECYCLES, STANDING


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

    def test_its_picture_is_drawn_from_the_table(self, cycle, golden):
        """One page for each, made from the table: ``--rewrite-golden`` draws it anew."""
        title = f"# {cycle.title.zh} · {cycle.title.en}"
        page = f"{title}\n\n```mermaid\n{cycle.mermaid()}\n```\n"
        golden.check(f"docs/reference/lifecycles/{cycle.code}.md", page)


def test_a_deal_that_counts_never_falls_back_to_one_that_does_not():
    counting = {*STANDING, "withdrawn"} - {"reported"}
    for state in counting - {"withdrawn"}:
        assert {s.to for s in DEAL.table[state].values()} <= counting


def test_only_checkers_end_a_check():
    assert CHECK.may_fire("open", "clerk") == ()
    assert CHECK.may_fire("open", "checker") == ("clear", "exclude", "report")
