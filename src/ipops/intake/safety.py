"""Is it safe to open this workbook? Looked at part by part, streaming, before any library builds a tree from it.

A workbook is a zip of XML. Refused: too many parts, too much once unpacked, parts that unpack out of proportion, document
types and entities (no workbook needs them), rows with too many cells, broken zips, encrypted ones. On the way each sheet's
merged blocks, hidden rows and columns, formulas without a stored result and cells that hold an error are noted, because
the readers do not tell them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.parsers import expat

from ipops.intake.limits import MIB, Limits
from ipops.intake.sheet import Merge
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_WIDEST = 16_384  # columns Excel has
_MOST_MERGES = 100_000


class _Unsafe(Exception):
    def __init__(self, code: str, says: Text) -> None:
        super().__init__(code)
        self.code, self.says = code, says


@dataclass(slots=True)
class SheetNotes:
    """What one sheet's XML says besides its cells. Rows and columns are 1-based."""

    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncalculated: dict[int, list[int]] = field(default_factory=dict)
    faults: dict[int, list[int]] = field(default_factory=dict)
    last_row: int = 0


_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,7})")


def cell_of(ref: str) -> tuple[int, int]:
    """Row and column of ``C7``, 1-based. ``ValueError`` for what is no cell: the workbook is then broken."""
    m = _CELL.fullmatch(ref)
    if m is None:
        raise ValueError(f"{ref!r} is no cell")
    column = 0
    for letter in m[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(m[2]), column


def inspect(path: Path, limits: Limits) -> dict[str, SheetNotes] | Problem:
    """Notes per sheet part (``xl/worksheets/sheet1.xml``), or the problem for which the file must not be opened."""
    try:
        if (no := _no_zip(path)) is not None:
            raise no
        with zipfile.ZipFile(path) as z:
            _check_directory(z, limits)
            return {name: _scan(z, name, limits) for name in z.namelist() if _is_xml(z, name)}
    except _Unsafe as e:
        return Problem(code=e.code, says=e.says, at=Place(file=path.name))
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as e:
        return Problem(
            code="workbook-broken",
            says=Text(
                f"工作簿已损坏或加密，无法打开（{e}）；请重新导出。",
                f"The workbook is damaged or encrypted and cannot be opened ({e}). Export it again.",
            ),
            at=Place(file=path.name),
        )


def _no_zip(path: Path) -> _Unsafe | None:
    """What the sender renamed, told by its first bytes."""
    with path.open("rb") as f:
        head = f.read(4096)
        inside = head + f.read(4 * MIB) if head.startswith(_OLE) else b""
    if not head:
        return _Unsafe("file-empty", Text("文件是空的。", "The file is empty."))
    if head.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in inside
        return _Unsafe("workbook-encrypted", _ENCRYPTED) if locked else _Unsafe("workbook-old", _OLD)
    if not head.startswith(b"PK") and b"\0" not in head:
        return _Unsafe("no-workbook", _TEXT)
    return None


_OLE = b"\xd0\xcf\x11\xe0"
_OLD = Text(
    "这是旧式 .xls，不是 .xlsx；请在 Excel 中另存为 .xlsx。",
    "This is an old .xls and no .xlsx; save it as .xlsx in Excel.",
)
_TEXT = Text(
    "这是文本文件（如 CSV 或网页），改名不会变成工作簿。",
    "This is a text file (CSV or a web page); a new name makes it no workbook.",
)


def _check_directory(z: zipfile.ZipFile, limits: Limits) -> None:
    parts = z.infolist()
    if len(parts) > limits.zip_parts:
        raise _bomb(f"{len(parts)} 个部件", f"{len(parts)} parts")
    if len({p.filename for p in parts}) != len(parts):
        raise _bomb("部件重名", "two parts of one name")
    total = sum(p.file_size for p in parts)
    if total > limits.zip_bytes:
        raise _bomb(f"解压后 {total // MIB} MB", f"{total // MIB} MB once unpacked")
    for p in parts:
        if p.flag_bits & 0x1:
            raise _Unsafe("workbook-encrypted", _ENCRYPTED)
        if p.file_size > MIB and p.file_size > limits.zip_ratio * max(1, p.compress_size):
            raise _bomb(
                f"{p.filename} 压缩比超过 {limits.zip_ratio}", f"{p.filename} unpacks more than {limits.zip_ratio}-fold"
            )
        if p.filename.endswith("sharedStrings.xml") and p.file_size > limits.strings_bytes:
            raise _bomb("共享字符串过大", "the shared strings are too large")


_ENCRYPTED = Text("工作簿已加密；请去掉密码后另存。", "The workbook is encrypted; save it without a password.")


def _bomb(zh: str, en: str) -> _Unsafe:
    return _Unsafe(
        "workbook-too-large",
        Text(
            f"工作簿超出上限（{zh}），可能是压缩炸弹；已拒绝打开。请只保留数据区域后另存。",
            f"The workbook is beyond our caps ({en}), perhaps a zip bomb; it was not opened. Keep only the data and save again.",
        ),
    )


def _is_xml(z: zipfile.ZipFile, name: str) -> bool:
    """By its first bytes: a part's name says nothing that an attacker could not choose."""
    with z.open(name) as part:
        head = part.read(64).lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n")
    return head.startswith(b"<")


def _scan(z: zipfile.ZipFile, name: str, limits: Limits) -> SheetNotes:
    notes = SheetNotes()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    watcher = _Watcher(notes, limits, parser)

    def root(tag: str, _: dict[str, str]) -> None:
        _refuse_strict(tag)
        parser.StartElementHandler = watcher.start if tag.endswith(" worksheet") else None

    parser.StartElementHandler = root
    try:
        with z.open(name) as part:
            for block in _blocks(part, z.getinfo(name).file_size):
                parser.Parse(block, False)
            parser.Parse(b"", True)
    except expat.ExpatError as e:
        raise _Unsafe(
            "workbook-broken",
            Text(
                f"工作簿的 {name} 不是合法的 XML（第 {e.lineno} 行）；请重新导出。",
                f"{name} in the workbook is no well-formed XML (line {e.lineno}). Export it again.",
            ),
        ) from None
    return notes


def _blocks(part: IO[bytes], promised: int) -> Iterator[bytes]:
    done = 0
    while block := part.read(MIB):
        done += len(block)
        if done > promised:  # the directory lied about the size
            raise _bomb("目录与内容不符", "its directory does not match its content")
        yield block


def _refuse_doctype(*_: object) -> None:
    raise _Unsafe(
        "workbook-entities",
        Text(
            "工作簿的 XML 含有文档类型或实体声明，正常的表格不会有；已拒绝打开。",
            "The workbook's XML declares a document type or entities, which no proper workbook does; it was not opened.",
        ),
    )


def _refuse_strict(tag: str) -> None:
    if tag.startswith(STRICT):
        raise _Unsafe(
            "workbook-strict",
            Text(
                "工作簿是“Strict Open XML”格式；请另存为普通的“Excel 工作簿 (*.xlsx)”。",
                "The workbook is in the “Strict Open XML” format; save it as a plain “Excel workbook (*.xlsx)”.",
            ),
        )


class _Watcher:
    """Start tags of one sheet, in order. ``start`` is called a million times for a large sheet, so it does little."""

    def __init__(self, notes: SheetNotes, limits: Limits, parser: expat.XMLParserType) -> None:
        self.notes, self.limits, self.parser = notes, limits, parser
        self.row = 0
        self.cells = 0
        self.cell = ""
        self.is_text = False
        self.formula_of = ""
        self.names: dict[str, str] = {}

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        name = self.names.get(tag) or self.names.setdefault(tag, tag.rpartition(" ")[2])
        if name == "c":
            if self.formula_of:
                self._close_formula()
            self.cell = attrs.get("r", "")
            self.is_text = attrs.get("t") == "str"
            self.cells += 1
            if attrs.get("t") == "e" and self.cell:
                row, column = cell_of(self.cell)
                self.notes.faults.setdefault(row, []).append(column)
            if self.cells > _WIDEST:
                raise _bomb("一行单元格过多", "a row with too many cells")
        elif name == "is" or (name == "v" and (not self.formula_of or self.is_text)):
            self.formula_of = ""
        elif name == "v":
            self.await_value()
        elif name == "f":
            self.formula_of = self.cell
        elif name == "row":
            self._close_formula()
            self._row(attrs)
        elif name == "mergeCell":
            self._close_formula()
            self._merge(attrs.get("ref", ""))
        elif name == "col" and attrs.get("hidden") in ("1", "true"):
            self.notes.hidden_columns.update(range(int(attrs["min"]), min(int(attrs["max"]), self.limits.columns) + 1))

    def await_value(self) -> None:
        """A formula's ``<v/>`` that holds nothing is no result: some writers always put one."""
        self.parser.CharacterDataHandler = self._valued

    def _valued(self, _: str) -> None:
        self.formula_of = ""
        self.parser.CharacterDataHandler = None

    def _close_formula(self) -> None:
        self.parser.CharacterDataHandler = None
        if self.formula_of:
            row, column = cell_of(self.formula_of)
            self.notes.uncalculated.setdefault(row, []).append(column)
            self.formula_of = ""

    def _row(self, attrs: dict[str, str]) -> None:
        self.row = int(float(attrs["r"])) if "r" in attrs else self.row + 1
        self.cells = 0
        self.notes.last_row = max(self.notes.last_row, self.row)
        if self.notes.last_row > self.limits.rows:
            raise _bomb(f"超过 {self.limits.rows} 行", f"more than {self.limits.rows} rows")
        if attrs.get("hidden") in ("1", "true"):
            self.notes.hidden_rows.add(self.row)

    def _merge(self, ref: str) -> None:
        first, colon, last = ref.partition(":")
        if not colon:
            return
        (top, left), (bottom, right) = cell_of(first), cell_of(last)
        self.notes.merges.append(Merge(top=top, left=left, bottom=bottom, right=right))
        if len(self.notes.merges) > _MOST_MERGES:
            raise _bomb("合并单元格过多", "too many merged blocks")
