"""A list as a city receives it becomes rows with a place; what is wrong becomes a reason with a place."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipops.intake.profile import shipped
from ipops.intake.rows import Halted, Rejected, Row
from ipops.intake.table import read_table
from ipops.kernel.money import Money

HEAD = "专利号,转让方,受让方,登记日,合同金额（万元）"
GOOD = "ZL201510237122.7,山河科技有限公司,东湖大学,2020年1月2日,12.5"


def read(path, profile=None, **more):
    table = read_table(path, profile, **more)
    return list(table), table


def only(path, profile):
    items, _ = read(path, profile)
    assert len(items) == 1, items
    return items[0]


class TestTextFiles:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "gbk"])
    @pytest.mark.parametrize("sep", [",", "\t", ";", "|", "，"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_are_read_in_every_encoding_separator_and_line_end(self, csv_file, transfer, encoding, sep, end):
        text = end.join([HEAD.replace(",", sep), GOOD.replace(",", sep), ""])
        row = only(csv_file(text, encoding), transfer)
        assert isinstance(row, Row)
        assert row.many("right") == ("ZL201510237122.7",)
        assert (row["on"], row["price"], row.many("transferors")) == (
            date(2020, 1, 2),
            Money.yuan(125_000),
            ("山河科技有限公司",),
        )
        assert (row.at.line, row.at.file) == (2, "list.csv")

    def test_header_is_found_below_titles_and_repeated_headers_and_sums_are_left_out(self, csv_file, transfer):
        text = f"2020年专利转让登记清单\n\n填报单位：市局\n{HEAD}\n{GOOD}\n{HEAD}\n{GOOD}\n合计,,,,25\n\n\n"
        items, table = read(csv_file(text), transfer)
        assert [i.at.line for i in items] == [5, 7]
        assert all(isinstance(i, Row) for i in items)
        assert [n.code for n in table.notes] == ["rows-sums"]

    def test_several_rights_and_parties_in_one_cell_come_apart(self, csv_file, transfer):
        text = f'{HEAD}\n"ZL201510237122.7；CN201911162590.7、ZL201210585993.4\n201410839055.1","甲公司;乙公司",丙公司,2020-1-2,\n'
        row = only(csv_file(text), transfer)
        assert row.many("right") == ("ZL201510237122.7", "CN201911162590.7", "ZL201210585993.4", "201410839055.1")
        assert row.many("transferors") == ("甲公司", "乙公司")
        assert row["price"] is None

    def test_excel_serial_dates_are_understood_and_said(self, csv_file, transfer):
        items, table = read(csv_file(f"{HEAD}\n{GOOD.replace('2020年1月2日', '43832')}\n"), transfer)
        assert items[0]["on"] == date(2020, 1, 2)
        assert [n.code for n in table.notes] == ["dates-serial"]

    def test_a_bad_cell_rejects_its_row_alone_with_its_place(self, csv_file, transfer):
        bad = GOOD.replace("2020年1月2日", "2020年2月30日").replace("12.5", "十二")
        items, _ = read(csv_file("\n".join([HEAD, GOOD, bad, GOOD])), transfer)
        assert [type(i) for i in items] == [Row, Rejected, Row]
        assert [(p.code, p.at.line, p.at.column, p.at.field) for p in items[1].problems] == [
            ("cell-unreadable", 3, "D 登记日", "on"),
            ("cell-unreadable", 3, "E 合同金额（万元）", "price"),
        ]
        assert items[1].raw["专利号"] == "ZL201510237122.7"
        assert "2020年2月30日" in items[1].problems[0].says.zh

    def test_a_missing_required_cell_rejects_the_row(self, csv_file, transfer):
        got = only(csv_file(f"{HEAD}\n,甲,乙,2020-01-02,\n"), transfer)
        assert [(p.code, p.at.field) for p in got.problems] == [("cell-empty", "right")]

    def test_a_row_with_more_cells_than_headers_is_rejected_as_shifted(self, csv_file, transfer):
        got = only(csv_file(f"{HEAD}\nZL201510237122.7,Acme Co., Ltd,乙,2020-01-02,1\n"), transfer)
        assert "row-too-wide" in [p.code for p in got.problems]

    def test_a_stray_quote_never_swallows_rows_in_silence(self, csv_file, transfer):
        text = f'{HEAD}\n"ZL201510237122.7,甲,乙,2020-01-02,1\n{GOOD}\n{GOOD}"\n'
        items, _ = read(csv_file(text), transfer)
        assert not any(isinstance(i, Row) for i in items)
        unclosed, _ = read(csv_file(f'{HEAD}\n{GOOD}\n"ZL1,甲\n{GOOD}\n'), transfer)
        assert isinstance(unclosed[-1], Halted)
        assert (unclosed[-1].problem.code, unclosed[-1].problem.at.line) == ("line-unreadable", 3)

    def test_sep_line_of_excel_is_obeyed(self, csv_file, transfer):
        row = only(csv_file(f"sep=;\n{HEAD.replace(',', ';')}\n{GOOD.replace(',', ';')}\n"), transfer)
        assert row.at.line == 3

    def test_fill_down_repeats_what_the_list_leaves_blank(self, csv_file, transfer):
        profile = transfer.model_copy(update={"fill_down": ("transferors", "on")})
        text = f"{HEAD}\n{GOOD}\nCN201911162590.7,,丁,,\n"
        items, _ = read(csv_file(text), profile)
        assert items[1]["on"] == date(2020, 1, 2)
        assert items[1].many("transferors") == ("山河科技有限公司",)

    def test_without_a_profile_the_first_row_names_the_fields(self, csv_file):
        items, _ = read(csv_file("a, b \n1,x\n2,\n"))
        assert [dict(i.values) for i in items] == [{"a": "1", "b": "x"}, {"a": "2", "b": ""}]


class TestHeaders:
    def test_two_columns_of_one_meaning_are_refused(self, csv_file, transfer):
        got = only(csv_file(f"{HEAD},申请号\n{GOOD},1\n"), transfer)
        assert isinstance(got, Halted)
        assert got.problem.code == "header-twice"
        assert "申请号" in got.problem.says.zh

    def test_a_missing_column_is_named_with_the_words_it_could_have(self, csv_file, transfer):
        got = only(csv_file(HEAD.replace("登记日", "日子") + "\n" + GOOD + "\n"), transfer)
        assert got.problem.code == "header-missing"
        assert "登记日期" in got.problem.says.zh
        assert "registered on" in got.problem.says.en

    def test_a_file_that_is_another_table_is_refused(self, csv_file, transfer):
        assert only(csv_file("a,b\n1,2\n"), transfer).problem.code == "header-not-found"

    def test_merged_heads_over_two_rows_are_read_together(self, xlsx_file, transfer):
        rows = [
            ["2020年转让清单"],
            ["序号", "专利号", "转让方", None, "受让方", None, "登记日"],
            [None, None, "名称", "统一社会信用代码", "名称", "统一社会信用代码", None],
            [1, "ZL201510237122.7", "甲公司", "91370100MA3C0XXX0A", "乙公司", "91370100MA3C0XXX0B", date(2020, 1, 2)],
        ]

        def merge(book):
            for block in ("A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3"):
                book.active.merge_cells(block)

        row = only(xlsx_file(rows, merge), transfer)
        assert row.many("transferors_codes") == ("91370100MA3C0XXX0A",)
        assert row.many("transferors") == ("甲公司",)
        assert row.many("transferees_codes") == ("91370100MA3C0XXX0B",)
        assert row.at.line == 4

    def test_the_same_without_merges_in_a_text_file(self, csv_file, transfer):
        text = "专利号,转让方,,受让方,,登记日\n,名称,统一社会信用代码,名称,统一社会信用代码,\nZL201510237122.7,甲,C1,乙,C2,2020-1-2\n"
        row = only(csv_file(text), transfer)
        assert (row.many("transferors_codes"), row.many("transferees")) == (("C1",), ("乙",))

    def test_english_headers_do_as_well(self, csv_file, transfer):
        text = "Patent number,Assignor,Assignee,Registration date\nZL201510237122.7,A,B,2020-01-02\n"
        assert only(csv_file(text), transfer).many("transferees") == ("B",)

    def test_every_alias_of_every_shipped_profile_names_its_field(self, csv_file):
        for profile in shipped().values():
            for name, rule in profile.fields.items():
                for alias in rule.aliases:
                    assert profile.by_alias()[alias_key(alias)] == name


def alias_key(text):
    from ipops.intake.values import key

    return key(text)


class TestWorkbooks:
    ROWS = (
        ["专利号", "转让方", "受让方", "登记日", "合同金额（元）"],
        ["ZL201510237122.7", "甲公司", "乙公司", datetime(2020, 1, 2), 125000],  # noqa: DTZ001
        [201911162590.7, "甲公司", "乙公司", 43832, "12.5万元"],
    )

    def test_dates_serials_and_numbers_stored_as_numbers_are_read(self, xlsx_file, transfer):
        items, _ = read(xlsx_file(self.ROWS), transfer)
        assert [i["on"] for i in items] == [date(2020, 1, 2)] * 2
        assert [i["price"] for i in items] == [Money.yuan(125_000)] * 2
        assert items[1].many("right") == ("201911162590.7",)

    def test_the_1904_day_count_of_the_workbook_is_followed(self, xlsx_file, transfer):
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        rows = [self.ROWS[0], ["ZL201510237122.7", "甲", "乙", 42370, 1]]

        def mac(book):
            book.epoch = CALENDAR_MAC_1904

        assert only(xlsx_file(rows, mac), transfer)["on"] == date(2020, 1, 2)

    def test_merged_cells_in_the_body_hold_for_every_row_of_the_block(self, xlsx_file, transfer):
        rows = [*self.ROWS[:2], ["CN201911162590.7", None, None, None, None]]

        def merge(book):
            for column in "BCDE":
                book.active.merge_cells(f"{column}2:{column}3")

        items, _ = read(xlsx_file(rows, merge), transfer)
        assert [i["on"] for i in items] == [date(2020, 1, 2)] * 2
        assert items[1].many("transferees") == ("乙公司",)

    def test_hidden_rows_are_read_and_said_and_hidden_sheets_are_left_and_said(self, xlsx_file, transfer):
        def hide(book):
            book.active.row_dimensions[3].hidden = True
            other = book.create_sheet("旧")
            for row in self.ROWS:
                other.append(row)
            other.sheet_state = "hidden"

        items, table = read(xlsx_file(self.ROWS, hide), transfer)
        assert [i.hidden for i in items] == [False, True]
        assert {n.code for n in table.notes} == {"rows-hidden", "sheet-hidden"}

    def test_every_visible_sheet_with_a_fitting_header_is_read(self, xlsx_file, transfer):
        def more(book):
            other = book.create_sheet("二季度")
            other.append(["说明"])
            for row in self.ROWS:
                other.append(row)
            book.create_sheet("备注").append(["无"])

        items, table = read(xlsx_file(self.ROWS, more), transfer)
        assert [(i.at.sheet, i.at.line) for i in items] == [("Sheet", 2), ("Sheet", 3), ("二季度", 3), ("二季度", 4)]
        assert "sheet-left-out" in {n.code for n in table.notes}

    def test_a_formula_without_a_result_and_an_error_value_reject_the_row(self, xlsx_file, transfer):
        rows = [
            *self.ROWS[:2],
            ["CN201911162590.7", "甲", "乙", "=TODAY()", 1],
            ["CN201911162590.7", "#REF!", "乙", date(2020, 1, 2), 1],
        ]
        items, _ = read(xlsx_file(rows), transfer)
        assert [type(i) for i in items] == [Row, Rejected, Rejected]

    def test_an_empty_tail_of_a_million_formatted_rows_and_a_far_column_cost_nothing(self, xlsx_file, transfer):
        def far(book):
            book.active.cell(row=200_000, column=1).value = "合计"
            book.active.cell(row=2, column=400).number_format = "0.00"

        items, _ = read(xlsx_file(self.ROWS, far), transfer)
        assert len(items) == 2


class TestWhatIsNoTable:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", "file-empty"),
            (b"\xef\xbb\xbf\r\n ", "file-empty"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file-format"),
            (b"%PDF-1.7\n", "file-format"),
            (b"<html><table><tr><td>1</td></tr></table></html>", "file-format"),
            (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "file-format"),
            (b"\x1f\x8b\x08\0", "file-format"),
            (b"PK\x03\x04 not a zip at all", "workbook-broken"),
            (b"a,b\0c\x01\x02\n", "encoding-binary"),
        ],
    )
    def test_is_refused_by_name(self, csv_file, data, code):
        got = only(csv_file(data), None)
        assert isinstance(got, Halted)
        assert got.problem.code == code

    def test_a_file_that_is_not_there_is_a_problem_too(self, tmp_path):
        assert only(tmp_path / "no.csv", None).problem.code == "file-unreadable"


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cf")), min_size=1, max_size=8
).filter(lambda s: clean_is_same(s))


def clean_is_same(text):
    from ipops.intake.values import clean

    return clean(text) == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
)
def test_any_table_comes_back_cell_for_cell_or_is_refused(tmp_path, rows, encoding):
    """What we wrote is what we read; a refusal is allowed, another text never."""
    import csv

    path = tmp_path / "any.csv"
    with path.open("w", encoding=encoding, newline="") as f:
        csv.writer(f, quoting=csv.QUOTE_ALL).writerows([["第一列", "第二列", "第三列"], *rows])
    items = list(read_table(path))
    if not any(isinstance(i, (Halted, Rejected)) for i in items):
        kept = [r for r in rows if r != ["第一列", "第二列", "第三列"]]
        assert [list(i.values.values()) for i in items] == kept


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda s: s.encode("utf-8", "replace"))))
def test_no_bytes_whatever_raise(tmp_path, data):
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    for profile in (None, shipped()["cnipa-transfer"]):
        for item in read_table(path, profile):
            assert isinstance(item, (Row, Rejected, Halted))
