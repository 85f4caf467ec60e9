"""Every kind of chart in the kit: one image with a name, nothing a strict policy forbids, both languages, all files."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from ipops.reports import charts
from ipops.webkit.pages.views.kit_charts import samples

SVG = "{http://www.w3.org/2000/svg}"
KINDS = ("bullets", "trend", "waterfall", "sankey", "gantt", "network", "multiples", "tiles")


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(("lang", "width"), [("zh", 760), ("en", 330)])
def test_every_chart_is_one_named_image_in_one_language(name: str, lang: Any, width: int) -> None:
    chart = samples()[name]
    root = ET.fromstring(charts.svg(chart, lang, width))
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert (title.text, desc.text) == (chart.title.in_(lang), chart.says.in_(lang))
    assert root.get("role") == "img"
    assert float(root.get("width", "0")) <= width + 20
    words = "".join(e.text or "" for e in root.iter() if e.tag == f"{SVG}text")
    assert lang == "zh" or not re.search(r"[\u3400-\u9fff]", words), words
    assert "undefined" not in words


@pytest.mark.parametrize("name", KINDS)
def test_every_chart_keeps_the_policy_and_the_colours_of_the_stylesheet(name: str) -> None:
    drawn = charts.inline(samples()[name], "zh", 760).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|https?:|<foreignObject|<image", drawn)
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawn)) - {"none", "transparent"}
    assert all(c.startswith("var(--") for c in colours), colours


@pytest.mark.parametrize("name", KINDS)
def test_every_chart_has_a_table_beside_it(name: str) -> None:
    chart = samples()[name]
    assert chart.rows
    assert {len(row) for row in chart.rows} == {len(chart.heads)}


@pytest.mark.db
@pytest.mark.django_db
def test_the_page_shows_all_and_gives_each_as_a_file() -> None:
    page = Client().get("/kit/charts/")
    assert page.status_code == 200
    assert page.text.count('<figure class="chart">') == len(KINDS)
    for name in KINDS:
        for how, begins in (("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"\xef\xbb\xbf")):
            assert Client().get(f"/kit/charts/?which={name}&as={how}").content.startswith(begins)
    assert Client().get("/kit/charts/?which=none&as=svg").status_code == 404
