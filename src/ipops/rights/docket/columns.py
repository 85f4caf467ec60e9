"""The fee windows of many live rights at once: the rows of ``lines``, as columns, computed for whole arrays.

    Stock (one array a field) ── blocks of rights ──> step by step (8 of an annuity, 2 of a renewal, 1 end) ──> Arrow table

Rule 1: every figure comes from the same book as ``lines``; a test and the bench hold the rows of both against one another.
Rule 2: rights are taken in blocks, so that the temporary arrays stay small whatever the stock is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ipops.ledger.facts.words import RightKind
from ipops.rights.docket import lines as one
from ipops.rights.docket.days import PUBLISHED, Calendar
from ipops.rights.docket.lines import FEN, RESTORATION, LiveRight
from ipops.rights.docket.vectors import NO_DAY, Days, Flags, Months, Roll, number, roll_of, year_of
from ipops.rights.law import Book, book

Ints = npt.NDArray[Any]
KINDS: tuple[RightKind, ...] = tuple(RightKind)
ITEMS = (one.ANNUITY, one.RENEWAL, one.EXPIRY)
FIRST_RECORD = 2016  #: the first calendar year that a reduction can be on record for: bit 0
BLOCK = 1 << 17
_UNPAID = -1
_MOST_YEARS = 64  #: more patent years than any right has
_MARK = KINDS.index(RightKind.TRADEMARK)
_N_PATENTS = sum(k.is_patent for k in KINDS)  #: patents come first among the kinds
assert all(k.is_patent for k in KINDS[:_N_PATENTS])


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Live rights, one array a field, in the meaning of ``LiveRight``. Days as ``vectors`` counts them; ``paid_to`` -1 if
    nobody told; ``on_record`` has a bit for each calendar year from 2016."""

    kind: npt.NDArray[np.int8]
    filed_on: Days
    granted_on: Days
    expires_on: Days
    paid_to: npt.NDArray[np.int16]
    entitled: npt.NDArray[np.int8]
    on_record: npt.NDArray[np.int64]
    open_from: Days
    open_until: Days
    classes: npt.NDArray[np.int16]
    loss_received_on: Days

    def __len__(self) -> int:
        return len(self.kind)

    def part(self, at: slice) -> Stock:
        return Stock(**{f.name: getattr(self, f.name)[at] for f in fields(self)})

    @classmethod
    def of(cls, rights: Sequence[LiveRight]) -> Stock:
        def days(name: str) -> Days:
            return np.array([number(getattr(r, name)) for r in rights], dtype=np.int32)

        return cls(
            kind=np.array([KINDS.index(r.kind) for r in rights], dtype=np.int8),
            filed_on=days("filed_on"),
            granted_on=days("granted_on"),
            expires_on=days("expires_on"),
            paid_to=np.array([_UNPAID if r.paid_to is None else r.paid_to for r in rights], dtype=np.int16),
            entitled=np.array([r.entitled for r in rights], dtype=np.int8),
            on_record=np.array([sum(1 << (y - FIRST_RECORD) for y in r.on_record) for r in rights], dtype=np.int64),
            open_from=days("open_from"),
            open_until=days("open_until"),
            classes=np.array([r.classes for r in rights], dtype=np.int16),
            loss_received_on=days("loss_received_on"),
        )


class _Law:
    """The book as arrays."""

    def __init__(self, law: Book, calendar: Calendar) -> None:
        self.book, self.roll = law, roll_of(calendar)
        self.since = np.array([number(t.holds_from) for t in law.tariffs], dtype=np.int32)
        self.yuan = np.full((len(law.tariffs), _N_PATENTS, _MOST_YEARS), -1, dtype=np.int32)
        for i, tariff in enumerate(law.tariffs):
            for kind, years in tariff.by_year.items():
                self.yuan[i, KINDS.index(kind), 1 : len(years) + 1] = years
        self.reduced_since = np.array([number(d) for d, _ in law.reduced_years], dtype=np.int32)
        self.reduced_years = np.array([0, *(n for _, n in law.reduced_years)], dtype=np.int16)
        self.open_rule = law.reductions["FR-6"]

    def full(self, kind: Ints, year: Ints, pay_day: Days) -> Ints:
        """Whole yuan, -1 where the tariff names no such year."""
        one_for_all = len(self.since) == 1
        tariff = 0 if one_for_all else np.maximum(np.searchsorted(self.since, pay_day, side="right") - 1, 0)
        found: Ints = self.yuan[tariff, kind, np.minimum(year, _MOST_YEARS - 1)]
        return found


def compute(
    stock: Stock, on: date, *, calendar: Calendar = PUBLISHED, law: Book | None = None, block: int = BLOCK
) -> pa.Table:
    """Every window of every right. Columns: ``right`` (its place in the stock), ``item``, ``year``, ``step``, ``opens_on``,
    ``last_on``, ``other_last_on``, ``provisional``, and in fen ``full``, ``surcharge``, ``total``, ``lowest``; ``relief`` in
    per cent. Absent days and unknown amounts are null. Rows are in the order of rights within a block and step."""
    table = _Law(law or book(), calendar)
    batches = []
    for start in range(0, len(stock), block):
        part = stock.part(slice(start, start + block))
        batches += [_batch(rows, start) for rows in _rows(part, number(on), table)]
    return pa.Table.from_batches(batches, schema=SCHEMA)


