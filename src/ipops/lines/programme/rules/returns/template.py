"""The XLSX template of a return: made from its schema, tagged with version, period and city on a sheet nobody sees.

The same schema and tags give the same bytes. Figures that the ledger can compute stand in the cells already.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import xlsxwriter

from ipops.lines.programme.rules.returns.cells import Value, shown
from ipops.lines.programme.rules.returns.tag import TAGS, Tag
from ipops.policy.returns import FieldOf, Kind, ReturnSchema, SheetOf
from ipops.reports.papers.columns import lines

#: Rows of a template: title, notes, heads, then data.
HEAD = 3
_TYPED = 2_000


def template(schema: ReturnSchema, tag: Tag, place_name: str, filled: Mapping[str, Value]) -> bytes:
    """The workbook's bytes. Fields sheets list name, value, unit and help; rows sheets have one column a field."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": schema.title.zh, "created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the same bytes each time
    form = _Forms(book)
    for sheet in schema.sheets:
        at: Any = book.add_worksheet(sheet.title.zh)
        demo = "（示例，不是官方表式 · demo, no official form）" if schema.demo else ""
        note = f"{place_name} {tag.period} · 模板版本 version {tag.version}{demo}"
        at.set_row(0, 26, form.title)
        at.set_row(1, 18, form.note)
        at.write(0, 0, f"{schema.title.zh} · {sheet.title.zh}", form.title)
        at.write(1, 0, note, form.note)
        _rows_sheet(at, sheet, form) if sheet.is_rows else _fields_sheet(at, sheet, form, filled)
        _for_print(at, schema, across=sheet.is_rows)
    tags = book.add_worksheet(TAGS)
    for i, (name, value) in enumerate(tag.rows()):
        tags.write_row(i, 0, (name, value))
    tags.very_hidden()
    book.close()
    return out.getvalue()


def _for_print(at: Any, schema: ReturnSchema, *, across: bool) -> None:
    """A4 over the whole width, heads on every page, the page's number below."""
    at.set_paper(9)
    at.fit_to_pages(1, 0)
    at.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    at.repeat_rows(HEAD - 1)
    if across:
        at.set_landscape()
    demo = " · 示例 demo" if schema.demo else ""
    at.set_footer(f"&C&9{schema.title.zh.replace('&', '&&')}{demo} · &A · &P / &N")


class _Forms:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        # Where the font is not installed, Excel takes another of the Chinese character set.
        font = {"font_name": "Noto Sans CJK SC", "font_charset": 134, "font_size": 10, "valign": "vcenter"}
        self.title = book.add_format({**font, "bold": True, "font_size": 14})
        self.note = book.add_format({**font, "font_color": "#444444"})
        self.head = book.add_format({**font, "bold": True, "bg_color": "#E7EEF5", "border": 1, "text_wrap": True})
        self.name = book.add_format({**font, "border": 1, "text_wrap": True})
        self.cell = book.add_format({**font, "border": 1})
        self.date = book.add_format({**font, "border": 1, "num_format": "yyyy-mm-dd"})
        self.text = book.add_format({**font, "border": 1, "num_format": "@"})
        self.filled = book.add_format({**font, "border": 1, "bg_color": "#F3F3F3"})
        self.help = book.add_format({**font, "font_color": "#444444", "border": 1, "text_wrap": True})

    def of(self, field: FieldOf) -> Any:
        if field.kind in (Kind.TEXT, Kind.CREDIT_CODE):
            return self.text
        return self.date if field.kind is Kind.DATE else self.cell


def _fields_sheet(ws: Any, sheet: SheetOf, form: _Forms, filled: Mapping[str, Value]) -> None:
    for i, head in enumerate(("指标 / figure", "数值 / value", "代码 / code", "说明 / help")):
        ws.write(HEAD - 1, i, head, form.head)
    for n, field in enumerate(sheet.fields):
        line = HEAD + n
        ws.write(line, 0, f"{field.heading.zh} {field.heading.en}", form.name)
        value = filled.get(field.id)
        told = shown(field, value)
        if value is None:
            ws.write_blank(line, 1, None, form.of(field))
        else:
            number = told.removesuffix(field.unit)
            ws.write(line, 1, float(number) if field.kind in (Kind.COUNT, Kind.MONEY) else number, form.filled)
        ws.write(line, 2, field.id, form.help)
        told_help = f"{field.help.zh} {field.help.en}" if field.help else ""
        ws.write(line, 3, told_help, form.help)
        ws.set_row(
            line, 5 + 14 * max(lines(told_help, 320, 10), lines(f"{field.heading.zh} {field.heading.en}", 245, 10))
        )
    for i, width in enumerate((46, 18, 18, 60)):
        ws.set_column(i, i, width)
    ws.set_row(HEAD - 1, 20)
    ws.freeze_panes(HEAD, 0)
    ws.print_area(0, 0, HEAD + len(sheet.fields) - 1, 3)


def _rows_sheet(ws: Any, sheet: SheetOf, form: _Forms) -> None:
    for i, field in enumerate(sheet.fields):
        star = "" if not field.required else "*"
        ws.write(HEAD - 1, i, f"{field.heading.zh}{star}", form.head)
        ws.set_column(i, i, 24 if field.kind is Kind.CREDIT_CODE else 18, form.of(field))
        if field.help:
            ws.write_comment(HEAD - 1, i, f"{field.help.zh}\n{field.help.en}")
        if field.choices:
            listed = [t.zh for t in field.choices.values()]
            ws.data_validation(HEAD, i, HEAD + _TYPED, i, {"validate": "list", "source": listed})
    ws.freeze_panes(HEAD, 0)
