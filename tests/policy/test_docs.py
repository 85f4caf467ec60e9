"""The pages of the packs are made from the packs and never go stale."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipops.policy import packs
from ipops.policy.docs import page

PAGES = Path(__file__).parents[2] / "docs" / "reference" / "packs"


@pytest.mark.parametrize("code", sorted(packs()))
def test_every_pack_has_a_page_that_says_what_the_pack_says(code):
    stale = "Run: ipops pack docs docs/reference/packs"
    assert (PAGES / f"{code}.md").read_text(encoding="utf-8") == page(packs()[code]), stale


def test_no_page_is_left_of_a_pack_that_is_gone():
    assert {p.stem for p in PAGES.glob("*.md")} == set(packs())


@pytest.mark.parametrize("code", sorted(packs()))
def test_a_page_names_every_term_and_every_unknown(code):
    text = page(packs()[code])
    for name in (*packs()[code].own_terms, *packs()[code].own_targets):
        assert f"`{name}`" in text


def test_the_page_of_the_demo_city_says_that_it_is_one():
    assert "**示例 · demo**" in page(packs()["demo-city"])
