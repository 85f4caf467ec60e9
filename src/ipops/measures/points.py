"""Published and attested figures as points of a series, live as known on a day.

Two clocks (decision 0005): a figure its source announced was known from the announced day on, whoever recorded it when;
one without an announced day is known from the moment we recorded it. Each point says which clock applied.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import pyarrow.compute as pc

from ipops.kernel.period import CalendarPeriod
from ipops.ledger import export
from ipops.ledger.facts.words import ObservationKind, Precision
from ipops.measures.tables import OFFICE, known_through

Clock = Literal["announced", "recorded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One figure. ``printed`` is the decimal as printed, ``value`` the same exactly; ``n`` its entry in the journal."""

    n: int
    indicator: str
    place: str
    period: CalendarPeriod
    scope: str
    kind: ObservationKind
    printed: str
    value: Fraction
    unit: str
    grade: str
    where: str
    precision: Precision
    growth_published: str
    announced: str
    announced_on: date | None
    recorded_on: date
    note: str
    attested_by: str
    definition: str
    document: str

    @property
    def clock(self) -> Clock:
        return "announced" if self.announced_on else "recorded"

    @property
    def known_on(self) -> date:
        return self.announced_on or self.recorded_on

    @property
    def is_derived(self) -> bool:
        """Whether our own arithmetic made it out of another figure; its note begins with *derived*."""
        return self.note.lower().removeprefix("approx; ").startswith("derived")

    def as_json(self) -> dict[str, Any]:
        return {
            "fact": self.n,
            "period": self.period.text,
            "scope": self.scope,
            "kind": self.kind.value,
            "value": self.printed,
            "unit": self.unit,
            "grade": self.grade,
            "precision": self.precision.value,
            "growth_published": self.growth_published or None,
            "announced": self.announced or None,
            "known_on": self.known_on.isoformat(),
            "clock": self.clock,
            "recorded_on": self.recorded_on.isoformat(),
            "definition": self.definition or None,
            "attested_by": self.attested_by or None,
            "source": self.where,
            "note": self.note or None,
        }


def points(
    folder: Path, *, indicators: Iterable[str] | None = None, place: str | None = None, as_known_on: date | None = None
) -> list[Point]:
    """Live points from an export, by indicator, end of period, scope and number.

    ``None`` asks for all indicators, all places, or for what is known now. Reads with Arrow alone: a city has thousands
    of observations, not millions.
    """
    rows = export.read(folder, "observed")
    if indicators is not None:
        names = sorted(set(indicators))
        rows = rows.filter(pc.is_in(rows["indicator"], value_set=_strings(names)))
    if place is not None:
        rows = rows.filter(pc.equal(rows["place"], place))
    gone = {r["n"]: r["recorded_at"] for r in export.read(folder, export.SUPERSEDED).to_pylist()}
    moment = known_through(as_known_on) if as_known_on else None
    made = []
    for row in rows.to_pylist():
        corrected_at = gone.get(row["n"])
        if as_known_on is None or row["announced_on"] is not None:
            known = corrected_at is None and (as_known_on is None or row["announced_on"] <= as_known_on)
        else:
            known = row["recorded_at"] <= moment and (corrected_at is None or corrected_at > moment)
        if known:
            made.append(_point(row))
    return sorted(made, key=lambda p: (p.indicator, p.place, p.period.end, p.period.start, p.scope, p.n))


def _strings(names: list[str]) -> Any:
    import pyarrow as pa

    return pa.array(names, pa.string())


def _point(row: dict[str, Any]) -> Point:
    return Point(
        n=row["n"],
        indicator=row["indicator"],
        place=row["place"],
        period=CalendarPeriod.parse(row["period"]),
        scope=row["scope"],
        kind=ObservationKind(row["kind_of_figure"]),
        printed=row["value"],
        value=Fraction(row["value"]),
        unit=row["unit"],
        grade=row["grade"],
        where=row["where"],
        precision=Precision(row["precision"]),
        growth_published=row["growth_published"],
        announced=row["announced"],
        announced_on=row["announced_on"],
        recorded_on=row["recorded_at"].astimezone(OFFICE).date(),
        note=row["note"],
        attested_by=row["attested_by"],
        definition=row["definition"],
        document=row["document"],
    )
