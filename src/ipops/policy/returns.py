"""Returns of a pack: one schema that makes form, template, validator, field help and manual page.

<code>/returns/<name>.yaml. A schema has a version; a template, a draft and a stored return carry the version they were made
with. Checks have a level, a severity and the day from which they bind: before it they are shown as *beta* and stop nobody.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.text import Text
from ipops.policy.read_terms import exact
from ipops.policy.register import Desk
from ipops.policy.shapes import Both, CiteShape, Shape, checked
from ipops.policy.yamlread import nearest


class Kind(StrEnum):
    """What a field holds, and how a cell of it is read."""

    COUNT = "count"
    MONEY = "money"
    TEXT = "text"
    DATE = "date"
    YEAR = "year"
    CHOICE = "choice"
    CREDIT_CODE = "credit_code"


class Severity(StrEnum):
    BLOCK = "block"  #: nothing passes the gate while it stands
    CONFIRM = "confirm"  #: passes with a typed reason
    WARN = "warn"  #: shown, folded, stops nobody
    BETA = "beta"  #: shown until it binds; then it blocks


class Rule(StrEnum):
    """What a check compares. The list is closed: a check is data, never code."""

    AT_MOST = "at_most"  #: ``of`` is not above ``with``; fields, or columns of one row
    NOT_BEFORE = "not_before"  #: the day ``of`` is not before the day ``with``
    UNIQUE = "unique"  #: no value of the column ``of`` stands twice
    SUM = "sum"  #: the field ``of`` is the sum of the column ``with``
    ROWS = "rows"  #: the field ``of`` is the number of rows of the sheet ``with``
    IN_PERIOD = "in_period"  #: the day ``of`` lies before the end of the period
    FILLED = "filled"  #: the column ``of`` is filled in
    LEDGER = "ledger"  #: the field ``of`` is what the ledger computes
    NOT_FALLING = "not_falling"  #: the field ``of`` is not below the return before
    JUMP = "jump"  #: the field ``of`` is not more than ``by`` times the return before


class FieldShape(Shape):
    id: str
    says: Both
    help: Both | None = None
    kind: Annotated[Kind, Field(strict=False)]
    unit: Literal["", "元", "万元", "亿元"] = ""
    required: bool = True
    least: int = 0
    measure: str = ""
    choices: dict[str, Both] = Field(default={})


class SheetShape(Shape):
    id: str
    says: Both
    layout: Literal["fields", "rows"]
    most_rows: int = 100_000
    fields: list[FieldShape]


class CheckShape(Shape):
    id: str
    level: Literal["L3", "L4", "L5", "L6"]
    severity: Annotated[Severity, Field(strict=False)]
    rule: Annotated[Rule, Field(strict=False)]
    of: str
    with_: Annotated[str, Field(alias="with")] = ""
    by: Any = None
    since: date
    binds_from: date | None = None
    says: Both
    fix: Both
    owner: str = ""


class ReturnShape(Shape):
    says: Both
    version: str
    grain: Literal["month", "quarter", "year"]
    due_days: int
    reviewed_on: date
    since: date
    cite: CiteShape
    sheets: list[SheetShape]
    checks: list[CheckShape]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOf:
    """``measure`` names the indicator whose figure of the period is filled in; money is read in ``unit`` and kept in fen."""

    id: str
    title: Text
    help: Text | None
    kind: Kind
    unit: str
    required: bool
    least: int
    measure: str
    choices: dict[str, Text]

    @property
    def heading(self) -> Text:
        """Its name with its unit."""
        if not self.unit:
            return self.title
        return Text(f"{self.title.zh}（{self.unit}）", f"{self.title.en} ({UNITS.get(self.unit, self.unit)})")

    @property
    def names(self) -> tuple[str, ...]:
        """What a line or a column of it may be called in a file: the code, either language with or without the unit, and the
        English of the earlier templates, which had the Chinese unit."""
        head = self.heading
        return (self.id, head.zh, self.title.zh, head.en, self.title.en, f"{self.title.en} ({self.unit})")


#: Units of money as sheets write them -> their English.
UNITS = {
    "元": "yuan", "千元": "thousand yuan", "万元": "ten thousand yuan", "百万元": "million yuan", "亿元": "hundred million yuan",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOf:
    id: str
    title: Text
    is_rows: bool
    most_rows: int
    fields: tuple[FieldOf, ...]

    def field(self, code: str) -> FieldOf | None:
        return next((f for f in self.fields if f.id == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOf:
    """``says`` may carry ``{left}``, ``{right}``, ``{field}``: both values compared are always told."""

    id: str
    level: str
    severity: Severity
    rule: Rule
    of: str
    with_: str
    by: Decimal | None
    since: date
    binds_from: date | None
    says: Text
    fix: Text
    owner: str

    def on(self, day: date) -> Severity | None:
        """How it binds on a day; ``None`` before it exists. A beta check blocks from its day on."""
        if day < self.since:
            return None
        if self.severity is Severity.BETA and self.binds_from is not None and day >= self.binds_from:
            return Severity.BLOCK
        return self.severity


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSchema:
    """``rules`` is the digest of everything in it: what a stored return was checked by."""

    code: str
    title: Text
    version: str
    grain: str
    due_days: int
    since: date
    cite: Citation
    sheets: tuple[SheetOf, ...]
    checks: tuple[CheckOf, ...]
    pack: str
    rules: str

    @property
    def demo(self) -> bool:
        return self.cite.grade is Grade.DEMO

    @property
    def figures(self) -> tuple[FieldOf, ...]:
        """Fields of the sheets that hold one value a field."""
        return tuple(f for s in self.sheets if not s.is_rows for f in s.fields)

    @property
    def lists(self) -> tuple[SheetOf, ...]:
        return tuple(s for s in self.sheets if s.is_rows)

    def sheet(self, code: str) -> SheetOf | None:
        return next((s for s in self.sheets if s.id == code), None)

    def find(self, path: str) -> tuple[SheetOf, FieldOf] | None:
        """``figures.custody`` as its sheet and field."""
        sheet, _, code = path.partition(".")
        found = self.sheet(sheet)
        field_ = found.field(code) if found else None
        return (found, field_) if found and field_ else None


def read_return(path: Path, desk: Desk, pack: str) -> ReturnSchema | None:
    """The schema, or ``None`` with problems on the desk's sheet."""
    shape = checked(ReturnShape, desk.sheet)
    if shape is None:
        return None
    cite = desk.cited(shape.cite, ())
    checks = tuple(_check(c, n, desk) for n, c in enumerate(shape.checks))
    if cite is None or any(c is None for c in checks):
        return None
    made = ReturnSchema(
        code=path.stem,
        title=shape.says.text,
        version=shape.version,
        grain=shape.grain,
        due_days=shape.due_days,
        since=shape.since,
        cite=cite,
        sheets=tuple(_sheet(s) for s in shape.sheets),
        checks=tuple(c for c in checks if c is not None),
        pack=pack,
        rules=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
    _known(made, desk)
    return made


def _sheet(shape: SheetShape) -> SheetOf:
    return SheetOf(
        id=shape.id,
        title=shape.says.text,
        is_rows=shape.layout == "rows",
        most_rows=shape.most_rows,
        fields=tuple(
            FieldOf(
                id=f.id,
                title=f.says.text,
                help=f.help.text if f.help else None,
                kind=f.kind,
                unit=f.unit,
                required=f.required,
                least=f.least,
                measure=f.measure,
                choices={code: both.text for code, both in f.choices.items()},
            )
            for f in shape.fields
        ),
    )


def _check(shape: CheckShape, n: int, desk: Desk) -> CheckOf | None:
    by = exact(shape.by, ("checks", n, "by"), desk) if shape.by is not None else None
    if shape.by is not None and by is None:
        return None
    return CheckOf(
        id=shape.id,
        level=shape.level,
        severity=shape.severity,
        rule=shape.rule,
        of=shape.of,
        with_=shape.with_,
        by=None if by is None else Decimal(by.numerator) / Decimal(by.denominator),
        since=shape.since,
        binds_from=shape.binds_from,
        says=shape.says.text,
        fix=shape.fix.text,
        owner=shape.owner,
    )


def _known(made: ReturnSchema, desk: Desk) -> None:
    """A check of a field that does not exist would check nothing."""
    paths = [f"{s.id}.{f.id}" for s in made.sheets for f in s.fields]
    for n, check in enumerate(made.checks):
        for key, path in (("of", check.of), ("with", check.with_)):
            known = paths if check.rule is not Rule.ROWS or key == "of" else [s.id for s in made.sheets]
            if path and path not in known:
                desk.sheet.wrong("return-no-field", ("checks", n, key), name=path, near=nearest(path, known))
