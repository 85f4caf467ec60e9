"""Waterfalls, Sankeys, Gantts, networks, small multiples and tile maps refuse what would mislead."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.kernel.text import Lang, Text
from ipops.reports import charts
from ipops.reports.charts import sankey as sankey_of
from ipops.reports.charts.multiples import Level
from ipops.reports.letters import measured

A, B, C = (Text(f"甲{i}", f"name {i}") for i in range(3))
SAID = Text("数", "said")


def step(value: int, *, total: bool = False, title: Text = A) -> charts.Step:
    return charts.Step(title=title, value=Fraction(value), says=SAID, total=total)


class TestAWaterfall:
    def test_ends_where_its_steps_lead(self) -> None:
        made = charts.Waterfall(title=A, unit=A, steps=(step(10, total=True), step(-4), step(6, total=True)))
        assert [row[2] for row in made.rows] == [SAID, Fraction(6), SAID]

    def test_refuses_a_total_that_its_steps_do_not_make(self) -> None:
        with pytest.raises(ValueError, match="make 6"):
            charts.Waterfall(title=A, unit=A, steps=(step(10, total=True), step(-4), step(7, total=True)))

    def test_refuses_to_start_in_the_air(self) -> None:
        with pytest.raises(ValueError, match="starts with a total"):
            charts.Waterfall(title=A, unit=A, steps=(step(10),))


def sankey(*flows: tuple[str, str, int]) -> charts.Sankey:
    codes = sorted({c for a, b, _ in flows for c in (a, b)})
    return charts.Sankey(
        title=A,
        nodes=tuple(charts.Node(code=c, title=Text(f"节点{c}", f"node {c}"), says=SAID) for c in codes),
        flows=tuple(charts.Flow(source=a, target=b, value=Fraction(v), says=SAID) for a, b, v in flows),
    )


class TestASankey:
    def test_refuses_money_that_runs_in_a_circle(self) -> None:
        with pytest.raises(ValueError, match="comes back"):
            sankey(("a", "b", 1), ("b", "a", 1))

    def test_refuses_a_flow_of_nothing_and_strangers(self) -> None:
        with pytest.raises(ValueError, match="above zero"):
            sankey(("a", "b", 0))
        with pytest.raises(ValueError, match="strangers"):
            charts.Sankey(title=A, nodes=(), flows=(charts.Flow(source="x", target="y", value=Fraction(1), says=SAID),))

    def test_shows_what_stayed(self) -> None:
        """A node that passed on less than it got is taller than the bands that leave it."""
        made = sankey(("a", "b", 100), ("b", "c", 40))
        low, top = made._boxes()["b"][2:]
        leaving = [p for p in made._bands(made._boxes()) if p["flow"] == 1 and p["x"] == made._boxes()["b"][1]]
        assert leaving[0]["top"] - leaving[0]["low"] == pytest.approx((top - low) * 0.4)

    @given(st.lists(st.integers(1, 10**9), min_size=1, max_size=6))
    def test_draws_bands_in_proportion_and_inside_the_picture(self, values: list[int]) -> None:
        made = sankey(*((("a", f"t{i}", v)) for i, v in enumerate(values)))
        boxes = made._boxes()
        heights = [boxes[f"t{i}"][3] - boxes[f"t{i}"][2] for i in range(len(values))]
        assert all(
            h / heights[0] == pytest.approx(v / values[0], rel=1e-6) for h, v in zip(heights, values, strict=True)
        )
        assert min(b[2] for b in boxes.values()) >= -1e-9

    @settings(deadline=None, max_examples=30)
    @given(
        st.lists(st.integers(1, 10**9), min_size=2, max_size=8),
        st.sampled_from(["zh", "en"]),
        st.sampled_from([330, 760]),
    )
    def test_never_lays_one_name_on_another(self, values: list[int], lang: Lang, width: int) -> None:
        """However thin the bars: the lines beside the nodes of a column stand below one another."""
        flows = [(f"s{i % 2}", f"t{i}", v) for i, v in enumerate(values)]
        spec = sankey(*flows).spec(lang, width)
        told = [n for n in _nodes(spec) if n["x"] > 0.5]
        lead, height = 12 if width < 480 else 15, spec["height"]
        spans = [(n["mid"], len(n["lines"]) * lead / height * 1.02) for n in told]
        assert len(told) == len(values)
        for (above, takes), (below, _) in pairwise(sorted(spans, reverse=True)):
            assert above - below >= takes - 0.02

    def test_breaks_a_long_name_where_the_next_column_begins(self) -> None:
        assert sankey_of.broken("government purchase of services", 9) == ["government", "purchase of", "services"]
        assert sankey_of.broken("政府购买服务（演示）", 4) == ["政府购买", "服务（演", "示）"]
        assert sankey_of.broken("paid", 1) == ["paid"]


def _nodes(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return next(v for layer in spec["layer"] if (v := layer["data"]["values"]) and "lines" in v[0])


class TestAGantt:
    def test_refuses_a_span_that_ends_before_it_begins(self) -> None:
        with pytest.raises(ValueError, match="ends before"):
            charts.Bar(title=A, start=date(2026, 1, 1), end=date(2026, 1, 1), standing="done")

    def test_says_the_last_day_that_is_in_it(self) -> None:
        bar = charts.Bar(title=A, start=date(2026, 1, 1), end=date(2026, 2, 1), standing="late")
        made = charts.Gantt(title=A, bars=(bar,))
        assert made.rows[0][2] == date(2026, 1, 31)
        assert "1 late" in made.says.en


def network(ties: int, *, kind: str = "k", title: Text = B) -> charts.Network:
    return charts.Network(
        title=A,
        kinds=(charts.Kind(code="k", title=A),),
        knots=tuple(charts.Knot(code=str(i), title=title, kind=kind) for i in range(ties + 1)),
        ties=tuple(charts.Tie(source="0", target=str(i + 1), weight=1, says=SAID) for i in range(ties)),
    )


class TestANetwork:
    def test_stands_the_same_each_time(self) -> None:
        assert network(5)._places() == network(5)._places()

    def test_no_label_lies_on_another_and_all_lie_on_the_sheet(self) -> None:
        """Thirty long names around one: a report whose names cover each other cannot be read."""
        for lang in ("zh", "en"):
            made = network(
                30,
                title=Text(
                    "中国人民解放军国防科技大学某研究所有限公司", "UNIV NAT CHIN PEOPLES LIBERATION DEFENSE TECH"
                ),
            )
            spec: dict[str, Any] = made.spec(lang, 640)
            (labels,) = (v["data"]["values"] for v in spec["layer"][2:3])
            boxes = []
            for one in labels:
                lines = one["title"].split("\n")
                half = max(measured(line, 11) for line in lines) / 2
                boxes.append((one["x"] - half, one["top"], one["x"] + half, one["y"] + 7))
                assert len(lines) == 2
            assert all(a[0] >= 0 and a[1] >= 0 and a[2] <= 620 and a[3] <= spec["height"] - 8 for a in boxes)
            assert not [
                1 for a, b in combinations(boxes, 2) if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
            ]

    def test_refuses_a_hairball_and_a_kind_nobody_named(self) -> None:
        with pytest.raises(ValueError, match="hairball"):
            network(200)
        with pytest.raises(ValueError, match="strangers"):
            network(2, kind="other")


class TestSmallMultiples:
    def test_say_why_a_panel_is_empty(self) -> None:
        with pytest.raises(ValueError, match="says why"):
            charts.Multiples(
                title=A,
                unit=A,
                panels=(
                    charts.Panel(title=A, levels=(Level(year=2024, value=Fraction(1), says=SAID),)),
                    charts.Panel(title=B, levels=()),
                ),
            )

    def test_have_one_scale_one_colour_and_no_target(self) -> None:
        """Districts are compared by nobody but the reader (decision 0075)."""
        panels = tuple(
            charts.Panel(title=t, levels=(Level(year=2024, value=Fraction(v), says=SAID),))
            for t, v in ((A, 1), (B, 100), (C, 3))
        )
        made = charts.Multiples(title=A, unit=A, panels=panels)
        spec: dict[str, Any] = made.spec("en", 700)
        assert spec["facet"]["sort"] == [A.en, B.en, C.en]
        assert "resolve" not in spec
        assert not any("color" in layer["encoding"] for layer in spec["spec"]["layer"])
        assert [row[0] for row in made.rows] == [A, B, C]


class TestATileMap:
    TILES = tuple(charts.Tile(unit=u, tells=SAID) for u in charts.PLACES)

    def test_shows_all_34_provincial_units_or_none(self) -> None:
        assert len(charts.PLACES) == 34
        assert {"710000", "810000", "820000"} <= set(charts.PLACES)
        with pytest.raises(ValueError, match="710000"):
            charts.TileMap(title=A, head=B, tiles=tuple(t for t in self.TILES if t.unit != "710000"))

    def test_gives_every_unit_a_tile_of_its_own(self) -> None:
        assert len({(s.column, s.row) for s in charts.PLACES.values()}) == 34
        assert len({s.letters for s in charts.PLACES.values()}) == 34
        assert len(charts.TileMap(title=A, head=B, tiles=self.TILES).rows) == 34
