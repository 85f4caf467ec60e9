"""The lives of products, policies and claims; every cell is visited by the suite for all lines, what is special is here."""

import pytest

from ipops.kernel.outcome import Refused
from ipops.lines.insurance.facts import FACTS
from ipops.lines.insurance.machine import CLAIM, LIFECYCLES, POLICY, QUOTED
from ipops.policy import laws


def test_nothing_is_paid_before_it_is_agreed_but_the_certain_part():
    assert isinstance(CLAIM.after("assessed", "pay"), Refused)
    assert CLAIM.after("complete", "advance") == "complete"
    assert CLAIM.after("agreed", "pay") == "paid"


def test_nothing_is_assessed_on_papers_that_are_not_complete():
    assert isinstance(CLAIM.after("claimed", "assess"), Refused)


def test_a_policy_is_rescinded_only_for_a_ground_that_is_known():
    assert isinstance(POLICY.after("in_force", "rescind"), Refused)
    assert POLICY.after("doubted", "rescind") == "rescinded"


def test_every_decision_is_the_insurers():
    decides = {"assess", "refuse", "agree", "pay", "advance", "rescind", "write"}
    for cycle in LIFECYCLES:
        for row in cycle.table.values():
            assert all(step.guard == "insurer" for event, step in row.items() if event in decides)


def test_what_names_a_fact_names_one_of_this_line():
    told = {f for c in LIFECYCLES for row in c.table.values() for step in row.values() for f in step.facts}
    begins = {"insurance_product_listed", "insurance_quoted", "loss_claimed"}
    assert told | begins == {f.KIND for f in FACTS}


@pytest.mark.shared
def test_every_quote_stands_in_its_article(shared):
    assert [laws.check_citation(c) for c in QUOTED] == [None] * len(QUOTED)
