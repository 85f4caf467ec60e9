"""From canonical bytes back to entries, strictly: whatever ``canonical`` would not have written is refused.

``entry_from_bytes`` is for bytes that come from a store or another office; ``fact_from_input`` is for what a form or
the API sends, where a field left out takes its default and every mistake is told at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, replace
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any
from unicodedata import normalize

from ipops.kernel.money import Money
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text
from ipops.ledger.canonical import FORM, INT_MAX, INT_MIN, canonical, instant
from ipops.ledger.entry import Entry, Source
from ipops.ledger.fact import Fact, Sealed
from ipops.ledger.kinds import current, kind_named
from ipops.ledger.shape import Shape, per_kind, shapes

_ENVELOPE = {"at", "by", "doc", "fact", "form", "kind", "n", "reason", "ref", "supersedes", "version"}
_NEEDED = _ENVELOPE - {"doc", "reason", "supersedes"}


class NotCanonical(ValueError):
    """These bytes are no entry in canonical form; ``problem`` says what and where."""

    def __init__(self, code: str, says: Text, *, field: str = "", offset: int | None = None) -> None:
        self.problem = Problem(code=code, says=says, at=Place(field=field, offset=offset))
        super().__init__(says.en)


class _Wrong(Exception):
    """A value that does not fit its field; becomes a problem with the field's name."""


