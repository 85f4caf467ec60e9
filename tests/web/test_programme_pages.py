"""The scoreboard, why, districts and the country: what they say, to whom, and at what cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.web.conftest import found_city, signed_in_as
from tests.web.programme import NOW, found_programme

pytestmark = pytest.mark.db
BOARD = "/programme/?place=990100&year=2025&pack=demo-city"
WHY = "/programme/why/transfers_licences_growth/?place=990100&year=2025&pack=demo-city"
Enter = Callable[[str], Client]


@pytest.fixture
def programme(db: None, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An export of its own: the journal of a test starts again at number one."""
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path))
    with time_machine.travel(NOW, tick=True):
        found_city()
        found_programme()


@pytest.fixture
def signed_in(programme: None) -> Enter:
    return signed_in_as


def text(response: Any) -> str:
    """The page as a person reads it: tags gone, blanks folded."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.text.split("<main")[1].split("</main>")[0])))


def row(response: Any, title: str) -> str:
    """The table row whose heading is this."""
    rows = re.findall(r"<tr role=\"row\">.*?</tr>", response.text, re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", next(r for r in rows if title in r))))


class TestSmallMultiples:
    DISTRICTS = "/programme/districts/?place=990100&year=2025&pack=demo-city"

    def test_show_the_years_of_every_district_in_the_order_of_codes(self, signed_in: Enter) -> None:
        with time_machine.travel(NOW):
            browser = signed_in("officer")
            page = browser.get(self.DISTRICTS).text
            assert "不排名" in page
            table = browser.get(f"{self.DISTRICTS}&chart=transfers_licences_growth&as=csv").content.decode("utf-8-sig")
        assert [row.split(",")[0] for row in table.splitlines()[1:3]] == ["高新区（演示）", "老城区（演示）"]

    def test_never_draw_pledges(self, signed_in: Enter) -> None:
        """国知发运字〔2021〕17号: pledge counts are not chased district by district."""
        with time_machine.travel(NOW):
            got = signed_in("officer").get(f"{self.DISTRICTS}&chart=pledge_projects_growth&as=svg")
        assert got.status_code == 404


class TestTheScoreboard:
    def test_counts_licences_and_shows_growth_target_and_verdict(self, signed_in: Enter) -> None:
        with time_machine.travel(NOW):
            line = row(signed_in("officer").get(BOARD), "知识产权转让、许可数量")
        assert "17宗" in line  # eighteen, one excluded by a check
        assert "达标" in line
        assert "基期2023年：8宗" in line

    def test_says_it_in_english_too(self, signed_in: Enter) -> None:
        with time_machine.travel(NOW):
            line = row(signed_in("officer").get(f"{BOARD}&lang=en"), "IP transfers and licences")
        assert "17 deals" in line
        assert "met" in line
        assert "base 2023: 8 deals" in line

    def test_says_what_is_lacking_until_the_end_of_the_year(self, signed_in: Enter) -> None:
        with time_machine.travel(NOW):
            line = row(signed_in("officer").get(f"{BOARD}&lang=en"), "IP pledge financing, projects")
        assert "missed" in line
        assert re.search(r"Short of the floor by \d+ projects until 31 December 2025", line)

    def test_shows_what_nobody_attested_as_unknown_with_its_reason(self, signed_in: Enter) -> None:
        with time_machine.travel(NOW):
            line = row(signed_in("officer").get(BOARD), "专业知识产权托管服务覆盖中小企业")
        assert "未知" in line
        assert "没有填报或公布的数" in line

    def test_asks_for_growth_where_the_plan_sets_a_growth(self, signed_in: Enter) -> None:
        """The notice names no number for GI output; the city's plan asks for 10 % a year, so it is a growth goal."""
        with time_machine.travel(NOW):
            line = row(signed_in("officer").get(BOARD), "实施地理标志运用促进工程的地理标志产品产值")
        assert "不低于 10%" in line
        assert "不比增幅" not in line

    def test_splits_the_count(self, signed_in: Enter) -> None:
        with time_machine.travel(NOW):
            page = text(signed_in("officer").get(BOARD))
        for part in (
            "全部计入 18宗",
            "存疑待核 1宗",
            "核查排除 1宗",
            "净计入 17宗",
            "有偿",
            "无偿",
            "关联方之间",
            "非关联方之间",
        ):
            assert part in page, part

    def test_never_scales_a_running_year_up(self, signed_in: Enter) -> None:
        with time_machine.travel(NOW):
            page = text(signed_in("officer").get("/programme/?place=990100&year=2026&pack=demo-city"))
        assert "本年未结束" in page
        assert "5宗" in page

    def test_looks_back_as_known_on_a_day(self, signed_in: Enter) -> None:
        """Nothing had been recorded before the middle of January 2026."""
        with time_machine.travel(NOW):
            line = row(signed_in("officer").get(f"{BOARD}&known=2026-01-01"), "知识产权转让、许可数量")
        assert "17宗" not in line

    @pytest.mark.parametrize(
        ("query", "says"),
        [
            ("place=990200&year=abc", "年份无法识别"),
            ("pack=nonsense", "没有这个政策包"),
            ("known=2026-99-99", "不是日期"),
            ("place=110000", "没有公布这个地区"),
        ],
    )
    def test_says_what_it_could_not_read(self, signed_in: Enter, query: str, says: str) -> None:
        response = signed_in("officer").get(f"/programme/?{query}")
        assert response.status_code == 200
        assert says in text(response)

    def test_gives_each_trend_as_a_file(self, signed_in: Enter) -> None:
        page = signed_in("officer").get(BOARD)
        address = unescape(next(a for a in re.findall(r'href="([^"]+)"', page.text) if "as=csv" in a))
        with time_machine.travel(NOW):
            got = signed_in("officer").get(address)
        assert got["Content-Disposition"].endswith('.csv"')
        assert "2025" in got.text


