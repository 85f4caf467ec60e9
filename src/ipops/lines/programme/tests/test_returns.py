"""Returns: one schema, a template that reads back, and checks that say where, what against what, and how to mend it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipops.kernel.period import CalendarPeriod
from ipops.lines.programme.rules.returns import checks, filled, manual
from ipops.lines.programme.rules.returns.cells import reader, shown
from ipops.lines.programme.rules.returns.checks import Beside
from ipops.lines.programme.rules.returns.finding import changed
from ipops.lines.programme.rules.returns.tag import Tag
from ipops.lines.programme.rules.returns.template import template
from ipops.policy import pack_named
from ipops.policy.returns import Kind, Rule, Severity

SCHEMA = pack_named("demo-city").returns["quarterly"]
TAG = Tag(schema="quarterly", version=SCHEMA.version, place="990100", period="2024Q1")
PERIOD = CalendarPeriod.parse("2024Q1")
ON = date(2024, 4, 10)
CODE = "91110000600037341L"
GOOD = {
    "transfers": 12,
    "pledge_amount": 345.5,
    "pledge_projects": 3,
    "custody": 120,
    "certified": 17,
    "projects_n": 2,
    "projects_paid": 30,
}
ROW = ["P1", "示例公司", CODE, "托管", "资助类", 20, 10, date(2024, 1, 5), None, "FP1"]
ROWS = [ROW, ["P2", "示例公司", CODE, "导航", "补助奖励类", 40, 20, date(2024, 2, 5), date(2024, 3, 1), "FP2"]]


def written(tmp_path, figures=GOOD, rows=ROWS, tag=TAG, change=lambda book: None):
    path = Path(tmp_path) / "r.xlsx"
    path.write_bytes(template(SCHEMA, tag, "示范市（演示）", {}))
    book = openpyxl.load_workbook(path)
    sheet = book["指标"]
    for line in range(4, 4 + len(SCHEMA.figures)):
        sheet.cell(line, 2).value = figures.get(sheet.cell(line, 3).value)
    for n, row in enumerate(rows):
        for i, value in enumerate(row):
            book["项目清单"].cell(4 + n, 1 + i).value = value
    change(book)
    book.save(path)
    return path


def run(tmp_path, *, ledger=None, before=None, on=ON, **more):
    got = filled.from_file(written(tmp_path, **more), SCHEMA, TAG)
    return got, checks.run(got, SCHEMA, Beside(period=PERIOD, on=on, ledger=ledger or {}, before=before or {}))


def codes(found):
    return [f.check for f in found]


class TestTheTemplate:
    def test_a_filled_template_reads_back_what_was_typed(self, tmp_path):
        got, found = run(tmp_path)
        assert codes(found) == []
        assert got.figures["pledge_amount"] == 345_5000_00
        assert got.lists["projects"].values["klass"] == ["grant", "award"]
        assert got.lists["projects"].values["started_on"] == [date(2024, 1, 5), date(2024, 2, 5)]

    def test_the_same_schema_and_tags_give_the_same_bytes(self):
        made = [template(SCHEMA, TAG, "示范市（演示）", {"transfers": 7}) for _ in range(2)]
        assert made[0] == made[1]

    def test_figures_of_the_ledger_stand_in_it_already(self, tmp_path):
        path = tmp_path / "t.xlsx"
        path.write_bytes(template(SCHEMA, TAG, "示范市", {"transfers": 262, "pledge_amount": 345_5000_00}))
        got = filled.from_file(path, SCHEMA, TAG)
        assert (got.figures["transfers"], got.figures["pledge_amount"]) == (262, 345_5000_00)

    @pytest.mark.parametrize(("name", "check"), [("version", "C102"), ("place", "C103"), ("period", "C104")])
    def test_the_wrong_version_city_or_period_is_stopped_before_anything_else(self, tmp_path, name, check):
        other = {"version": "2023.9", "place": "990200", "period": "2023Q4"}[name]
        tag = Tag(
            **{"schema": "quarterly", "version": SCHEMA.version, "place": "990100", "period": "2024Q1"} | {name: other}
        )
        got, found = run(tmp_path, tag=tag, figures={})
        assert codes(found) == [check]
        assert got.figures == {}
        assert other in found[0].says.zh

    def test_prints_on_a4_with_its_heads_and_is_labelled(self, tmp_path):
        path = tmp_path / "t.xlsx"
        path.write_bytes(template(SCHEMA, TAG, "示范市", {}))
        book = openpyxl.load_workbook(path)
        figures, projects = book.worksheets[:2]
        for sheet in (figures, projects):
            assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
            assert sheet.print_title_rows == "$3:$3"
            assert "&P / &N" in sheet.oddFooter.center.text
            assert "demo, no official form" in sheet["A2"].value
        assert projects.page_setup.orientation == "landscape"
        assert {c.font.name for row in figures.iter_rows(max_row=4) for c in row if c.value} == {"Noto Sans CJK SC"}

    def test_a_file_without_tags_is_no_template(self, tmp_path):
        _, found = run(tmp_path, change=lambda book: book.remove(book["_ipops"]))
        assert codes(found) == ["C100"]


class TestMessyCells:
    @pytest.mark.parametrize(
        ("field", "typed", "value"),
        [
            ("transfers", "１２", 12),
            ("transfers", "1,234", 1234),
            ("custody", "120家", 120),
            ("pledge_amount", "345.5万元", 345_5000_00),
            ("pledge_amount", "1.2亿元", 120_000_000_00),
            ("pledge_amount", "￥345.50", 345_5000_00),
            ("projects_paid", 30.0, 30_0000_00),
        ],
    )
    def test_are_understood_for_certain(self, tmp_path, field, typed, value):
        got, _ = run(tmp_path, figures=GOOD | {field: typed})
        assert got.figures[field] == value

    @pytest.mark.parametrize("typed", ["约12", "1.5", "-1", "1e3", "十二", "12万"])
    def test_or_are_a_problem_at_their_cell(self, tmp_path, typed):
        _, found = run(tmp_path, figures=GOOD | {"transfers": typed})
        assert codes(found) == ["C201"]
        assert found[0].at.column == "B4"

    def test_years_are_read_in_either_writing(self):
        year = reader(replace(SCHEMA.figures[0], kind=Kind.YEAR))
        assert [year("2020年"), year(2020.0), year("２０２０")] == [2020, 2020, 2020]

    def test_dates_come_as_excel_dates_serials_or_text(self, tmp_path):
        rows = [[*ROW[:7], v, *ROW[8:]] for v in (date(2024, 1, 5), 45296, "2024年1月5日")]
        rows = [[f"P{n}", *r[1:9], f"F{n}"] for n, r in enumerate(rows)]
        got, _ = run(tmp_path, rows=rows)
        assert got.lists["projects"].values["started_on"] == [date(2024, 1, 5)] * 3

    def test_hidden_rows_are_read_and_counted(self, tmp_path):
        def hide(book):
            book["项目清单"].row_dimensions[5].hidden = True

        got, found = run(tmp_path, change=hide)
        assert (len(got.lists["projects"].lines), got.hidden_rows) == (2, 1)
        assert [(f.check, f.severity, f.at.column, f.left) for f in found] == [("C207", Severity.WARN, "A5", "1")]

    def test_a_merged_title_and_an_inserted_row_do_not_matter(self, tmp_path):
        def insert(book):
            book["项目清单"].insert_rows(3)
            book["项目清单"]["A3"] = "填报单位：示范市"
            book["项目清单"].merge_cells("A3:C3")

        got, found = run(tmp_path, change=insert)
        assert codes(found) == []
        assert got.lists["projects"].lines == [5, 6]

    def test_lost_heads_are_named(self, tmp_path):
        def lose(book):
            book["项目清单"]["C3"] = "代码"

        _, found = run(tmp_path, change=lose)
        assert codes(found) == ["C204"]
        assert "统一社会信用代码" in found[0].says.zh

    def test_a_wrong_credit_code_says_what_is_wrong(self, tmp_path):
        _, found = run(tmp_path, rows=[[*ROW[:2], CODE[:-1] + "A", *ROW[3:]], ROWS[1]])
        assert codes(found) == ["C201"]
        assert found[0].at.column == "C4"


class TestWhatOfficesDoToATemplate:
    """Each was read without a word, or told as something else."""

    @pytest.mark.parametrize(
        ("check", "change", "where"),
        [
            ("C201", lambda b: put(b, "指标", B4="=6+6"), "指标 B4"),
            ("C201", lambda b: put(b, "项目清单", F4="=10*2"), "项目清单 F4"),
            ("C201", lambda b: put(b, "指标", B4=1e300), "指标 B4"),
            ("C201", lambda b: put(b, "项目清单", F4=10**13), "项目清单 F4"),
            ("C208", lambda b: put(b, "指标", A13="转让、许可数量", B13=99, C13="transfers"), "指标 B13（对 B4）"),
            ("C209", lambda b: put(b, "指标", A5="质押融资金额（元）"), "指标 B5"),
            ("C210", lambda b: b["项目清单"].merge_cells("F4:F5"), "项目清单 F4"),
            ("C211", lambda b: put(b, "项目清单", A6="合  计", F6=60, G6=30), "项目清单 A6"),
            ("C213", lambda b: put(b, "项目清单", J2="单位：元"), "项目清单 J2"),
            ("C213", lambda b: put(b, "指标", D2="（金额单位: 人民币亿元）"), "指标 D2"),
        ],
    )
    def test_is_an_error_at_its_cell(self, tmp_path, check, change, where):
        _, found = run(tmp_path, change=change)
        assert [(f.check, f.severity, f.where.zh) for f in found] == [(check, Severity.BLOCK, where)]

    @pytest.mark.parametrize("note", ["单位：万元", "填报单位：某市知识产权局", "计量单位见表头"])
    def test_a_note_that_says_the_same_or_something_else_is_left_alone(self, tmp_path, note):
        _, found = run(tmp_path, change=lambda b: put(b, "项目清单", J2=note))
        assert found == ()

    def test_a_formula_is_not_told_to_be_empty(self, tmp_path):
        _, found = run(tmp_path, change=lambda b: put(b, "指标", B4="=6+6"))
        assert "未计算的公式" in found[0].says.zh

    def test_hidden_sheets_and_columns_are_read_and_told(self, tmp_path):
        def hide(book):
            book["项目清单"].sheet_state = "hidden"
            book["项目清单"].column_dimensions["G"].hidden = True
            book["项目清单"].column_dimensions["Z"].hidden = True

        got, found = run(tmp_path, change=hide)
        assert len(got.lists["projects"].lines) == 2
        assert [(f.check, f.severity, f.left) for f in found] == [
            ("C212", Severity.WARN, "项目清单"),
            ("C212", Severity.WARN, "G"),
        ]

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", "文件是空的"),
            ("指标,数值\n".encode("gbk"), "文本文件"),
            (b"<html><table></table></html>", "文本文件"),
            (b"\xd0\xcf\x11\xe0" + bytes(600), "旧式 .xls"),
            (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "已加密"),
        ],
    )
    def test_a_renamed_file_is_called_what_it_is(self, tmp_path, content, says):
        path = tmp_path / "r.xlsx"
        path.write_bytes(content)
        (one,) = filled.from_file(path, SCHEMA, TAG).findings
        assert (one.check, one.level) == ("C002", "L0")
        assert says in one.says.zh
        assert "zip" not in one.says.zh

    @pytest.mark.parametrize("schema", pack_named("demo-city").returns.values(), ids=lambda s: s.code)
    def test_every_figure_the_ledger_computes_is_held_against_it(self, schema):
        """A yearly figure could differ from the ledger's without a reason."""
        held = {c.of for c in schema.checks if c.rule is Rule.LEDGER and c.severity is Severity.CONFIRM}
        assert held == {f"{s.id}.{f.id}" for s in schema.sheets for f in s.fields if f.measure}


