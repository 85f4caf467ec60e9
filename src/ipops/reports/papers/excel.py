"""A paper as Excel (.xlsx): one sheet a table, a first sheet with the words. Numbers and amounts are stored as numbers where they
read as such. Every sheet prints on A4 with its marks and page numbers in the foot."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import xlsxwriter

from ipops.reports.papers.columns import fitted, lines
from ipops.reports.papers.paper import SANS, Grid, Heading, Pairs, Paper, Para, Picture

_MOST = 31  # characters Excel lets a sheet's name have
_LINE, _SIZE, _AROUND, _CHAR = (
    660.0,
    10.0,
    14.0,
    5.5,
)  #: points: a line, its letters, around them, Excel's unit of widths
_GB = 134  #: the character set by which Excel chooses another Chinese font where ours is not installed
_A4, _MANY = 9, 7  #: a table of so many columns lies across the paper


def as_xlsx(paper: Paper) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": paper.title, "comments": " ".join(paper.marks), "created": datetime(2000, 1, 1)})  # noqa: DTZ001
    forms = _forms(book)
    words: Any = book.add_worksheet(_name("正文" if paper.lang == "zh" else "Text", []))
    words.set_column(0, 0, 40)
    words.set_column(1, 1, 70)
    line = _line(words, 0, paper.title, forms["title"])
    for text in (paper.number, *paper.marks):
        if text:
            line = _line(words, line, text, forms["plain"])
    taken, heading = [words.name], ""
    for block in paper.blocks:
        heading = block.says if isinstance(block, Heading) else heading
        if isinstance(block, Grid):
            sheet: Any = book.add_worksheet(_name(block.title or heading or f"{len(taken)}", taken))
            taken.append(sheet.name)
            _grid(sheet, block, forms)
            _for_print(sheet, paper, across=len(block.heads) >= _MANY)
            says = f"见工作表“{sheet.name}”" if paper.lang == "zh" else f"See the sheet “{sheet.name}”"
            line = _link(words, line, sheet.name, says, forms)
        else:
            line = _block(words, block, line, forms)
    for office in paper.seals:
        for text in paper.seal(office):
            words.write_string(line + 1, 1, text, forms["seal"])
            line += 2
    _for_print(words, paper)
    words.print_area(0, 0, line, 1)
    book.close()
    return out.getvalue()


def _forms(book: Any) -> dict[str, Any]:
    font = {"font_name": SANS, "font_charset": _GB, "font_size": 10, "valign": "vcenter", "text_wrap": True}
    return {
        "title": book.add_format({**font, "bold": True, "font_size": 15, "text_wrap": False}),
        "heading": book.add_format({**font, "bold": True, "font_size": 12, "text_wrap": False}),
        "head": book.add_format({**font, "bold": True, "border": 1, "bg_color": "#E7EEF5"}),
        "cell": book.add_format({**font, "border": 1}),
        "number": book.add_format({**font, "border": 1, "num_format": "#,##0.##########", "align": "right"}),
        "whole": book.add_format({**font, "border": 1, "num_format": "#,##0", "align": "right"}),
        "money": book.add_format({**font, "border": 1, "num_format": '"¥"#,##0.00', "align": "right"}),
        "right": book.add_format({**font, "border": 1, "align": "right"}),
        "right head": book.add_format({**font, "bold": True, "border": 1, "bg_color": "#E7EEF5", "align": "right"}),
        "para": book.add_format({**font, "valign": "top"}),
        "plain": book.add_format({**font, "text_wrap": False}),
        "link": book.add_format({**font, "text_wrap": False, "font_color": "#1F5FA8", "underline": 1}),
        "seal": book.add_format({**font, "align": "right", "text_wrap": False}),
    }


def _line(sheet: Any, line: int, text: str, form: Any) -> int:
    """Words across both columns; their row is as high as they need."""
    sheet.write_string(line, 0, text, form)
    sheet.set_row(line, max(16, form.font_size * 1.7))
    return line + 1


def _link(words: Any, line: int, sheet: str, says: str, forms: dict[str, Any]) -> int:
    words.write_url(line, 0, f"internal:'{sheet.replace(chr(39), chr(39) * 2)}'!A1", forms["link"], says)
    return line + 1


def _name(wanted: str, taken: list[str]) -> str:
    clean = "".join(c for c in wanted if c not in "[]:*?/\\'")[:_MOST] or "1"
    n, made = 1, clean
    while made in taken:
        n += 1
        made = f"{clean[: _MOST - 3]} {n}"
    return made


def _for_print(sheet: Any, paper: Paper, *, across: bool = False) -> None:
    """A4 over the whole width, with the paper's name above, its marks and the page below."""
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
    if across:
        sheet.set_landscape()
    sheet.set_header(f"&R&9{_field(paper.title)} · &A")
    sheet.set_footer(f"&C&9{_field(' · '.join(paper.marks))} &P / &N")