class TestWhy:
    def test_opens_to_clause_methods_definition_facts_and_query(self, signed_in: Enter) -> None:
        with time_machine.travel(NOW):
            page = text(signed_in("officer").get(WHY))
        for said in (
            "复合年均增长率",
            "采用",
            "总增幅除以年数",
            "首次计入日",
            "专利法(2020-10-17) 第十条",
            "SELECT",
            "所依据的事实",
        ):
            assert said in page, said

    def test_links_every_fact_it_counted_and_no_other(self, signed_in: Enter) -> None:
        with time_machine.travel(NOW):
            page = signed_in("officer").get(WHY).text
        body = page.split('id="table-facts"')[1]
        assert "共 18 条" in re.sub(r"<[^>]+>", "", body) or "18" in body
        assert len(set(re.findall(r'href="/ledger/(\d+)/"', body))) == 18

    def test_keeps_facts_and_split_from_strangers(self, programme: None) -> None:
        with time_machine.travel(NOW):
            page = Client().get(WHY)
        assert "公开页面只列汇总数" in page.text
        assert "/ledger/" not in page.text.split("<main")[1].split("</main>")[0]
        assert "L:2025-" not in page.text
        assert "非关联方之间" not in text(page)
        assert "SELECT" in page.text

    def test_keeps_them_from_another_city_too(self, signed_in: Enter) -> None:
        with time_machine.travel(NOW):
            page = signed_in("neighbour").get(WHY)
        assert "公开页面只列汇总数" in page.text

    def test_knows_no_goal_of_that_name(self, signed_in: Enter) -> None:
        assert signed_in("officer").get(WHY.replace("transfers_licences_growth", "nonsense")).status_code == 404


class TestDistricts:
    ADDRESS = "/programme/districts/?place=990100&year=2025&pack=demo-city"

    def test_stand_in_the_order_of_their_codes_without_verdict(self, signed_in: Enter) -> None:
        with time_machine.travel(NOW):
            page = text(signed_in("officer").get(self.ADDRESS))
        assert page.index("高新区（演示）") < page.index("老城区（演示）") < page.index("港口区（演示）")
        assert "达标" not in page
        assert "不排名" in page

    def test_are_closed_to_strangers(self, programme: None) -> None:
        assert Client().get(self.ADDRESS).status_code == 404


class TestTheCountry:
    def test_lists_what_was_published(self, programme: None) -> None:
        page = text(Client().get("/programme/nation/"))
        assert "质押融资金额" in page
        assert "2,180亿元" in page

    def test_refuses_growth_across_scopes_and_says_why(self, programme: None) -> None:
        page = text(Client().get("/programme/nation/pledge_amount/?which=refused"))
        assert "口径不同" in page

    def test_computes_within_a_scope(self, programme: None) -> None:
        page = text(Client().get("/programme/nation/pledge_amount/?which=computed"))
        assert "23.8%" in page  # 1,224 → 1,515
        assert "71.2%" not in page  # 885 → 1,515 would cross the scope

    def test_draws_each_scope_as_a_line_of_its_own(self, programme: None) -> None:
        page = Client().get("/programme/nation/pledge_amount/").text
        drawn = page[page.index("<svg") : page.index("</svg>")]
        colours = set(re.findall(r'stroke="(#[0-9a-f]{6}|var\([^)]*\)|[a-z#-]+[0-9a-f]*)"', drawn))
        assert len(colours) >= 2, "each scope has a line of its own"
        assert "仅专利" in page
        assert "专利与商标" in page

    def test_goes_back_to_what_was_known(self, programme: None) -> None:
        page = text(Client().get("/programme/nation/pledge_amount/?known=2019-06-01"))
        assert "1,515亿元" not in page

    def test_has_no_page_for_an_indicator_nobody_published(self, programme: None) -> None:
        assert Client().get("/programme/nation/nonsense/").status_code == 404


def test_every_published_indicator_and_scope_has_a_name(shared: Any) -> None:
    import csv

    from ipops.lines.programme.app.pages import nation, observed
    from ipops.lines.programme.app.pages.observed_indicators import INDICATORS

    rows = [
        r
        for name in ("national_series.csv", "city_figures.csv")
        for r in csv.DictReader((shared / "data" / "programme" / name).read_text().splitlines())
    ]
    assert rows
    assert {r["indicator"] for r in rows} - set(INDICATORS) == set()
    assert {r["scope"] for r in rows} - set(observed.SCOPES) == set()
    assert all(nation.unit_name(u).zh != u for u in {r["unit"] for r in rows})
