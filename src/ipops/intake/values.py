"""Cells understood: dates, amounts of money, numbers, words. A cell is understood for certain or it is a problem.

Every reader takes the raw cell and gives the value, ``None`` for an empty cell, or a ``Text`` that says what is wrong and
what to do; the caller knows the place.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Literal

from ipops.intake.sheet import CellError, Raw
from ipops.kernel.money import Money
from ipops.kernel.text import Text

#: what people write into a cell that has nothing to say
NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "空", "n/a", "na", "null", "none", "nil", "#n/a"})
_UNITS = {
    "": 1, "元": 1, "千元": 10**3, "万元": 10**4, "万": 10**4, "百万元": 10**6, "百万": 10**6,
    "千万元": 10**7, "亿元": 10**8, "亿": 10**8, "人民币": 1, "yuan": 1,
}  # fmt: skip
_FOREIGN = re.compile(r"美元|欧元|日元|港元|港币|英镑|韩元|台币|usd|eur|jpy|hkd|gbp|krw|twd|[$€£₩]", re.IGNORECASE)
_OWN = re.compile(r"人民币|rmb|cny|[¥￥]|整$|正$", re.IGNORECASE)
_AMOUNT = re.compile(r"([+-]?[\d.,' ]*\d[\d.,' ]*)\s*(百万元|千万元|千元|万元|亿元|百万|元|万|亿|yuan)?", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}([,' ])\d{3}(\1\d{3})*(\.\d+)?")
_SCIENTIFIC = re.compile(r"[+-]?\d+(\.\d+)?[eE]\+?\d+")

_YMD = re.compile(r"(\d{4})\s*([-/.年])\s*(\d{1,2})\s*([-/.月])\s*(\d{1,2})\s*[日号]?")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})")
_AFTER_DAY = re.compile(r"[T\s]+\d{1,2}[:时]\d{1,2}([:分]\d{1,2}([.]\d+)?)?[分秒]?\s*(Z|[+-]\d{2}:?\d{2})?$")
_DAY_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_CHINESE = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_EARLIEST, _LATEST = 1900, 2199

DateOrder = Literal["ymd", "dmy", "mdy"]
Serial = Literal["1900", "1904", "refuse"]


def clean(value: Raw) -> str:
    """The cell as text: edges and inner runs of blanks tidied, Excel's ``="…"`` and leading ``'`` taken off.

    Width is kept: （北京）stays as the company writes it.
    """
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            text = value
        case float():
            text = str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
        case datetime():
            text = value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
        case CellError():
            return value.says
        case _:
            return str(value)
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    if text.isascii() and text.isalnum():
        return text
    text = unicodedata.normalize("NFC", text).replace("\ufeff", "").replace("\u200b", "")
    text = "\n".join(" ".join(part.split()) for part in text.splitlines())
    return text.strip().removeprefix("'").strip()


def narrow(value: Raw) -> str:
    """The cell as half-width text, for anything that is a number, a code or a date."""
    return unicodedata.normalize("NFKC", clean(value)).strip()


def key(text: str) -> str:
    """What two spellings of one name or header share: half-width, lower case, no blanks, no punctuation."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def is_nothing(value: Raw) -> bool:
    return value is None or (isinstance(value, str) and narrow(value).casefold() in NOTHING)


def read_date(
    value: Raw, *, epoch_1904: bool = False, serial: Serial = "1900", order: DateOrder = "ymd"
) -> date | Text | None:
    """A day from a date cell, a serial number or text in any of the usual styles; a time of day is let go.

    ``serial`` says what a bare number in a text file means; a workbook says it itself (``epoch_1904``).
    """
    if is_nothing(value):
        return None
    match value:
        case datetime():
            return _in_reach(value.date())
        case date():
            return _in_reach(value)
        case bool():
            return _no_date(value)
        case float() if not math.isfinite(value):
            return _no_date(value)
        case int() | float():
            solid = _SOLID.fullmatch(str(int(value)))
            return _of_parts(value, *solid.groups()) if solid else _of_serial(float(value), epoch_1904)
        case CellError():
            return Text(*_fault(value))
    text = _AFTER_DAY.sub("", narrow(value))
    if m := _YMD.fullmatch(text):
        if {m[2], m[4]} in ({"年", "月"}, {m[2]}):
            return _of_parts(value, m[1], m[3], m[5])
        return _no_date(value)
    if m := _SOLID.fullmatch(text):
        return _of_parts(value, *m.groups())
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _of_serial(float(text), serial == "1904") if serial != "refuse" else _which_serial(text)
    if m := _DAY_LAST.fullmatch(text):
        return _of_day_last(value, m, order)
    if any(c in _CHINESE for c in text):
        return _of_chinese(value, text)
    return _no_date(value)


