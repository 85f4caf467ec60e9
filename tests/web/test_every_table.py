"""Every table of every page can be searched, sorted and taken away as a file: its own, and no other."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin

import pytest
import time_machine
from django.test import Client, RequestFactory
from django.urls import get_resolver

from ipops.kernel.text import Text
from ipops.webkit.pages import tables
from ipops.webkit.pages.spec import Column, ListRows, TableSpec
from tests.web.conftest import SCHOOL, found_city, signed_in_as
from tests.web.programme import NOW, found_programme, found_walk

pytestmark = [pytest.mark.db, pytest.mark.django_db]
#: Files and not tables of a page, and what draws no query set of its own: parts of another table's page.
NO_PAGE = {"payment-list", "docket", "fund-what-if", "valuation"}
#: Rows in memory: whatever they show is what is searched and sorted (``listed``).
IN_MEMORY = {
    "conversion", "differences", "endangered", "figures", "help-checks", "nation", "outcomes",
    "pledge-guarantors", "pledge-pools", "points", "precision", "refused", "returns-filed", "reviews",
}  # fmt: skip
DEMO = "place=990100&year=2025&pack=demo-city"
#: One table a kind of page, and two that share one.
PAGES = (
    "/", "/work/", "/ledger/", "/seals/", "/rights/", "/parties/", f"/parties/{SCHOOL}/", "/trading/deals/",
    "/trading/failures/", "/trading/conversion/", "/custody/", "/custody/savings/", "/pledge/pools/", "/pledge/months/",
    "/programme/roads/", "/programme/nation/pledge_amount/", "/programme/nation/", "/programme/cities/", "/packs/",
    "/packs/cn-2020-40/", "/help/checks/", f"/programme/?{DEMO}", f"/programme/districts/?{DEMO}",
)  # fmt: skip


@pytest.fixture(scope="module")
def street(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One city for the whole module, in a transaction that is rolled back."""
    from django.db import transaction

    patch = pytest.MonkeyPatch()
    patch.setenv("IPOPS_HOME", str(tmp_path_factory.mktemp("tables")))
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=True), transaction.atomic():
        found_city()
        found_programme()
        found_walk()
        yield
        transaction.set_rollback(True)
    patch.undo()


@pytest.fixture
def enter(street: None, db: None) -> Callable[[str], Client]:
    return signed_in_as


def declared() -> list[TableSpec]:
    """The tables of all pages that are made when their module is read."""
    assert get_resolver().url_patterns  # every view is read
    modules = [m for name, m in list(sys.modules.items()) if name.startswith("ipops.")]
    found = {v.code: v for m in modules for v in vars(m).values() if type(v) is TableSpec}
    return [s for code, s in sorted(found.items()) if code not in NO_PAGE and not s.plain]


def test_every_table_of_stored_rows_has_a_filter_and_a_column_to_sort_by() -> None:
    found = declared()
    assert len(found) > 40
    bare = {s.code for s in found if not s.filters or not any(c.sort for c in s.columns)}
    assert bare == IN_MEMORY


@pytest.mark.parametrize("address", PAGES)
def test_every_table_is_given_as_the_file_of_its_own_rows(enter: Callable[[str], Client], address: str) -> None:
    browser = enter("officer")
    page = browser.get(address).text
    found = re.split(r'<section class="table" id="table-([\w-]+)">', page)[1:]
    assert found, address
    for code, section in zip(found[::2], found[1::2], strict=True):
        links = re.findall(r'href="([^"]*export=(csv|xlsx)[^"]*)"', section.split("</section>")[0])
        if "<tbody" not in section.split("</section>")[0]:
            assert not links, f"{code} of {address} is empty and offers files"
            continue
        assert {how for _, how in links} == {"csv", "xlsx"}
        for link, how in links:
            got = browser.get(urljoin(address, unescape(link)))
            assert f'filename="{code}.{how}"' in got.get("Content-Disposition", ""), f"{link} of {address}"


