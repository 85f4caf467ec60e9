"""Columns are as wide as asked for, and never narrower than their longest word."""

from ipops.reports.papers.columns import fitted, measured_longest
from ipops.reports.papers.paper import Grid


def grid(*heads: str, widths: tuple[int, ...] = ()) -> Grid:
    return Grid(heads=heads, rows=[["x"] * len(heads)], widths=widths)


def test_shares_are_kept_where_every_word_has_room():
    assert fitted(grid("a", "b", widths=(3, 1)), 400, 9, 11).widths == (300, 100)


def test_a_narrow_column_takes_what_its_longest_word_needs_from_those_that_can_spare_it():
    got = fitted(grid("title", "organisations", widths=(20, 1)), 400, 9, 11)
    assert got.widths[1] >= measured_longest("organisations", 9) + 11
    assert round(sum(got.widths), 6) == 400
    assert got.size == 9


def test_letters_are_smaller_where_the_words_would_not_fit_and_the_line_is_filled():
    got = fitted(grid(*["administration"] * 6), 400, 9, 11)
    assert got.size < 9
    assert round(sum(got.widths), 6) == 400


def test_a_short_word_of_chinese_is_not_set_upright_and_a_long_one_may_break():
    assert measured_longest("已见", 9) == 18
    assert measured_longest("为同年平均的倍数", 9) == 36
    assert measured_longest("US20110281679A1 x", 9) == measured_longest("US20110281679A1", 9)
