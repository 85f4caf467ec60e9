"""The tables of this line; every cell is visited by the suite for all lines, what is special is here."""

from ipops.kernel.outcome import Refused
from ipops.ledger.kinds import kinds
from ipops.lines.pledge.facts import FACTS
from ipops.lines.pledge.machine import APPLICATION, CLAIM, LIFECYCLES, LOAN, REGISTRATION_LIFE


def test_what_names_a_fact_names_one_that_exists_and_none_of_ours_is_left_out():
    told = {f for c in LIFECYCLES for row in c.table.values() for step in row.values() for f in step.facts}
    assert told <= set(kinds())
    beginnings = {"finance_asked"}
    beside = {
        "month_attested",
        "fund_opened",
        "fund_moved",
        "fund_stated",
        "fund_listed",
        "fund_line_turned",
        "credit_given_together",
        "guarantor_stated",
    }
    assert {f.KIND for f in FACTS} - told == beginnings | beside


def test_a_pledge_is_changed_and_cancelled_only_once_it_exists():
    for state in ("drafted", "filed", "returned", "refused"):
        assert isinstance(REGISTRATION_LIFE.after(state, "change"), Refused)
        assert isinstance(REGISTRATION_LIFE.after(state, "cancel"), Refused)
    assert REGISTRATION_LIFE.after("registered", "change") == "registered"


def test_drawing_asks_its_guard_wherever_it_may_come():
    steps = {s: row["draw"] for s, row in LOAN.table.items() if "draw" in row}
    assert set(steps) == {"agreed", "secured", "performing"}
    assert {step.guard for step in steps.values()} == {"may_draw"}


def test_a_claim_is_decided_by_a_guard_of_four_eyes():
    assert {CLAIM.table["checked"][e].guard for e in ("approve", "reject")} == {"second_person"}
    assert isinstance(CLAIM.after("filed", "approve"), Refused), "nothing is decided that was not worked out"


def test_money_that_comes_after_the_end_is_still_entered():
    assert CLAIM.after("closed", "recover") == "closed"


def test_a_bank_acts_by_a_guard_that_asks_for_the_bank():
    for cycle in (APPLICATION, REGISTRATION_LIFE, LOAN, CLAIM):
        for row in cycle.table.values():
            for event, step in row.items():
                assert "member" not in step.roles or step.guard, event