class TestTheDistricts:
    """国知发运字〔2021〕17号: they stand in the order of their codes, and nobody is offered another."""

    ADDRESS = f"/programme/districts/?{DEMO}"

    def test_cannot_be_sorted(self, enter: Callable[[str], Client]) -> None:
        browser = enter("officer")
        page = browser.get(self.ADDRESS).text
        table = page.split('id="table-districts"')[1].split("</section>")[0]
        assert "sort=" not in table
        heads = re.findall(r'<th role="columnheader"', table)
        assert len(heads) > 2
        rows = table.split("<tbody")[1]
        for key in ("place", "-place", "-transfers_licences_growth"):
            again = browser.get(f"{self.ADDRESS}&sort={key}").text
            assert again.split('id="table-districts"')[1].split("<tbody")[1].split("</section>")[0] == rows

    def test_are_found_by_a_part_of_their_name(self, enter: Callable[[str], Client]) -> None:
        table = enter("officer").get(f"{self.ADDRESS}&q=gx").text.split('id="table-districts"')[1]
        assert "高新区" in table.split("<tbody")[1].split("</section>")[0]
        assert "老城区" not in table.split("<tbody")[1].split("</section>")[0]


def test_the_scoreboard_is_narrowed_and_keeps_what_it_was_asked_for(enter: Callable[[str], Client]) -> None:
    browser = enter("officer")
    page = browser.get(f"/programme/?{DEMO}&verdict=missed").text
    table = page.split('id="table-scoreboard"')[1].split("</section>")[0]
    rows = table.split("<tbody")[1].split('<tr role="row">')[1:]
    assert rows
    assert all("未达标" in r for r in rows)
    assert 'name="year" value="2025"' in table
    assert '?place=990100&amp;year=2025&amp;pack=demo-city"' in table  # what clears the filters clears them alone
    file = browser.get(f"/programme/?{DEMO}&export=csv&table=scoreboard")
    told = b"".join(file.streaming_content).decode("utf-8-sig")
    assert ",17," in told
    assert "<" not in told


class TestRowsInMemory:
    """They are searched and sorted by what they show."""

    SPEC = TableSpec(
        code="x",
        title=Text("表", "Table"),
        columns=(
            Column(key="name", title=Text("名称", "Name"), value=lambda r: r[0]),
            Column(key="n", title=Text("数", "Number"), value=lambda r: r[1], numeric=True),
        ),
        empty=Text("无", "none"),
    )
    ROWS = ListRows((("西安", 10), ("先农坛", None), ("北京", 9)))

    def drawn(self, query: str, spec: TableSpec = SPEC) -> list[str]:
        table = tables.draw(spec, self.ROWS, RequestFactory().get(f"/x/{query}"))
        return [row[0].value for row in table.rows]

    @pytest.mark.parametrize(
        ("typed", "found"),
        [("京", ["北京"]), ("bj", ["北京"]), ("xian", ["西安", "先农坛"]), ("10", ["西安"]), ("海", [])],
    )
    def test_are_found_by_a_part_of_what_they_show(self, typed: str, found: list[str]) -> None:
        assert self.drawn(f"?q={typed}") == found

    def test_are_sorted_by_every_column_and_what_lacks_stands_last(self) -> None:
        assert self.drawn("?sort=name") == ["北京", "西安", "先农坛"]
        assert self.drawn("?sort=n") == ["北京", "西安", "先农坛"]
        assert self.drawn("") == ["西安", "先农坛", "北京"]

    def test_are_not_sorted_by_a_column_that_sets_no_order(self) -> None:
        from dataclasses import replace

        name, number = self.SPEC.columns
        spec = replace(self.SPEC, columns=(name, replace(number, ordered=False)))
        assert self.drawn("?sort=-n", spec) == ["西安", "先农坛", "北京"]
        table = tables.draw(spec, self.ROWS, RequestFactory().get("/x/"))
        assert [bool(h.href) for h in table.heads] == [True, False]

    def test_of_two_tables_are_searched_each_by_its_own_field(self) -> None:
        def found(query: str) -> list[str]:
            table = tables.draw(self.SPEC, self.ROWS, RequestFactory().get(f"/x/{query}"), alone=False)
            return [row[0].value for row in table.rows]

        assert found("?q-x=京") == ["北京"]
        assert found("?q-y=京") == ["西安", "先农坛", "北京"]

    def test_stay_as_they_are_in_a_table_that_stands_inside_another_page(self) -> None:
        from dataclasses import replace

        assert self.drawn("?q=京", replace(self.SPEC, plain=True)) == ["西安", "先农坛", "北京"]
