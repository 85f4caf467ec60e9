"""The life of a study; every cell is visited by the suite for all lines, what is special is here."""

from ipops.kernel.outcome import Refused
from ipops.lines.navigation.facts import FACTS
from ipops.lines.navigation.machine import STUDY


def test_nothing_is_reported_before_the_data_are_frozen():
    assert isinstance(STUDY.after("contracted", "report"), Refused)
    assert STUDY.after("data", "report") == "reported"


def test_a_report_that_is_sent_back_rests_on_data_again():
    assert STUDY.after("reported", "return") == "data"


def test_every_step_names_a_fact_of_this_line():
    told = {x for row in STUDY.table.values() for step in row.values() for x in step.facts}
    read_by_people = {"document_labelled", "sample_judged"}  # what is said of documents moves no study
    assert told | {"study_proposed"} | read_by_people == {f.KIND for f in FACTS}
