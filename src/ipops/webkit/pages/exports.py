"""A table as a file: CSV that Excel opens in Chinese, and XLSX with real dates and numbers. Exact values, never rounded.

No cell can become a formula: XLSX text is written as text, and CSV text that begins like a formula gets an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from ipops.kernel.citation import Citation
from ipops.kernel.money import Money
from ipops.kernel.outcome import Unknown
from ipops.kernel.period import CalendarPeriod, Period
from ipops.kernel.text import Text
from ipops.ledger.fact import Sealed
from ipops.ledger.facts.words import Word
from ipops.reports import wording
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.spec import Column, Rows, TableSpec
from ipops.webkit.pages.states import State, state

CHUNK = 2_000
SHEET_ROWS = 1_048_575
#: A sheet keeps 15 digits: amounts below this are exact to the fen, larger ones go in as text.
LARGEST = 10**13
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def bare(value: Any) -> Any:
    """The exact value as a cell: number, day or text. Money is yuan with two decimals; what no decimal ends stays n/d."""
    match value:
        case None:
            return ""
        case bool():
            return tr(wording.yes_no(value))
        case Word():
            return tr(value.named)
        case Money():
            return value.as_yuan()
        case Fraction():
            text = wording.exact_number(value)
            return text if "/" in text else Decimal(value.numerator) / Decimal(value.denominator)
        case int() | Decimal() | datetime() | date():
            return value
        case Text():
            return tr(value)
        case Unknown():
            return f"{tr(state('unknown').title)}: {tr(value.why)}"
        case State():
            return tr(value.title)
        case Period() | CalendarPeriod():
            return tr(wording.period(value))
        case Citation():
            return str(value)
        case Sealed():
            return value.digest
        case tuple() | list():
            return tr(Text("、", "; ")).join(str(bare(v)) for v in value)
    return str(value)


def as_file(how: str, spec: TableSpec, columns: Sequence[Column], rows: Rows) -> HttpResponseBase:
    """``how`` is ``csv`` (streamed) or ``xlsx``; the file is named after the table and the columns are those shown."""
    if how == "csv":
        response: HttpResponseBase = StreamingHttpResponse(
            _csv(columns, rows), content_type="text/csv; charset=utf-8; header=present"
        )
    else:
        response = HttpResponse(_xlsx(spec, columns, rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{spec.code}.{how}"'
    return response


def _batches(rows: Rows) -> Iterator[Any]:
    """In slices, so a long table never stands in memory whole."""
    start = 0
    while batch := list(rows[start : start + CHUNK]):
        yield from batch
        if len(batch) < CHUNK:
            return
        start += CHUNK


def _csv(columns: Sequence[Column], rows: Rows) -> Iterator[bytes]:
    yield "\ufeff".encode()  # Excel reads UTF-8 only with the mark in front
    yield _line([tr(c.title) for c in columns])
    for row in _batches(rows):
        yield _line([bare(c.exported(row)) for c in columns])


def _line(cells: Sequence[Any]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow([f"'{c}" if isinstance(c, str) and c.startswith(_FORMULA) else c for c in cells])
    return out.getvalue().encode()


def _xlsx(spec: TableSpec, columns: Sequence[Column], rows: Rows) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    )
    sheet = book.add_worksheet(spec.code[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.freeze_panes(1, 0)
    for c, column in enumerate(columns):
        sheet.write_string(0, c, tr(column.title), bold)
        sheet.set_column(c, c, 24 if column.wide else 16)
    for r, row in enumerate(_batches(rows), start=1):
        if r > SHEET_ROWS:
            break
        for c, column in enumerate(columns):
            value = bare(column.exported(row))
            if isinstance(value, datetime):
                sheet.write_datetime(r, c, value.astimezone(UTC).replace(tzinfo=None), instant)
            elif isinstance(value, date):
                sheet.write_datetime(r, c, value, day)
            elif isinstance(value, int | Decimal) and -LARGEST < value < LARGEST:
                sheet.write_number(r, c, float(value))
            else:
                sheet.write_string(r, c, str(value))
    book.close()
    return out.getvalue()