def put(book, sheet, **cells):
    for cell, value in cells.items():
        book[sheet][cell] = value


class TestTheLadder:
    def test_rows_are_held_against_themselves_with_both_values_and_the_cell(self, tmp_path):
        rows = [[*ROW[:5], 20, 30, *ROW[7:]], [*ROWS[1][:7], date(2024, 3, 2), date(2024, 3, 1), "FP2"]]
        _, found = run(tmp_path, rows=rows, figures=GOOD | {"projects_paid": 50})
        assert [(f.check, f.at.column, f.left, f.right) for f in found] == [
            ("C301", "G4", "30万元", "20万元"),
            ("C302", "I5", "2024-03-01", "2024-03-02"),
        ]

    def test_twins_are_found_and_point_at_each_other(self, tmp_path):
        _, found = run(tmp_path, rows=[ROW, [*ROWS[1][:9], "FP1"]])
        assert [(f.check, f.severity, f.left, f.right) for f in found] == [("C304", Severity.CONFIRM, "FP1", "J4")]

    def test_tables_agree_with_one_another(self, tmp_path):
        _, found = run(tmp_path, figures=GOOD | {"projects_n": 3, "projects_paid": 31})
        assert {(f.check, f.left, f.right) for f in found} == {("C401", "31万元", "30万元"), ("C402", "3", "2")}

    def test_the_ledger_is_asked_and_a_difference_needs_a_reason(self, tmp_path):
        _, found = run(tmp_path, ledger={"transfers": 13, "custody": 120})
        assert [(f.check, f.severity, f.left, f.right) for f in found] == [("C501", Severity.CONFIRM, "12", "13")]

    def test_what_the_ledger_cannot_tell_is_not_zero(self, tmp_path):
        _, found = run(tmp_path, ledger={})
        assert codes(found) == []

    def test_the_return_before_is_remembered(self, tmp_path):
        _, found = run(tmp_path, before={"custody": 121, "pledge_amount": 115_0000_00})
        assert [(f.check, f.severity) for f in found] == [("C601", Severity.BLOCK), ("C603", Severity.WARN)]

    def test_a_beta_check_stops_nobody_until_its_day(self, tmp_path):
        rows = [[*ROW[:9], None], ROWS[1]]
        _, found = run(tmp_path, rows=rows)
        assert [(f.check, f.severity) for f in found] == [("C306", Severity.BETA)]
        _, later = run(tmp_path, rows=rows, on=date(2025, 1, 1))
        assert [(f.check, f.severity) for f in later] == [("C306", Severity.BLOCK)]

    def test_errors_come_before_warnings(self, tmp_path):
        _, found = run(tmp_path, before={"pledge_amount": 1}, ledger={"transfers": 1}, figures=GOOD | {"projects_n": 9})
        assert [f.severity for f in found] == [Severity.BLOCK, Severity.CONFIRM, Severity.WARN]

    def test_every_check_of_the_schema_can_be_made_to_speak(self, tmp_path):
        rows = [
            ["P1", "甲", CODE, "托管", "资助类", 1, 2, date(2024, 5, 1), date(2024, 4, 1), "F"],
            ["P1", "甲", CODE, "导航", "资助类", 1, 1, date(2024, 1, 1), None, "F"],
            ["P2", "甲", CODE, "导航", "资助类", 1, 1, date(2024, 1, 1), None, None],
        ]
        _, found = run(
            tmp_path,
            rows=rows,
            figures=GOOD | {"projects_n": 1},
            ledger=dict.fromkeys((f.id for f in SCHEMA.figures), 1),
            before={"custody": 10**6, "certified": 10**6, "pledge_amount": 1},
        )
        assert {f.check for f in found} >= {c.id for c in SCHEMA.checks}
        for f in found:
            assert f.fix.zh
            assert f.at.sheet
            assert f.at.column
            assert f.left
            assert f.right or f.check == "C306"

    def test_an_error_names_both_cells_that_it_compares(self, tmp_path):
        rows = [[*ROW[:5], 20, 30, *ROW[7:]], [*ROWS[1][:9], "FP1"]]
        _, found = run(tmp_path, rows=rows, figures=GOOD | {"projects_paid": 49, "projects_n": 3})
        told = {f.check: f.where.zh for f in found}
        assert told == {
            "C301": "项目清单 G4（对 F4）",
            "C304": "项目清单 J5（对 J4）",
            "C401": "指标 B10（对 项目清单 G4:G5）",
            "C402": "指标 B9（对 项目清单 A4:A5）",
        }


