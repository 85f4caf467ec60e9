"""Every kind of right goes by one number; a wrong one comes back with its proposal and is never repaired."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.outcome import Reason
from ipops.ledger.facts.words import RightKind
from ipops.rights.identity import proposed_number, right_number


@pytest.mark.parametrize(
    ("text", "said", "number", "kind"),
    [
        ("ZL201510237122.7", None, "CN201510237122.7", RightKind.INVENTION),
        ("２０１５１０２３７１２２．７", RightKind.INVENTION, "CN201510237122.7", RightKind.INVENTION),
        ("TM12345678", None, "TM12345678", RightKind.TRADEMARK),
        ("第12345678号", RightKind.TRADEMARK, "TM12345678", RightKind.TRADEMARK),
        ("12345678", RightKind.TRADEMARK, "TM12345678", RightKind.TRADEMARK),
        ("BS.205012345", None, "BS205012345", RightKind.LAYOUT),
        ("205012345", RightKind.LAYOUT, "BS205012345", RightKind.LAYOUT),
        ("2020SR0123456", None, "SR20200123456", RightKind.SOFTWARE),
        ("软著登字第0123456号", None, "SR0123456", RightKind.SOFTWARE),
        ("国作登字-2020-F-01234567", None, "CR2020F01234567", RightKind.COPYRIGHT),
        ("CR2020F01234567", None, "CR2020F01234567", RightKind.COPYRIGHT),
        ("GI990001", None, "GI990001", RightKind.GI),
    ],
)
def test_a_number_is_written_one_way(text, said, number, kind):
    assert right_number(text, said) == (number, kind)
    assert right_number(number) == (number, kind), "writing it again changes nothing"


def test_a_wrong_check_digit_is_told_with_its_proposal():
    got = right_number("ZL201510237122.8")
    assert isinstance(got, Reason)
    assert "CN201510237122.7" in got.says.zh
    assert proposed_number("ZL201510237122.8") == "CN201510237122.7"


@given(text=st.text(max_size=30), said=st.none() | st.sampled_from(list(RightKind)))
def test_any_text_is_a_number_or_a_reason(text, said):
    got = right_number(text, said)
    if not isinstance(got, Reason):
        assert right_number(got[0])[0] == got[0]


def test_a_credit_code_is_no_right():
    assert isinstance(right_number("91110000600037341L"), Reason)


@pytest.mark.parametrize("wrong", ["nonsense", "CN201510237122.8", "ZL20151023712", "第号"])
def test_what_is_wrong_is_told_in_one_sentence_with_one_end(wrong):
    got = right_number(wrong)
    assert isinstance(got, Reason)
    assert "。。" not in got.says.zh
    assert ".." not in got.says.en
    fix = proposed_number(wrong)
    assert not fix or f"。建议核对是否为 {fix}。" in got.says.zh