SCHEMA = pa.schema(
    [
        ("right", pa.int32()),
        ("item", pa.int8()),
        ("year", pa.int16()),
        ("step", pa.int8()),
        ("opens_on", pa.date32()),
        ("last_on", pa.date32()),
        ("other_last_on", pa.date32()),
        ("provisional", pa.bool_()),
        ("full", pa.int32()),
        ("relief", pa.int8()),
        ("surcharge", pa.int32()),
        ("total", pa.int32()),
        ("lowest", pa.int32()),
    ]
)


def _batch(rows: dict[str, Ints], start: int) -> pa.RecordBatch:
    arrays = []
    for field in SCHEMA:
        values = rows[field.name]
        if field.name == "right":
            values = (values + start).astype(np.int32)
        absent = None
        if field.name in ("last_on", "other_last_on"):
            absent = values == NO_DAY
        elif field.name in ("full", "surcharge", "total", "lowest"):
            absent = values < 0
        if absent is not None and not absent.any():
            absent = None
        if pa.types.is_date32(field.type):
            arrays.append(pa.array(values, pa.int32(), mask=absent).view(pa.date32()))
        else:
            arrays.append(pa.array(values, field.type, mask=absent))
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _rows(s: Stock, on: int, law: _Law) -> list[dict[str, Ints]]:
    """The rows of one block, step by step."""
    ends = _term_ends(s, law)
    made = _annuities(s, on, ends, law) + _renewals(s, ends, law)
    known = np.flatnonzero(ends != NO_DAY)
    last = ends[known] - 1
    made.append(_row(known, 2, 0, 0, last, last, last, False, -1, 0, -1, -1, -1))
    return [rows for rows in made if len(rows["right"])]


def _row(right: Ints, item: int, *values: Any) -> dict[str, Ints]:
    """One step for many rights; a single value stands for all of them."""
    n = len(right)
    made: dict[str, Ints] = {"right": right.astype(np.int32), "item": np.full(n, item, np.int8)}
    for field, value in zip(list(SCHEMA)[2:], values, strict=True):
        kind = np.dtype("int32") if pa.types.is_date32(field.type) else np.dtype(field.type.to_pandas_dtype())
        made[field.name] = np.full(n, value, kind) if np.isscalar(value) else np.asarray(value).astype(kind, copy=False)
    return made


def _term_ends(s: Stock, law: _Law) -> Days:
    ends = s.expires_on.copy()
    asked = np.flatnonzero((ends == NO_DAY) & (s.kind < _N_PATENTS))
    if len(asked):
        years = np.zeros(len(asked), np.int32)
        for code, kind in enumerate(KINDS[:_N_PATENTS]):
            for since, length in law.book.terms[kind].years:
                from_day = max(number(since), int(NO_DAY) + 1)
                years[(s.kind[asked] == code) & (s.filed_on[asked] >= from_day)] = length
        ends[asked] = np.where(years > 0, Months(s.filed_on[asked]).plus(12 * years), NO_DAY)
    marks = np.flatnonzero((ends == NO_DAY) & (s.kind == _MARK) & (s.granted_on != NO_DAY))
    if len(marks):
        start = Months(s.granted_on[marks])
        end = start.plus(12 * one.MARK_YEARS)
        # the day before the corresponding day; where there is none, the month's last, which the clamp gives already
        clamped = Months(end).nth != start.nth
        ends[marks] = np.where(clamped, end + 1, end)
    return ends


class _Patents:
    """The granted patents of a block that still owe a year: their open year and what every step needs."""

    def __init__(self, s: Stock, on: int, ends: Days, law: _Law) -> None:
        at = np.flatnonzero((s.kind < _N_PATENTS) & (s.granted_on != NO_DAY))
        filed = Months(s.filed_on[at])
        grant_year = _patent_year(filed, s.granted_on[at])
        year = self._open_year(s, at, filed, grant_year, on, law)
        owed = filed.plus(12 * (year - 1)) < ends[at]
        self.at, at_all = at[owed], at
        self.year = year[owed]
        self.nth = (year - grant_year + 1)[owed]
        self.granted = s.granted_on[at_all][owed]
        filed = Months(s.filed_on[self.at])
        self.due = filed.plus(12 * (self.year - 1))
        self.before = filed.plus(12 * (self.year - 2))
        self.kind = s.kind[self.at]
        self.entitled = s.entitled[self.at]
        self.on_record = s.on_record[self.at]
        self.open_from, self.open_until = s.open_from[self.at], s.open_until[self.at]
        self.loss = s.loss_received_on[self.at]
        self.too_old = (self.nth > one.OLD_YEARS) & (self.due < number(one.LONGER_FROM))

    @staticmethod
    def _open_year(s: Stock, at: Ints, filed: Months, grant_year: Ints, on: int, law: _Law) -> Ints:
        first = grant_year + 1
        now = _patent_year(filed, np.full(len(at), on, np.int32))
        late_end, _ = law.roll(Months(filed.plus(12 * (now - 1))).plus(law.book.late.months))
        untold = np.where(on <= late_end, now, now + 1)
        paid_to = s.paid_to[at].astype(np.int32)
        year: Ints = np.maximum(first, np.where(paid_to == _UNPAID, untold, paid_to + 1))
        return year

    def relief(self, pay_day: Days, law: _Law) -> tuple[Ints, Ints]:
        """Per cent that holds on the day, and the best there could be."""
        allowed = law.reduced_years[np.searchsorted(law.reduced_since, pay_day, side="right")]
        may = (self.nth >= 1) & (self.nth <= allowed) & ~self.too_old
        bit = year_of(pay_day) - FIRST_RECORD
        held = (bit >= 0) & (bit < 63) & ((self.on_record >> np.clip(bit, 0, 62)) & 1).astype(bool)
        could = np.where(may, self.entitled, 0)
        rule = law.open_rule
        using = (self.open_from != NO_DAY) & (self.open_from <= pay_day) & (pay_day >= number(rule.since))
        using &= (self.open_until == NO_DAY) | (pay_day < self.open_until)
        opened = np.where(using, rule.percent or 0, 0)
        relief = np.maximum(np.where(held, could, 0), opened)
        return relief, np.maximum(could, opened)


