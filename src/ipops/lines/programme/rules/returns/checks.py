"""L3 to L6: rows, tables, the ledger, the return before. Checks are data; each kind of comparison is one function here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ipops.kernel.outcome import Place
from ipops.kernel.period import CalendarPeriod
from ipops.lines.programme.rules.returns.cells import Value, shown
from ipops.lines.programme.rules.returns.filled import Columns, Filled, from_form, with_lists
from ipops.lines.programme.rules.returns.finding import Finding, sorted_out
from ipops.policy.returns import CheckOf, FieldOf, ReturnSchema, Rule, SheetOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a return is held against: its period, what the ledger computes, the return before, and the day that says which
    checks bind. A figure the ledger cannot compute is absent, not zero."""

    period: CalendarPeriod
    on: date
    ledger: Mapping[str, Value] = field(default_factory=dict)
    before: Mapping[str, Value] = field(default_factory=dict)


def run(filled: Filled, schema: ReturnSchema, beside: Beside) -> tuple[Finding, ...]:
    """Every finding, errors first. A file stopped at L0 or L1 is looked at no further."""
    made = list(filled.findings)
    if not filled.stopped:
        for check in schema.checks:
            if check.on(beside.on) is not None:
                made += _RULES[check.rule](check, filled, schema, beside)
    return sorted_out(made)


def recheck(
    figures: Mapping[str, str], schema: ReturnSchema, beside: Beside, lists: Filled | None = None
) -> tuple[Finding, ...]:
    """The checks again, at a gate, over figures stored as text and the list read again from its document."""
    filled = from_form(figures, schema)
    return run(filled if lists is None else with_lists(filled, lists, schema), schema, beside)


def _finding(check: CheckOf, beside: Beside, at: Place, left: str = "", right: str = "", cell: str = "") -> Finding:
    """``cell`` is the other cell that ``at`` is held against."""
    severity = check.on(beside.on)
    assert severity is not None
    says = check.says.fill(left=left, right=right) if "{" in check.says.zh else check.says
    return Finding(
        check=check.id, level=check.level, severity=severity, says=says, fix=check.fix, at=at, left=left, right=right, beside=cell
    )  # fmt: skip


def _pair(
    check: CheckOf, filled: Filled, schema: ReturnSchema, beside: Beside, wrong: Callable[[Value, Value], bool]
) -> Iterator[Finding]:
    """Two figures, or two columns of the same row, where both are filled in."""
    a, b = schema.find(check.of), schema.find(check.with_)
    if a is None or b is None:
        return
    (sheet, one), (_, other) = a, b
    if not sheet.is_rows:
        x, y = filled.figures.get(one.id), filled.figures.get(other.id)
        if x is not None and y is not None and wrong(x, y):
            there = filled.cells.get(other.id, Place()).column
            yield _finding(check, beside, _at(filled, one), shown(one, x), shown(other, y), there)
        return
    columns = filled.lists.get(sheet.id)
    if columns is None:
        return
    for n, (x, y) in enumerate(zip(columns.values[one.id], columns.values[other.id], strict=True)):
        if x is not None and y is not None and wrong(x, y):
            there = _cell(sheet, columns, other, n).column
            yield _finding(check, beside, _cell(sheet, columns, one, n), shown(one, x), shown(other, y), there)


def _at(filled: Filled, one: FieldOf) -> Place:
    return filled.cells.get(one.id, Place(field=one.id))


def _cell(sheet: SheetOf, columns: Columns, one: FieldOf, n: int) -> Place:
    line = columns.lines[n]
    return Place(sheet=sheet.title.zh, line=line, column=f"{columns.letters.get(one.id, '')}{line}", field=one.id)


def _at_most(check: CheckOf, filled: Filled, schema: ReturnSchema, beside: Beside) -> Iterator[Finding]:
    yield from _pair(check, filled, schema, beside, lambda x, y: x > y)  # type: ignore[operator]


def _not_before(check: CheckOf, filled: Filled, schema: ReturnSchema, beside: Beside) -> Iterator[Finding]:
    yield from _pair(check, filled, schema, beside, lambda x, y: x < y)  # type: ignore[operator]


def _column(check: CheckOf, filled: Filled, schema: ReturnSchema) -> tuple[SheetOf, FieldOf, Columns] | None:
    found = schema.find(check.of)
    columns = filled.lists.get(found[0].id) if found else None
    return (*found, columns) if found and columns else None


def _unique(check: CheckOf, filled: Filled, schema: ReturnSchema, beside: Beside) -> Iterator[Finding]:
    got = _column(check, filled, schema)
    if got is None:
        return
    sheet, one, columns = got
    first: dict[Value, int] = {}
    for n, value in enumerate(columns.values[one.id]):
        if value is None:
            continue
        if value in first:
            there = _cell(sheet, columns, one, first[value]).column
            yield _finding(check, beside, _cell(sheet, columns, one, n), str(value), there, there)
        else:
            first[value] = n