def _in_reach(day: date) -> date | Text:
    if _EARLIEST <= day.year <= _LATEST:
        return day
    return Text(f"{day} 不在 1900—2199 年之间；请核对年份。", f"{day} lies outside 1900–2199; check the year.")


def _of_parts(value: Raw, year: str, month: str, day: str) -> date | Text:
    try:
        return _in_reach(date(int(year), int(month), int(day)))
    except ValueError:
        return Text(f"“{clean(value)}”：没有这一天。", f"{clean(value)!r}: there is no such day.")


def _of_serial(n: float, epoch_1904: bool) -> date | Text:
    whole = int(n)
    if epoch_1904:
        start = date(1904, 1, 1)
    elif whole == 60:
        return Text(
            "序列号 60 是 Excel 虚构的 1900-02-29；没有这一天。",
            "Serial 60 is Excel's invented 29 February 1900; there is no such day.",
        )
    else:
        start = date(1899, 12, 31) if whole < 60 else date(1899, 12, 30)
    if not 1 <= whole <= 109_574:
        return Text(f"{n:g} 不是日期序列号。", f"{n:g} is no serial number of a date.")
    return _in_reach(start + timedelta(days=whole))


def _which_serial(text: str) -> Text:
    return Text(
        f"“{text}”像是 Excel 日期序列号，但文本文件不说明从 1900 还是 1904 年起算；请把该列设为日期格式再导出。",
        f"{text!r} looks like an Excel serial date, but a text file does not say whether it counts from 1900 or 1904; format the column as a date and export again.",
    )


def _of_day_last(value: Raw, m: re.Match[str], order: DateOrder) -> date | Text:
    if len(m[3]) == 2 or order == "ymd":
        return Text(
            f"“{clean(value)}”的年月日次序不明；请写成 2020-01-02。",
            f"{clean(value)!r} leaves open which is day, month and year; write 2020-01-02.",
        )
    day, month = (m[1], m[2]) if order == "dmy" else (m[2], m[1])
    return _of_parts(value, m[3], month, day)


def _of_chinese(value: Raw, text: str) -> date | Text:
    m = re.fullmatch(
        r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]", text
    )
    if not m:
        return _no_date(value)
    year = "".join(_CHINESE[c] for c in m[1])
    return _of_parts(value, year, str(_chinese_number(m[2])), str(_chinese_number(m[3])))


