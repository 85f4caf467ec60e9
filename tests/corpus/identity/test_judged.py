"""Numbers of documents judged: checked where a rule is known, and never called wrong where none is."""

import csv
from datetime import date

import pytest

from ipops.corpus.identity.keys import application_key
from ipops.corpus.identity.numbers import judge


@pytest.mark.parametrize(
    ("raw", "office", "scheme", "valid"),
    [
        ("10339710", "US", "us-application", True), ("17/382616", "US", "us-application", True), ("US2016578323F", "US", "form", True),
        ("WO2016JP55127A", "WO", "form", True), ("99203729", "EP", "ep-application", True), ("1010536", "NL", "form", True), ("???", "NL", "form", False),
        ("201911287932.8", "CN", "cn-application-2003", True), ("97101765.4", "CN", "cn-application-1985", True),
    ],
)  # fmt: skip
def test_applications_are_judged_by_the_rule_of_their_office_or_by_form_alone(raw, office, scheme, valid):
    found = judge(raw, office, application_key(office, raw), application=True).verdict
    assert (found.scheme, found.valid) == (scheme, valid)


def test_a_kind_code_is_held_against_its_years():
    early = judge("CN1003456B", "CN", "CN1003456B", published_on=date(1989, 3, 1)).verdict
    late = judge("CN1003456B", "CN", "CN1003456B", published_on=date(2012, 3, 1)).verdict
    assert (early.valid, late.valid) == (True, False)


@pytest.mark.shared
def test_the_twelve_printed_numbers_get_their_verdicts(shared):
    with (shared / "data/patents/cn-application-numbers/cn_application_numbers.tsv").open(encoding="utf-8") as f:
        for row in csv.DictReader(f, delimiter="\t"):
            found = judge(
                row["number_as_found"], "CN", application_key("CN", row["number_as_found"]), application=True
            ).verdict
            assert found.valid == (row["valid"] == "1"), row
            if row["valid"] == "0":
                assert found.proposed in ("CN201510123456.1", "CN201610203352.6")
