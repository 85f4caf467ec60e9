"""Values as people read them, in both languages: 万 and 亿, 年月日, periods in words. Pure; no language is chosen here.

Rule 1: wording rounds, the value never does. Whoever shows a rounded figure also shows ``exact_*`` (title, export).
Rule 2: a rounded figure never lands on the other side of the threshold it is compared with (see ``percent``).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from ipops.kernel.money import Money
from ipops.kernel.period import CalendarPeriod, Period
from ipops.kernel.text import Text

BEIJING = ZoneInfo("Asia/Shanghai")
MINUS = "\u2212"
#: A fraction whose decimal is longer than this is shown as n/d.
LONGEST = 20
_WIDE = Context(prec=80)
_ZH_DIGITS = "零一二三四"
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]  # en words


def _trim(value: Decimal, places: int) -> str:
    """Rounded half up to ``places``, grouped by thousands, without trailing zeros after the point."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_WIDE)
    text = f"{abs(rounded):,.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return (MINUS if rounded < 0 else "") + text


def _decimal(value: Fraction, places: int) -> Decimal:
    """The fraction rounded half up (away from zero) to ``places``, exactly."""
    scaled = abs(value) * 10**places
    whole = int(scaled)
    if scaled - whole >= Fraction(1, 2):
        whole += 1
    return Decimal(f"{whole if value >= 0 else -whole}E-{places}")


def money(amount: Money) -> Text:
    """``12.3456 亿元`` as ``12.35亿元`` / ``¥1.23 billion``; below ten thousand yuan to the fen."""
    yuan = amount.as_yuan()
    size = abs(yuan)
    if size >= 99_995_000:
        zh = f"{_trim(yuan / 100_000_000, 2)}亿元"
    elif size >= 10_000:
        zh = f"{_trim(yuan / 10_000, 2)}万元"
    else:
        zh = f"{_trim(yuan, 2)}元"
    return Text(zh, _money_en(yuan, size))


def _money_en(yuan: Decimal, size: Decimal) -> str:
    sign = MINUS if yuan < 0 else ""
    if size >= 999_995_000:
        return f"{sign}¥{_trim(size / 1_000_000_000, 2)} billion"
    if size >= 1_000_000:
        return f"{sign}¥{_trim(size / 1_000_000, 2)} million"
    return f"{sign}¥{_trim(size, 2)}"


def exact_money(amount: Money) -> Text:
    """Every fen: ``123,456,789.01 元`` / ``CNY 123,456,789.01``."""
    text = f"{amount.as_yuan():,.2f}".replace("-", MINUS)
    return Text(f"{text} 元", f"CNY {text}")


def number(value: int | Decimal | Fraction) -> Text:
    """Counts in full with thousands marks; from a hundred thousand on in 万 and 亿 (zh), from a million on in words (en)."""
    if isinstance(value, Fraction):
        value = int(value) if value.denominator == 1 else _decimal(value, 4)
    exact = Decimal(value)
    size = abs(exact)
    if size >= 99_995_000:
        zh = f"{_trim(exact / 100_000_000, 2)}亿"
    elif size >= 100_000:
        zh = f"{_trim(exact / 10_000, 2)}万"
    else:
        zh = _trim(exact, 4)
    if size >= 999_995_000:
        en = f"{_trim(exact / 1_000_000_000, 2)} billion"
    elif size >= 1_000_000:
        en = f"{_trim(exact / 1_000_000, 2)} million"
    else:
        en = _trim(exact, 4)
    return Text(zh, en)


def exact_number(value: int | Decimal | Fraction) -> str:
    """The value in full, grouped; a fraction that no short decimal equals is ``n/d``."""
    if isinstance(value, Fraction):
        places = next((k for k in range(LONGEST) if 10**k % value.denominator == 0), None)
        if places is None:
            return f"{value.numerator}/{value.denominator}".replace("-", MINUS)
        value = _decimal(value, places)
    return f"{value:,f}".replace("-", MINUS) if isinstance(value, Decimal) else f"{value:,}".replace("-", MINUS)


def percent(rate: Fraction, *, against: Fraction | None = None, places: int = 1) -> Text:
    """A rate as percent. With ``against`` it takes as many places as keep it on its own side of that threshold.

    19.96 % against a floor of 20 % is ``19.96%``, never ``20%``: a missed goal must not look met. (A rate that equals a
    threshold which no decimal ends, such as one third, is rounded like it.)
    """
    value = rate * 100
    if against is not None and rate != against:
        mark = against * 100
        while places < 12 and _side(Fraction(_decimal(value, places)), mark) != _side(value, mark):
            places += 1
    text = _trim(_decimal(value, places), places)
    return Text(f"{text}%", f"{text}%")


def _side(value: Fraction, mark: Fraction) -> int:
    return (value > mark) - (value < mark)


def day(on: date) -> Text:
    return Text(f"{on.year}年{on.month}月{on.day}日", f"{on.day} {_MONTHS[on.month - 1]} {on.year}")


def instant(at: datetime) -> Text:
    """A moment in Beijing time, to the minute; a naive one is taken as UTC, as the journal keeps it."""
    local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(BEIJING)
    clock = f"{local:%H:%M}"
    d = day(local.date())
    return Text(f"{d.zh} {clock}", f"{d.en}, {clock} Beijing time")


def period(of: CalendarPeriod | Period) -> Text:
    """``2017年上半年`` / ``first half of 2017``; half-open spans of days are said with both ends included."""
    if isinstance(of, Period):
        first, last = day(of.start), day(of.last_day)
        return Text(f"{first.zh}至{last.zh}（含当日）", f"{first.en} to {last.en} inclusive")
    return _calendar(of)


def _calendar(of: CalendarPeriod) -> Text:
    year, month = of.year, of.month
    match of.grain:
        case "year":
            return Text(f"{year}年", f"{year}")
        case "half":
            first = month == 1
            return Text(f"{year}年{'上' if first else '下'}半年", f"{'first' if first else 'second'} half of {year}")
        case "quarter":
            nth = (month - 1) // 3 + 1
            return Text(f"{year}年第{_ZH_DIGITS[nth]}季度", f"Q{nth} {year}")
        case "month":
            return Text(f"{year}年{month}月", f"{_MONTHS[month - 1]} {year}")
    return _span(of)


def _span(of: CalendarPeriod) -> Text:
    last = of.days.last_day
    if of.month == 1 and last.month == 12:
        return Text(f"{of.year}—{last.year}年", f"{of.year} to {last.year}")
    if of.year == last.year:
        return Text(
            f"{of.year}年{of.month}—{last.month}月",
            f"{_MONTHS[of.month - 1]} to {_MONTHS[last.month - 1]} {of.year}",
        )
    return Text(
        f"{of.year}年{of.month}月—{last.year}年{last.month}月",
        f"{_MONTHS[of.month - 1]} {of.year} to {_MONTHS[last.month - 1]} {last.year}",
    )


def yes_no(value: bool) -> Text:
    return Text("是", "yes") if value else Text("否", "no")