def _chinese_number(text: str) -> int:
    """十 10, 十二 12, 二十 20, 三十一 31; anything odd gives 0, which no calendar has."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(_CHINESE[text]) if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1 or ones == "十":
        return 0
    return (int(_CHINESE[tens]) if tens else 1) * 10 + (int(_CHINESE[ones]) if ones else 0)


def _no_date(value: Raw) -> Text:
    return Text(
        f"“{clean(value)}”不是完整的日期；请写成 2020-01-02 或 2020年1月2日。",
        f"{clean(value)!r} is no full date; write 2020-01-02 or 2020年1月2日.",
    )


def _fault(error: CellError) -> tuple[str, str]:
    return (
        f"单元格是错误值 {error.says}；请在原表中改正并以数值保存。",
        f"The cell holds the error {error.says}; mend it in the workbook and save values.",
    )


def read_decimal(value: Raw) -> Decimal | Text | None:
    """A number without unit. Thousands may be grouped by comma, blank or apostrophe, evenly; scientific notation is
    refused because Excel has then dropped digits."""
    if is_nothing(value):
        return None
    if isinstance(value, CellError):
        return Text(*_fault(value))
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return _no_number(value)
    if isinstance(value, float) and not math.isfinite(value):
        return _no_number(value)
    if isinstance(value, (int, float)):
        # Excel shows fifteen digits; the rest is the noise of binary fractions.
        return Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    return _number(narrow(value), value)


def _number(text: str, value: Raw) -> Decimal | Text:
    text = text.strip()
    if _SCIENTIFIC.fullmatch(text):
        return Text(
            f"“{text}”是科学计数法，位数已丢失；请把该列设为文本格式后重新导出。",
            f"{text!r} is in scientific notation and has lost digits; format the column as text and export again.",
        )
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        return _no_number(value)
    try:
        return Decimal(re.sub(r"[,' ]", "", text))
    except InvalidOperation:
        return _no_number(value)


def _no_number(value: Raw) -> Text:
    return Text(
        f"“{clean(value)}”不是数字；请写成 1234567.89 或 1,234,567.89。",
        f"{clean(value)!r} is no number; write 1234567.89 or 1,234,567.89.",
    )


#: far beyond any sum, and within the whole numbers of the database
_MOST_FEN = 10**17


def read_money(value: Raw, *, unit: str = "") -> Money | Text | None:
    """An amount of renminbi. A unit in the cell (万元, 亿元 …) goes before the column's ``unit``; parts of a fen, negative
    amounts and other currencies are problems, never rounded or converted."""
    if is_nothing(value):
        return None
    if isinstance(value, str):
        text = narrow(value)
        if _FOREIGN.search(text):
            return Text(
                f"“{clean(value)}”是外币；请折算为人民币并另附说明。",
                f"{clean(value)!r} is in a foreign currency; give renminbi and say how it was converted.",
            )
        m = _AMOUNT.fullmatch(_OWN.sub("", text).strip())
        if not m:
            return _no_number(value)
        number, unit = _number(m[1], value), (m[2] or unit).lower()
    else:
        got = read_decimal(value)
        if got is None:
            return None
        number = got
    if isinstance(number, Text):
        return number
    fen = number * _UNITS[unit] * 100
    if number < 0:
        return Text(f"“{clean(value)}”是负数；金额不能为负。", f"{clean(value)!r} is negative; an amount cannot be.")
    if fen > _MOST_FEN:
        return Text(
            f"“{clean(value)}”超过一千万亿元；请核对单位。",
            f"{clean(value)!r} is more than 10^15 yuan; check the unit.",
        )
    if fen != fen.to_integral_value():
        return Text(
            f"“{clean(value)}{unit}”不足一分；请核对单位。",
            f"{clean(value)!r} {unit} has parts of a fen; check the unit.",
        )
    return Money(int(fen))


def unit_of(header: str) -> str | None:
    """The money unit a header names in brackets or after a colon, ``None`` if it names none."""
    m = re.search(
        r"[(（:：/]\s*(?:单位[:：]?|人民币)?\s*(百万元|千万元|千元|万元|亿元|元)\s*[)）]?\s*$", header.strip()
    )
    return m[1] if m else None


def read_text(value: Raw) -> str | Text | None:
    """The cell as tidy text. A number too long for Excel's fifteen digits has lost some and is a problem."""
    if is_nothing(value):
        return None
    if isinstance(value, CellError):
        return Text(*_fault(value))
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) >= 10**15:
        return Text(
            f"“{value}”按数字存储，超过 15 位的数字已丢失；请把该列设为文本格式后重新填写。",
            f"{value} was stored as a number and has lost the digits after the fifteenth; format the column as text and enter it again.",
        )
    return clean(value)


def read_code(value: Raw) -> str | Text | None:
    """A number or code of an office: half-width, inner blanks kept. Scientific notation is refused: digits are gone."""
    got = read_text(value)
    if not isinstance(got, str):
        return got
    text = narrow(got)
    if _SCIENTIFIC.fullmatch(text):
        return Text(
            f"“{text}”是科学计数法，号码已残缺；请把该列设为文本格式后重新导出。",
            f"{text!r} is in scientific notation, the number is mutilated; format the column as text and export again.",
        )
    return text
