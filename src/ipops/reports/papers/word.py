"""A paper as Word (.docx): A4, Noto Serif and Sans CJK with Times, page numbers, tables that repeat their heads. The same bytes
every time. Where the Noto fonts are not installed, Word takes 宋体 and 黑体: the table of fonts says so.

Headings carry Word's own styles, so that its pane and its list of contents know them; the list here leads to them by links, and
its page numbers are fields that a reader of the file works out on opening.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import nsmap, qn
from docx.shared import Cm, Pt, RGBColor

from ipops.reports.papers.columns import HASH, SMALL, fitted
from ipops.reports.papers.paper import SANS, SERIF, Grid, Heading, Pairs, Paper, Para, Picture

#: A zip's clock begins here; every part carries this day, so that equal papers are equal files.
EPOCH = (1980, 1, 1, 0, 0, 0)
_LATIN, _HAN, _HEAD = "Times New Roman", SERIF, SANS
_LINE, _POINTS = 15.8, 28.35  #: cm between the margins, points a cm
_CELL, _AROUND = 9.5, 12.0  #: points of a cell's letters, and around them
#: What stands in for a font that is not there, and its family.
_INSTEAD = ((SERIF, "宋体", "roman"), (SANS, "黑体", "swiss"))
_SIZES = {1: 14, 2: 12, 3: 11}


def as_docx(paper: Paper) -> bytes:
    made = docx.Document()
    _page(made, paper)
    title = made.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = Pt(200 if paper.contents else 0)
    _run(title, paper.title, size=22 if paper.contents else 18, bold=True, han=_HEAD)
    for line in (paper.number, *paper.marks):
        if line:
            under = made.add_paragraph()
            under.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _run(under, line, size=10)
    if paper.contents:
        _contents(made, paper)
    for n, block in enumerate(paper.blocks):
        _block(made, block, n)
    _seals(made, paper)
    _fonts(made)
    out = io.BytesIO()
    made.save(out)
    return settled(out.getvalue())


def _keep_the_end(made: Any) -> None:
    """The last two rows, or the last paragraph, stay with the seals: a page of seals alone could be put behind any paper."""
    for last in reversed(list(made.iter_inner_content())):
        rows = getattr(last, "rows", None)
        for p in [last] if rows is None else [p for row in rows[-2:] for c in row.cells for p in c.paragraphs]:
            p.paragraph_format.keep_with_next = True
        if rows is not None or last.text:
            return


def _seals(made: Any, paper: Paper) -> None:
    """Each office with its date below, all on one page."""
    lines = [line for office in paper.seals for line in paper.seal(office)]
    if lines:
        _keep_the_end(made)
    for n, line in enumerate(lines):
        p = made.add_paragraph()
        p.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        p.paragraph_format.space_before = Pt(24 if n % 2 == 0 else 6)
        p.paragraph_format.keep_with_next = n + 1 < len(lines)
        _run(p, line)


def _fonts(made: Any) -> None:
    """The table of fonts, with what Word takes instead."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="{family}"/></w:font>'
        for name, other, family in _INSTEAD
    )
    part = next(p for p in made.part.package.iter_parts() if p.partname == "/word/fontTable.xml")
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    part._blob = f'{head}<w:fonts xmlns:w="{nsmap["w"]}">{fonts}</w:fonts>'.encode()


def _page(made: Any, paper: Paper) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.5)
    style = made.styles["Normal"]
    style.font.name, style.font.size = _LATIN, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _HAN)
    # the first is of Latin letters alone: called Chinese, their words would break anywhere
    style.element.rPr.append(_element("lang", val="en-US", eastAsia="zh-CN"))
    for level, points in _SIZES.items():
        _heading_style(made.styles[f"Heading {level}"], points)
    core = made.core_properties
    core.author, core.title, core.comments = "ipops", paper.title, " ".join(paper.marks)
    core.language = {"zh": "zh-CN"}.get(paper.lang, paper.lang)
    core.created = core.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - the same bytes each time
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(foot, " · ".join([*paper.marks, ""]), size=9)
    for part in ("PAGE", "NUMPAGES"):
        if part == "NUMPAGES":
            _run(foot, " / ", size=9)
        _field(foot, part, shown="1")


def _heading_style(style: Any, points: float) -> None:
    """Word's own headings are blue and of another font: ours are black, and Chinese is 黑体."""
    style.font.name, style.font.size, style.font.bold, style.font.italic = _LATIN, Pt(points), True, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), _HEAD)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(14 if points > 12 else 10), Pt(4)
    style.paragraph_format.keep_with_next = True


def _element(tag: str, **values: str) -> Any:
    made = OxmlElement(f"w:{tag}")
    for name, value in values.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _field(paragraph: Any, says: str, *, shown: str = "", size: float = 9) -> None:
    """A field that is worked out on opening: the number of this page, or that of a bookmark."""
    for kind in ("begin", "", "separate", "text", "end"):
        run = paragraph.add_run(shown if kind == "text" else "")
        run.font.size, run.font.name = Pt(size), _LATIN
        if kind == "begin":
            run._r.append(_element("fldChar", fldCharType=kind, dirty="true"))
        elif kind == "":
            mark = _element("instrText")
            mark.text = says
            run._r.append(mark)
        elif kind != "text":
            run._r.append(_element("fldChar", fldCharType=kind))


