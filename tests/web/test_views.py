"""Tables of one's own: saved views, columns, and pages of very long tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ipops.webkit.models import SavedView, WorkItem
from ipops.webkit.pages import slices
from ipops.webkit.pages.pager import Pager

pytestmark = pytest.mark.db
Enter = Callable[[str], Client]


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def keep(browser: Client, name: str, query: str, path: str = "/trading/deals/") -> str:
    return browser.post("/views/", {"path": path, "name": name, "query": query})["Location"]


class TestSavedViews:
    def test_are_offered_above_their_table_to_their_owner_alone(self, signed_in: Enter) -> None:
        browser = signed_in("clerk")
        there = keep(browser, "今年许可", "act=licence&sort=-on&cols=on&cols=rights&page=3&export=csv")
        assert there == "/trading/deals/?act=licence&sort=-on&cols=on&cols=rights"
        page = browser.get(there).text
        assert 'aria-current="true">今年许可</a>' in page
        assert "今年许可" not in browser.get("/parties/").text
        assert "今年许可" not in signed_in("officer").get("/trading/deals/").text

    def test_of_one_name_are_one_and_can_be_dropped_by_their_owner(self, signed_in: Enter) -> None:
        browser = signed_in("clerk")
        keep(browser, "甲", "act=licence")
        keep(browser, "甲", "act=transfer")
        view = SavedView.objects.get()
        assert view.query == "act=transfer"
        signed_in("officer").post(f"/views/{view.pk}/drop/", {"path": "/trading/deals/"})
        assert SavedView.objects.count() == 1
        browser.post(f"/views/{view.pk}/drop/", {"path": "/trading/deals/"})
        assert SavedView.objects.count() == 0

    def test_never_lead_to_another_site(self, signed_in: Enter) -> None:
        browser = signed_in("clerk")
        for path in ("https://evil.example/", "//evil.example/", "/nowhere/", ""):
            assert keep(browser, "甲", "", path) == "/"

    def test_without_a_name_or_beyond_their_number_are_not_kept(self, signed_in: Enter) -> None:
        browser = signed_in("clerk")
        keep(browser, "  ", "act=licence")
        for i in range(35):
            keep(browser, f"v{i}", "act=licence")
        assert SavedView.objects.count() == 30

    def test_columns_can_be_chosen_where_nothing_is_filtered(self, signed_in: Enter) -> None:
        page = signed_in("clerk").get("/seals/").text
        assert 'name="cols"' in page


class TestLongTables:
    @pytest.fixture
    def many(self, db: None) -> None:
        from django.utils import timezone

        now = timezone.now()
        WorkItem.objects.bulk_create(
            WorkItem(
                code=f"c{i}", title_zh="事", title_en="it", owner_role="clerk", place="990101", due_on=date(2026, 1, 1), made_at=now
            )
            for i in range(120)
        )  # fmt: skip

    def test_rows_of_one_day_stand_on_one_page_each(self, many: None) -> None:
        rows = slices.settled(WorkItem.objects.order_by("-due_on"))
        found = [w.code for start in range(0, 120, 7) for w in slices.part(rows, start, start + 7)]
        assert len(found) == 120
        assert len(set(found)) == 120

    def test_a_page_is_the_same_as_a_slice_and_costs_one_query(self, many: None) -> None:
        rows = slices.settled(WorkItem.objects.order_by("title_zh"))
        with CaptureQueriesContext(connection) as asked:
            page = [w.pk for w in slices.part(rows, 50, 60)]
        assert len(asked) == 1
        assert page == [w.pk for w in rows[50:60]]

    def test_an_order_that_ends_with_the_key_is_left_alone(self) -> None:
        rows = WorkItem.objects.order_by("-due_on", "id")
        assert slices.settled(rows) is rows

    def test_counting_stops_in_time_and_says_so(self, many: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(slices, "CAP", 100)
        assert slices.counted(WorkItem.objects.all()) == (100, True)
        assert slices.counted(WorkItem.objects.all(), exact=True) == (120, False)
        assert slices.counted(WorkItem.objects.filter(code="c1")) == (1, False)

    def test_a_page_of_more_than_was_counted_leads_on_and_offers_to_count(
        self, many: None, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(slices, "CAP", 60)
        browser = signed_in("clerk")
        page = words(browser.get("/work/?tab=office").text)
        assert "共 60 条以上" in page
        assert "数清总数" in page
        assert "tab=office&amp;page=2" in browser.get("/work/?tab=office").text
        assert "共 121 条" in words(browser.get("/work/?tab=office&count=1").text)
        last = browser.get("/work/?tab=office&page=3").text
        assert last.count("<tr") == 22
        beyond = browser.get("/work/?tab=office&page=9").text
        assert beyond.count("<tr") == 22, "beyond the end stands the last page"

    @pytest.mark.parametrize("page", [1, 2, 7])
    def test_an_open_end_always_leads_on(self, page: int) -> None:
        p = Pager.of(100, 10, str(page), str, open_end=True)
        assert p.page == page
        assert p.forth == str(page + 1)
        assert p.start == (page - 1) * 10
