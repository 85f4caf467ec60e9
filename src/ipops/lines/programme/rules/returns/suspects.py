"""What a sheet looks like it says and does not: another unit in a label or in a note, an amount merged over rows, a row of sums, columns out of sight."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ipops.intake.headers import letter
from ipops.intake.sheet import Raw, Sheet
from ipops.intake.values import clean, key
from ipops.kernel.outcome import Place
from ipops.kernel.text import Text
from ipops.lines.programme.rules.returns.finding import Finding, found
from ipops.policy.returns import UNITS, FieldOf, Kind, Severity

_UNIT = re.compile(r"[（(]\s*(?:单位[:：])?\s*(亿元|万元|千元|百万元|元)\s*[)）]")
_NOTE = re.compile(r"[（(]?\s*(?:金额|货币)?单位\s*[:：]\s*(?:人民币)?\s*(亿元|百万元|万元|千元|元)\s*[)）]?")
_SUMS = frozenset({"合计", "小计", "总计", "合计数", "total", "subtotal", "sum"})


def another_unit(one: FieldOf, label: str, at: Place) -> Finding | None:
    """A label in yuan over a field in ten thousand: the figure would count ten thousand times."""
    said = _UNIT.search(label)
    if one.kind is not Kind.MONEY or said is None or said[1] == (one.unit or "元"):
        return None
    unit = one.unit or "元"
    says = Text(
        f"名称写的单位是{said[1]}，此栏按{unit}读。",
        f"The label says {UNITS[said[1]]} ({said[1]}); this field is read in {UNITS[unit]}.",
    )
    fix = Text(f"请改回“{one.heading.zh}”并按{unit}填。", f"Put back “{one.heading.en}” and give it in {UNITS[unit]}.")
    return found("C209", "L2", says, fix, at, left=said[1], right=unit)


def note_of_unit(name: str, line: int, cells: Sequence[Raw], fields: Sequence[FieldOf]) -> Finding | None:
    """``单位：元`` above a list that is read in ten thousand: whoever wrote it meant every amount below."""
    read = sorted({f.unit or "元" for f in fields if f.kind is Kind.MONEY})
    for i, cell in enumerate(cells):
        said = _NOTE.fullmatch(clean(cell)) if isinstance(cell, str) else None
        if said is None or not read or read == [said[1]]:
            continue
        at = Place(sheet=name, line=line, column=f"{letter(i)}{line}")
        units, words = "、".join(read), ", ".join(UNITS[u] for u in read)
        says = Text(
            f"表上注明单位是{said[1]}，金额栏按{units}读。",
            f"A note says {UNITS[said[1]]} ({said[1]}); the amounts are read in {words}.",
        )
        fix = Text(
            f"请按{units}填写并删去或改正这条说明。", f"Give the amounts in {words}, and delete or correct the note."
        )
        return found("C213", "L2", says, fix, at, left=said[1], right=units)
    return None


def merged_amounts(there: Sheet, heads: Mapping[int, FieldOf], first: int) -> list[Finding]:
    """A merged block in a column of amounts: each row's own, or the sum of all? Heads and words may be merged. ``heads`` are the
    fields by column, ``first`` is the first row of the list."""
    made = []
    for m in there.merges:
        one = heads.get(m.left - 1)
        if m.bottom > m.top >= first and one is not None and one.kind in (Kind.MONEY, Kind.COUNT):
            block = f"{letter(m.left - 1)}{m.top}:{letter(m.right - 1)}{m.bottom}"
            says = Text(
                f"{block} 合并了多行的“{one.title.zh}”。", f"{block} merges “{one.title.en}” over several rows."
            )
            fix = Text("请取消合并，逐行填写。", "Split it and fill in each row.")
            at = Place(sheet=there.name, line=m.top, column=f"{letter(m.left - 1)}{m.top}", field=one.id)
            made.append(found("C210", "L2", says, fix, at, left=block))
    return made


def total_row(name: str, line: int, cells: Sequence[Raw]) -> Finding | None:
    """``合计`` at the head of a row: a sum is no project."""
    first = next(((i, clean(c)) for i, c in enumerate(cells) if c is not None and clean(c)), None)
    if first is None or key(first[1]) not in _SUMS:
        return None
    at = Place(sheet=name, line=line, column=f"{letter(first[0])}{line}")
    says = Text("这一行是合计，不是清单的一项。", "This row is a sum and no item of the list.")
    return found("C211", "L2", says, Text("请删除合计行。", "Delete the row of sums."), at, left=first[1])


def out_of_sight(there: Sheet, width: int) -> list[Finding]:
    """Hidden sheets and columns, of the ``width`` that hold something, are read like the others: whoever hid them must know."""
    at = Place(sheet=there.name, column="A1")
    made = []
    if there.hidden_sheet:
        says = Text("工作表是隐藏的，已照常读入。", "The sheet is hidden and was read like the others.")
        made.append((says, there.name, at))
    if hidden := [c for c in sorted(there.hidden_columns) if c <= width]:
        told = "、".join(letter(c - 1) for c in hidden)
        says = Text(f"隐藏列 {told} 已照常读入。", f"The hidden columns {told} were read like the others.")
        made.append((says, told, Place(sheet=there.name, column=f"{letter(hidden[0] - 1)}1")))
    fix = Text("请取消隐藏核对。", "Show it and look.")
    return [
        found("C212", "L3", says, fix, place, left=left, right="", severity=Severity.WARN) for says, left, place in made
    ]
