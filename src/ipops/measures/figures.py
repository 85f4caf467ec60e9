"""A row of a file of published figures becomes an ``Observed`` fact, or every reason why not. Pure: the day is told.

Columns (``data/programme/SOURCE.md``): indicator, scope, kind, period, value, unit, grade, source; and, where the file has
them, growth_published, as_of, note, place (a division code) or city_zh (a name), attested_by, definition. A file with
neither place column is about the country. What the source does not state is written ``unstated``; a blank is a mistake.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from ipops.kernel.outcome import Place, Problem, Unknown
from ipops.kernel.period import CalendarPeriod, Period, months_after
from ipops.kernel.text import Text
from ipops.ledger.canonical import fact_as_plain
from ipops.ledger.facts import Observed
from ipops.ledger.facts.words import ObservationKind, Precision
from ipops.measures.places import COUNTRY

NEEDED = ("indicator", "scope", "kind", "period", "value", "unit", "grade", "source")
KNOWN = (*NEEDED, "growth_published", "as_of", "note", "place", "city_zh", "attested_by", "definition")
GRADES = ("A", "B", "C", "D", "K")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_AS_OF = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

PlaceOf = Callable[[str], str | Unknown]  #: a place's name -> its division code


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What reading needs from outside: how a name becomes a code, which codes exist, and the day of today."""

    place_of: PlaceOf
    is_place: Callable[[str], bool]
    today: date


def missing_columns(header: Mapping[str, str]) -> Problem | None:
    """The problem with a file that lacks columns, or ``None``."""
    lacking = [c for c in NEEDED if c not in header]
    if not lacking:
        return None
    listed = "、".join(lacking)
    return Problem(
        code="columns-missing",
        says=Text(
            f"缺少列：{listed}；需要 {'、'.join(NEEDED)}。",
            f"Columns are missing: {', '.join(lacking)}; needed are {', '.join(NEEDED)}.",
        ),
    )


