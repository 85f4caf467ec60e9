"""Reads one file of ``terms/``: what the keys mean, value by value. Shape was checked before (``shapes``)."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ipops.kernel.citation import Citation
from ipops.kernel.period import CalendarPeriod
from ipops.kernel.text import Text
from ipops.policy.exact import Number, decimal_text, number, speaks_of_size
from ipops.policy.register import Desk
from ipops.policy.shapes import Form, TermShape, ValueShape, checked
from ipops.policy.terms import Band, Dated, Range, Term, Value
from ipops.policy.units import UNITS
from ipops.policy.yamlread import Where, nearest

NUMERIC = (Form.NUMBER, Form.BANDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """The same term in the layers below: what this file inherits and must agree with."""

    pack: str
    term: Term


def read_term(path: Path, desk: Desk, start: date, below: Below | None) -> Term | None:
    """The term, or ``None`` with problems on the desk's sheet. ``start`` is the first day the document holds."""
    sheet = desk.sheet
    shape = checked(TermShape, sheet)
    if shape is None:
        return None
    head = _Head.of(shape, desk, below)
    if head is None:
        return None
    ordered_days(desk, list(shape.values), start)
    values = tuple(_dated(day, v, head, desk) for day, v in shape.values.items())
    return Term(
        name=path.stem,
        says=head.says,
        form=head.form,
        unit=head.unit,
        decides_money=head.money,
        choices=head.choices,
        reviewed_on=shape.reviewed_on,
        values=tuple(sorted(values, key=lambda v: v.since)),
        file=sheet.file,
    )


def ordered_days(desk: Desk, days: list[date], start: date) -> None:
    """Notes an empty list of values, days out of order, and days before the document."""
    if not days:
        desk.sheet.wrong("no-values", ("values",))
    for earlier, later in itertools.pairwise(days):
        if later < earlier:
            desk.sheet.wrong("date-order", ("values", str(later)), earlier=earlier, later=later)
    for day in days:
        if day < start:
            desk.sheet.wrong("value-before-document", ("values", str(day)), day=day, start=start)


def unit_of(unit: str | None, desk: Desk) -> str:
    if unit is not None and unit not in UNITS:
        desk.sheet.wrong("unknown-unit", ("unit",), unit=unit, near=nearest(unit, UNITS))
    return unit or ""


def agreeing(desk: Desk, key: str, here: object, there: object, pack: str) -> None:
    """A layer that repeats what a lower one said of the term must say the same."""
    if here is not None and str(here) != str(there):
        told = str(there) or Text("空", "empty")
        desk.sheet.wrong("layers-disagree", (key,), what=key, here=here, there=told, pack=pack)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """What holds for all values of a file."""

    says: Text
    form: Form
    unit: str
    money: bool
    choices: Mapping[str, Text]

    @classmethod
    def of(cls, shape: TermShape, desk: Desk, below: Below | None) -> _Head | None:
        unit = unit_of(shape.unit, desk)
        if shape.says is None and below is None:
            desk.sheet.lines.setdefault(("says",), 1)
            desk.sheet.wrong("missing-key", ("says",), name="says")
            return None
        choices = {code: both.text for code, both in (shape.choices or {}).items()}
        form = shape.form or (below.term.form if below else Form.NUMBER)
        if below is not None:
            agreeing(desk, "form", shape.form, below.term.form, below.pack)
            agreeing(desk, "unit", shape.unit, below.term.unit, below.pack)
            if choices and set(choices) != set(below.term.choices):
                here, there = ", ".join(choices), ", ".join(below.term.choices)
                desk.sheet.wrong(
                    "layers-disagree", ("choices",), what="choices", here=here, there=there, pack=below.pack
                )
            unit, choices = unit or below.term.unit, choices or dict(below.term.choices)
        if form in NUMERIC and not unit:
            desk.sheet.lines.setdefault(("unit",), 1)
            desk.sheet.wrong("unit-needed", ("unit",))
        if form is Form.CHOICE and not choices:
            desk.sheet.lines.setdefault(("choices",), 1)
            desk.sheet.wrong("no-choices", ("choices",))
        return cls(
            says=shape.says.text if shape.says else below.term.says if below else Text("?", "?"),
            form=form,
            unit=unit,
            money=shape.decides == "money" or (below is not None and below.term.decides_money),
            choices=choices,
        )


def _dated(day: date, shape: ValueShape, head: _Head, desk: Desk) -> Dated:
    where: Where = ("values", str(day))
    told = [shape.value is not None, shape.range is not None, shape.unknown is not None]
    value: Value | None = None
    if sum(told) != 1:
        desk.sheet.wrong("one-of", where)
    elif shape.range is not None:
        value = _range(shape.range, (*where, "range"), desk)
    elif shape.unknown is None:
        value = _value(shape.value, head, (*where, "value"), desk)
    return Dated(
        since=day,
        value=value,
        why=shape.unknown.text if shape.unknown else None,
        needs=shape.needs.text if shape.needs else None,
        note=shape.note.text if shape.note else None,
        caution=shape.caution.text if shape.caution else None,
        cite=_cite(shape, head, where, desk),
        read=shape.cite.clause if shape.cite and shape.cite.clause in ("unseen", "outside") else "clause",
    )


