"""A need that comes as a file: its words are read from text, Word and PDF; what cannot be read is said."""

from __future__ import annotations

import io
import shutil
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ipops.kernel.text import Text
from ipops.lines.trading.app.asking import papers
from ipops.lines.trading.app.asking.papers import words_of
from ipops.lines.trading.app.models import MarketCase
from ipops.reports.papers import Paper, as_pdf
from ipops.webkit.models import Document

from .test_pages import enter  # noqa: F401  a fixture

SAID = "需要一种耐高温的渗透膜，用于海水淡化。"


def word_file(*lines: str, table: str = "") -> bytes:
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    if table:
        made.add_table(1, 1).cell(0, 0).text = table
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


class TestWords:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_of_plain_text_in_any_usual_encoding(self, encoding):
        assert words_of(f"{SAID}\r\n\r\n  每天 一百吨 ".encode(encoding)) == f"{SAID}\n每天 一百吨"

    def test_of_word_with_its_tables(self):
        assert words_of(word_file("背景", SAID, table="每天一百吨")) == f"背景\n{SAID}\n每天一百吨"

    @pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine")
    def test_of_pdf(self):
        made = as_pdf(Paper(title=SAID, blocks=()))
        got = words_of(made)
        assert isinstance(got, str)
        assert "渗透膜" in got

    def test_of_pdf_is_asked_for_where_nothing_reads_it(self, monkeypatch):
        monkeypatch.setattr(papers.shutil, "which", lambda _: None)
        assert words_of(b"%PDF-1.7 x") is papers._NO_PDF


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"", papers._EMPTY),
            (b" \n ", papers._EMPTY),
            (b"\x89PNG\r\n\0\0", papers._UNKNOWN),
            (b"PK\x03\x04 no zip", papers._UNKNOWN),
            ("字".encode() * 40_001, papers._LONG),
            (b"x" * (papers.LARGEST + 1), papers._LARGE),
        ],
    )
    def test_is_said(self, data, says):
        assert words_of(data) == says

    def test_a_word_file_that_swells_or_declares_entities_is_not_unpacked(self, monkeypatch):
        for text in (b"<x>" + b" " * 3_000 + b"</x>", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'):
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
                z.writestr("word/document.xml", text)
            monkeypatch.setattr(papers, "UNPACKED", 2_000)
            assert isinstance(words_of(out.getvalue()), Text)


@pytest.mark.db
class TestOnThePage:
    def typed(self, **more):
        return {
            "owner": "东湖电子有限公司",
            "place": "990102",
            "title": "渗透膜",
            "words": "",
            "reference": "need-1",
        } | more

    def test_a_file_gives_its_words_and_is_kept(self, enter):  # noqa: F811
        upload = SimpleUploadedFile("需求.docx", word_file(SAID))
        answer = enter("clerk").post("/trading/needs/new/", self.typed(paper=upload))
        assert answer.status_code == 302, answer.text[-3000:]
        assert MarketCase.objects.get(cycle="trading.need").words == SAID
        assert Document.objects.filter(name="需求.docx").exists()

    def test_neither_words_nor_file_is_told_beside_the_field(self, enter):  # noqa: F811
        answer = enter("clerk").post("/trading/needs/new/", self.typed())
        assert answer.status_code == 422 or "请填写需求内容" in answer.text
        assert not MarketCase.objects.exists()

    def test_a_picture_is_told_beside_the_file(self, enter):  # noqa: F811
        upload = SimpleUploadedFile("a.png", b"\x89PNG\r\n\0\0")
        answer = enter("clerk").post("/trading/needs/new/", self.typed(paper=upload))
        assert "文件无法读取" in answer.text
        assert not MarketCase.objects.exists()


@pytest.mark.parametrize(
    ("told", "small"),
    [
        ("small", True),
        ("小型", True),
        ("微型企业", True),
        ("medium", False),
        ("大型", False),
        ("", False),
        ("很小", False),
    ],
)
def test_the_size_of_a_firm_is_read_as_a_code_or_as_people_write_it(told, small):
    from ipops.lines.trading.app.market_selectors import is_small
    from ipops.lines.trading.app.models import MarketCase

    assert is_small(MarketCase(size=told)) is small