def _in_period(check: CheckOf, filled: Filled, schema: ReturnSchema, beside: Beside) -> Iterator[Finding]:
    got = _column(check, filled, schema)
    if got is None:
        return
    sheet, one, columns = got
    last = beside.period.days.last_day
    for n, value in enumerate(columns.values[one.id]):
        if isinstance(value, date) and value > last:
            yield _finding(check, beside, _cell(sheet, columns, one, n), str(value), str(last))


def _filled_in(check: CheckOf, filled: Filled, schema: ReturnSchema, beside: Beside) -> Iterator[Finding]:
    """One finding for the column: a thousand warnings would drown the errors."""
    got = _column(check, filled, schema)
    if got is None:
        return
    sheet, one, columns = got
    empty = [n for n, v in enumerate(columns.values[one.id]) if v is None]
    if empty:
        yield _finding(check, beside, _cell(sheet, columns, one, empty[0]), f"{len(empty)}", "")


def _sum(check: CheckOf, filled: Filled, schema: ReturnSchema, beside: Beside) -> Iterator[Finding]:
    a, b = schema.find(check.of), schema.find(check.with_)
    if a is None or b is None:
        return
    one, (sheet, other) = a[1], b
    said, columns = filled.figures.get(one.id), filled.lists.get(sheet.id)
    if columns is None or not isinstance(said, int):
        return
    total = sum(v for v in columns.values[other.id] if isinstance(v, int))
    if said != total:
        yield _finding(
            check, beside, _at(filled, one), shown(one, said), shown(one, total), _column_name(sheet, columns, other)
        )


def _column_name(sheet: SheetOf, columns: Columns, one: FieldOf) -> str:
    """A whole column as Excel names it: ``项目清单 G4:G19``."""
    letters = columns.letters.get(one.id, "")
    ends = f" {letters}{columns.lines[0]}:{letters}{columns.lines[-1]}" if columns.lines else ""
    return f"{sheet.title.zh}{ends}"


def _rows(check: CheckOf, filled: Filled, schema: ReturnSchema, beside: Beside) -> Iterator[Finding]:
    found = schema.find(check.of)
    columns = filled.lists.get(check.with_)
    if found is None or columns is None:
        return
    one = found[1]
    said = filled.figures.get(one.id)
    if isinstance(said, int) and said != len(columns.lines):
        listed = next(s for s in schema.sheets if s.id == check.with_)
        there = _column_name(listed, columns, listed.fields[0])
        yield _finding(check, beside, _at(filled, one), str(said), str(len(columns.lines)), there)


def _against(
    known: Mapping[str, Value], wrong: Callable[[int, int, CheckOf], bool]
) -> Callable[..., Iterator[Finding]]:
    def compare(check: CheckOf, filled: Filled, schema: ReturnSchema, beside: Beside) -> Iterator[Finding]:
        found = schema.find(check.of)
        if found is None:
            return
        one = found[1]
        said, there = filled.figures.get(one.id), known.get(one.id)
        if isinstance(said, int) and isinstance(there, int) and wrong(said, there, check):
            yield _finding(check, beside, _at(filled, one), shown(one, said), shown(one, there))

    return compare


def _ledger(check: CheckOf, filled: Filled, schema: ReturnSchema, beside: Beside) -> Iterator[Finding]:
    return _against(beside.ledger, lambda said, there, _: said != there)(check, filled, schema, beside)


def _not_falling(check: CheckOf, filled: Filled, schema: ReturnSchema, beside: Beside) -> Iterator[Finding]:
    return _against(beside.before, lambda said, there, _: said < there)(check, filled, schema, beside)


def _jump(check: CheckOf, filled: Filled, schema: ReturnSchema, beside: Beside) -> Iterator[Finding]:
    def far(said: int, there: int, c: CheckOf) -> bool:
        return c.by is not None and there > 0 and Decimal(said) > c.by * there

    return _against(beside.before, far)(check, filled, schema, beside)


_RULES: Mapping[Rule, Callable[[CheckOf, Filled, ReturnSchema, Beside], Iterator[Finding]]] = {
    Rule.AT_MOST: _at_most,
    Rule.NOT_BEFORE: _not_before,
    Rule.UNIQUE: _unique,
    Rule.SUM: _sum,
    Rule.ROWS: _rows,
    Rule.IN_PERIOD: _in_period,
    Rule.FILLED: _filled_in,
    Rule.LEDGER: _ledger,
    Rule.NOT_FALLING: _not_falling,
    Rule.JUMP: _jump,
}