def _tag(**changed):
    return Tag(**{"schema": "quarterly", "version": SCHEMA.version, "place": "990100", "period": "2024Q1"} | changed)


def _without(name):
    return lambda book: book.remove(book[name])


def _gone(book):
    book["指标"].delete_rows(6)


@pytest.mark.parametrize(
    ("level", "check", "more", "where"),
    [
        ("L0", "C003", {"change": _without("项目清单")}, "项目清单"),
        ("L1", "C100", {"change": _without("_ipops")}, "_ipops A1"),
        ("L1", "C104", {"tag": _tag(period="2023Q4")}, "_ipops B4"),
        ("L2", "C201", {"figures": GOOD | {"transfers": "约12"}}, "指标 B4"),
        ("L2", "C202", {"figures": GOOD | {"transfers": None}}, "指标 B4"),
        ("L2", "C202", {"change": _gone}, "指标 A"),
    ],
)
def test_every_error_before_the_checks_names_its_place_and_the_fix_too(tmp_path, level, check, more, where):
    _, found = run(tmp_path, **more)
    (one,) = [f for f in found if f.check == check]
    assert (one.level, one.where.zh) == (level, where)
    assert one.fix.zh
    assert one.fix.zh in one.reason.says.zh
    assert one.left or one.right or check == "C202"


