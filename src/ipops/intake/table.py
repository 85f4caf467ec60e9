"""A file becomes rows: ``read_table(path, profile)`` streams them, each with its place. See README.md for the flow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from ipops.intake.delimited import open_delimited
from ipops.intake.headers import Column, Header, find_header, letter, plain_header
from ipops.intake.limits import DEFAULT, MIB, Limits
from ipops.intake.profile import FieldRule, Profile, flag_word
from ipops.intake.rows import Halted, Rejected, Row, Value
from ipops.intake.sheet import Raw, RawRow, Sheet, is_empty
from ipops.intake.values import clean, key, narrow, read_code, read_date, read_decimal, read_money, read_text
from ipops.intake.workbook import open_workbook
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text

Item = Row | Rejected | Halted
Reader = Callable[[Raw], Value | Text]

_FOREIGN_FORMATS = (
    (b"\xd0\xcf\x11\xe0", "旧式 .xls 或加密的工作簿", "an old .xls or an encrypted workbook"),
    (b"%PDF", "PDF 文件", "a PDF"),
    (b"\x1f\x8b", "gzip 压缩文件", "a gzip file"),
    (b"7z\xbc\xaf", "7z 压缩文件", "a 7z file"),
    (b"Rar!", "RAR 压缩文件", "a RAR file"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"\x89PNG", "图片", "a picture"),
)


@dataclass
class Table:
    """One pass over a file's rows. ``notes`` fills while it runs: things the sender should know that stop nothing
    (hidden rows read, hidden sheets left out, sum rows left out, serial dates understood)."""

    path: Path
    profile: Profile | None
    limits: Limits
    named_encoding: str | None = None
    file_name: str = ""
    encoding: str = ""
    notes: list[Problem] = field(default_factory=list)

    def __iter__(self) -> Iterator[Item]:
        sheets = self._open()
        if isinstance(sheets, Problem):
            yield Halted(problem=self._with_name(sheets))
            return
        self.encoding = sheets[0].encoding
        matched = self._matching(sheets)
        if isinstance(matched, Problem):
            yield Halted(problem=self._with_name(matched))
            return
        for sheet, header, rest in matched:
            for item in _SheetReader(self, sheet, header).read(rest):
                yield item
                if isinstance(item, Halted):
                    return

    @property
    def name(self) -> str:
        return self.file_name or self.path.name

    def note(self, code: str, zh: str, en: str, at: Place | None = None) -> None:
        self.notes.append(Problem(code=code, says=Text(zh, en), at=at or Place(file=self.name)))

    def _with_name(self, p: Problem) -> Problem:
        at = p.at
        place = Place(file=self.name, sheet=at.sheet, line=at.line, column=at.column, offset=at.offset, field=at.field)
        return Problem(code=p.code, says=p.says, at=place)

    def _open(self) -> tuple[Sheet, ...] | Problem:
        try:
            size = self.path.stat().st_size
            with self.path.open("rb") as f:
                head = f.read(4096)
        except OSError as e:
            return _not_read(e)
        if size > self.limits.file_bytes:
            return _too_large(size, self.limits)
        if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
            return Problem(code="file-empty", says=Text("文件是空的。", "The file is empty."))
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return open_workbook(self.path, self.limits)
        if (other := _foreign(head)) is not None:
            return other
        wanted = self.named_encoding or (self.profile.encoding if self.profile else None)
        sheet = open_delimited(self.path, self.limits, named_encoding=wanted)
        return sheet if isinstance(sheet, Problem) else (sheet,)

    def _matching(self, sheets: tuple[Sheet, ...]) -> list[tuple[Sheet, Header, Iterator[RawRow | Problem]]] | Problem:
        """Each visible sheet whose header fits, with the rows that follow it; the first misfit if none does."""
        wanted = self.profile.sheet if self.profile else None
        fitting, misfit = [], None
        for sheet in sheets:
            if wanted is not None and sheet.name and sheet.name != wanted:
                continue
            got = self._header_of(sheet)
            if got is None:
                continue
            if isinstance(got, Problem):
                misfit = misfit or got
            elif sheet.hidden_sheet and sheet.name != wanted:
                self.note(
                    "sheet-hidden",
                    f"隐藏的工作表“{sheet.name}”未读取；如需读取请取消隐藏。",
                    f"The hidden sheet {sheet.name!r} was not read; unhide it if it counts.",
                    Place(file=self.name, sheet=sheet.name),
                )
            else:
                fitting.append((sheet, *got))
                if self.profile is None:
                    break  # without a profile nothing tells which other sheet holds the same table
        if fitting:
            if len(sheets) > 1 and misfit is not None:
                self.note(
                    "sheet-left-out",
                    "有工作表没有符合的表头，未读取。",
                    "Some sheets have no fitting header and were not read.",
                    misfit.at,
                )
            return fitting
        return misfit or Problem(
            code="table-empty", says=Text("文件中没有数据。", "There is no data in the file."), at=Place(file=self.name)
        )

    def _header_of(self, sheet: Sheet) -> tuple[Header, Iterator[RawRow | Problem]] | Problem | None:
        rows = sheet.rows()
        seen: list[RawRow] = []
        for row in rows:
            if isinstance(row, Problem):
                return row
            if any(not is_empty(c) for c in row.cells):
                seen.append(row)
            if len(seen) >= (self.limits.header_rows if self.profile else 1):
                break
        if not seen:
            return None
        at = Place(file=self.name, sheet=sheet.name, line=seen[0].line)
        header = find_header(seen, sheet.merges, self.profile, at) if self.profile else plain_header(seen[0], at)
        if isinstance(header, Problem):
            return header
        return header, chain(seen[header.last + 1 :], rows)


def read_table(
    path: Path,
    profile: Profile | None = None,
    limits: Limits = DEFAULT,
    *,
    encoding: str | None = None,
    file_name: str = "",
) -> Table:
    """The rows of a CSV, TSV or XLSX file, to be iterated once: ``Row``, ``Rejected`` (with reasons) and, if reading had
    to stop, a last ``Halted``. Without a profile the first row is the header and every value is text.

    ``file_name`` is what the sender called it, for messages. Never raises for what is in the file.
    """
    return Table(path=Path(path), profile=profile, limits=limits, named_encoding=encoding, file_name=file_name)


@dataclass
class _SheetReader:
    table: Table
    sheet: Sheet
    header: Header
    above: dict[str, Raw] = field(default_factory=dict)
    hidden: int = 0
    sums: int = 0
    serials: int = 0
    columns: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = {name: c.name for name, c in self.header.fields.items()}

    def read(self, rows: Iterator[RawRow | Problem]) -> Iterator[Item]:
        readers = self._readers()
        last = max((c.index for c in self.header.columns), default=-1)
        totals = frozenset(key(t) for t in self.table.profile.totals) if self.table.profile else frozenset()
        count = 0
        for row in rows:
            if isinstance(row, Problem):
                yield Halted(problem=self.table._with_name(row))
                return
            if all(is_empty(c) for c in row.cells) or self.header.is_repeated_by(row):
                continue
            if totals and self._is_sum(row, totals):
                self.sums += 1
                continue
            count += 1
            if count > self.table.limits.rows:
                yield Halted(problem=_too_many(self.table, row.line))
                return
            self.hidden += row.hidden
            yield self._row(row, readers, last)
        self._tell()

    def _readers(self) -> list[tuple[str, int, FieldRule | None, Reader]]:
        made = []
        for name, column in self.header.fields.items():
            rule = self.table.profile.fields[name] if self.table.profile else None
            made.append((name, column.index, rule, self._reader(rule, column)))
        return made

    def _reader(self, rule: FieldRule | None, column: Column) -> Reader:
        profile = self.table.profile
        if rule is None or profile is None:
            return lambda v: clean(v)
        if rule.type == "date":
            return lambda v: self._date(v, profile)
        if rule.type == "money":
            unit = column.unit or rule.unit
            return lambda v: read_money(v, unit=unit)
        readers: Mapping[str, Reader] = {
            "number": read_decimal,
            "code": read_code,
            "text": read_text,
            "choice": lambda v: _choice(v, rule),
            "flag": _flag,
        }
        one = readers[rule.type]
        return one if not rule.split else lambda v: _several(one(v), rule)

    def _date(self, value: Raw, profile: Profile) -> Value | Text:
        if isinstance(value, str) and value.strip()[:5].isdigit() and len(value.strip()) == 5:
            self.serials += 1
        return read_date(value, epoch_1904=self.sheet.epoch_1904, serial=profile.serial, order=profile.date_order)

    def _is_sum(self, row: RawRow, totals: frozenset[str]) -> bool:
        first = next((c for c in row.cells if not is_empty(c)), None)
        return isinstance(first, str) and key(first) in totals

    def _row(self, row: RawRow, readers: list[tuple[str, int, FieldRule | None, Reader]], last: int) -> Row | Rejected:
        cells, n = row.cells, len(row.cells)
        profile = self.table.profile
        values: dict[str, Value] = {}
        problems: list[Problem] = []
        for name, index, rule, read in readers:
            cell = cells[index] if index < n else None
            if profile is not None and self.sheet.separator and name in profile.fill_down:
                cell = self.above.get(name) if is_empty(cell) else cell
                self.above[name] = cell
            got = read(cell)
            if isinstance(got, Text):
                problems.append(self._problem("cell-unreadable", got, row, name, index))
            elif got is None and rule is not None and rule.required:
                problems.append(self._problem("cell-empty", _EMPTY.fill(field=rule.title.text), row, name, index))
            else:
                values[name] = got
        problems.extend(self._shape(row, last))
        at = Place(file=self.table.name, sheet=self.sheet.name, line=row.line)
        if problems:
            return Rejected(at=at, problems=tuple(problems), raw=self._raw(cells))
        if profile is not None:
            for name in profile.fields:
                values.setdefault(name, None)
        return Row(at=at, values=values, said=partial(self._raw, cells), columns=self.columns, hidden=row.hidden)

    def _raw(self, cells: tuple[Raw, ...]) -> dict[str, str]:
        return {c.header: clean(cells[c.index]) if c.index < len(cells) else "" for c in self.header.columns}

    def _shape(self, row: RawRow, last: int) -> Iterator[Problem]:
        """Signs that the cells are not where they seem to be: text files only, and cells beyond all measure."""
        longest = self.table.limits.cell_chars
        for i, cell in enumerate(row.cells):
            if not isinstance(cell, str):
                continue
            if len(cell) > longest:
                yield self._problem("cell-too-long", _TOO_LONG.fill(n=longest), row, "", i)
            sep = self.sheet.separator
            if sep and "\n" in cell and any(part.count(sep) >= max(2, last) for part in cell.splitlines()[1:]):
                yield self._problem("cell-swallowed-rows", _SWALLOWED, row, "", i)
        if self.sheet.separator and any(not is_empty(c) for c in row.cells[last + 1 :]):
            yield self._problem("row-too-wide", _SHIFTED, row, "", last + 1)

    def _problem(self, code: str, says: Text, row: RawRow, name: str, index: int) -> Problem:
        header = next((c.header for c in self.header.columns if c.index == index), "")
        at = Place(
            file=self.table.name,
            sheet=self.sheet.name,
            line=row.line,
            column=f"{letter(index)} {header}".strip(),
            field=name,
        )
        return Problem(code=code, says=says, at=at)

    def _tell(self) -> None:
        at = Place(file=self.table.name, sheet=self.sheet.name)
        if self.hidden:
            self.table.note(
                "rows-hidden",
                f"有 {self.hidden} 行是隐藏行，已一并读取。",
                f"{self.hidden} hidden rows were read too.",
                at,
            )
        if self.sums:
            self.table.note(
                "rows-sums", f"有 {self.sums} 行是合计行，未读取。", f"{self.sums} sum rows were left out.", at
            )
        if self.serials and self.table.profile is not None:
            base = self.table.profile.serial
            self.table.note(
                "dates-serial",
                f"有 {self.serials} 个日期是 Excel 序列号，按 {base} 日期系统理解。",
                f"{self.serials} dates were Excel serial numbers, understood in the {base} system.",
                at,
            )


_EMPTY = Text("“{field}”不能为空；请补填。", "“{field}” may not be empty; fill it in.")
_TOO_LONG = Text(
    "单元格超过 {n} 个字符；请检查引号或内容。",
    "The cell is longer than {n} characters; look at its quotes or content.",
)
_SWALLOWED = Text(
    "单元格里含有整行数据，多半是引号没有配对；请检查该行的引号。",
    "The cell holds whole rows, most likely an unpaired quote; look at the quotes of this row.",
)
_SHIFTED = Text(
    "该行的列数多于表头，单元格可能错位；含分隔符的内容请加引号。",
    "The row has more cells than the header, so they may have shifted; put quotes around cells that hold the separator.",
)


def _several(got: Value | Text, rule: FieldRule) -> Value | Text:
    if not isinstance(got, str):
        return got
    parts = [got]
    for sep in rule.split:
        parts = [p for one in parts for p in one.split(sep)]
    tidy = tuple(dict.fromkeys(p.strip() for p in parts if p.strip()))
    return tidy or None


def _choice(value: Raw, rule: FieldRule) -> Value | Text:
    text = narrow(value)
    if is_empty(value) or not key(text):
        return None
    word = rule.word(text)
    if word is not None:
        return word
    known = "、".join(w[0] for w in rule.words.values())
    return Text(f"“{text}”不在可选之列；可写：{known}。", f"{text!r} is none of the words known here: {known}.")


def _flag(value: Raw) -> Value | Text:
    if isinstance(value, bool):
        return value
    text = narrow(value)
    if is_empty(value) or text in ("-", "/", "—"):
        return None
    got = flag_word(text)
    return got if got is not None else Text(f"“{text}”既不是“是”也不是“否”。", f"{text!r} is neither yes nor no.")


def _foreign(head: bytes) -> Problem | None:
    for magic, zh, en in _FOREIGN_FORMATS:
        if head.startswith(magic):
            return _not_a_table(zh, en)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<!doctype")):
        return _not_a_table(
            "网页或 XML 文件（有的系统把它命名为 .xls）", "a web page or XML (some systems call it .xls)"
        )
    return None


def _not_a_table(zh: str, en: str) -> Problem:
    return Problem(
        code="file-format",
        says=Text(f"这是{zh}；请另存为 .xlsx 或 CSV。", f"This is {en}; save it as .xlsx or CSV."),
    )


def _not_read(e: OSError) -> Problem:
    why: Any = e.strerror or e
    return Problem(code="file-unreadable", says=Text(f"文件无法打开：{why}。", f"The file cannot be opened: {why}."))


def _too_large(size: int, limits: Limits) -> Problem:
    return Problem(
        code="file-too-large",
        says=Text(
            f"文件有 {size // MIB} MB，上限 {limits.file_bytes // MIB} MB；请分批导入。",
            f"The file has {size // MIB} MB, the cap is {limits.file_bytes // MIB} MB; import it in parts.",
        ),
    )


def _too_many(table: Table, line: int) -> Problem:
    return Problem(
        code="rows-too-many",
        says=Text(
            f"超过 {table.limits.rows} 行；请分批导入。", f"More than {table.limits.rows} rows; import them in parts."
        ),
        at=Place(file=table.name, line=line),
    )


def raw_sheets(path: Path, limits: Limits = DEFAULT, *, file_name: str = "") -> tuple[Sheet, ...] | Problem:
    """The sheets of a file before anything in them is understood, for a look at it; a problem if it is no table."""
    return Table(path=Path(path), profile=None, limits=limits, file_name=file_name)._open()
