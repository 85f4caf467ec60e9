"""The verdict on a patent: high-value, not, or not known, with the finding of every criterion beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from ipops.corpus.high_value import criteria
from ipops.corpus.high_value.criteria import Finding
from ipops.corpus.high_value.patents import Outside, Patent
from ipops.corpus.high_value.readings import CITE, CRITERIA, Met, Readings


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``is_high_value``: yes if it is valid and meets one; no if it is not valid or meets none; else unknown."""

    patent: Patent
    on: date
    valid: Finding
    findings: tuple[Finding, ...]

    @property
    def is_high_value(self) -> Met:
        if self.valid.met == Met.NO or all(f.met == Met.NO for f in self.findings):
            return Met.NO
        if self.valid.met == Met.YES and any(f.met == Met.YES for f in self.findings):
            return Met.YES
        return Met.UNKNOWN

    @property
    def met(self) -> tuple[str, ...]:
        """The criteria it meets, several at once."""
        return tuple(f.code for f in self.findings if f.met == Met.YES)

    def as_json(self) -> dict[str, Any]:
        return {
            "application": self.patent.application,
            "title": self.patent.title,
            "on": self.on.isoformat(),
            "high_value": str(self.is_high_value),
            "criteria": list(self.met),
            "valid": self.valid.as_json(),
            "findings": [f.as_json() for f in self.findings],
        }


def judge(p: Patent, on: date, readings: Readings, outside: Outside, *, concordance: bool) -> Verdict:
    """``concordance`` says that the corpus was classed by a table of emerging industries at all."""
    found = (
        criteria.emerging_industry(p, outside, concordance),
        criteria.family_abroad(p, readings, on),
        criteria.ten_years(p, readings, on),
        criteria.pledge(p, outside, readings, on),
        criteria.award(p, outside, readings, on),
    )
    return Verdict(patent=p, on=on, valid=criteria.valid(p, on), findings=found)


def judged(patents: Iterable[Patent], on: date, readings: Readings, outside: Outside) -> Iterator[Verdict]:
    every = list(patents)
    concordance = any(p.industries for p in every)
    return (judge(p, on, readings, outside, concordance=concordance) for p in every)


def tables_of(verdicts: Iterable[Verdict], readings: Readings) -> pa.Table:
    """One row a patent: the verdict, and for every criterion its answer, reason and evidence; readings and source inside."""
    rows = []
    for v in verdicts:
        row: dict[str, Any] = {"application": v.patent.application, "title": v.patent.title, "on": v.on}
        row |= {"high_value": str(v.is_high_value), "criteria": ";".join(v.met)}
        for f in (v.valid, *v.findings):
            row |= {
                f.code: str(f.met),
                f"{f.code}_zh": f.says.zh,
                f"{f.code}_en": f.says.en,
                f"{f.code}_evidence": ";".join(f.evidence),
            }
        rows.append(row)
    plain = {
        "readings": readings.as_json(),
        "cite": CITE.as_json(),
        "criteria": {c: t.as_json() for c, t in CRITERIA.items()},
    }
    schema = pa.schema([pa.field(n, pa.date32() if n == "on" else pa.string()) for n in _columns()])
    return pa.Table.from_pylist(
        rows, schema=schema.with_metadata({"ipops.high_value": json.dumps(plain, ensure_ascii=False)})
    )


def _columns() -> list[str]:
    each = [n for c in ("valid", *CRITERIA) for n in (c, f"{c}_zh", f"{c}_en", f"{c}_evidence")]
    return ["application", "title", "on", "high_value", "criteria", *each]
