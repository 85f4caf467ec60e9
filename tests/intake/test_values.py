"""A cell is understood for certain or it is a problem."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.intake.sheet import CellError
from ipops.intake.values import clean, read_code, read_date, read_decimal, read_money, read_text, unit_of
from ipops.kernel.money import Money
from ipops.kernel.text import Text

DAYS = st.dates(date(1901, 1, 1), date(2199, 12, 31))
STYLES = (
    "{0:%Y-%m-%d}",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}年{0.month}月{0.day}日",
    "{0:%Y%m%d}",
    "{0:%Y-%m-%d} 00:00:00",
    "{0:%Y-%m-%d}T13:05:00Z",
    " {0:%Y-%m-%d} ",
)
WIDE = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")


class TestDates:
    @given(DAYS, st.sampled_from(STYLES), st.booleans())
    def test_come_back_from_every_style_half_and_full_width(self, day, style, wide):
        text = style.format(day)
        assert read_date(text.translate(WIDE) if wide else text) == day

    @given(DAYS)
    def test_come_back_from_excel_serials_of_both_systems(self, day):
        assert read_date((day - date(1899, 12, 30)).days) == day
        if day.year >= 1905:
            assert read_date((day - date(1904, 1, 1)).days, epoch_1904=True) == day

    def test_agree_with_openpyxl_on_serials_around_the_missing_leap_day(self):
        from openpyxl.utils.datetime import from_excel

        for n in (1, 59, 61, 62, 43831, 73050):
            assert read_date(n) == from_excel(n).date()
        assert isinstance(read_date(60), Text)

    def test_know_chinese_numerals(self):
        assert read_date("二〇二〇年十二月三十一日") == date(2020, 12, 31)
        assert read_date("二○二一年一月十日") == date(2021, 1, 10)

    @pytest.mark.parametrize(
        "wrong",
        ["2020-02-30", "2020-1", "2020年1月", "20.1.2", "01/02/2020", "3/4/21", "2020-1/2年", "二〇二〇年十十月一日",
         "二〇二〇年百月一日", "1016-01-01", "yesterday", "20201301", True, CellError("#REF!"), 5_000_000],
    )  # fmt: skip
    def test_are_refused_with_a_sentence_when_incomplete_impossible_or_ambiguous(self, wrong):
        assert isinstance(read_date(wrong), Text)

    def test_follow_the_order_that_the_profile_states(self):
        assert read_date("01/02/2020", order="dmy") == date(2020, 2, 1)
        assert read_date("01/02/2020", order="mdy") == date(2020, 1, 2)

    def test_ask_which_system_when_the_profile_refuses_serials(self):
        assert read_date("43831") == date(2020, 1, 1)
        assert read_date("43831", serial="1904") == date(2024, 1, 2)
        assert isinstance(read_date("43831", serial="refuse"), Text)

    @pytest.mark.parametrize("empty", ["", " ", "-", "——", "无", "/", "N/A", None])
    def test_are_absent_where_the_cell_says_nothing(self, empty):
        assert read_date(empty) is None

    def test_let_the_time_of_day_go(self):
        assert read_date(datetime(2020, 1, 2, 23, 59)) == date(2020, 1, 2)  # noqa: DTZ001 -- as a workbook gives it


class TestMoney:
    @given(st.integers(0, 10**15), st.sampled_from([("", 1), ("元", 1), ("万元", 10**4), ("亿元", 10**8)]))
    def test_comes_back_exactly_with_any_unit(self, fen, unit):
        name, times = unit
        yuan = Decimal(fen) / 100 / times
        assert read_money(f"{yuan:f}{name}") == Money(fen)
        assert read_money(f"{yuan:f}", unit=name) == Money(fen)

    @given(st.integers(0, 10**14))
    def test_comes_back_with_grouped_thousands(self, fen):
        assert read_money(f"¥{Decimal(fen) / 100:,.2f}") == Money(fen)
        assert read_money(f"{fen // 100:,}元整".replace(",", "，")) == Money(fen // 100 * 100)

    def test_takes_the_unit_of_the_cell_before_that_of_the_header(self):
        assert read_money("5元", unit="万元") == Money.yuan(5)

    def test_is_free_of_the_noise_of_binary_fractions(self):
        assert read_money(1234.5600000000002) == Money(123456)
        assert read_money(0.1 + 0.2) == Money(30)

    @pytest.mark.parametrize(
        "wrong",
        [
            "1,23,4",
            "1.234,56",
            "12.345",
            "-5",
            "5美元",
            "$5",
            "€1",
            "1e6",
            "约5万元",
            "5-6万元",
            "五万",
            "9" * 18,
            True,
            -1.0,
        ],
    )
    def test_is_refused_rather_than_rounded_converted_or_guessed(self, wrong):
        assert isinstance(read_money(wrong), Text)

    @pytest.mark.parametrize(
        ("header", "unit"),
        [
            ("合同金额（万元）", "万元"),
            ("金额(元)", "元"),
            ("金额（单位：亿元）", "亿元"),
            ("金额:千元", "千元"),
            ("金额", None),
            ("万元户", None),
        ],
    )
    def test_unit_is_read_from_the_header(self, header, unit):
        assert unit_of(header) == unit


class TestTexts:
    def test_keep_the_width_that_the_company_writes(self):
        assert clean(" 山河（北京）科技　有限公司 ") == "山河（北京）科技 有限公司"

    def test_lose_what_excel_puts_around_numbers(self):
        assert clean('="201510237122.7"') == "201510237122.7"
        assert clean("'201510237122.7") == "201510237122.7"
        assert clean(201510237122.7) == "201510237122.7"
        assert clean(20151023.0) == "20151023"

    def test_codes_are_half_width(self):
        assert read_code("ＺＬ２０１５１０２３７１２２．７") == "ZL201510237122.7"

    @pytest.mark.parametrize("wrong", ["2.0151E+12", 913701000000000000, CellError("#N/A")])
    def test_codes_that_lost_digits_are_refused(self, wrong):
        assert isinstance(read_code(wrong), Text)
        assert not isinstance(wrong, int) or isinstance(read_text(wrong), Text)

    @given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(), st.datetimes()))
    def test_no_cell_whatever_raises(self, cell):
        for read in (read_text, read_code, read_date, read_money, read_decimal):
            read(cell)
