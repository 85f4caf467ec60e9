"""The key cities: all 37 with their evidence, every provincial unit on the map, one page a city."""

from __future__ import annotations

import pytest
from django.test import Client

from ipops.kernel.citation import Grade
from ipops.lines.programme.app.pages import cities, nation
from ipops.reports import charts

BATCHES = {2017: 8, 2018: 8, 2019: 10, 2020: 11}


class TestTheList:
    def test_is_the_37_of_the_packs_in_their_batches(self) -> None:
        assert {b.year: len(b.cities) for b in cities.batches()} == BATCHES
        assert len({c.slug for c in cities.cities()}) == 37

    def test_says_which_are_told_by_repute_only(self) -> None:
        loose = {c.name.zh for c in cities.cities() if c.city.cite.grade is Grade.K}
        assert loose == {"成都市", "长沙市", "郑州市", "无锡市", "东莞市"}

    def test_counts_every_city_on_the_map_once(self) -> None:
        made = cities.tile_map()
        assert sum(int(t.says.zh) for t in made.tiles if t.says) == 37
        assert len(made.tiles) == len(charts.PLACES)
        shandong = next(t for t in made.tiles if t.unit == "370000")
        assert shandong.tells.zh == "青岛市、济南市、烟台市"


@pytest.mark.db
@pytest.mark.django_db
class TestThePages:
    def test_show_every_city_to_everybody(self) -> None:
        page = Client().get("/programme/cities/")
        assert page.status_code == 200
        for c in cities.cities():
            assert f"/programme/cities/{c.slug}/" in page.text
        assert Client().get("/programme/cities/?as=csv").content.count(b"\n") == 35

    def test_warn_where_there_is_no_evidence(self) -> None:
        assert "只凭常识" in Client().get("/programme/cities/chengdu/").text
        assert "只凭常识" not in Client().get("/programme/cities/hefei/").text

    def test_say_what_the_notice_gives_and_what_is_unknown(self) -> None:
        page = Client().get("/programme/cities/hefei/").text
        assert "1.5亿元" in page
        assert "几档" in page  # the tiers of the rest: unknown, with its reason

    def test_know_no_other_city(self) -> None:
        assert Client().get("/programme/cities/atlantis/").status_code == 404


def test_a_note_does_not_repeat_what_the_value_says() -> None:
    class Noted:
        note = "gt; nine months"

    assert nation.note(Noted()) == "nine months"  # type: ignore[arg-type]
