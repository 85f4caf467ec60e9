"""Strict reading: exact numbers, one meaning a key, one document under all its names."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.policy.exact import decimal_text, number, speaks_of_size
from ipops.policy.identity import Document, Documents, normalised
from ipops.policy.shelf import BUILT_IN, shelf
from ipops.policy.yamlread import read


def sheet_of(tmp_path: Path, text: str):
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    return read(path, "x.yaml")


class TestNumbers:
    @given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
    def test_of_any_decimal_text_are_exact_both_ways(self, value):
        text = decimal_text(Fraction(value))
        back = number(text)
        assert back is not None
        assert Fraction(back) == Fraction(value)

    @given(st.fractions())
    def test_of_any_fraction_are_exact_both_ways(self, value):
        back = number(decimal_text(value))
        assert back is not None
        assert Fraction(back) == value

    @pytest.mark.parametrize(
        ("raw", "value"),
        [(7, 7), ("1.5", Fraction(3, 2)), ("1.50", Fraction(3, 2)), ("2.0", 2), ("1/3", Fraction(1, 3))],
    )
    def test_are_whole_or_fractions(self, raw, value):
        assert number(raw) == value
        assert isinstance(number(raw), int) == isinstance(value, int)

    @pytest.mark.parametrize(
        "raw", [True, 1.5, None, "", "1.", ".5", "01", "1,000", "1_000", "1e3", "１", "一", "1/0", "20%", "ten"]
    )
    def test_of_no_other_form_are_read(self, raw):
        assert number(raw) is None

    @pytest.mark.parametrize("text", ["150 million", "1.5 Billion", "65.438+0.5 billion", "218 bn"])
    def test_in_english_words_are_recognised_as_such(self, text):
        assert speaks_of_size(text)


class TestYaml:
    @pytest.mark.parametrize("text", ["1.5", ".5", "5.", "1e3", "-1.5E-3", ".inf", ".nan", "1_0.5"])
    def test_takes_no_float_of_any_shape(self, tmp_path, text):
        assert [p.code for p in sheet_of(tmp_path, f"a: {text}\n").problems] == ["float"]

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("010", "010"),
            ("1_000", "1_000"),
            ("0x1F", "0x1F"),
            ("1:30", "1:30"),
            ("no", "no"),
            ("on", "on"),
            ('"1.5"', "1.5"),
        ],
    )
    def test_guesses_nothing(self, tmp_path, text, value):
        sheet = sheet_of(tmp_path, f"a: {text}\n")
        assert sheet.problems == []
        assert sheet.data == {"a": value}

    def test_remembers_the_line_of_each_key(self, tmp_path):
        sheet = sheet_of(tmp_path, "a:\n  b: 1\n  c:\n    - x\n    - y\n")
        assert (sheet.lines[("a", "b")], sheet.lines[("a", "c", 1)]) == (2, 5)

    def test_keeps_the_first_of_two_equal_keys_and_says_so(self, tmp_path):
        sheet = sheet_of(tmp_path, "a: 1\na: 2\n")
        assert sheet.data == {"a": 1}
        assert [p.code for p in sheet.problems] == ["duplicate-key"]

    @pytest.mark.parametrize(
        "text", ["[" * 3000, "a: &x [1]\nb: *x\n", "a: b: c\n", "\t- a\n", "--- 1\n--- 2\n", "a: !!binary aGk=\n"]
    )
    def test_refuses_what_is_broken_or_clever_without_failing(self, tmp_path, text):
        assert sheet_of(tmp_path, text).problems

    @given(st.text(max_size=60))
    def test_never_fails_on_any_text(self, text):
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            sheet_of(Path(folder), text.encode("utf-8", "ignore").decode("utf-8"))

    def test_a_byte_order_mark_is_no_mistake(self, tmp_path):
        assert sheet_of(tmp_path, "﻿a: 1\n").data == {"a": 1}


class TestDocuments:
    @pytest.mark.parametrize(
        "text",
        [
            "财办建〔2020〕40号",
            "财办建[2020]40号",
            "财办建(2020)40号",
            "财办建（2020） 40 号",
            "财办建【2020】040号",
            "《财办建［2020］40号》",
        ],
    )
    def test_are_one_under_every_bracket(self, text):
        assert normalised(text) == "财办建〔2020〕40号"

    def test_a_lost_bracket_is_not_guessed_but_an_alias_knows_it(self):
        assert normalised("财建〔201950号") != "财建〔2019〕50号"
        found = shelf().documents.named("财建〔201950号")
        assert found is not None
        assert found.number == "财建〔2019〕50号"

    def test_the_notice_of_2018_is_known_under_both_its_titles(self):
        documents = shelf().documents
        both = [
            documents.named("继续利用服务业发展专项资金"),
            documents.named("2018年继续开展"),
        ]
        assert [d.number for d in both if d] == ["财办建〔2018〕96号"] * 2

    def test_the_plan_of_binhai_is_known_under_both_its_numbers(self):
        documents = shelf().documents
        assert documents.named("津滨政发〔2020〕27号") == documents.named("津滨政办发〔2020〕27号")

    @given(st.text(alphabet="财办建政发号〔〕[]()0123456789", max_size=14))
    def test_normalising_twice_changes_nothing_more(self, text):
        assert normalised(normalised(text)) == normalised(text)

    def test_nobody_knows_a_document_that_is_not_registered(self):
        assert Documents([Document(number="甲〔2020〕1号")]).named("甲〔2020〕2号") is None

    def test_every_document_of_a_pack_that_begins_with_its_issue_has_that_day(self):
        for pack in shelf().packs.values():
            if pack.start_basis == "issued" and not pack.demo:
                assert pack.document.issued == pack.start, pack.code


def test_every_file_of_a_built_in_pack_is_read():
    """The loader looks into every folder that lies there, and each gives a pack."""
    folders = {p.name for p in BUILT_IN.iterdir() if p.is_dir() and not p.name.startswith((".", "_"))}
    assert folders == set(shelf().packs)
