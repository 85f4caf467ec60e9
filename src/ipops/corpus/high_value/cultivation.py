"""The cultivation list: patents that are not high-value yet, and what each lacks, the nearest first.

Rule: only what the data show is near: a day that will come, an application abroad not granted yet, a concordance whose keywords
are unchecked, a pledge without an amount. Nothing is predicted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipops.corpus.high_value.criteria import YEARS, Finding, years_after
from ipops.corpus.high_value.judge import Verdict
from ipops.corpus.high_value.readings import Met, Readings, TenYears
from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A patent and its steps: ``(criterion, what is lacking, the day it comes by itself or none)``; ``quality`` if it was measured."""

    verdict: Verdict
    steps: tuple[tuple[str, Text, date | None], ...]
    quality: float | None

    def as_json(self) -> dict[str, Any]:
        steps = [{"criterion": c, "lacks": t.as_json(), "on": d.isoformat() if d else None} for c, t, d in self.steps]
        patent = self.verdict.patent
        return {
            "application": patent.application,
            "title": patent.title,
            "quality_index_4": self.quality,
            "steps": steps,
        }


def near(
    verdicts: Iterable[Verdict],
    readings: Readings,
    *,
    within_years: int = 3,
    quality: Mapping[str, float] | None = None,
) -> list[Near]:
    """Whoever is not high-value for certain and has a step: most steps first, then the higher quality, then by name.

    ``within_years`` is how far ahead an anniversary is looked for; ``quality`` the composite of 4 by application.
    """
    found = []
    for v in verdicts:
        dead = v.valid.met == Met.NO and v.patent.granted_on is not None and v.patent.granted_on <= v.on
        if v.is_high_value != Met.YES and not dead and v.patent.status not in ("withdrawn", "rejected"):
            steps = tuple(_steps(v, readings, within_years))
            if steps:
                found.append(Near(verdict=v, steps=steps, quality=(quality or {}).get(v.patent.application)))
    return sorted(found, key=lambda n: (-len(n.steps), -(n.quality or 0.0), n.verdict.patent.application))


def _steps(v: Verdict, readings: Readings, within_years: int) -> Iterable[tuple[str, Text, date | None]]:
    by = {f.code: f for f in v.findings}
    if v.valid.met != Met.YES:
        if any(f.met == Met.YES for f in v.findings):
            yield "valid", v.valid.says, None
    elif by["ten_years"].met == Met.NO:
        begins = v.patent.granted_on if readings.ten_years == TenYears.GRANT else v.patent.filed_on
        comes = years_after(begins, YEARS) if begins else None
        if comes and comes <= years_after(v.on, within_years):
            yield "ten_years", Text(f"维持至 {comes} 之后即满足", f"met once kept up beyond {comes}"), comes
    for code in ("emerging_industry", "family_abroad", "pledge"):
        if _is_open(by[code]):
            yield code, by[code].says, None


def _is_open(f: Finding) -> bool:
    """Something was seen that would meet the criterion if one more thing were known or done."""
    return f.met != Met.YES and bool(f.evidence)
