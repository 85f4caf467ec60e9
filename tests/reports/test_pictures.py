"""Ranked bars, matrices and columns over years, and what becomes of a picture in each shape of a paper."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction

import docx
import openpyxl
import pytest

from ipops.kernel.text import Text
from ipops.reports import charts
from ipops.reports.papers import Heading, Paper, Para, Picture, as_docx, as_html, as_pdf, as_xlsx, pdf

A, B = Text("甲", "a"), Text("乙", "b")


def rank(value: int, part: int | None = None) -> charts.Rank:
    return charts.Rank(title=A, value=Fraction(value), says=B, part=None if part is None else Fraction(part))


class TestRankedBars:
    def test_refuse_a_part_larger_than_the_whole_and_parts_of_some_rows_only(self) -> None:
        for ranks in ((rank(1, 2),), (rank(2, 1), rank(2)), ()):
            with pytest.raises(ValueError, match="Ranked bars"):
                charts.Ranked(title=A, unit=A, head=A, ranks=ranks, of_part=A, of_rest=B)

    def test_keep_two_rows_of_one_name_apart(self) -> None:
        made = charts.Ranked(title=A, unit=A, head=A, ranks=(rank(3), rank(2)))
        assert charts.svg(made, "zh", 400).count(">甲<") >= 2


class TestAMatrix:
    def test_writes_zero_and_shows_what_is_unknown_as_a_dash(self) -> None:
        made = charts.Matrix(title=A, head=A, columns=(A, B), lines=(A,), cells=((0, None),))
        drawn = charts.svg(made, "en", 400)
        assert ">0<" in drawn
        assert ">—<" in drawn
        assert made.rows == ((A, "0", "—"),)

    def test_refuses_a_row_that_is_too_short(self) -> None:
        with pytest.raises(ValueError, match="one cell"):
            charts.Matrix(title=A, head=A, columns=(A, B), lines=(A,), cells=((1,),))


class TestColumnsOverYears:
    def test_say_which_years_are_not_whole(self) -> None:
        years = (charts.Year(year=2016, count=5), charts.Year(year=2017, count=2, whole=False))
        made = charts.Years(title=A, unit=A, years=years)
        assert "1年" in made.says.zh
        assert made.rows[1][2].zh == "截尾"
        assert "stroke-dasharray" in charts.svg(made, "zh", 400)

    def test_refuse_a_year_twice_and_a_curve_without_a_name(self) -> None:
        year = charts.Year(year=2016, count=5)
        for given in ({"years": (year, year)}, {"years": (year,), "curve": (1.0,)}):
            with pytest.raises(ValueError, match=r"years|curve"):
                charts.Years(title=A, unit=A, **given)


@pytest.fixture(scope="module")
def paper() -> Paper:
    made = charts.Ranked(title=A, unit=A, head=A, ranks=(rank(3),))
    picture = Picture(
        svg=charts.svg(made, "zh", 400), png=charts.png(made, "zh", 400), caption="图1 领先者", alt="一行横条"
    )
    blocks = (Heading(says="一、总体"), Para(says="<b>注</b>", small=True), picture)
    return Paper(title="图示", blocks=blocks, contents=True)


class TestAPaperWithAPicture:
    def test_carries_it_in_word_with_words_for_who_cannot_see_it(self, paper: Paper) -> None:
        content = as_docx(paper)
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
        assert any(n.startswith("word/media/") for n in names)
        xml = docx.Document(io.BytesIO(content)).element.xml
        assert "一行横条" in xml
        assert 'w:pStyle w:val="Heading1"' in xml
        assert 'w:anchor="part0"' in xml
        assert 'w:bookmarkStart w:id="0" w:name="part0"' in xml
        assert "PAGEREF part0" in xml
        assert content == as_docx(paper)

    def test_carries_it_in_pdf_as_vectors(self, paper: Paper) -> None:
        if not {pdf.SERIF, pdf.SANS} <= pdf.families():
            pytest.skip("fonts-noto-cjk is not installed")
        made = as_pdf(paper)
        assert isinstance(made, bytes)
        assert b"/Subtype /Image" not in made.replace(b"/Subtype/Image", b"/Subtype /Image")
        assert made == as_pdf(paper)

    def test_carries_it_in_excel_below_its_caption(self, paper: Paper) -> None:
        content = as_xlsx(paper)
        assert any(n.startswith("xl/media/") for n in zipfile.ZipFile(io.BytesIO(content)).namelist())
        first = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        assert "图1 领先者" in [c.value for c in first["A"]]

    def test_is_a_page_whose_words_are_words(self, paper: Paper) -> None:
        page = as_html(paper)
        assert "&lt;b&gt;注" in page
        assert "<svg" in page
        assert '<a href="#part-0">一、总体</a>' in page
        assert "<script" not in page
        assert "http" not in page.replace("http://www.w3.org", "")
