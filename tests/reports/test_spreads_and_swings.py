"""Spreads and swings: real text, exact tables, and contradictions refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ipops.kernel.text import Text
from ipops.reports.charts.drawing import svg
from ipops.reports.charts.spreads import Spread, Spreads
from ipops.reports.charts.swings import Swing, Swings

ONE = Text("一", "one")
POINTS = (Text("期望", "expected"), Text("99%", "99 %"))


def spread(*values: int) -> Spread:
    return Spread(
        group=Text("方案甲", "scheme A"), title=Text("银行", "the bank"), values=tuple(map(Fraction, values)),
        says=tuple(Text(f"{v}万元", f"{v} wan") for v in values),
    )  # fmt: skip


def swing(low: int, high: int) -> Swing:
    return Swing(
        title=Text("费率", "royalty"), lower=Fraction(low), higher=Fraction(high), lower_says=ONE, higher_says=ONE
    )


@pytest.mark.parametrize(("lang", "word"), [("zh", "银行"), ("en", "the bank")])
def test_spreads_are_drawn_with_text_and_a_table_beside_them(lang, word):
    chart = Spreads(title=ONE, unit=Text("万元", "wan"), points=POINTS, spreads=(spread(3, 9),))
    drawn = svg(chart, lang, 480)
    assert word in drawn
    assert "<title" in drawn
    assert chart.rows[0][2].zh == "3万元"


def test_a_spread_without_a_value_for_each_point_is_refused():
    with pytest.raises(ValueError, match="one value for each point"):
        Spreads(title=ONE, unit=ONE, points=POINTS, spreads=(spread(3),))


def test_swings_are_drawn_around_their_centre():
    chart = Swings(title=ONE, unit=Text("万元", "wan"), centre=Fraction(5), swings=(swing(3, 8), swing(6, 4)))
    assert "royalty" in svg(chart, "en", 480)
    assert len(chart.rows) == 2


def test_swings_without_a_parameter_are_refused():
    with pytest.raises(ValueError, match="at least one parameter"):
        Swings(title=ONE, unit=ONE, centre=Fraction(1), swings=())
