"""A term is one question the law answers: its values by day, each known with a citation or unknown with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ipops.kernel.citation import Citation
from ipops.kernel.money import Money
from ipops.kernel.period import CalendarPeriod
from ipops.kernel.text import Text
from ipops.policy.exact import Number, decimal_text
from ipops.policy.shapes import Form, Layer
from ipops.policy.units import UNITS


@dataclass(frozen=True, slots=True)
class Range:
    """Two ends, both included: the document gives no single number."""

    low: Number
    high: Number

    def __contains__(self, value: Number) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """``[low, high)``, and ``[low, high]`` for the topmost; what it gives, and its name if it has one."""

    low: Number
    high: Number
    top: bool
    gives: Number | None
    named: Text | None

    def __contains__(self, score: Number) -> bool:
        return self.low <= score < self.high or (self.top and score == self.high)


Bands = tuple[Band, ...]
Value = Number | Range | Text | tuple[Text, ...] | date | CalendarPeriod | str | Bands


def band_of(bands: Sequence[Band], score: Number) -> Band | None:
    """The band a score falls into; ``None`` outside all of them."""
    return next((b for b in bands if score in b), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One entry of a term: from ``since`` on it holds, until the next entry. ``value`` is ``None`` when unknown."""

    since: date
    value: Value | None
    why: Text | None = None
    needs: Text | None = None
    note: Text | None = None
    caution: Text | None = None
    cite: Citation | None = None
    read: str = "clause"  #: whether the clause was seen: ``clause``, ``unseen`` or ``outside``


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What one file says. ``decides_money`` holds if any layer that knows the term says so."""

    name: str
    says: Text
    form: Form
    unit: str
    decides_money: bool
    choices: Mapping[str, Text]
    reviewed_on: date
    values: tuple[Dated, ...]
    file: str

    def on(self, day: date) -> Dated | None:
        """The entry in force on a day; ``None`` before the first."""
        return next((v for v in reversed(self.values) if v.since <= day), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An answer with all that makes it checkable: unit, citation, the layer and pack that gave it, the file it stands in."""

    name: str
    says: Text
    value: Value
    unit: str
    cite: Citation
    pack: str
    layer: Layer
    file: str
    since: date
    demo: bool
    form: Form
    note: Text | None = None
    caution: Text | None = None
    choices: Mapping[str, Text]

    @property
    def number(self) -> Fraction:
        """The exact number. ``TypeError`` for a range or words: the caller must handle those first."""
        if isinstance(self.value, int | Fraction) and not isinstance(self.value, bool):
            return Fraction(self.value)
        raise TypeError(f"{self.name} is no single number: {self.value!r}")

    @property
    def whole(self) -> int:
        """The number as ``int``. ``TypeError`` if it is not whole."""
        number = self.number
        if number.denominator != 1:
            raise TypeError(f"{self.name} is not whole: {number}")
        return number.numerator

    @property
    def share(self) -> Fraction:
        """A per cent as a fraction: 20 % is 1/5. ``TypeError`` for other units."""
        if not UNITS[self.unit].percent:
            raise TypeError(f"{self.name} is in {self.unit}, not per cent")
        return self.number / 100

    @property
    def money(self) -> Money:
        """The amount in fen. ``TypeError`` for other units, ``ValueError`` for parts of a fen."""
        return money_of(self.number, self.unit)

    @property
    def bands(self) -> Bands:
        if isinstance(self.value, tuple) and all(isinstance(b, Band) for b in self.value):
            return self.value  # type: ignore[return-value]
        raise TypeError(f"{self.name} has no bands")

    @property
    def shown(self) -> Text:
        """The value as a person reads it, with its unit."""
        return shown(self.value, self.unit, self.choices)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "says": self.says.as_json(),
            "value": plain_value(self.value),
            "unit": self.unit,
            "cite": self.cite.as_json(),
            "pack": self.pack,
            "layer": str(self.layer),
            "file": self.file,
            "since": self.since.isoformat(),
            "demo": self.demo,
            "note": self.note.as_json() if self.note else None,
            "caution": self.caution.as_json() if self.caution else None,
        }


def money_of(amount: Number, unit: str) -> Money:
    """An amount in a unit of money as fen. ``TypeError`` if the unit is none, ``ValueError`` for parts of a fen."""
    fen = UNITS[unit].fen if unit in UNITS else None
    if fen is None:
        raise TypeError(f"{unit or 'no unit'} is no unit of money")
    total = Fraction(amount) * fen
    if total.denominator != 1:
        raise ValueError(f"{amount} {unit} has parts of a fen")
    return Money(total.numerator)


def plain_value(value: Value | Band | None) -> Any:
    """For JSON: whole numbers as numbers, other exact numbers as text, never a float."""
    if isinstance(value, Fraction):
        return decimal_text(value)
    if isinstance(value, Range):
        return {"low": plain_value(value.low), "high": plain_value(value.high)}
    if isinstance(value, Text):
        return value.as_json()
    if isinstance(value, Band):
        return {
            "from": plain_value(value.low),
            "to": plain_value(value.high),
            "to_included": value.top,
            "gives": plain_value(value.gives),
            "named": value.named.as_json() if value.named else None,
        }
    if isinstance(value, tuple):
        return [plain_value(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, CalendarPeriod):
        return str(value)
    return value


def shown(value: Value, unit: str, choices: Mapping[str, Text]) -> Text:
    """The value with its unit, in both languages."""
    if isinstance(value, Text):
        return value
    if isinstance(value, str) and value in choices:
        return choices[value]
    if isinstance(value, tuple):
        parts = [_shown_band(v, unit) if isinstance(v, Band) else v for v in value]
        return Text("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))
    if isinstance(value, Range):
        return _with_unit(f"{decimal_text(value.low)}–{decimal_text(value.high)}", unit)
    if isinstance(value, int | Fraction):
        return _with_unit(decimal_text(value), unit)
    return Text(str(value), str(value))


def _with_unit(digits: str, unit: str) -> Text:
    named = UNITS[unit].named if unit in UNITS else None
    if named is None:
        return Text(digits, digits)
    if unit == "calendar_year":
        return Text(f"{digits}年", digits)
    return Text(
        f"{digits}{named.zh}", f"{digits} {named.en}" if not named.en.startswith("%") else f"{digits}{named.en}"
    )


def _shown_band(band: Band, unit: str) -> Text:
    close = "]" if band.top else ")"
    span = f"[{decimal_text(band.low)}, {decimal_text(band.high)}{close}"
    gives = _with_unit(decimal_text(band.gives), unit) if band.gives is not None else None
    zh = " ".join(p for p in (span, band.named.zh if band.named else "", gives.zh if gives else "") if p)
    en = " ".join(p for p in (span, band.named.en if band.named else "", gives.en if gives else "") if p)
    return Text(zh, en)
