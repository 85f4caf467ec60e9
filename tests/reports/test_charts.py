"""Charts say what they show, join only what may be compared, and are drawn once."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ipops.kernel.period import CalendarPeriod
from ipops.kernel.text import Text
from ipops.reports import charts
from ipops.reports.charts import drawing, theme


def point(run: str, period: str, value: int) -> charts.Point:
    return charts.Point(
        run=run, period=CalendarPeriod.parse(period), value=Fraction(value), says=Text(f"{value}亿", f"{value}")
    )


RUNS = (
    charts.Run(code="p", title=Text("仅专利", "patents only")),
    charts.Run(code="pt", title=Text("专利与商标", "patents and marks")),
)
TREND = charts.Trend(
    title=Text("质押<融资>额", "Pledge <financing>"),
    unit=Text("亿元", "CNY 100 million"),
    runs=RUNS,
    points=(point("p", "2017", 720), point("p", "2018", 885), point("pt", "2018", 1224), point("pt", "2019", 1515)),
    breaks=(charts.Break(period=CalendarPeriod.parse("2018"), why=Text("口径变化", "scope changed")),),
    level=charts.Level(value=Fraction(1400), says=Text("目标1400", "target 1400")),
)
BULLETS = charts.Bullets(
    title=Text("目标", "Goals"),
    goals=(
        charts.Goal(
            title=Text("托管", "custody"),
            value=Fraction(640),
            target=Fraction(1000),
            value_says=Text("640家", "640"),
            target_says=Text("1000家", "1,000"),
            met=False,
        ),
    ),
)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("chart", [TREND, BULLETS], ids=["trend", "bullets"])
@pytest.mark.parametrize("lang", ["zh", "en"])
class TestEveryDrawing:
    def test_is_one_image_with_a_name_and_a_description(self, chart: Any, lang: Any) -> None:
        root = ET.fromstring(charts.svg(chart, lang, 700))
        title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert desc is not None
        assert title.text == chart.title.in_(lang)
        assert desc.text == chart.says.in_(lang)
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        assert not [e for e in root.iter() if e is not root and e.get("role")]

    def test_holds_neither_script_nor_style_nor_address(self, chart: Any, lang: Any) -> None:
        """A strict content security policy must hold on the page."""
        drawn = charts.inline(chart, lang, 700).replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|https?:|<foreignObject|<image", drawn)

    def test_takes_every_colour_from_the_stylesheet(self, chart: Any, lang: Any) -> None:
        drawn = charts.inline(chart, lang, 700)
        colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawn)) - {"none", "transparent"}
        assert colours
        assert all(c.startswith("var(--") for c in colours), colours

    def test_is_the_same_when_a_paper_asks_for_both_kinds_at_once(self, chart: Any, lang: Any) -> None:
        assert charts.pictures(chart, lang, 700) == (charts.svg(chart, lang, 700), charts.png(chart, lang, 700))

    def test_speaks_one_language(self, chart: Any, lang: Any) -> None:
        drawn = charts.svg(chart, lang, 700)
        other = chart.title.in_("en" if lang == "zh" else "zh")
        assert other not in drawn


class TestTheTrend:
    def test_joins_no_two_runs(self) -> None:
        """885 (patents) and 1,224 (patents and marks) of 2018 stay apart: a line for each run."""
        root = ET.fromstring(charts.svg(TREND, "en", 700))
        lines = [
            e.get("d", "")
            for g in root.iter(f"{SVG}g")
            if "mark-line" in (g.get("class") or "")
            for e in g.iter(f"{SVG}path")
        ]
        assert len(lines) == 2
        assert all(d.count("L") == 1 for d in lines)

    def test_says_why_the_series_breaks(self) -> None:
        assert "口径变化" in charts.svg(TREND, "zh", 700)

    def test_shows_its_target(self) -> None:
        assert "target 1400" in charts.svg(TREND, "en", 700)

    def test_has_a_table_of_every_value(self) -> None:
        assert [(p.text, t.en, v.en) for p, t, v in TREND.rows] == [
            ("2017", "patents only", "720"),
            ("2018", "patents only", "885"),
            ("2018", "patents and marks", "1224"),
            ("2019", "patents and marks", "1515"),
        ]

    def test_refuses_a_point_of_no_run_and_two_values_for_one_period(self) -> None:
        with pytest.raises(ValueError, match="strangers"):
            charts.Trend(title=TREND.title, unit=TREND.unit, runs=RUNS[:1], points=TREND.points)
        with pytest.raises(ValueError, match="one value"):
            charts.Trend(title=TREND.title, unit=TREND.unit, runs=RUNS, points=TREND.points[:1] * 2)

    def test_puts_a_half_year_before_its_year(self) -> None:
        both = charts.Trend(
            title=TREND.title, unit=TREND.unit, runs=RUNS, points=(point("p", "2017", 720), point("pt", "2017H1", 318))
        )
        assert [p.text for p in both.periods] == ["2017H1", "2017"]


class TestTheCache:
    def test_draws_a_chart_once_and_does_not_even_build_its_specification_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = charts.svg(TREND, "zh", 700, cache=tmp_path)

        def never(*_: Any, **__: Any) -> str:
            raise AssertionError("drawn twice")

        monkeypatch.setattr(drawing.vl_convert, "vegalite_to_svg", never)
        monkeypatch.setattr(charts.Trend, "spec", never)
        assert charts.svg(TREND, "zh", 700, cache=tmp_path) == first
        assert charts.inline(TREND, "zh", 700, cache=tmp_path).startswith("<svg")

    def test_keeps_languages_widths_and_values_apart(self) -> None:
        other = charts.Trend(title=TREND.title, unit=TREND.unit, runs=RUNS, points=TREND.points[:3])
        keys = {drawing.key(TREND, lang, width) for lang in ("zh", "en") for width in (350, 700)}
        assert len(keys | {drawing.key(other, "zh", 700)}) == 5
        assert drawing.key(replace(TREND), "zh", 700) in keys

    def test_leaves_no_half_written_file(self, tmp_path: Path) -> None:
        charts.png(TREND, "zh", 400, cache=tmp_path)
        assert [p.suffix for p in tmp_path.rglob("*") if p.is_file()] == [".png"]
        assert next(tmp_path.rglob("*.png")).read_bytes().startswith(b"\x89PNG")


def test_the_theme_uses_the_stylesheet_s_light_colours() -> None:
    css = (Path(__file__).parents[2] / "src/ipops/webkit/static/webkit/ipops.css").read_text()
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css[: css.index("@media")]))
    assert {v: light[v.removeprefix("--")] for v in theme.VARIABLES.values()} == {
        v: c for c, v in theme.VARIABLES.items()
    }


def test_drawing_needs_no_network() -> None:
    """A specification that names an address is refused, whoever wrote it."""
    spec = {"data": {"url": "http://127.0.0.1:9/x.csv"}, "mark": "bar", "encoding": {"x": {"field": "a"}}}
    with pytest.raises(ValueError, match=r"(?i)url|access|allowed|convert"):
        drawing.draw(spec)
