"""The lives of windows and claims; every cell is visited by the suite for all lines, what is special is here."""

from ipops.kernel.outcome import Refused
from ipops.lines.subsidies.facts import FACTS
from ipops.lines.subsidies.machine import CLAIM, LIFECYCLES, STANDING


def test_nothing_is_computed_before_the_settlement_is_proven():
    assert isinstance(CLAIM.after("filed", "compute"), Refused)
    assert CLAIM.after("proven", "compute") == "computed"


def test_nothing_is_granted_before_the_pot_is_divided_nor_by_a_clerk():
    assert isinstance(CLAIM.after("computed", "grant"), Refused)
    assert CLAIM.may_fire("shared", "clerk") == ("withdraw",)
    assert "grant" in CLAIM.may_fire("shared", "certifier")


def test_the_finance_bureau_pays_and_grants_nothing():
    assert CLAIM.may_fire("granted", "finance") == ("pay",)
    assert CLAIM.may_fire("shared", "finance") == ()


def test_what_names_a_fact_names_one_of_this_line():
    told = {f for c in LIFECYCLES for row in c.table.values() for step in row.values() for f in step.facts}
    assert told | {"subsidy_window_opened", "subsidy_filed"} == {f.KIND for f in FACTS}


def test_what_stands_under_a_cap_is_what_may_still_be_paid_or_was():
    assert set(CLAIM.states) - set(STANDING) == {"filed", "proven", "carried", "returned", "refused", "withdrawn"}
