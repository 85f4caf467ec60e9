"""US, EP, WO numbers, and what is no number at all."""

import csv
import gzip
import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.identifiers import Verdict, check_number, grant_from_wku
from ipops.kernel.text import Text

NINE = ["input", "scheme", "office", "kind", "normalised", "check", "valid", "reason", "proposed"]


@pytest.mark.parametrize(
    ("typed", "scheme", "written"),
    [
        ("US 7,130,913 B2", "us-grant", "US7130913"),
        ("US03932709", "us-grant", "US3932709"),
        ("USD801224S1", "us-grant", "USD801224"),
        ("USRE12345E", "us-grant", "USRE12345"),
        ("USPP12345", "us-grant", "USPP12345"),
        ("10/628,795", "us-application", "USA10628795"),
        ("USA10628795", "us-application", "USA10628795"),
        ("US20150129711A1", "us-publication", "US20150129711A1"),
        ("US-2007255977-A1", "us-publication", "US20070255977A1"),
        ("EP1000000A1", "ep-publication", "EP1000000A1"),
        ("EP0012345B1", "ep-publication", "EP0012345B1"),
        ("EP99203729.8", "ep-application", "EP99203729.8"),
        ("WO2014/169756 A1", "wo-publication", "WO2014169756A1"),
        ("WO9912345A1", "wo-publication", "WO1999012345A1"),
        ("WO03012345A1", "wo-publication", "WO2003012345A1"),
        ("PCT/CN2014/075406", "pct-application", "PCT/CN2014/075406"),
        ("PCT/US99/12345", "pct-application", "PCT/US1999/012345"),
    ],
)
def test_a_foreign_number_is_written_one_way(typed, scheme, written):
    verdict = check_number(typed)
    assert (verdict.valid, verdict.scheme, verdict.normalised) == (True, scheme, written)


@pytest.mark.parametrize("typed", ["CNWO2014169756A1", "WOWO2014169756A1"])
def test_a_joining_error_is_proposed_away(typed):
    verdict = check_number(typed)
    assert (verdict.valid, verdict.proposed) == (False, "WO2014169756A1")


@pytest.mark.parametrize("typed", ["WO5012345A1", "WO1960043734A1", "US20004111632A1"])
def test_a_year_that_cannot_be_is_refused(typed):
    assert not check_number(typed).valid


def test_a_year_to_come_is_refused_once_the_day_is_told():
    assert not check_number("WO2031012345A1", today=date(2026, 4, 10)).valid


@pytest.mark.parametrize(
    ("wku", "number"), [("039327094", "US3932709"), ("09204581", "US9204581"), ("D02434565", "USD243456")]
)
def test_a_wku_loses_its_check_digit(wku, number):
    assert grant_from_wku(wku) == number


@pytest.mark.parametrize("wku", ["", "12345", "ABCDEFGHI", "000000000"])
def test_what_is_no_wku_raises(wku):
    with pytest.raises(ValueError, match="no WKU"):
        grant_from_wku(wku)


class TestAnything:
    @given(text=st.text(max_size=80))
    def test_gets_a_verdict_with_the_nine_keys_and_keeps_what_was_typed(self, text):
        answer = check_number(text).as_json()
        assert list(answer) == NINE
        assert answer["input"] == text
        assert answer["valid"] or answer["reason"]["zh"]

    @given(text=st.from_regex(r"(CN|ZL|US|EP|WO|PCT/)?[0-9OIX./]{6,18}[A-Z]?[0-9]?", fullmatch=True))
    def test_valid_stays_valid_and_the_same_when_read_again(self, text):
        first = check_number(text)
        if first.valid:
            again = check_number(first.normalised)
            assert (again.valid, again.scheme, again.normalised) == (True, first.scheme, first.normalised)

    def test_that_is_endless_is_refused_at_once(self):
        assert not check_number("9" * 1_000_000).valid

    def test_in_foreign_digits_is_not_read_as_a_number(self):
        assert not check_number("CN٢٠١٥١٠٢٣٧١٢٢.٧").valid


def test_a_verdict_cannot_be_invalid_without_a_reason_nor_valid_with_a_repair():
    with pytest.raises(ValueError, match="needs a reason"):
        Verdict(input="x")
    with pytest.raises(ValueError, match="needs no repair"):
        Verdict(input="x", valid=True, normalised="x", proposed="y", reason=Text("因", "why"))


@pytest.mark.shared
def test_real_publications_citing_drone_patents_are_nearly_all_read(shared):
    """What is refused is junk of the export: ``WOPCTUS…``, utility models marked A, years like 1921."""
    csv.field_size_limit(10**9)
    seen: Counter[bool] = Counter()
    with gzip.open(shared / "data/patents/drones-2017-citations-families/numbers.tsv.gz", "rt", encoding="utf-8") as f:
        for row in csv.DictReader(f, delimiter="\t"):
            for number in re.split(r"[;\s]+", row["citing_patents"] + " " + row["publication_number"]):
                if number[:2] in ("CN", "US", "EP", "WO"):
                    seen[check_number(number).valid] += 1
    assert seen[True] > 80_000
    assert seen[False] * 1_000 < seen[True]