def _field(text: str) -> str:
    """Words in a header or footer: an ampersand stands for itself only where it is doubled."""
    return text.replace("&", "&&")


def _block(words: Any, block: object, line: int, forms: dict[str, Any]) -> int:
    match block:
        case Heading():
            return _line(words, line + 1, block.says, forms["heading"])
        case Para():
            words.merge_range(line, 0, line, 1, "", forms["para"])
            words.write_string(line, 0, block.says, forms["para"])
            words.set_row(line, 5 + 14 * lines(block.says, 106 * _CHAR, _SIZE))
            return line + 1
        case Pairs():
            for name, value in block.rows:
                words.write_string(line, 0, name, forms["head"])
                words.write_string(line, 1, value, forms["cell"])
                words.set_row(line, 5 + 14 * max(lines(name, 38 * _CHAR, _SIZE), lines(value, 68 * _CHAR, _SIZE)))
                line += 1
        case Picture():
            words.write_string(line, 0, block.caption, forms["plain"])
            what = {"image_data": io.BytesIO(block.png), "x_scale": 0.5, "y_scale": 0.5, "description": block.alt}
            words.insert_image(line + 1, 0, f"{line}.png", what)
            return line + 2 + _rows_of(block.png)
    return line


def _rows_of(png: bytes) -> int:
    """How many rows of the sheet a drawing at half its size covers: its height stands in the PNG's header."""
    return int.from_bytes(png[20:24], "big") // 2 // 20


def _grid(sheet: Any, grid: Grid, forms: dict[str, Any]) -> None:
    widths = fitted(grid, _LINE, _SIZE, _AROUND).widths
    for i, head in enumerate(grid.heads):
        sheet.write_string(0, i, head, forms["right head" if i in grid.numeric else "head"])
        sheet.set_column(i, i, max(8, round(widths[i] / _CHAR)))
    for n, row in enumerate((grid.heads, *grid.rows)):
        sheet.set_row(
            n, 5 + 14 * max((lines(str(v), w - _AROUND, _SIZE) for v, w in zip(row, widths, strict=False)), default=1)
        )
    for n, row in enumerate(grid.rows, start=1):
        for i, value in enumerate(row):
            number = _number(value) if i in grid.numeric else None
            if number is None:
                sheet.write_string(n, i, value, forms["right" if i in grid.numeric else "cell"])
            else:
                sheet.write_number(n, i, number, forms[_form_of(value, number)])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, max(len(grid.rows), 1), max(len(grid.heads) - 1, 0))


def _form_of(text: str, number: float) -> str:
    if "¥" in text:
        return "money"
    return "whole" if number.is_integer() else "number"


def _number(text: str) -> float | None:
    """Only what Excel holds without loss (fifteen digits); everything else stays text."""
    try:
        value = Decimal(text.replace(",", "").replace("¥", "", 1))
    except InvalidOperation:
        return None
    return float(value) if len(value.as_tuple().digits) <= 15 else None
