"""Workbooks of Excel 97 and before: values by row, and a word where one cannot be read."""

import struct

import pytest

from ipops.intake.limits import DEFAULT
from ipops.intake.old_workbook import open_old_workbook
from ipops.kernel.outcome import Problem


def biff(*rows: tuple[object, ...]) -> bytes:
    """A worksheet of the oldest kind (BIFF2): records of texts and numbers between a beginning and an end."""
    parts = [struct.pack("<HHHH", 0x0009, 4, 0x0200, 0x0010)]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            at = struct.pack("<HH", r, c) + b"\0\0\0"
            if isinstance(value, str):
                said = value.encode("latin-1")
                parts.append(struct.pack("<HH", 0x0004, len(at) + 1 + len(said)) + at + bytes([len(said)]) + said)
            elif value is not None:
                parts.append(struct.pack("<HH", 0x0003, len(at) + 8) + at + struct.pack("<d", value))
    return b"".join(parts) + struct.pack("<HH", 0x000A, 0)


def test_rows_come_with_their_lines_and_values(tmp_path):
    path = tmp_path / "old.xls"
    path.write_bytes(biff(("Publication Number", "Claims"), ("US7000001B2", 12.0), ("US7000002B2", None)))
    (sheet,) = open_old_workbook(path, DEFAULT)
    assert [(r.line, r.cells) for r in sheet.rows()] == [
        (1, ("Publication Number", "Claims")),
        (2, ("US7000001B2", 12.0)),
        (3, ("US7000002B2",)),
    ]


@pytest.mark.parametrize(
    "content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000, b"", b"not a workbook at all"]
)
def test_a_broken_or_encrypted_one_says_what_to_do(tmp_path, content):
    path = tmp_path / "old.xls"
    path.write_bytes(content)
    found = open_old_workbook(path, DEFAULT)
    assert isinstance(found, Problem)
    assert found.code == "workbook-broken"
    assert ".xlsx" in found.says.en