def _patent_year(filed: Months, days: Days) -> Ints:
    whole = year_of(days) - filed.year
    return whole + (filed.plus(12 * whole) <= days)


def _annuities(s: Stock, on: int, ends: Days, law: _Law) -> list[dict[str, Ints]]:
    p = _Patents(s, on, ends, law)
    moved, unsure = law.roll(p.due)
    due, rolled = Months(p.due), Months(moved)
    made = [_step(p, 0, np.maximum(p.before, p.granted), moved, moved, unsure, law)]
    opens = moved + 1
    months = law.book.late.months
    for month in range(1, months):
        last = due.plus(month)
        made.append(_step(p, month, opens, last, rolled.plus(month), unsure, law))
        opens = last + 1
    last, unsure_last = law.roll(due.plus(months))
    other, unsure_other = law.roll(rolled.plus(months))
    unsure = unsure | unsure_last | unsure_other
    made.append(_step(p, months, opens, last, other, unsure, law))
    made.append(_restored(p, last + 1, unsure, law))
    return made


def _restored(p: _Patents, opens: Days, unsure: Flags, law: _Law) -> dict[str, Ints]:
    told = p.loss != NO_DAY
    last, flags = np.full(len(p.at), NO_DAY, np.int32), unsure.copy()
    if told.any():
        day, doubt = law.roll(Months(p.loss[told]).plus(law.book.restoration.months))
        last[told] = day
        flags[told] |= doubt
    return _step(p, RESTORATION, opens, last, last, flags, law)


def _step(p: _Patents, step: int, opens: Days, last: Days, other: Days, unsure: Flags, law: _Law) -> dict[str, Ints]:
    pay_day = np.where(last == NO_DAY, opens, last)
    relief, best = p.relief(pay_day, law)
    yuan = law.full(p.kind, p.year, pay_day)
    if step == 0:
        surcharge = np.zeros_like(yuan)
    elif step == RESTORATION:
        surcharge = yuan * law.book.restoration.percent + law.book.restoration.request.fen
    else:
        surcharge = yuan * law.book.late.percent_by_month[step - 1]
    known = yuan >= 0
    amounts = (yuan * FEN, surcharge, yuan * (100 - relief) + surcharge, yuan * (100 - best) + surcharge)
    full, extra, total, lowest = amounts if known.all() else (np.where(known, a, -1) for a in amounts)
    return _row(p.at, 0, p.year, step, opens, last, other, unsure, full, relief, extra, total, lowest)


def _renewals(s: Stock, ends: Days, law: _Law) -> list[dict[str, Ints]]:
    at = np.flatnonzero((s.kind == _MARK) & (s.granted_on != NO_DAY) & (ends != NO_DAY))
    if not len(at):
        return []
    end = Months(ends[at] - 1)
    last_day = ends[at] - 1
    moved, unsure = law.roll(last_day)
    grace, unsure_grace = law.roll(end.plus(one.MARK_GRACE))
    classes = s.classes[at].astype(np.int32)
    fee, late = law.book.fees["renewal.trademark"], law.book.fees["renewal_late.trademark"]
    paper, paper_late = fee.paper.fen * classes, late.paper.fen * classes
    online, online_late = (fee.online or fee.paper).fen * classes, (late.online or late.paper).fen * classes
    opens = end.plus(-one.MARK_OPENS) + 1
    both = unsure | unsure_grace
    return [
        _row(at, 1, 0, 0, opens, moved, last_day, unsure, paper, 0, 0, paper, online),
        _row(
            at, 1, 0, 1, moved + 1, grace, grace, both, paper, 0, paper_late, paper + paper_late, online + online_late
        ),
    ]


__all__ = ["FIRST_RECORD", "ITEMS", "KINDS", "Roll", "Stock", "compute"]