def _run(paragraph: Any, text: str, *, size: float = 11, bold: bool = False, han: str = _HAN) -> None:
    run = paragraph.add_run(text)
    run.bold, run.font.size, run.font.name = bold, Pt(size), _LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), han)


def _contents(made: Any, paper: Paper) -> None:
    """The headings as a list on a page of its own: each a link, with dots to the number of its page."""
    made.add_page_break()
    _run(made.add_paragraph(), "目录" if paper.lang == "zh" else "Contents", size=14, bold=True, han=_HEAD)
    for n, block in enumerate(paper.blocks):
        if isinstance(block, Heading) and block.level <= 2:
            p = made.add_paragraph()
            p.paragraph_format.left_indent, p.paragraph_format.space_after = Pt(18 * (block.level - 1)), Pt(2)
            p.paragraph_format.tab_stops.add_tab_stop(Cm(_LINE), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            link = _element("hyperlink", anchor=_mark(n), history="1")
            _run(p, block.says, size=10.5, bold=block.level == 1)
            _run(p, "\t", size=10.5)
            _field(p, f"PAGEREF {_mark(n)} \\h", size=10.5)
            for run in p._p.findall(qn("w:r")):
                link.append(run)
            p._p.append(link)
    made.add_page_break()


def _mark(n: int) -> str:
    """The name of the bookmark around the heading that is block ``n``."""
    return f"part{n}"


def _heading(made: Any, block: Heading, n: int) -> None:
    p = made.add_paragraph(style=f"Heading {min(block.level, 3)}")
    p._p.append(_element("bookmarkStart", id=str(n), name=_mark(n)))
    _run(p, block.says, size=_SIZES.get(block.level, 11), bold=True, han=_HEAD)
    p._p.append(_element("bookmarkEnd", id=str(n)))


def _picture(made: Any, picture: Picture) -> None:
    p = made.add_paragraph()
    p.alignment, p.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
    shape = p.add_run().add_picture(io.BytesIO(picture.png), width=Cm(_LINE * picture.width / 100))
    shape._inline.docPr.set("descr", picture.alt or picture.caption)
    shape._inline.docPr.set("name", picture.caption)
    caption = made.add_paragraph()
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(caption, picture.caption, size=9)


def _block(made: Any, block: object, n: int) -> None:
    match block:
        case Heading():
            _heading(made, block, n)
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
                title = made.add_paragraph()
                title.paragraph_format.keep_with_next, title.paragraph_format.space_after = True, Pt(3)
                _run(title, block.title, size=10, bold=True)
            _table(made, block)


def _table(made: Any, grid: Grid) -> None:
    columns = len(grid.heads) or max((len(r) for r in grid.rows), default=1)
    table = made.add_table(rows=0, cols=columns)
    table.style = "Table Grid"
    table.autofit = False
    _margins(table)
    fit = fitted(grid, _LINE * _POINTS, _CELL, _AROUND)
    if grid.heads:
        head = table.add_row()
        _cells(head, grid.heads, grid.numeric, fit.size, bold=True)
        head._tr.get_or_add_trPr().append(_element("tblHeader", val="true"))
        for cell in head.cells:
            cell._tc.get_or_add_tcPr().append(_element("shd", val="clear", color="auto", fill="EBEBEB"))
    for row in grid.rows:
        _cells(table.add_row(), row, grid.numeric, fit.size)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("cantSplit", val="true"))
    _widths(table, fit.widths)
    after = made.add_paragraph()
    after.paragraph_format.space_after, after.paragraph_format.line_spacing = Pt(0), Pt(8)


def _margins(table: Any) -> None:
    """Room between the words and the lines of the table."""
    margins = _element("tblCellMar")
    for side, size in (("top", 20), ("left", 85), ("bottom", 20), ("right", 85)):
        margins.append(_element(side, w=str(size), type="dxa"))
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def _widths(table: Any, shares: Sequence[float]) -> None:
    """In the grid of the table and in every cell: some readers go by the one, some by the other."""
    whole = sum(shares)
    for i, share in enumerate(shares):
        table.columns[i].width = Cm(_LINE * share / whole)
    for row in table.rows:  # a column looks for its cells in the whole table, each time anew
        for cell, share in zip(row.cells, shares, strict=False):
            cell.width = Cm(_LINE * share / whole)


def _cells(row: Any, values: Any, numeric: frozenset[int], size: float, *, bold: bool = False) -> None:
    for i, (cell, value) in enumerate(zip(row.cells, values, strict=False)):
        p = cell.paragraphs[0]
        p.paragraph_format.space_before = p.paragraph_format.space_after = Pt(1.5)
        _run(p, str(value), size=size * SMALL if HASH.fullmatch(str(value)) else size, bold=bold)
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