def test_a_form_and_a_file_are_one_return(tmp_path):
    """What is wrong in the list stops it whatever was typed; a figure is the file's where the form is empty, and an error
    that names both where the two differ."""
    rows = [[*ROW[:2], "91", *ROW[3:]], ROWS[1]]
    file = filled.from_file(written(tmp_path, rows=rows), SCHEMA, TAG)
    typed = {k: str(v) for k, v in GOOD.items()} | {"custody": "", "certified": "18"}
    got = filled.form_and_file(filled.from_form(typed, SCHEMA), file, SCHEMA)
    found = checks.run(got, SCHEMA, Beside(period=PERIOD, on=ON))
    assert [(f.check, f.where.zh) for f in found] == [("C201", "项目清单 C4"), ("C206", "指标 B8")]
    assert (found[1].left, found[1].right) == ("18", "17")
    assert got.figures["custody"] == 120


def test_between_two_gates_new_and_gone_findings_are_told(tmp_path):
    _, first = run(tmp_path, ledger={"transfers": 13})
    _, second = run(tmp_path, ledger={"transfers": 12, "custody": 99})
    new, gone = changed([f.key for f in first], second)
    assert codes(new) == ["C504"]
    assert [k.split("@")[0] for k in gone] == ["C501"]


def test_a_difference_that_grew_is_new_though_its_cell_is_the_same(tmp_path):
    _, one = run(tmp_path, ledger={"custody": 121})
    _, hundred = run(tmp_path, ledger={"custody": 220})
    keys, values = [f.key for f in one], [f.compared for f in one]
    assert codes(one) == codes(hundred) == ["C504"]
    assert changed(keys, one, values) == ((), ())
    assert changed(keys, hundred, values) == (tuple(hundred), ())
    assert changed(keys, hundred) == ((), ())  # a return of before tells the cell alone


