"""How a level, a growth, a target and what is lacking are said. Rounded for reading, exact beside; never across a floor."""

from __future__ import annotations

from fractions import Fraction

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.lines.programme.rules.scoring import Level, ScoreLine, Short
from ipops.measures.growth import Growth, Method
from ipops.policy.units import UNITS
from ipops.reports import wording

_SIGNS = {
    "ge": Text("不低于 {v}", "at least {v}"),
    "gt": Text("高于 {v}", "more than {v}"),
    "le": Text("不高于 {v}", "at most {v}"),
    "lt": Text("低于 {v}", "less than {v}"),
}
FEN = "fen"
WORDS_ONLY = Text("仅有文字", "words only")


def fen_of(value: Fraction, unit: str) -> Fraction | None:
    """The amount in fen when the unit is one of money."""
    if unit == FEN:
        return value
    known = UNITS.get(unit)
    return value * known.fen if known and known.fen else None


def level(value: Level, unit: str, named: Text | None = None) -> Text | None:
    """``128宗（件）`` / ``128 deals (or rights)``; amounts as money; ``None`` where there is no figure."""
    if value is None:
        return None
    exact = Fraction(value)
    fen = fen_of(exact, unit)
    if fen is not None:
        return wording.money(Money(round(fen)))
    number = wording.number(exact)
    known = UNITS.get(unit)
    if known and known.percent:
        return Text(f"{number.zh}{known.named.zh}", f"{number.en}{known.named.en}")
    name = named or (known.named if known else None)
    return Text(f"{number.zh}{name.zh}", f"{number.en} {_one_or_many(exact, name.en)}") if name else number


def _one_or_many(value: Fraction, noun: str) -> str:
    """English counts one body and two bodies; nouns with brackets or of several words are left alone."""
    if value != 1 or not noun.isalpha():
        return noun
    return f"{noun.removesuffix('ies')}y" if noun.endswith("ies") else noun.removesuffix("s")


def number(value: Level, unit: str) -> Money | Fraction | None:
    """The figure for a file: exact, and an amount as money."""
    if value is None:
        return None
    fen = fen_of(Fraction(value), unit)
    return Money(round(fen)) if fen is not None else Fraction(value)


def exact(value: Level, unit: str) -> str:
    """For the title of a rounded figure."""
    if value is None:
        return ""
    fen = fen_of(Fraction(value), unit)
    if fen is not None and fen.denominator == 1:
        return wording.exact_money(Money(int(fen))).en
    return wording.exact_number(Fraction(value))


def target(line: ScoreLine) -> Text:
    if line.target is None:
        return WORDS_ONLY
    said = level(line.target, line.target_unit)
    assert said is not None
    return _SIGNS[line.comparator or "ge"].fill(v=said)


def value(line: ScoreLine) -> Text | None:
    return level(line.value, line.unit, line.measure.unit_name if line.unit == line.measure.unit else None)


def unit(line: ScoreLine) -> Text | None:
    """What a file counts the figure in: amounts stand there in yuan."""
    known = UNITS.get(line.unit)
    if line.unit == FEN or (known and known.fen):
        return Text("元", "yuan")
    return line.measure.unit_name if line.unit == line.measure.unit else known.named if known else None


def base(line: ScoreLine) -> Text | None:
    return level(line.base, line.unit, line.measure.unit_name if line.unit == line.measure.unit else None)


def growth(line: ScoreLine, method: Method | None = None) -> Text | None:
    """The growth by the method in use (or the one asked for), with as many decimals as keep it on its side of the floor."""
    asked = method or line.used
    got = line.growth.get(asked) if asked else None
    if not isinstance(got, Growth):
        return None
    text = got.percent_beside(line.floor) if line.floor is not None and line.floor > -1 else got.percent()
    said = text.replace("-", wording.MINUS)
    return Text(f"{said}%", f"{said}%")


def spread(line: ScoreLine) -> Text | None:
    """From the least to the largest growth by the averaging methods, where the pack does not say which one decides."""
    asked = [m for m in line.growth if m is not Method.LAST_VS_BASE]
    said = {m: t for m in asked if (t := growth(line, m))}
    if not said:
        return None
    ordered = sorted(said, key=lambda m: Fraction(_percent(line, m)))
    least, most = said[ordered[0]], said[ordered[-1]]
    return least if least == most else Text("{a} 至 {b}", "{a} to {b}").fill(a=least, b=most)


def _percent(line: ScoreLine, method: Method) -> str:
    got = line.growth[method]
    return got.percent(6) if isinstance(got, Growth) else "0"


def lacking(short: Short, unit_name: Text, *, over: bool) -> Text:
    """*Short of the floor by 37 deals until 31 December*; where readings differ, by how much each. Of a year that still
    runs it speaks of the whole year, whatever the mid-term view says."""
    says = _lacking(short, unit_name)
    return says if over else Text(f"全年：{says.zh}", f"Whole year: {says.en[0].lower()}{says.en[1:]}")


def _lacking(short: Short, unit_name: Text) -> Text:
    least, most = (level(n, short.unit, unit_name) for n in (short.least, short.most))
    assert least is not None
    assert most is not None
    by = wording.day(short.by)
    if short.least == short.most:
        says = Text("到{by}，距下限还差{n}。", "Short of the floor by {n} until {by}.")
        return says.fill(n=most, by=by)
    if short.least == 0:
        says = Text(
            "按最宽的读法已达下限；按最严的读法，到{by}还差{n}。",
            "Reached by the mildest reading; by the strictest, short by {n} until {by}.",
        )
        return says.fill(n=most, by=by)
    says = Text(
        "到{by}，距下限还差{a}（最宽读法）至{b}（最严读法）。",
        "Short of the floor by {a} (mildest reading) to {b} (strictest) until {by}.",
    )
    return says.fill(a=least, b=most, by=by)
