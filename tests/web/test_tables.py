"""Tables are asked for by address, so every address gives an answer."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

import openpyxl
import pytest
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.money import Money
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.webkit.pages import exports, tables
from ipops.webkit.pages.pager import Pager


@dataclass(frozen=True)
class Deal:
    code: str
    on: date
    price: Money | None


DEALS = [Deal(f"D{i}", date(2024, 1 + i % 12, 1), Money(i * 123_456) if i % 3 else None) for i in range(120)]
KEYS = {"on": lambda d: d.on, "price": lambda d: d.price.fen if d.price else None}
SPEC = tables.TableSpec(
    code="deals",
    title=Text("交易", "Deals"),
    columns=(
        tables.Column(key="code", title=Text("编号", "Code"), value=lambda d: d.code),
        tables.Column(key="on", title=Text("日期", "Day"), value=lambda d: d.on, sort="on"),
        tables.Column(key="price", title=Text("价款", "Price"), value=lambda d: d.price, sort="price", numeric=True),
        tables.Column(key="year", title=Text("年份", "Year"), value=lambda d: d.on.year, shown=False),
    ),
    filters=(
        tables.Filter(
            name="since",
            title=Text("自", "From"),
            kind="day",
            narrow=lambda rows, v: (lambda day: rows.filter(lambda d: d.on >= day))(tables.as_day(v)),
        ),
        tables.Filter(
            name="kind",
            title=Text("种类", "Kind"),
            kind="choice",
            choices=(("a", Text("甲", "A")),),
            narrow=lambda rows, v: rows,
        ),
    ),
    empty=Text("先登记一项。", "Record one first."),
    order="on",
)


def draw(query: str, rows: list[Deal] = DEALS) -> tables.Table:
    return tables.draw(SPEC, tables.ListRows(rows, KEYS), RequestFactory().get(f"/x/{query}"))


class TestTheTable:
    def test_shows_the_first_page_in_its_own_order(self) -> None:
        t = draw("")
        assert (t.total, len(t.rows), t.pager.pages) == (120, 50, 3)
        assert [r[1].value for r in t.rows] == sorted(d.on for d in DEALS)[:50]

    def test_filters_on_the_server_and_says_how_many_are_left(self) -> None:
        t = draw("?since=2024-12-01")
        assert t.total == 10
        assert t.narrowed

    def test_says_beside_the_field_what_it_could_not_read(self) -> None:
        t = draw("?since=2024-13-45&kind=zzz")
        assert {b.spec.name: b.problem is not None for b in t.filters} == {"q": False, "since": True, "kind": True}
        assert t.total == 120

    def test_ignores_a_sort_no_column_offers(self) -> None:
        assert draw("?sort=__class__").rows == draw("").rows

    def test_turns_a_sort_round_when_asked_again(self) -> None:
        assert draw("?sort=price").heads[2].href == "?sort=-price"
        assert draw("?sort=-price").heads[2].sorted == "descending"

    def test_sorts_what_is_missing_last(self) -> None:
        priced = [r[2].value for r in draw("?sort=price&page=2").rows]
        assert all(p is not None for p in priced[:30])
        assert priced[30:] == [None] * 20

    def test_shows_the_columns_that_were_chosen(self) -> None:
        t = draw("?cols=code&cols=year")
        assert [h.title.en for h in t.heads] == ["Code", "Year"]

    def test_keeps_the_filter_when_it_links_to_another_page(self) -> None:
        assert draw("?since=2024-02-01&page=2&lang=en").pager.back == "?since=2024-02-01&page=1"

    def test_refuses_two_columns_of_one_name(self) -> None:
        with pytest.raises(ValueError, match="unique"):
            tables.TableSpec(code="x", title=SPEC.title, empty=SPEC.empty, columns=SPEC.columns[:1] * 2)


@given(total=st.integers(0, 5000), per=st.integers(1, 99), asked=st.text(max_size=12))
def test_every_page_number_leads_somewhere(total: int, per: int, asked: str) -> None:
    p = Pager.of(total, per, asked, lambda n: f"?page={n}")
    assert 1 <= p.page <= p.pages
    assert 0 <= p.start <= max(total - 1, 0)
    assert p.last <= total


@given(total=st.integers(1, 400), per=st.integers(1, 30))
def test_pages_together_hold_every_row_once(total: int, per: int) -> None:
    rows: list[int] = []
    page = 1
    while True:
        p = Pager.of(total, per, str(page), str)
        rows += range(total)[p.start : p.stop]
        if not p.forth:
            break
        page += 1
    assert rows == list(range(total))


class TestExports:
    def export(self, how: str, rows: list[Deal]) -> bytes:
        with translation.override("zh-hans"):
            response = exports.as_file(how, SPEC, SPEC.columns, tables.ListRows(rows, KEYS))
            return b"".join(response)  # type: ignore[arg-type]

    def test_csv_opens_in_chinese_and_holds_exact_values(self) -> None:
        raw = self.export("csv", DEALS)
        assert raw.startswith("\ufeff".encode())
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
        assert rows[0] == ["编号", "日期", "价款", "年份"]
        assert rows[2] == ["D1", "2024-02-01", "1234.56", "2024"]
        assert len(rows) == 121

    def test_xlsx_holds_real_dates_and_numbers(self) -> None:
        book = openpyxl.load_workbook(io.BytesIO(self.export("xlsx", DEALS)))
        rows = list(book["deals"].iter_rows(values_only=True))
        assert rows[2][0] == "D1"
        assert rows[2][1].date() == date(2024, 2, 1)  # type: ignore[union-attr]
        assert rows[2][2] == 1234.56

    @pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@x", "=HYPERLINK('a')"])
    def test_no_text_becomes_a_formula(self, text: str) -> None:
        rows = [Deal(text, date(2024, 1, 1), None)]
        assert (
            next(csv.reader(io.StringIO(self.export("csv", rows).decode("utf-8-sig").split("\n", 1)[1])))[0]
            == f"'{text}"
        )
        cell = openpyxl.load_workbook(io.BytesIO(self.export("xlsx", rows)))["deals"]["A2"]
        assert (cell.value, cell.data_type) == (text, "s")

    def test_an_unknown_says_why_instead_of_a_number(self) -> None:
        with translation.override("en"):
            assert exports.bare(Unknown(why=Text("未见。", "Not found."))) == "unknown: Not found."