def reference(fact: Observed) -> str:
    """The sender's reference: a hash of the whole content, so importing a file twice changes nothing."""
    told = json.dumps(fact_as_plain(fact), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"observation:{hashlib.sha256(told.encode()).hexdigest()}"


def announced_day(text: str) -> date | None:
    """The last day of the stated day, month or year; ``None`` for no day at all. Raises ``ValueError`` otherwise."""
    if not text:
        return None
    m = _AS_OF.fullmatch(text)
    if not m:
        raise ValueError(text)
    year, month, day = int(m[1]), int(m[2] or 12), m[3]
    if day:
        return date(year, month, int(day))
    return Period(date(year, month, 1), months_after(date(year, month, 1), 1)).last_day


def observed(row: Mapping[str, str], at: Place, reading: Reading) -> Observed | tuple[Problem, ...]:
    """The fact, or every problem of the row at once."""
    r = _Row(row, at, reading)
    r.no_control_characters()
    place, kind, period, announced = r.place(), r.kind(), r.period(), r.announced()
    note = r.text("note")
    indicator, scope, unit, value = r.indicator(), r.word("scope"), r.word("unit"), r.value()
    growth = r.growth()
    grade, where = r.grade(), r.word("source")
    if note.lower().startswith("territory is"):
        r.wrong(
            "other-territory",
            "note",
            f"备注说明数值不属于该地区（{note}）。",
            f"The note says that the figure is of another territory ({note}).",
        )
    if period and announced and announced < period.start:
        r.wrong(
            "announced-too-early",
            "as_of",
            "公布日早于该时期的开始。",
            "The figure was announced before its period began.",
        )
    if period and period.start > reading.today:
        r.wrong(
            "period-to-come",
            "period",
            "该时期尚未开始，不能有观测值。",
            "The period has not begun; it cannot have been observed.",
        )
    if r.problems or place is None or kind is None or period is None:
        return tuple(r.problems)
    return Observed(
        on=period.days.last_day,
        indicator=indicator,
        place=place,
        period=period.text,
        scope=scope,
        kind_of_figure=kind,
        value=value,
        unit=unit,
        grade=grade,
        where=where,
        precision=precision(note),
        growth_published=growth,
        announced=r.text("as_of"),
        announced_on=announced,
        note=note,
        attested_by=r.text("attested_by"),
        definition=r.text("definition"),
    )


def precision(note: str) -> Precision:
    """``gt`` and ``approx`` at the beginning of a note say that the true value is not the printed one."""
    first = re.match(r"(gt|approx)\b", note)
    return Precision(first[1]) if first else Precision.EXACT


class _Row:
    """One row being read: each method gives a field and notes what is wrong with it."""

    def __init__(self, row: Mapping[str, str], at: Place, reading: Reading) -> None:
        self.row, self.at, self.reading = row, at, reading
        self.problems: list[Problem] = []

    def text(self, name: str) -> str:
        return (self.row.get(name) or "").strip()

    def wrong(self, code: str, field: str, zh: str, en: str) -> None:
        place = Place(file=self.at.file, sheet=self.at.sheet, line=self.at.line, field=field)
        self.problems.append(Problem(code=code, says=Text(zh, en), at=place))

    def no_control_characters(self) -> None:
        for name in KNOWN:
            if any(c < " " and c not in "\t\n\r" for c in self.row.get(name) or ""):
                self.wrong("control-character", name, f"{name} 含有控制字符。", f"{name} holds a control character.")

    def word(self, name: str) -> str:
        """A field that may not be blank."""
        got = self.text(name)
        if not got:
            hint = (
                ("；来源未说明的写 unstated", "; write unstated where the source is silent")
                if name == "scope"
                else ("", "")
            )
            self.wrong("blank", name, f"{name} 不能为空{hint[0]}。", f"{name} may not be blank{hint[1]}.")
        return got

    def indicator(self) -> str:
        got = self.word("indicator")
        if got.startswith("target_"):
            self.wrong(
                "a-goal",
                "indicator",
                "以 target_ 开头的是规划目标，不是观测值；请写入政策包的 targets。",
                "An indicator that begins with target_ is a goal of a plan, never an observation; it belongs in a pack's targets.",
            )
        elif got and not _CODE.fullmatch(got):
            self.wrong(
                "no-indicator",
                "indicator",
                f"“{got}”不是指标代码（小写字母、数字、下划线）。",
                f"{got!r} is no code of an indicator (small letters, digits, underscores).",
            )
        return got

    def place(self) -> str | None:
        code, name = self.text("place"), self.text("city_zh")
        if "place" in self.row:
            if code == COUNTRY or self.reading.is_place(code):
                return code
            self.wrong("no-place", "place", f"没有区划代码“{code}”。", f"There is no division {code!r}.")
            return None
        if "city_zh" not in self.row:
            return COUNTRY
        got = self.reading.place_of(name) if name else Unknown(why=Text("地名为空。", "The place is blank."))
        if isinstance(got, str):
            return got
        needs = got.needs or Text("", "") if got.needs else None
        self.wrong(
            "no-place",
            "city_zh",
            got.why.zh + (needs.zh if needs else ""),
            f"{got.why.en} {needs.en if needs else ''}".strip(),
        )
        return None

    def kind(self) -> ObservationKind | None:
        got = self.word("kind")
        known = [k.value for k in ObservationKind]
        if got in known:
            return ObservationKind(got)
        if got:
            listed = ", ".join(known)
            self.wrong(
                "no-kind",
                "kind",
                f"“{got}”不是数据类型；可写：{listed}。",
                f"{got!r} is no kind of figure; it can be: {listed}.",
            )
        return None

    def period(self) -> CalendarPeriod | None:
        got = self.word("period")
        try:
            if got and not got.isascii():
                raise ValueError(f"{got!r} is no period: it is written in plain digits.")
            return CalendarPeriod.parse(got) if got else None
        except ValueError as no:
            self.wrong(
                "no-period",
                "period",
                f"“{got}”不是时期；可写 2019、2017H1、2025Q3、2024-10、2024-01..2024-09。",
                str(no),
            )
            return None

    def value(self) -> str:
        got = self.word("value")
        if got and not _DECIMAL.fullmatch(got):
            self.wrong(
                "no-number",
                "value",
                f"“{got}”不是普通十进制数；请写成 1234.5，不带千位号、单位或指数。",
                f"{got!r} is no plain decimal; write 1234.5, without grouping, unit or exponent.",
            )
        elif got.startswith("-") and self.text("kind") != ObservationKind.RATIO.value:
            self.wrong("negative", "value", "该类数值不能为负。", "A figure of this kind cannot be negative.")
        return got

    def growth(self) -> str:
        got = self.text("growth_published")
        if got and not _DECIMAL.fullmatch(got):
            self.wrong(
                "no-number", "growth_published", f"“{got}”不是百分数。", f"{got!r} is no number of percent; write 23.8."
            )
        return got

    def grade(self) -> str:
        got = self.word("grade")
        if got and got not in GRADES:
            listed = ", ".join(GRADES)
            self.wrong(
                "no-grade",
                "grade",
                f"“{got}”不是来源等级；可写：{listed}。",
                f"{got!r} is no grade; it can be: {listed}.",
            )
        return got

    def announced(self) -> date | None:
        got = self.text("as_of")
        try:
            return announced_day(got)
        except ValueError:
            self.wrong(
                "no-day",
                "as_of",
                f"“{got}”不是日期；可写 2021、2021-03 或 2021-03-09。",
                f"{got!r} is no day; write 2021, 2021-03 or 2021-03-09.",
            )
            return None
