"""A paper as Word (.docx): A4, 宋体 with Times, page numbers, tables that repeat their heads. The same bytes every time."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from ipops.reports.papers.paper import Grid, Heading, Pairs, Paper, Para, Picture

#: A zip's clock begins here; every part carries this day, so that equal papers are equal files.
EPOCH = (1980, 1, 1, 0, 0, 0)
_LATIN, _HAN = "Times New Roman", "宋体"


def as_docx(paper: Paper) -> bytes:
    made = docx.Document()
    _page(made, paper)
    title = made.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(title, paper.title, size=18, bold=True)
    for line in (paper.number, *paper.marks):
        if line:
            under = made.add_paragraph()
            under.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _run(under, line, size=10)
    if paper.contents:
        _contents(made, paper)
    for block in paper.blocks:
        _block(made, block)
    for office in paper.seals:
        seal = made.add_paragraph()
        seal.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        seal.paragraph_format.space_before = Pt(36)
        _run(seal, f"{office}（印章）" if paper.lang == "zh" else f"{office} (seal)")
    out = io.BytesIO()
    made.save(out)
    return settled(out.getvalue())


def _page(made: Any, paper: Paper) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.5)
    style = made.styles["Normal"]
    style.font.name, style.font.size = _LATIN, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _HAN)
    core = made.core_properties
    core.author, core.title, core.comments = "ipops", paper.title, " ".join(paper.marks)
    core.created = core.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - the same bytes each time
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(foot, " · ".join([*paper.marks, ""]), size=9)
    for part in ("PAGE", "NUMPAGES"):
        if part == "NUMPAGES":
            _run(foot, " / ", size=9)
        _field(foot, part)


def _field(paragraph: Any, name: str) -> None:
    """A field that Word fills in: the page's number."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _run(paragraph: Any, text: str, *, size: float = 11, bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.bold, run.font.size, run.font.name = bold, Pt(size), _LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _HAN)


def _contents(made: Any, paper: Paper) -> None:
    """The headings as a list; Word's own pane of headings leads to them (they carry its outline levels)."""
    made.add_page_break()
    _run(made.add_paragraph(), "目录" if paper.lang == "zh" else "Contents", size=14, bold=True)
    for block in paper.blocks:
        if isinstance(block, Heading) and block.level <= 2:
            p = made.add_paragraph()
            p.paragraph_format.left_indent, p.paragraph_format.space_after = Pt(18 * (block.level - 1)), Pt(2)
            _run(p, block.says, size=10.5, bold=block.level == 1)
    made.add_page_break()


def _outline(paragraph: Any, level: int) -> None:
    mark = OxmlElement("w:outlineLvl")
    mark.set(qn("w:val"), str(level - 1))
    paragraph._p.get_or_add_pPr().append(mark)


def _picture(made: Any, picture: Picture) -> None:
    p = made.add_paragraph()
    p.alignment, p.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
    shape = p.add_run().add_picture(io.BytesIO(picture.png), width=Cm(15.6 * picture.width / 100))
    shape._inline.docPr.set("descr", picture.alt or picture.caption)
    shape._inline.docPr.set("name", picture.caption)
    caption = made.add_paragraph()
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(caption, picture.caption, size=9)


def _block(made: Any, block: object) -> None:
    match block:
        case Heading():
            p = made.add_paragraph()
            p.paragraph_format.space_before, p.paragraph_format.keep_with_next = Pt(12), True
            _run(p, block.says, size={1: 14, 2: 12}.get(block.level, 11), bold=True)
            _outline(p, block.level)
        case Picture():
            _picture(made, block)
        case Para() if block.small:
            _run(made.add_paragraph(), block.says, size=9)
        case Para():
            p = made.add_paragraph()
            p.paragraph_format.first_line_indent = Pt(22)
            p.paragraph_format.line_spacing = 1.5
            _run(p, block.says)
        case Pairs():
            _table(made, Grid(heads=(), rows=block.rows, widths=(3, 7)))
        case Grid():
            if block.title:
                _run(made.add_paragraph(), block.title, bold=True)
            _table(made, block)


def _table(made: Any, grid: Grid) -> None:
    columns = len(grid.heads) or max((len(r) for r in grid.rows), default=1)
    table = made.add_table(rows=0, cols=columns)
    table.style = "Table Grid"
    table.autofit = False
    widths = grid.widths or [1] * columns
    whole = sum(widths)
    if grid.heads:
        head = table.add_row()
        _cells(head, grid.heads, frozenset(), bold=True)
        repeat = OxmlElement("w:tblHeader")
        repeat.set(qn("w:val"), "true")
        head._tr.get_or_add_trPr().append(repeat)
    for row in grid.rows:
        _cells(table.add_row(), row, grid.numeric)
    for i, width in enumerate(widths):
        for cell in table.columns[i].cells if i < columns else ():
            cell.width = Cm(15.8 * width / whole)
    made.add_paragraph()


def _cells(row: Any, values: Any, numeric: frozenset[int], *, bold: bool = False) -> None:
    for i, value in enumerate(values):
        p = row.cells[i].paragraphs[0]
        _run(p, str(value), size=9.5, bold=bold)
        if i in numeric:
            p.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def settled(content: bytes) -> bytes:
    """The same zip with every part at one moment and in one order: what was written when is no part of a paper."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(name))
    return out.getvalue()
