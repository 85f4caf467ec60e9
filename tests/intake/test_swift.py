"""The quick reader of workbooks gives what the careful one gives, and refuses what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipops.intake.limits import DEFAULT
from ipops.intake.sheet import CellError
from ipops.intake.swift import open_swiftly
from ipops.intake.workbook import open_workbook
from ipops.kernel.outcome import Problem


def alike(value):
    """Numbers compare as numbers, days as the first moment of the day, any error as an error."""
    if isinstance(value, CellError):
        return "error"
    if isinstance(value, datetime):
        return value.replace(microsecond=0)
    return datetime(value.year, value.month, value.day) if isinstance(value, date) else value  # noqa: DTZ001


def told(sheets):
    return [
        (
            s.name,
            s.hidden_sheet,
            s.merges,
            [(r.line, r.hidden, tuple(map(alike, r.cells))) for r in s.rows() if r.cells],
        )
        for s in sheets
    ]


def both(path):
    return told(open_swiftly(path, DEFAULT)), told(open_workbook(path, DEFAULT))


def test_every_kind_of_cell_reads_alike(tmp_path):
    book = openpyxl.Workbook()
    first = book.active
    first.append(["字", 1, 2.5, True, date(2024, 1, 2), datetime(2024, 1, 2, 3, 4), " 空 ", "２０２０年"])  # noqa: DTZ001
    first.append([])
    first["A4"], first["C5"], first["C6"], first["J1"] = "并", 4, "#N/A", "#DIV/0!"
    first.merge_cells("A4:B6")
    first.row_dimensions[5].hidden = True
    book.create_sheet("藏").sheet_state = "hidden"
    book["藏"]["B2"] = "深"
    path = tmp_path / "a.xlsx"
    book.save(path)
    quick, careful = both(path)
    assert quick == careful
    assert quick[0][3][-1][2][2] == "error"


def test_sheets_that_were_moved_keep_their_own_notes(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["甲"])
    other = book.create_sheet("乙")
    other.append([1])
    other.append([2])
    other.row_dimensions[2].hidden = True
    book.move_sheet("乙", -1)
    path = tmp_path / "a.xlsx"
    book.save(path)
    quick, careful = both(path)
    assert quick == careful
    assert [name for name, *_ in quick] == ["乙", "Sheet"]


cells = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.text(
        st.characters(min_codepoint=32, max_codepoint=0xFFFD, exclude_categories=("Cs", "Cc")), min_size=1, max_size=8
    ).filter(lambda t: t.strip() and not t.startswith(("=", "#"))),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(cells, min_size=1, max_size=5), min_size=1, max_size=6))
def test_whatever_stands_in_the_cells_both_read_it_alike(tmp_path_factory, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = tmp_path_factory.mktemp("swift") / "a.xlsx"
    book.save(path)
    quick, careful = both(path)
    assert quick == careful


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"plain"])
def test_what_is_no_workbook_is_a_problem(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert isinstance(open_swiftly(path, DEFAULT), Problem)


def test_more_rows_than_the_cap_are_refused_before_the_sheet_is_held_in_memory(tmp_path):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for i in range(101):
        sheet.append([i])
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert isinstance(open_swiftly(path, replace(DEFAULT, rows=100)), Problem)
    assert not isinstance(open_swiftly(path, replace(DEFAULT, rows=101)), Problem)