def test_a_file_too_large_or_with_too_many_rows_is_refused_politely(tmp_path):
    path = written(tmp_path)
    small = filled.from_file(path, SCHEMA, TAG, limits=replace(filled.LIMITS, file_bytes=100))
    assert codes(small.findings) == ["C001"]
    short = filled.from_file(path, SCHEMA, TAG, limits=replace(filled.LIMITS, rows=3))
    assert [f.level for f in short.findings] == ["L0"]


_MEASURED = """
import resource, sys
from pathlib import Path
from ipops.lines.programme.rules.returns import filled
from ipops.lines.programme.rules.returns.tag import Tag
from ipops.policy import pack_named
schema = pack_named("demo-city").returns["quarterly"]
tag = Tag(schema="quarterly", version=schema.version, place="990100", period="2024Q1")
filled.from_file(Path(sys.argv[1]), schema, tag)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
got = filled.from_file(Path(sys.argv[2]), schema, tag)
spent = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(",".join(f.check for f in got.findings), spent // 1024)
"""


def _a_million_rows(good: Path, path: Path) -> Path:
    """The template with a million short rows in its list, written as a stream."""
    row = "".join(f'<c r="{c}{{n}}" t="inlineStr"><is><t>P{{n}}</t></is></c>' for c in "ABC")
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for part in old.namelist():
            content = old.read(part)
            if part != "xl/worksheets/sheet2.xml":
                new.writestr(part, content)
                continue
            head, _, tail = content.decode().partition("</sheetData>")
            with new.open(part, "w", force_zip64=True) as out:
                out.write(head.encode())
                for n in range(10, 1_000_010, 5_000):
                    out.write("".join(f'<row r="{i}">{row.format(n=i)}</row>' for i in range(n, n + 5_000)).encode())
                out.write(f"</sheetData>{tail}".encode())
    return path


