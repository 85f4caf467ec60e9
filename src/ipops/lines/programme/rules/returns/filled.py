"""A file or form read into a return: what could be read, and what could not, level by level up to L2.

Rule 1: a file for another return, version, period or city is stopped before anything in it is read: only L1 speaks then.
Rule 2: nothing is guessed: what cannot be understood is a finding at its cell, and the rest is still read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ipops.intake.headers import letter
from ipops.intake.limits import MIB, Limits
from ipops.intake.sheet import CellError, Raw, RawRow, Sheet, is_empty
from ipops.intake.swift import open_swiftly
from ipops.intake.values import clean, key
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text
from ipops.lines.programme.rules.returns.cells import Value, reader, shown
from ipops.lines.programme.rules.returns.finding import Finding, found
from ipops.lines.programme.rules.returns.suspects import (
    another_unit,
    merged_amounts,
    note_of_unit,
    out_of_sight,
    total_row,
)
from ipops.lines.programme.rules.returns.tag import TAGS, Tag
from ipops.policy.returns import FieldOf, ReturnSchema, Severity, SheetOf

#: A return is a form, not a register: larger files are refused before they are unpacked.
LIMITS = replace(Limits(), file_bytes=50 * MIB, rows=150_000, zip_bytes=256 * MIB, strings_bytes=64 * MIB)
_HEADER_WITHIN = 40
_WIDTH = 3  #: columns of a sheet of fields that count: name, value, code


@dataclass(slots=True)
class Columns:
    """The rows of a list, column by column; ``lines`` are their rows in the file."""

    lines: list[int] = field(default_factory=list)
    values: dict[str, list[Value]] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Filled:
    """``figures`` by field id, ``lists`` by sheet id, ``cells`` where each figure stands."""

    figures: dict[str, Value] = field(default_factory=dict)
    lists: dict[str, Columns] = field(default_factory=dict)
    cells: dict[str, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    hidden_rows: int = 0

    @property
    def stopped(self) -> bool:
        """Stopped at L0 or L1: nothing else was looked at."""
        return any(f.level in ("L0", "L1") and f.severity is Severity.BLOCK for f in self.findings)


_AGAIN = Text("请下载本期模板，另存为 .xlsx 后重新填报。", "Take this period’s template and save it as .xlsx.")


def from_file(path: Path, schema: ReturnSchema, tag: Tag, *, limits: Limits = LIMITS) -> Filled:
    """Read a filled-in template. Never raises for what is in the file."""
    filled = Filled()
    size = path.stat().st_size
    if size > limits.file_bytes:
        has, cap = f"{size / MIB:.1f} MB", f"{limits.file_bytes / MIB:.1f} MB"
        says = Text(f"文件 {has}，上限 {cap}。", f"The file has {has}, the cap is {cap}.")
        fix = Text("请只保留本期数据。", "Keep only this period's data.")
        filled.findings.append(found("C001", "L0", says, fix, Place(file=path.name), left=has, right=cap))
        return filled
    sheets = open_swiftly(path, limits)
    if isinstance(sheets, Problem):
        filled.findings.append(found("C002", "L0", sheets.says, _AGAIN, sheets.at))
        return filled
    if wrong := _identity(sheets, schema, tag):
        filled.findings += wrong
        return filled
    for sheet in schema.sheets:
        there = next((s for s in sheets if key(s.name) == key(sheet.title.zh)), None)
        if there is None:
            says = Text(f"缺少工作表“{sheet.title.zh}”。", f"The sheet {sheet.title.zh} is missing.")
            names = "、".join(s.name for s in sheets if not s.hidden_sheet)
            at = Place(sheet=sheet.title.zh)
            filled.findings.append(found("C003", "L0", says, _AGAIN, at, left=names, right=sheet.title.zh))
        elif sheet.is_rows:
            _read_rows(filled, there, sheet)
        else:
            _read_fields(filled, there, sheet)
    return filled


def from_form(typed: Mapping[str, str], schema: ReturnSchema) -> Filled:
    """Read what was typed into the web form: the same cells, the same readers."""
    filled = Filled()
    for sheet in schema.sheets:
        for one in sheet.fields if not sheet.is_rows else ():
            _figure(filled, one, typed.get(one.id, "") or None, Place(sheet=sheet.title.zh, field=one.id))
    return filled


def with_lists(form: Filled, file: Filled, schema: ReturnSchema) -> Filled:
    """The figures of a form and the lists of a file, with everything that is wrong in the lists."""
    listed = {key(s.title.zh) for s in schema.sheets if s.is_rows}
    form.lists, form.hidden_rows = file.lists, file.hidden_rows
    form.findings += [x for x in file.findings if key(x.at.sheet) in listed]
    return form


def form_and_file(form: Filled, file: Filled, schema: ReturnSchema) -> Filled:
    """What was typed and a template handed in with it. A figure left empty in the form is the file's; one that says
    something else in the two is an error that names both."""
    for one in (f for s in schema.sheets if not s.is_rows for f in s.fields):
        typed, there = form.figures.get(one.id), file.figures.get(one.id)
        if there is None or typed == there:
            continue
        at = file.cells[one.id]
        if typed is not None:
            left, right = shown(one, typed), shown(one, there)
            form.findings.append(
                found("C206", "L4", _TWO_WORDS.fill(left=left, right=right), _ONE_WORD, at, left=left, right=right)
            )
        elif not any(x.check == "C201" and x.at.field == one.id for x in form.findings):
            form.findings = [x for x in form.findings if x.at.field != one.id]
            form.figures[one.id], form.cells[one.id] = there, at
    return with_lists(form, file, schema)


_TWO_WORDS = Text("网页填报 {left}，文件为 {right}。", "The form says {left}, the file {right}.")
_ONE_WORD = Text(
    "请改正该格，或清空网页该栏以采用文件数。", "Correct the cell, or empty the field of the form to take the file's."
)


def _identity(sheets: Sequence[Sheet], schema: ReturnSchema, tag: Tag) -> list[Finding]:
    hidden = next((s for s in sheets if s.name == TAGS), None)
    told = dict(_pairs(hidden)) if hidden else {}
    if not told:
        says = Text("文件没有模板标记。", "The file carries no tags of a template.")
        return [found("C100", "L1", says, _AGAIN, Place(sheet=TAGS, column="A1"), right=tag.schema)]
    names = {
        "schema": ("报表", "return"),
        "version": ("模板版本", "version of the template"),
        "period": ("报告期", "period"),
        "place": ("地区", "place"),
    }
    wrong = []
    for n, (name, expected) in enumerate(tag.rows()):
        if told.get(name, "") != expected:
            zh, en = names[name]
            says = Text(
                f"文件的{zh}是“{told.get(name, '')}”，此处要“{expected}”。",
                f"The file's {en} is “{told.get(name, '')}”; here it must be “{expected}”.",
            )
            at = Place(sheet=TAGS, column=f"B{n + 1}", line=n + 1, field=name)
            wrong.append(found(f"C10{n + 1}", "L1", says, _AGAIN, at, left=told.get(name, ""), right=expected))
    return wrong


def _pairs(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for row in sheet.rows():
        if isinstance(row, RawRow) and len(row.cells) >= 2:
            yield clean(row.cells[0]), clean(row.cells[1])


def _read_fields(filled: Filled, there: Sheet, sheet: SheetOf) -> None:
    """A line is known by its code in the third column, or by its name where somebody lost the code."""
    by_code = {f.id: f for f in sheet.fields}
    by_name = {key(n): f for f in sheet.fields for name in f.names for n in (name, f.heading.zh + name)}
    seen: set[str] = set()
    hidden: list[int] = []
    for row in there.rows():
        if isinstance(row, Problem):
            filled.findings.append(found("C002", "L0", row.says, _AGAIN, row.at))
            return
        cells = row.cells
        code = clean(cells[2]) if len(cells) > 2 else ""
        one = by_code.get(code) or (by_name.get(key(clean(cells[0]))) if cells else None)
        if one is None:
            if note := note_of_unit(there.name, row.line, cells, sheet.fields):
                filled.findings.append(note)
            continue
        at = Place(sheet=there.name, line=row.line, column=f"B{row.line}", field=one.id)
        if one.id in seen:
            filled.findings.append(_twice(filled, one, cells[1], at))
            continue
        seen.add(one.id)
        if wrong := another_unit(one, clean(cells[0]), at):
            filled.findings.append(wrong)
        hidden += [row.line] if row.hidden else []
        _figure(filled, one, cells[1] if len(cells) > 1 else None, at)
    _tell_hidden(filled, there.name, hidden)
    filled.findings += out_of_sight(there, _WIDTH)
    for lost in (f for f in sheet.fields if f.id not in seen):
        filled.cells[lost.id] = Place(sheet=there.name, column="A", field=lost.id)
        if lost.required:
            says = _NO_LINE.fill(field=lost.title)
            filled.findings.append(found("C202", "L2", says, _AGAIN, filled.cells[lost.id], right=lost.title.zh))


def _twice(filled: Filled, one: FieldOf, raw: Raw, at: Place) -> Finding:
    """A line somebody copied: which of the two counts, nobody can tell."""
    first = filled.cells[one.id].column
    left, right = clean(raw), shown(one, filled.figures.get(one.id))
    says = _TWO_LINES.fill(field=one.title, first=first)
    return replace(found("C208", "L2", says, _ONE_LINE, at, left=left, right=right), beside=first)


def _tell_hidden(filled: Filled, sheet: str, lines: Sequence[int]) -> None:
    """Hidden rows count like any other: whoever hid them must know."""
    filled.hidden_rows += len(lines)
    if lines:
        told, at = str(len(lines)), Place(sheet=sheet, line=lines[0], column=f"A{lines[0]}")
        filled.findings.append(
            found("C207", "L3", _HIDDEN.fill(n=told), _SHOW_THEM, at, left=told, right="0", severity=Severity.WARN)
        )


def _figure(filled: Filled, one: FieldOf, raw: Raw, at: Place) -> None:
    filled.cells[one.id] = at
    got = reader(one)(raw)
    if isinstance(got, Text):
        filled.findings.append(found("C201", "L2", got, _RETYPE, at, left=clean(raw)))
        return
    if got is None and one.required:
        filled.findings.append(found("C202", "L2", _EMPTY.fill(field=one.title), _FILL, at))
    filled.figures[one.id] = got


_TWO_LINES = Text("“{field}”有两行，另一行在 {first}。", "“{field}” has two lines, the other at {first}.")
_ONE_LINE = Text("请只保留一行。", "Keep one of them.")
_HIDDEN = Text("有 {n} 个隐藏行，已照常读入。", "{n} hidden rows were read like the others.")
_SHOW_THEM = Text("请取消隐藏核对；不该报的请删除。", "Show them and look; delete what is not to be reported.")
_NO_LINE = Text("没有“{field}”这一行。", "The line “{field}” is gone.")
_EMPTY = Text("“{field}”未填。", "“{field}” is empty.")
_FILL = Text("请填写；没有发生的填 0。", "Fill it in; 0 where there was none.")
_RETYPE = Text("请改正该格。", "Correct the cell.")
_ASK_HEADS = Text("请用模板的表头。", "Use the template's heads.")


def _read_rows(filled: Filled, there: Sheet, sheet: SheetOf) -> None:
    rows = there.rows()
    heads = _heads(rows, sheet, there.name, filled.findings)
    if isinstance(heads, Problem):
        filled.findings.append(found("C002", "L0", heads.says, _AGAIN, heads.at))
        return
    lacking = [f for f in sheet.fields if f.id not in heads]
    if lacking:
        told = "、".join(f.heading.zh for f in lacking)
        says = Text(f"表头缺少：{told}。", f"Heads are missing: {told}.")
        at = Place(sheet=there.name, column="A3", line=3)
        filled.findings.append(
            found("C204", "L2", says, _ASK_HEADS, at, left=str(len(heads)), right=str(len(sheet.fields)))
        )
        return
    columns = filled.lists.setdefault(sheet.id, Columns(values={f.id: [] for f in sheet.fields}))
    columns.letters = {code: letter(i) for code, i in heads.items()}
    readers = [(f, heads[f.id], reader(f), columns.values[f.id]) for f in sheet.fields]
    name, add = there.name, filled.findings.append
    hidden: list[int] = []
    for row in rows:
        if isinstance(row, Problem):
            add(found("C002", "L0", row.says, _AGAIN, row.at))
            return
        cells, n = row.cells, len(row.cells)
        if not n or all(is_empty(c) for c in cells):
            continue
        if len(columns.lines) >= sheet.most_rows:
            says = Text(f"超过 {sheet.most_rows} 行。", f"There are more than {sheet.most_rows} rows.")
            at = Place(sheet=name, line=row.line, column=f"A{row.line}")
            over, cap = f">{sheet.most_rows}", str(sheet.most_rows)
            add(found("C205", "L0", says, Text("请分批报送。", "Send it in parts."), at, left=over, right=cap))
            return
        if (total := total_row(name, row.line, cells)) is not None:
            add(total)
            continue
        columns.lines.append(row.line)
        if row.hidden:
            hidden.append(row.line)
        for one, i, read, into in readers:
            got = read(cells[i]) if i < n else None
            if got is None:
                if one.required:
                    add(_at_cell("C202", _EMPTY.fill(field=one.title), _FILL, name, i, row, one))
            elif type(got) is Text:
                add(_at_cell("C201", got, _RETYPE, name, i, row, one))
                got = None
            into.append(got)  # type: ignore[arg-type]
    _tell_hidden(filled, name, hidden)
    filled.findings += out_of_sight(there, max(heads.values()) + 1)
    filled.findings += merged_amounts(there, {i: one for one, i, *_ in readers}, min(columns.lines, default=0))


def _at_cell(check: str, says: Text, fix: Text, sheet: str, i: int, row: RawRow, one: FieldOf) -> Finding:
    cell = f"{letter(i)}{row.line}"
    raw = row.cells[i] if i < len(row.cells) else None
    at = Place(sheet=sheet, line=row.line, column=cell, field=one.id)
    return found(check, "L2", says, fix, at, left=clean(raw) if not isinstance(raw, CellError) else raw.says)


def _heads(
    rows: Iterator[RawRow | Problem], sheet: SheetOf, name: str, findings: list[Finding]
) -> dict[str, int] | Problem:
    """The row that names most of the columns; a head may have been merged over two rows or carry its unit. A note above it that
    names another unit goes to the findings."""
    names = {key(w): f.id for f in sheet.fields for w in f.names}
    best: dict[str, int] = {}
    for count, row in enumerate(rows):
        if isinstance(row, Problem):
            return row
        if note := note_of_unit(name, row.line, row.cells, sheet.fields):
            findings.append(note)
        got = {names[k]: i for i, c in enumerate(row.cells) if (k := key(clean(c))) in names}
        if len(got) > len(best):
            best = {**best, **got}
        if len(best) == len(sheet.fields) or count >= _HEADER_WITHIN:
            return best
    return best
