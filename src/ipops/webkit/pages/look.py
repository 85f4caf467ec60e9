"""A look at what is in a file: the first rows of a table, a picture, the name of what else it is. Nothing is run or followed."""

from __future__ import annotations

import base64
import tempfile
import zipfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ipops.intake.limits import DEFAULT
from ipops.intake.table import raw_sheets
from ipops.kernel.outcome import Problem
from ipops.kernel.text import Text
from ipops.webkit import documents

ROWS, COLUMNS, CELL = 6, 8, 60
#: Pictures up to this size are shown in the page itself; the policy allows ``data:`` and nothing from elsewhere.
PICTURE = 100_000
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One of: ``rows`` of a table, ``image`` as an address of its own, or what it ``says`` it is."""

    rows: tuple[tuple[str, ...], ...] = ()
    sheet: str = ""
    image: str = ""
    says: Text | None = None


def at(sha256: str, name: str) -> Look:
    """What a stored file shows. What cannot be read as a table says why, and is kept all the same."""
    path = documents.path_of(sha256)
    with path.open("rb") as f:
        head = f.read(16)
    for magic, kind in _PICTURES.items():
        if head.startswith(magic):
            return _picture(path, kind)
    if head.startswith(b"%PDF"):
        return Look(says=Text("PDF 文件，原样保存。", "A PDF, kept as it is."))
    if name.lower().endswith((".csv", ".tsv", ".txt", ".xlsx")) or head.startswith(b"PK\x03\x04"):
        return _table(path, name)
    return Look(says=Text("原样保存，不作预览。", "Kept as it is; there is nothing to show."))


def _picture(path: Path, kind: str) -> Look:
    if path.stat().st_size > PICTURE:
        return Look(
            says=Text("图片，原样保存；较大，请下载查看。", "A picture, kept as it is; large, so download it to look.")
        )
    return Look(image=f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}")


def _table(path: Path, name: str) -> Look:
    """Stored files have no ending, and the reader of workbooks asks for one: it gets a link that has."""
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder, "table.xlsx" if zipfile.is_zipfile(path) else "table.csv")
        link.symlink_to(path)
        return _rows(link, name)


def _rows(path: Path, name: str) -> Look:
    sheets = raw_sheets(path, DEFAULT, file_name=name)
    if isinstance(sheets, Problem):
        return Look(says=sheets.says)
    for sheet in sheets:
        rows = []
        for row in islice(sheet.rows(), ROWS):
            if isinstance(row, Problem):
                return Look(says=row.says)
            rows.append(tuple(_cell(c) for c in row.cells[:COLUMNS]))
        if rows:
            return Look(rows=tuple(rows), sheet=sheet.name)
    return Look(says=Text("表里没有内容。", "The table is empty."))


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= CELL else f"{text[:CELL]}…"
