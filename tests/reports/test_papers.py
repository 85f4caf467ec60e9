"""One paper, three files: the same bytes each time, nothing lost, nothing in the words taken for markup or formula."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import docx
import openpyxl
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipops.kernel.outcome import Refused
from ipops.reports.papers import Grid, Heading, Pairs, Paper, Para, as_docx, as_pdf, as_xlsx, pdf

PAPER = Paper(
    title="中期绩效评价评分表",
    number="示知〔2026〕1号",
    marks=("示例，不是任何真实城市的结果", "本系统版式，未见官方附件"),
    blocks=(
        Heading(says="一、总体情况"),
        Para(says="“转让、许可”#数量$a_b$[增长]*20%*以上；\\ 见附表。"),
        Pairs(rows=(("城市", "示范市（演示）"), ("年度", "2025"))),
        Grid(
            title="得分",
            heads=("项目", "满分", "得分", "说明"),
            rows=(("转让、许可数量", "10", "9.5", "=SUM(A1)"), ("托管", "10", "10", "")),
            numeric=frozenset({1, 2}),
            widths=(3, 1, 1, 5),
        ),
    ),
    seals=("示范市知识产权局",),
)


class TestWord:
    def test_holds_every_word_and_the_page_number(self):
        made = docx.Document(io.BytesIO(as_docx(PAPER)))
        text = "\n".join(p.text for p in made.paragraphs)
        cells = [c.text for t in made.tables for row in t.rows for c in row.cells]
        for word in (PAPER.title, PAPER.number, *PAPER.marks, "一、总体情况", "示范市知识产权局（印章）"):
            assert word in text
        assert {"示范市（演示）", "9.5", "=SUM(A1)"} <= set(cells)
        assert "NUMPAGES" in made.sections[0].footer._element.xml

    def test_gives_a_table_its_widths_in_the_grid_and_in_every_cell(self):
        """LibreOffice goes by the grid, Word by the cells."""
        table = docx.Document(io.BytesIO(as_docx(PAPER))).tables[1]
        shares = [c.width / table.columns[1].width for c in table.columns]
        assert [round(s) for s in shares] == [3, 1, 1, 5]
        assert [[round(c.width / r.cells[1].width) for c in r.cells] for r in table.rows] == [[3, 1, 1, 5]] * 3

    def test_repeats_heads_breaks_no_row_and_names_the_chinese_fonts(self):
        xml = docx.Document(io.BytesIO(as_docx(PAPER))).element.xml
        assert xml.count("<w:tblHeader") == 1
        assert xml.count("<w:cantSplit") == 2 + 3
        assert 'w:eastAsia="Noto Serif CJK SC"' in xml
        assert 'w:eastAsia="Noto Sans CJK SC"' in xml

    def test_names_the_font_that_stands_in_where_ours_is_not_installed(self):
        with zipfile.ZipFile(io.BytesIO(as_docx(PAPER))) as z:
            fonts = z.read("word/fontTable.xml").decode()
        assert '<w:font w:name="Noto Serif CJK SC"><w:altName w:val="宋体"/>' in fonts
        assert '<w:font w:name="Noto Sans CJK SC"><w:altName w:val="黑体"/>' in fonts

    def test_leaves_seal_and_date_free_on_one_page(self):
        made = docx.Document(io.BytesIO(as_docx(PAPER)))
        seal, day = made.paragraphs[-2:]
        assert (seal.text, day.text) == ("示范市知识产权局（印章）", "年　　月　　日")
        assert seal.paragraph_format.keep_with_next

    def test_the_last_rows_stay_with_the_seals(self):
        (*_, before, last) = docx.Document(io.BytesIO(as_docx(PAPER))).tables[-1].rows
        kept = [p.paragraph_format.keep_with_next for row in (before, last) for c in row.cells for p in c.paragraphs]
        assert all(kept)

    def test_no_number_is_broken_over_two_lines(self):
        """A column asked to be narrow is as wide as its longest figure all the same."""
        sums = Grid(heads=("说明", "金额"), rows=(("资金", "¥100,000,000.00"),), numeric=frozenset({1}), widths=(20, 1))
        table = docx.Document(io.BytesIO(as_docx(Paper(title="t", blocks=(sums,))))).tables[0]
        assert table.columns[1].width.cm > 15 * 9.5 / 2 / 72 * 2.54 + 0.3
        assert round(sum(c.width.cm for c in table.columns), 1) == 15.8

    def test_is_the_same_file_each_time(self):
        assert as_docx(PAPER) == as_docx(PAPER)
        with zipfile.ZipFile(io.BytesIO(as_docx(PAPER))) as z:
            assert {i.date_time for i in z.infolist()} == {(1980, 1, 1, 0, 0, 0)}


class TestExcel:
    def test_stores_numbers_as_numbers_and_formulas_as_words(self):
        book = openpyxl.load_workbook(io.BytesIO(as_xlsx(PAPER)))
        rows = list(book["得分"].iter_rows(values_only=True))
        assert rows[1] == ("转让、许可数量", 10, 9.5, "=SUM(A1)")
        assert book["得分"]["D2"].data_type == "s"
        assert book.worksheets[0]["A1"].value == PAPER.title

    def test_amounts_are_numbers_that_excel_can_add_up(self):
        sums = Grid(
            title="资金", heads=("来源", "金额"), rows=(("中央", "¥1,234.50"), ("省", "—")), numeric=frozenset({1})
        )
        sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(Paper(title="t", blocks=(sums,)))))["资金"]
        assert (sheet["B2"].value, sheet["B2"].number_format) == (1234.5, '"¥"#,##0.00')
        assert (sheet["B3"].value, sheet["B3"].alignment.horizontal) == ("—", "right")
        assert sheet.column_dimensions["B"].width >= len("¥1,234.50") + 2

    def test_every_sheet_prints_on_a4_with_its_heads_its_marks_and_its_page(self):
        book = openpyxl.load_workbook(io.BytesIO(as_xlsx(PAPER)))
        for sheet in book:
            assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
            assert PAPER.marks[0] in sheet.oddFooter.center.text
            assert "&P / &N" in sheet.oddFooter.center.text
            assert sheet.print_area
        assert book["得分"].print_title_rows == "$1:$1"

    def test_the_sheet_of_words_leads_to_the_tables_and_ends_with_the_seals(self):
        words = openpyxl.load_workbook(io.BytesIO(as_xlsx(PAPER))).worksheets[0]
        said = [c.value for row in words.iter_rows() for c in row if c.value]
        assert "见工作表“得分”" in said
        assert said[-2:] == ["示范市知识产权局（印章）", "年　　月　　日"]

    def test_a_table_without_a_title_is_called_by_its_heading(self):
        blocks = (Heading(says="一、资金"), Grid(heads=("x",), rows=(("1",),)))
        assert openpyxl.load_workbook(io.BytesIO(as_xlsx(Paper(title="t", blocks=blocks)))).sheetnames == [
            "正文",
            "一、资金",
        ]

    def test_is_the_same_file_each_time(self):
        assert as_xlsx(PAPER) == as_xlsx(PAPER)


class TestPdf:
    @pytest.fixture(autouse=True)
    def fonts(self):
        if not {pdf.SERIF, pdf.SANS} <= pdf.families():
            pytest.skip("fonts-noto-cjk is not installed")

    def test_is_the_same_file_each_time_and_carries_the_chinese_fonts(self):
        one, two = as_pdf(PAPER), as_pdf(PAPER)
        assert hashlib.sha256(one).digest() == hashlib.sha256(two).digest()
        assert one.startswith(b"%PDF-")
        assert b"NotoSerifCJKsc" in one
        assert b"NotoSansCJKsc" in one

    @pytest.mark.parametrize("rows", [2, 20, 32, 36, 40, 44])
    def test_a_last_page_is_never_seals_alone_and_has_the_heads(self, rows):
        """The page of the last row is that of the seals; on a page of their own they have the heads of the table."""
        table = Grid(heads=("goal", "result"), rows=tuple((f"row{n:03}", "1") for n in range(rows)))
        source = pdf.source_of(Paper(title="t", lang="en", blocks=(Heading(says="h"), table), seals=("office",)))
        for name, words in (("seal", "office (seal)"), ("row", f"row{rows - 1:03}"), ("head", "goal")):
            source = source.replace(f'#"{words}"', f'#"{words}"#metadata(none)<{name}>')
        source += "#context [#metadata(" + ", ".join(
            f"query(<{n}>).map(e => e.location().page())" for n in ("seal", "row", "head")
        )
        source = source.replace("#metadata(query", "#metadata((query") + "))<told>]"
        seal, row, head = json.loads(typst.query(source.encode(), "<told>", field="value", one=True))
        assert seal == row
        assert set(head) == set(range(1, seal[0] + 1))

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text(max_size=40))
    def test_any_words_are_words_and_never_markup(self, words):
        paper = Paper(title=words, blocks=(Para(says=words), Grid(heads=("x",), rows=((words,),))), marks=(words,))
        assert isinstance(as_pdf(paper), bytes)


def test_without_a_chinese_font_a_pdf_is_refused_in_one_line(monkeypatch):
    monkeypatch.setattr(pdf, "families", lambda: frozenset({"DejaVu Sans"}))
    got = as_pdf(PAPER)
    assert isinstance(got, Refused)
    assert "fonts-noto-cjk" in got.reasons[0].says.zh
    assert "\n" not in got.reasons[0].says.zh


def test_a_hash_stays_whole_in_its_cell_and_a_long_code_may_break_behind_its_signs():
    digest, code, short = hashlib.sha256(b"x").hexdigest(), "acc:990100:2023:central_first:available", "pay:demo-91"
    grid = Grid(heads=("h",), rows=((digest,), (code,), (short,)))
    source = pdf.source_of(Paper(title="t", blocks=(grid, Pairs(rows=(("k", digest),)))))
    assert source.count(f'#text(size: 0.7em, "{digest}")') == 2
    assert code not in source
    assert code in source.replace("\u200b", "")
    assert short in source
