"""Cells of a return read by their field's kind, column by column: exact, and quick for what Excel stores plainly."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from ipops.intake.sheet import Raw, is_empty
from ipops.intake.values import NOTHING, key, narrow, read_code, read_date, read_decimal, read_money, read_text
from ipops.kernel.identifiers import check_number
from ipops.kernel.text import Text
from ipops.policy.returns import FieldOf, Kind

Value = str | int | date | None
Read = Callable[[Raw], Value | Text]
_FEN = {"": 100, "元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}
_SAFE = 2**53
_CREDIT = "credit-code"
_LONGEST_NOTHING = max(map(len, NOTHING))


def reader(field: FieldOf) -> Read:
    """Gives the value, ``None`` for an empty cell, or a ``Text`` that says what is wrong. Money comes out in fen. Texts that
    repeat down a column are understood once."""
    read = _READERS[field.kind](field)
    if field.kind is Kind.TEXT:
        return read  # texts rarely repeat, and are quick
    known: dict[str, Value | Text] = {}

    def once(raw: Raw) -> Value | Text:
        if isinstance(raw, str):
            if raw not in known:
                known[raw] = read(raw)
            return known[raw]
        return read(raw)

    return once


#: Ten trillion yuan in fen, and as many pieces: no city reports as much, and what is more is a slip of a key.
_MOST = 10**15
_TOO_MUCH = Text("数值过大，请核对位数与单位。", "The figure is too large; check its digits and its unit.")


def _count(field: FieldOf) -> Read:
    least = field.least

    def read(raw: Raw) -> Value | Text:
        if type(raw) is float and raw.is_integer() and -_SAFE < raw < _SAFE:
            got: Decimal | int = int(raw)
        else:
            decimal = read_decimal(_without_unit(raw))
            if decimal is None or isinstance(decimal, Text):
                return decimal
            if not isinstance(decimal, Decimal) or decimal != decimal.to_integral_value():
                return Text(f"“{narrow(raw)}”不是整数。", f"{narrow(raw)!r} is no whole number.")
            got = int(decimal)
        if got < least:
            return Text(f"{got} 小于 {least}。", f"{got} is below {least}.")
        return int(got) if got < _MOST else _TOO_MUCH

    return read


def _without_unit(raw: Raw) -> Raw:
    """``1,234家`` is a count with its unit; the unit says nothing that the field does not."""
    if not isinstance(raw, str):
        return raw
    text = narrow(raw)
    return text.rstrip("家件个项笔次单") if text[:1].isdigit() else raw


def _money(field: FieldOf) -> Read:
    fen, least = _FEN[field.unit], field.least

    def read(raw: Raw) -> Value | Text:
        if type(raw) is float and raw.is_integer() and -_SAFE < raw * fen < _SAFE:
            got = int(raw) * fen
        else:
            money = read_money(raw, unit=field.unit or "元")
            if money is None or isinstance(money, Text):
                return money
            got = money.fen
        if got < least:
            return Text("金额不能为负。", "An amount is not negative.")
        return got if got < _MOST else _TOO_MUCH

    return read


def _is_tidy(raw: str) -> bool:
    """Nothing that ``clean`` would change: most cells, told in a fraction of its time."""
    if raw.isascii() and raw.isalnum():
        return True
    plain = (
        len(raw) > _LONGEST_NOTHING and raw.isprintable() and "  " not in raw and unicodedata.is_normalized("NFC", raw)
    )
    return plain and raw[0] not in " '=" and raw[-1] != " "


def _text(_: FieldOf) -> Read:
    def read(raw: Raw) -> Value | Text:
        if type(raw) is str and _is_tidy(raw):
            return raw
        got = read_text(raw)
        return str(got) if got is not None and not isinstance(got, Text) else got

    return read


def _date(_: FieldOf) -> Read:
    def read(raw: Raw) -> Value | Text:
        if type(raw) is date:
            return raw
        if type(raw) is datetime:
            return raw.date()
        return read_date(raw)

    return read


def _year(_: FieldOf) -> Read:
    def read(raw: Raw) -> Value | Text:
        if is_empty(raw):
            return None
        text = narrow(raw).removesuffix("年").removesuffix("年度")
        if text.isdigit() and len(text) == 4:
            return int(text)
        return Text(f"“{narrow(raw)}”不是年份，请写成 2020 或 2020年。", f"{narrow(raw)!r} is no year; write 2020.")

    return read


def _choice(field: FieldOf) -> Read:
    words = {key(w): code for code, t in field.choices.items() for w in (code, t.zh, t.en)}
    listed = "、".join(t.zh for t in field.choices.values())
    listed_en = ", ".join(t.en for t in field.choices.values())

    def read(raw: Raw) -> Value | Text:
        if is_empty(raw):
            return None
        got = words.get(key(narrow(raw)))
        return got or Text(f"“{narrow(raw)}”不在选项中：{listed}。", f"{narrow(raw)!r} is none of: {listed_en}.")

    return read


def _credit(_: FieldOf) -> Read:
    def read(raw: Raw) -> Value | Text:
        got = read_code(raw)
        if got is None or isinstance(got, Text):
            return got
        verdict = check_number(str(got))
        if verdict.valid and verdict.scheme == _CREDIT:
            return str(got)
        return verdict.reason or Text(f"“{got}”不是统一社会信用代码。", f"{got!r} is no unified social credit code.")

    return read


_READERS: dict[Kind, Callable[[FieldOf], Read]] = {
    Kind.COUNT: _count,
    Kind.MONEY: _money,
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.YEAR: _year,
    Kind.CHOICE: _choice,
    Kind.CREDIT_CODE: _credit,
}


def shown(field: FieldOf, value: Value) -> str:
    """A value as it stands in the template: money in the field's unit, exactly."""
    if value is None:
        return ""
    if field.kind is Kind.MONEY and isinstance(value, int):
        told = Decimal(value) / _FEN[field.unit]
        return f"{told:f}{field.unit}"
    if field.kind is Kind.CHOICE:
        return field.choices[str(value)].zh if str(value) in field.choices else str(value)
    return str(value)
