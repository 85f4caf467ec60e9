"""What of a text is looked up, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.corpus.search.tokens import Tokeniser, normal, shipped_terms, terms_of

PLAIN = Tokeniser(frozenset())


class TestTokens:
    def test_of_chinese_are_overlapping_pairs(self):
        assert PLAIN.tokens("植保无人机") == [("植保", 0), ("保无", 1), ("无人", 2), ("人机", 3)]

    def test_of_a_character_alone_is_the_character(self):
        assert PLAIN.tokens("泵 A") == [("泵", 0), ("a", 1)]

    def test_hold_the_terms_of_the_dictionary_wherever_they_stand(self):
        words = Tokeniser(terms_of(["无人机", "植保无人机", "电池 # 两字"])).words("一种植保无人机")
        assert words.count("无人机") == words.count("植保无人机") == 1
        assert "电池" not in words

    def test_are_the_same_for_full_and_half_width_upper_and_lower_case_and_both_scripts(self):
        assert PLAIN.words("ＵＡＶ２０２０無人機電池") == PLAIN.words("uav2020无人机电池")

    def test_of_english_are_stems_without_accents(self):
        assert PLAIN.words("DRONES; Vehicles, naïve") == PLAIN.words("drone vehicle naive")

    def test_go_on_counting_between_scripts_so_that_phrases_hold(self):
        assert PLAIN.tokens("5G无人机 UAV") == [("5g", 0), ("无人", 1), ("人机", 2), ("uav", 4)]

    @given(st.text(max_size=40))
    def test_never_break_and_stand_in_order(self, text):
        places = [at for _, at in PLAIN.tokens(text)]
        assert places == sorted(places)
        assert normal(normal(text)) == normal(text) or not text.isascii()

    def test_of_signs_alone_are_none(self):
        assert PLAIN.tokens("——，。!? ") == []


class TestTheMark:
    def test_changes_with_the_terms(self):
        assert PLAIN.mark != Tokeniser(frozenset({"无人机"})).mark

    def test_is_the_same_for_the_same_terms(self):
        assert Tokeniser(shipped_terms()).mark == Tokeniser(shipped_terms()).mark


def test_the_shipped_terms_are_chinese_of_three_characters_and_more():
    assert len(shipped_terms()) > 150
    assert all(len(t) > 2 for t in shipped_terms())


@pytest.mark.parametrize("line", ["# 注释", "", "uav", "电池"])
def test_a_line_that_is_no_term_is_none(line):
    assert terms_of([line]) == frozenset()
