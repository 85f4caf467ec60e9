"""The life of a custody; every cell is visited by the suite for all lines, what is special is here."""

from ipops.kernel.outcome import Refused
from ipops.lines.custody.machine import CUSTODY


def test_a_shell_is_not_reviewed():
    assert isinstance(CUSTODY.after("signed", "review"), Refused)
    assert CUSTODY.after("active", "review") == "active"


def test_the_year_that_ended_with_the_contract_is_reviewed_all_the_same():
    assert CUSTODY.after("ended", "review") == "ended"
    assert isinstance(CUSTODY.after("ended", "serve"), Refused)


def test_what_names_a_fact_names_one_of_this_line():
    from ipops.lines.custody.facts import FACTS

    kinds = {f.KIND for f in FACTS}
    told = {f for row in CUSTODY.table.values() for step in row.values() for f in step.facts}
    assert told | {"custody_asked"} == kinds
