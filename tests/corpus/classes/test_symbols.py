"""Symbols in every form the real files have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.corpus.classes.symbols import edition_of, normalise


@pytest.mark.parametrize(
    ("raw", "symbol"),
    [
        ("A61B5/0205", "A61B5/0205"),
        ("F02M  41/12", "F02M41/12"),
        ("G06F015/16", "G06F15/16"),  # PAP
        ("A45F  504", "A45F5/04"),  # XML v4.0, three places for the group
        ("H04M 1100", "H04M11/00"),  # green book
        ("B60R  900", "B60R9/00"),
        ("B32B  302", "B32B3/02"),
        ("C07D41700", "C07D417/00"),
        ("C07D 417/00", "C07D417/00"),
        ("Y10S438/977", "Y10S438/977"),
        ("h04n 21/2343", "H04N21/2343"),
        ("A45F504", "A45F5/04"),
        ("H04N", "H04N"),
    ],
)
def test_ipc_and_cpc_are_written_one_way(raw, symbol):
    found = normalise("ipc", raw)
    assert (found.symbol, found.well_formed, found.subclass) == (symbol, True, symbol[:4])


def test_levels_go_from_section_to_main_group():
    found = normalise("cpc", "H04N21/2343")
    assert (found.section, found.class_, found.subclass, found.main_group) == ("H", "H04", "H04N", "H04N21/00")


def test_a_squeezed_symbol_with_two_readings_keeps_its_subclass_and_says_so():
    found = normalise("ipc", "H04M1100")
    assert (found.symbol, found.subclass, found.main_group, found.well_formed) == ("H04M1100", "H04M", None, False)


@pytest.mark.parametrize(
    ("raw", "symbol"),
    [
        (" 24  9", "24/9"), ("  2336", "2/336"), (" 4012404", "40/124.04"), (" 68181 R", "68/181R"), ("D14223", "D14/223"), ("D 2969", "D2/969"), ("709202000", "709/202"),
        ("428 641", "428/64.1"), ("313/503000", "313/503"), ("438/459", "438/459"), ("206  5", "206/5"),
    ],
)  # fmt: skip
def test_us_classes_are_read_by_their_places(raw, symbol):
    assert normalise("uspc", raw).symbol == symbol


@pytest.mark.parametrize(
    ("raw", "symbol"), [("1401", "14-01"), ("14-02", "14-02"), ("14/02", "14-02"), ("D1402", "14-02")]
)
def test_locarno_is_class_and_subclass(raw, symbol):
    assert normalise("locarno", raw).symbol == symbol


@pytest.mark.parametrize(
    ("raw", "code"), [("C3562:半导体器件专用设备制造", "C3562"), ("1.2.1 电子核心产业", "1.2.1"), ("C39", "C39")]
)
def test_industries_keep_their_code(raw, code):
    assert normalise("gbt4754", raw).symbol == code


@pytest.mark.parametrize(
    ("raw", "edition"),
    [("20060101", "2006.01"), ("2006.01", "2006.01"), ("2013-01-01", "2013.01"), ("7", "7"), ("07", "7"), ("", None)],
)
def test_editions_are_years_and_months(raw, edition):
    assert edition_of(raw) == edition


@given(
    st.sampled_from("ABCDEFGHY"),
    st.integers(1, 99),
    st.sampled_from("BCDK"),
    st.integers(1, 9999),
    st.integers(0, 999999),
)
def test_writing_a_symbol_again_changes_nothing(section, number, letter, group, sub):
    raw = f"{section}{number:02}{letter}{group:>4}/{sub:02}"
    once = normalise("cpc", raw)
    assert once.well_formed
    assert normalise("cpc", once.symbol).symbol == once.symbol


@given(st.text(max_size=30))
def test_nothing_is_dropped_whatever_is_written(text):
    assert normalise("ipc", text).symbol == normalise("ipc", text).symbol or not text.strip()
