"""One number, one key, whoever wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.corpus.identity.keys import application_key, publication_key, split_publication
from ipops.kernel.identifiers import cn_application_check


@pytest.mark.parametrize(
    ("office", "number", "kind", "key"),
    [
        ("US", "07130913", "B2", "US7130913B2"), ("US", "D0435854", "S", "USD435854S"), ("US", "D. 271298", None, "USD271298"),
        ("US", "PP003823", "P", "USPP3823P"), ("US", "RE28436", "E", "USRE28436E"), ("US", "2007255977", "A1", "US20070255977A1"),
        ("US", "2003/0169838", "A1", "US20030169838A1"), ("EP", "0680812", "A1", "EP0680812A1"), ("EP", "680812", "A1", "EP0680812A1"),
        ("WO", "98/12345", "A1", "WO1998012345A1"), ("WO", "9812345", "A1", "WO1998012345A1"), ("WO", "2014169756", "A1", "WO2014169756A1"),
        ("WO", "WO 00/12345", None, "WO2000012345"), ("CN", "101234567", "A", "CN101234567A"), ("JP", "10-186098", "A", "JP10186098A"),
    ],
)  # fmt: skip
def test_publications_have_one_key(office, number, kind, key):
    assert publication_key(office, number, kind) == key


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("US-2007255977-A1", ("US", "20070255977", "A1")), ("AU 2016/219013 A1", ("AU", "2016219013", "A1")), ("USD801224S1", ("US", "D801224", "S1")),
        ("EP1000000 (A1)", ("EP", "1000000", "A1")), ("CN101234567A", ("CN", "101234567", "A")), ("CN1003456C", ("CN", "1003456", "C")),
        ("DE1258188B", ("DE", "1258188", "B")), ("JA10186098A", ("JP", "10186098", "A")), ("CNWO2014169756A1", None), ("8407913", None), ("junk?", None),
    ],
)  # fmt: skip
def test_publications_are_read_whole_or_not(text, parts):
    assert split_publication(text) == parts


@pytest.mark.parametrize(
    ("office", "number", "key"),
    [
        ("US", "10/339,710", "USA10339710"), ("US", "10339710", "USA10339710"), ("CN", "200710123456.7", "CN200710123456.7"),
        ("CN", "CN 97101765.4", "CN97101765.4"), ("CN", "ZL201510123456.1", "CN201510123456.1"), ("CN", "201510123456", "CN201510123456.1"),
        (None, "PCT/CN2014/075406", "PCT/CN2014/075406"), ("WO", "PCT/JP00/02182", "PCT/JP2000/002182"), ("US", None, None),
    ],
)  # fmt: skip
def test_applications_have_one_key(office, number, key):
    assert application_key(office, number) == key


@given(st.integers(2004, 2030), st.sampled_from("12389"), st.integers(0, 9_999_999))
def test_a_chinese_application_has_one_key_with_and_without_its_check_character(year, kind, serial):
    body = f"{year}{kind}{serial:07}"
    check = cn_application_check(body)
    forms = {
        application_key("CN", f)
        for f in (body, f"{body}.{check}", f"CN{body}.{check}", f"ZL {body}.{check.lower()}", f"CN{body}{check}")
    }
    assert forms == {f"CN{body}.{check}"}


@given(st.text(max_size=40))
def test_no_text_breaks_a_key(text):
    split_publication(text)
    application_key(None, text)
    application_key("CN", text)
    publication_key("WO", text, None)
