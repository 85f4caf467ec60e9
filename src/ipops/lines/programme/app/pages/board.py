"""The scorecard as a page: one row a goal, the split of each counted figure, and how many goals stand where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text
from ipops.lines.programme.app.pages import figures
from ipops.lines.programme.rules.scoring import ScoreLine, Verdict
from ipops.measures.growth import Growth
from ipops.webkit.pages.bullet import Bullet


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for: a place and year under a pack, as known on a day (``None``: now)."""

    place: str
    year: int
    pack: str
    known: date | None

    def address(self, name: str, *args: str, **more: str) -> str:
        query = {"place": self.place, "year": str(self.year), "pack": self.pack}
        if self.known:
            query["known"] = self.known.isoformat()
        return f"{reverse(f'programme:{name}', args=args)}?{urlencode({**query, **more})}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One goal. ``value`` and the rest are ``None`` where there is no figure: the page says so, and why."""

    code: str
    title: Text
    why: str
    target: Text
    value: Text | None
    exact: str
    base: Text | None
    base_year_text: str
    is_growth: bool
    growth: Text | None
    method: Text | None
    spread: Text | None
    state: str
    reasons: tuple[Reason, ...]
    short: Text | None
    bullet: Bullet | None
    demo: bool
    number: Money | Fraction | None
    unit: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    title: Text
    value: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """How a counted figure comes about: gross, flagged, excluded, net, paid, free, related, unrelated …"""

    title: Text
    why: str
    parts: tuple[Part, ...]


def row(line: ScoreLine, asked: Asked, *, over: bool) -> Row:
    measure = line.measure
    return Row(
        code=measure.code,
        title=measure.title,
        why=asked.address("why", measure.code),
        target=figures.target(line),
        value=figures.value(line),
        exact=figures.exact(line.value, line.unit),
        base=figures.base(line),
        base_year_text=str(line.base_year or ""),
        is_growth=line.is_growth,
        growth=figures.growth(line) if line.is_growth else None,
        method=line.used.named if line.used and line.is_growth else None,
        spread=figures.spread(line) if line.is_growth and line.used is None else None,
        state=str(line.verdict),
        reasons=line.reasons,
        short=figures.lacking(line.short, measure.unit_name, over=over) if line.short else None,
        bullet=bullet(line),
        demo=line.demo and line.target is not None,
        number=figures.number(line.value, line.unit),
        unit=figures.unit(line),
    )


def bullet(line: ScoreLine) -> Bullet | None:
    """Growth against the floor, or the level against it; nothing where either is missing."""
    if line.target is None:
        return None
    said = figures.target(line)
    if line.is_growth:
        got = line.growth.get(line.used) if line.used else None
        text = figures.growth(line)
        if not isinstance(got, Growth) or text is None:
            return None
        drawn = Fraction(got.percent(2))
        return Bullet(
            value=drawn, target=Fraction(line.target), value_text=text, target_text=said, state=str(line.verdict)
        )
    value = figures.value(line)
    if line.value is None or value is None or line.unit != line.target_unit:
        return None
    return Bullet(
        value=Fraction(line.value),
        target=Fraction(line.target),
        value_text=value,
        target_text=said,
        state=str(line.verdict),
    )


def split(line: ScoreLine, asked: Asked) -> Split | None:
    """The columns of a measure over facts; those with nothing to add up are left out."""
    titles = {c.code: c.title for c in line.measure.rows.columns} if line.measure.rows else {}
    parts = []
    for code, title in titles.items():
        said = _part(line, code)
        if said is not None:
            parts.append(Part(title=title, value=said))
    return (
        Split(title=line.measure.title, why=asked.address("why", line.measure.code), parts=tuple(parts))
        if parts
        else None
    )


def is_over(asked: Asked, today: date) -> bool:
    """Whether the asked year had ended by the day the scorecard looks from."""
    return (asked.known or today) >= date(asked.year, 12, 31)


#: Columns of an amount that count pledges, not money.
_COUNTS = frozenset({"untold"})


def _part(line: ScoreLine, code: str) -> Text | None:
    if code in _COUNTS:
        return figures.level(line.columns.get(code), "")
    return figures.level(line.columns.get(code), line.unit, line.measure.unit_name)


def tally(lines: Sequence[ScoreLine]) -> tuple[tuple[str, int], ...]:
    """How many goals stand where, every verdict named even at zero."""
    found = Counter(line.verdict for line in lines)
    return tuple((str(v), found[v]) for v in Verdict.__members__.values())