@pytest.mark.parametrize("what", ["a million rows", "more than fifty megabytes"])
def test_what_no_office_can_mean_is_refused_in_bounded_memory(tmp_path, what):
    """In a process of its own, beside what reading a good return takes."""
    good, huge = written(tmp_path), tmp_path / "huge.xlsx"
    if what == "a million rows":
        _a_million_rows(good, huge)
    else:
        with huge.open("wb") as out:
            out.truncate(50 * 2**20 + 1)
    told = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(good), str(huge)], capture_output=True, text=True, check=True
    ).stdout.split()
    assert told[0] in ("C001", "C002")
    assert int(told[1]) < 64, f"{told[1]} MiB to refuse {what}"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**13))
def test_money_shown_in_its_unit_reads_back_to_the_fen(fen):
    (field,) = [f for f in SCHEMA.figures if f.id == "pledge_amount"]
    assert reader(field)(shown(field, fen)) == fen


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_finding_and_never_a_crash(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("r") / "r.xlsx"
    path.write_bytes(content)
    assert filled.from_file(path, SCHEMA, TAG).stopped


def test_the_form_reads_like_the_file():
    typed = {k: str(v) for k, v in GOOD.items()}
    assert filled.from_form(typed, SCHEMA).figures["pledge_amount"] == 345_5000_00
    assert codes(filled.from_form({}, SCHEMA).findings) == ["C202"] * 7


@pytest.mark.parametrize("schema", pack_named("demo-city").returns.values(), ids=lambda s: s.code)
def test_english_names_the_unit_in_english_and_a_line_of_an_earlier_template_is_still_known(schema):
    money = [f for s in schema.sheets for f in s.fields if f.unit]
    assert money
    for one in money:
        assert one.heading.en == f"{one.title.en} (ten thousand yuan)"
        assert {f"{one.title.en} (万元)", one.heading.zh, one.id} <= {*one.names}


@pytest.mark.parametrize("schema", pack_named("demo-city").returns.values(), ids=lambda s: s.code)
def test_the_manual_page_is_made_from_the_schema(golden, schema):
    page = manual.manual(schema)
    golden.check(f"docs/reference/returns/{schema.code}.md", page)
    assert all(c.id in page for c in schema.checks)
    assert all(f"`{f.id}`" in page for s in schema.sheets for f in s.fields)