def _exactly(type_: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not type_:
            raise _Wrong
        return value

    return read


def _int(value: Any) -> int:
    if type(value) is not int or not INT_MIN <= value <= INT_MAX:
        raise _Wrong
    return value


def _text(value: Any) -> str:
    if type(value) is not str or "\x00" in value:
        raise _Wrong
    return value


def _date(value: Any) -> date:
    made = date.fromisoformat(_text(value))
    if made.isoformat() != value:
        raise _Wrong
    return made


def _instant(value: Any) -> datetime:
    made = datetime.fromisoformat(_text(value))
    if made.tzinfo is None or instant(made) != value:
        raise _Wrong
    return made.astimezone(UTC)


def _fraction(value: Any) -> Fraction:
    above, below = _text(value).split("/")
    made = Fraction(int(above), int(below))
    if f"{made.numerator}/{made.denominator}" != value:
        raise _Wrong
    return made


_SCALARS: dict[type, Callable[[Any], Any]] = {
    str: _text,
    int: _int,
    bool: _exactly(bool),
    date: _date,
    datetime: _instant,
    Money: lambda v: Money(_int(v)),
    Fraction: _fraction,
    Sealed: lambda v: Sealed(_text(v)),
}


def _reader(shape: Shape) -> Callable[[Any], Any]:
    if issubclass(shape.base, Enum):
        words = {member.value: member for member in shape.base}
        one: Callable[[Any], Any] = words.__getitem__
    else:
        one = _SCALARS[shape.base]
    if not shape.many:
        return one

    def several(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise _Wrong
        return tuple([one(v) for v in value])

    return several


@per_kind
def _readers(kind: type[Fact]) -> dict[str, tuple[Shape, Callable[[Any], Any]]]:
    return {s.name: (s, _reader(s)) for s in shapes(kind)}


_WRONG = (_Wrong, KeyError, TypeError, ValueError, ZeroDivisionError)


def _unfit(shape: Shape) -> Text:
    if shape.is_enum:
        codes = ", ".join(str(m.value) for m in shape.base)  # type: ignore[attr-defined]
        return Text(f"“{shape.about.title.zh}”只能是：{codes}。", f"“{shape.about.title.en}” can only be: {codes}.")
    what = _FORMS[shape.base]
    title = shape.about.title
    if shape.many:
        return Text(f"“{title.zh}”应为列表，每项为{what.zh}。", f"“{title.en}” is a list, each item {what.en}.")
    return Text(f"“{title.zh}”应为{what.zh}。", f"“{title.en}” is {what.en}.")


_FORMS: dict[type, Text] = {
    str: Text("文本（不含零字符）", "text without a zero character"),
    int: Text("64 位以内的整数", "a whole number of at most 64 bits"),
    bool: Text("true 或 false", "true or false"),
    date: Text("日期，如 2024-03-01", "a date such as 2024-03-01"),
    datetime: Text("世界时时刻，如 2024-03-01T08:00:00.000000Z", "an instant such as 2024-03-01T08:00:00.000000Z"),
    Money: Text("以分为单位的整数", "a whole number of fen"),
    Fraction: Text("最简分数，如 3/4", "a fraction in lowest terms such as 3/4"),
    Sealed: Text("64 位小写十六进制摘要", "64 lower-case hex digits"),
}


def fact_from_plain(kind: type[Fact], plain: Mapping[str, Any]) -> Fact:
    """The inverse of ``canonical.fact_as_plain``: a field left out is absent, whatever its default.

    Raises ``NotCanonical`` for an unknown key, a missing one or a value that does not fit.
    """
    readers, values = _readers(kind), {}
    for name, (shape, read) in readers.items():
        if name in plain:
            try:
                values[name] = read(plain[name])
            except _WRONG:
                raise NotCanonical("wrong-value", _unfit(shape), field=f"fact.{name}") from None
        elif shape.absent is MISSING:
            says = Text(f"缺少“{shape.about.title.zh}”。", f"“{shape.about.title.en}” is missing.")
            raise NotCanonical("missing-key", says, field=f"fact.{name}")
        else:
            values[name] = shape.absent
    if len(plain) > len(values) or not plain.keys() <= values.keys():
        _stranger(plain.keys() - values.keys(), "fact.")
    return kind(**values)


def _stranger(names: set[str], where: str) -> None:
    name = sorted(names)[0]
    raise NotCanonical(
        "unknown-key", Text(f"没有名为“{name}”的项。", f"There is no field {name!r}."), field=where + name
    )


def _kind_of(plain: Mapping[str, Any]) -> type[Fact]:
    if plain["form"] != FORM:
        says = Text(
            f"规范形式版本 {plain['form']} 未知，本程序只读版本 {FORM}。", f"This program reads form {FORM} only."
        )
        raise NotCanonical("unknown-form", says, field="form")
    try:
        return kind_named(plain["kind"], _int(plain["version"]))
    except (KeyError, TypeError, _Wrong):
        named = f"{plain['kind']} v{plain['version']}"
        says = Text(
            f"没有事实类型 {named}；请升级程序或安装相应业务。",
            f"No fact kind {named} here; a newer program or another line may know it.",
        )
        raise NotCanonical("unknown-kind", says, field="kind") from None


def entry_from_plain(plain: Mapping[str, Any]) -> Entry:
    """The inverse of ``canonical.entry_as_plain``; an older version of a kind comes back in the newest one's words.

    Raises ``NotCanonical``.
    """
    return _newest(_as_written(plain))


def _newest(entry: Entry) -> Entry:
    fact = current(entry.fact)
    return entry if fact is entry.fact else replace(entry, fact=fact)


def _as_written(plain: Mapping[str, Any]) -> Entry:
    if type(plain) is not dict or type(plain.get("fact")) is not dict:
        raise NotCanonical("not-an-entry", Text("这不是一条记录。", "This is no entry."))
    if not plain.keys() <= _ENVELOPE:
        _stranger(plain.keys() - _ENVELOPE, "")
    if missing := _NEEDED - plain.keys():
        name = sorted(missing)[0]
        raise NotCanonical("missing-key", Text(f"缺少“{name}”。", f"{name!r} is missing."), field=name)
    fact = fact_from_plain(_kind_of(plain), plain["fact"])
    try:
        supersedes = plain.get("supersedes")
        return Entry(
            n=_int(plain["n"]),
            fact=fact,
            recorded_at=_instant(plain["at"]),
            by=_text(plain["by"]),
            source=Source(document=_text(plain.get("doc", "")), reason=_text(plain.get("reason", ""))),
            reference=_text(plain["ref"]),
            supersedes=None if supersedes is None else _int(supersedes),
        )
    except _WRONG:
        says = Text(
            "记录的编号、时刻、来源或更正号有误。", "The entry's number, instant, source or correction is malformed."
        )
        raise NotCanonical("wrong-value", says) from None


def entry_from_bytes(data: bytes) -> Entry:
    """The inverse of ``canonical``: accepts exactly the bytes that ``canonical`` writes for the entry, no others.
    An older version of a kind is checked as it was written and comes back in the newest one's words.

    Raises ``NotCanonical``; for bytes that mean an entry but are written otherwise, with the offset of the first
    byte that differs.
    """
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError) as e:
        offset = getattr(e, "pos", getattr(e, "start", None))
        raise NotCanonical("not-json", Text("这不是 JSON。", "This is no JSON."), offset=offset) from None
    entry = _as_written(plain)
    try:
        again = canonical(entry)
    except ValueError:
        again = b""
    if again != data:
        offset = next(
            (i for i, (a, b) in enumerate(zip(again, data, strict=False)) if a != b), min(len(again), len(data))
        )
        says = Text(
            f"字节不是规范形式：自第 {offset} 字节起不同。",
            f"The bytes are not in canonical form from byte {offset} on.",
        )
        raise NotCanonical("not-canonical", says, offset=offset)
    return _newest(entry)


def _normal(value: Any) -> Any:
    if isinstance(value, list):
        return [_normal(v) for v in value]
    return normalize("NFC", value) if isinstance(value, str) else value


def fact_from_input(kind: type[Fact], given: Mapping[str, Any]) -> Fact | tuple[Problem, ...]:
    """A fact from what a form or the API sends (values as in ``schema.json_schema``), or every problem with its field."""
    problems, values, readers = [], {}, _readers(kind)
    for name in sorted(given.keys() - readers.keys()):
        says = Text(f"没有名为“{name}”的项。", f"There is no field {name!r}.")
        problems.append(Problem(code="unknown-key", says=says, at=Place(field=name)))
    for name, (shape, read) in readers.items():
        value = _normal(given.get(name))
        if value is None or value in ("", []):
            if not shape.required:
                values[name] = shape.default
                continue
            if name not in given or not shape.optional or value is not None:
                says = Text(f"请填写“{shape.about.title.zh}”。", f"Give “{shape.about.title.en}”.")
                problems.append(Problem(code="missing", says=says, at=Place(field=name)))
                continue
        try:
            values[name] = None if value is None else read(value)
        except _WRONG:
            problems.append(Problem(code="wrong-value", says=_unfit(shape), at=Place(field=name)))
    return tuple(problems) if problems else kind(**values)