def _cite(shape: ValueShape, head: _Head, where: Where, desk: Desk) -> Citation | None:
    if shape.unknown is not None and shape.cite is None:
        return None  # the pack's own document stands in: nobody can cite a clause that was not found
    numeric = head.form in NUMERIC and shape.unknown is None
    cite = desk.cited(shape.cite, where, numeric=numeric, cautioned=shape.caution is not None)
    if shape.cite is None or shape.unknown is not None or not head.money:
        return cite
    if not shape.cite.grade.may_decide_money:
        desk.sheet.wrong("grade-decides-money", (*where, "cite", "grade"), grade=shape.cite.grade)
    elif numeric and desk.only_translated(shape.cite):
        marks = ", ".join(shape.cite.sources)
        desk.sheet.wrong("translation-decides-money", (*where, "cite", "sources"), marks=marks)
    return cite


def exact(raw: object, where: Where, desk: Desk) -> Number | None:
    """The number meant by a key, or ``None`` after a problem was noted."""
    value = number(raw)
    if value is None:
        words = isinstance(raw, str) and speaks_of_size(raw)
        desk.sheet.wrong("english-number" if words else "not-a-number", where, text=raw)
    return value


def _range(raw: list[Any], where: Where, desk: Desk) -> Range | None:
    ends = [exact(end, (*where, i), desk) for i, end in enumerate(raw)]
    if len(ends) != 2:
        desk.sheet.wrong(
            "wrong-kind", where, zh='两个数的列表，如 ["1.5", 2]', en='a list of two numbers, as ["1.5", 2]'
        )
        return None
    low, high = ends
    if low is None or high is None:
        return None
    if low > high:
        desk.sheet.wrong("range-reversed", where, low=decimal_text(low), high=decimal_text(high))
        return None
    return Range(low, high)


def _value(raw: Any, head: _Head, where: Where, desk: Desk) -> Value | None:
    if head.form is Form.NUMBER:
        return exact(raw, where, desk)
    if head.form is Form.WORDS:
        return _both(raw, where, desk)
    if head.form is Form.LIST:
        return _list(raw, where, desk)
    if head.form is Form.BANDS:
        return _bands(raw, where, desk)
    if head.form is Form.CHOICE:
        if raw not in head.choices:
            desk.sheet.wrong("choice-not-listed", where, word=raw, known=", ".join(head.choices))
            return None
        return str(raw)
    if head.form is Form.DATE:
        if not isinstance(raw, date):
            desk.sheet.wrong("wrong-kind", where, zh="日期，如 2020-04-30", en="a day, as 2020-04-30")
            return None
        return raw
    try:
        return CalendarPeriod.parse(str(raw))
    except ValueError:
        desk.sheet.wrong("wrong-kind", where, zh="时期，如 2019 或 2019..2021", en="a period, as 2019 or 2019..2021")
        return None


def _both(raw: Any, where: Where, desk: Desk) -> Text | None:
    if (
        isinstance(raw, dict)
        and set(raw) == {"zh", "en"}
        and all(isinstance(v, str) and v.strip() for v in raw.values())
    ):
        return Text(raw["zh"], raw["en"])
    desk.sheet.wrong("wrong-kind", where, zh="中英文字（zh 与 en）", en="words in both languages (zh and en)")
    return None


def _list(raw: Any, where: Where, desk: Desk) -> tuple[Text, ...] | None:
    if not isinstance(raw, list) or not raw:
        desk.sheet.wrong("wrong-kind", where, zh="列表", en="a list")
        return None
    items = [_both(item, (*where, i), desk) for i, item in enumerate(raw)]
    return tuple(i for i in items if i is not None)


def _bands(raw: Any, where: Where, desk: Desk) -> tuple[Band, ...] | None:
    """``[{from: 0, to: 60, gives: "0.1", named: {zh, en}}, …]`` from low to high, the last one closed at its top."""
    if not isinstance(raw, list) or not raw or not all(isinstance(b, dict) for b in raw):
        desk.sheet.wrong("wrong-kind", where, zh="分档列表", en="a list of bands")
        return None
    made: list[Band] = []
    for i, row in enumerate(raw):
        at: Where = (*where, i)
        for key in set(row) - {"from", "to", "gives", "named"}:
            desk.sheet.wrong(
                "unknown-key", (*at, key), name=key, near=nearest(str(key), ("from", "to", "gives", "named"))
            )
        low, high = exact(row.get("from"), (*at, "from"), desk), exact(row.get("to"), (*at, "to"), desk)
        gives = exact(row["gives"], (*at, "gives"), desk) if "gives" in row else None
        named = _both(row["named"], (*at, "named"), desk) if "named" in row else None
        if low is None or high is None:
            continue
        if low >= high or (made and made[-1].high != low):
            desk.sheet.wrong("bands-order", at, text=f"{decimal_text(low)}–{decimal_text(high)}")
        made.append(Band(low=low, high=high, top=i == len(raw) - 1, gives=gives, named=named))
    return tuple(made)
