"""A paper as Excel (.xlsx): one sheet a table, a first sheet with the words. Numbers are stored as numbers where they read as such."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import xlsxwriter

from ipops.reports.papers.paper import Grid, Heading, Pairs, Paper, Para, Picture

_MOST = 31  # characters Excel lets a sheet's name have


def as_xlsx(paper: Paper) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": paper.title, "comments": " ".join(paper.marks), "created": datetime(2000, 1, 1)})  # noqa: DTZ001
    font = {"font_name": "宋体", "valign": "top", "text_wrap": True}
    forms = {
        "title": book.add_format({**font, "bold": True, "font_size": 15, "text_wrap": False}),
        "head": book.add_format({**font, "bold": True, "border": 1, "bg_color": "#E7EEF5"}),
        "cell": book.add_format({**font, "border": 1}),
        "number": book.add_format({**font, "border": 1, "num_format": "#,##0.##########", "align": "right"}),
        "plain": book.add_format(font),
    }
    words: Any = book.add_worksheet(_name("正文" if paper.lang == "zh" else "text", []))
    words.write_string(0, 0, paper.title, forms["title"])
    line = 1
    for text in (paper.number, *paper.marks):
        if text:
            words.write_string(line, 0, text, forms["plain"])
            line += 1
    taken = [words.name]
    for block in paper.blocks:
        line = _block(book, words, block, line, forms, taken)
    words.set_column(0, 0, 40)
    words.set_column(1, 1, 70)
    _for_print(words, paper)
    book.close()
    return out.getvalue()


def _name(wanted: str, taken: list[str]) -> str:
    clean = "".join(c for c in wanted if c not in "[]:*?/\\'")[:_MOST] or "1"
    n, made = 1, clean
    while made in taken:
        n += 1
        made = f"{clean[: _MOST - 3]} {n}"
    return made


def _for_print(sheet: Any, paper: Paper) -> None:
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&C{' · '.join(paper.marks)} &P / &N")


def _block(book: Any, words: Any, block: object, line: int, forms: dict[str, Any], taken: list[str]) -> int:
    match block:
        case Heading():
            words.write_string(line + 1, 0, block.says, forms["title"])
            return line + 2
        case Para():
            words.write_string(line, 0, block.says, forms["plain"])
            return line + 1
        case Pairs():
            for name, value in block.rows:
                words.write_string(line, 0, name, forms["head"])
                words.write_string(line, 1, value, forms["cell"])
                line += 1
        case Picture():
            words.write_string(line, 0, block.caption, forms["plain"])
            what = {"image_data": io.BytesIO(block.png), "x_scale": 0.5, "y_scale": 0.5, "description": block.alt}
            words.insert_image(line + 1, 0, f"{line}.png", what)
            return line + 2 + _rows_of(block.png)
        case Grid():
            sheet: Any = book.add_worksheet(_name(block.title or f"{len(taken)}", taken))
            taken.append(sheet.name)
            _grid(sheet, block, forms)
    return line


def _rows_of(png: bytes) -> int:
    """How many rows of the sheet a drawing at half its size covers: its height stands in the PNG's header."""
    return int.from_bytes(png[20:24], "big") // 2 // 20


def _grid(sheet: Any, grid: Grid, forms: dict[str, Any]) -> None:
    widths = grid.widths or [1] * len(grid.heads)
    whole = sum(widths) or 1
    for i, head in enumerate(grid.heads):
        sheet.write_string(0, i, head, forms["head"])
        sheet.set_column(i, i, max(10, 120 * widths[i] // whole) if i < len(widths) else 14)
    for n, row in enumerate(grid.rows, start=1):
        for i, value in enumerate(row):
            number = _number(value) if i in grid.numeric else None
            if number is None:
                sheet.write_string(n, i, value, forms["cell"])
            else:
                sheet.write_number(n, i, number, forms["number"])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _number(text: str) -> float | None:
    """Only what Excel holds without loss (fifteen digits); everything else stays text."""
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return float(value) if len(value.as_tuple().digits) <= 15 else None
