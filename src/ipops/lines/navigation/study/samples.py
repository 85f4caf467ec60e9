"""Recall and precision (查全率、查准率) by samples read by people: sheets out, labels back, ratios with their intervals.

Two samples are drawn, from within the boundary and from what the set holds outside it. With p the share of relevant documents
within, e the share outside, of N and M documents:  precision = p,  recall = p·N / (p·N + e·M). Wilson's intervals at 95 per cent; the
interval of recall takes the worse ends of both. Recall is that of the boundary within the set: what the set itself never held
is not told by it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.navigation.study.desk import Desk

HEADS = ("document", "stratum", "title", "applicants", "classes", "relevant")
YES, NO = ("1", "y", "yes", "是", "相关"), ("0", "n", "no", "否", "不相关")
Z = 1.959963984540054  #: both tails of the normal, 95 per cent


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    value: Fraction
    low: float
    high: float
    found: int
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """``None`` is unknown: nobody has read the sheet. ``outside`` is the share of relevant documents beyond the boundary."""

    precision: Ratio | None
    outside: Ratio | None
    recall: tuple[float, float, float] | None
    inside_n: int
    outside_n: int
    read: int = 0
    drawn: int = 0


def wilson(found: int, drawn: int) -> Ratio:
    p, n = found / drawn, drawn
    middle, half = p + Z * Z / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    low, high = (middle - half) / (1 + Z * Z / n), (middle + half) / (1 + Z * Z / n)
    return Ratio(value=Fraction(found, drawn), low=max(0.0, low), high=min(1.0, high), found=found, drawn=drawn)


def recall(inside: Ratio, outside: Ratio, n: int, m: int) -> tuple[float, float, float]:
    """The estimate and both ends."""

    def of(p: float, e: float) -> float:
        return p * n / (p * n + e * m) if p * n + e * m else 0.0

    return of(float(inside.value), float(outside.value)), of(inside.low, outside.high), of(inside.high, outside.low)


def picked(keys: Iterable[str], seed: int, each: int) -> list[str]:
    """By the hash of seed and key, so that a new document moves no other."""
    return sorted(keys, key=lambda k: hashlib.sha256(f"{seed} {k}".encode()).digest())[:each]


def draw(desk: Desk, name: str, seed: int, each: int) -> list[tuple[str, ...]]:
    """The same documents for the same seed and set."""
    made: list[tuple[str, ...]] = []
    for stratum, inside in (("within", True), ("outside", False)):
        keys = [
            k
            for (k,) in desk.rows(f"select document from {name}_scope where core is {inside} and title is not null")  # noqa: S608
        ]
        made += [(k, stratum) for k in picked(keys, seed, each)]
    desk.con.execute("create or replace temp table drawn (document varchar, stratum varchar, place integer)")
    desk.con.executemany("insert into drawn values (?, ?, ?)", [(d, s, i) for i, (d, s) in enumerate(made)])
    return desk.rows(f"""
        select w.document, w.stratum, any_value(d.title),
               coalesce((select string_agg(distinct p.name, '; ' order by p.name) from {name}_parties p
                         where p.document = w.document and p.role = 'applicant'), ''),
               coalesce((select string_agg(distinct c.symbol, '; ' order by c.symbol) from {name}_classes c
                         where c.document = w.document), '')
        from drawn w join {name}_documents d using (document) group by w.document, w.stratum, w.place order by w.place
    """)  # noqa: S608


def sheet(rows: list[tuple[str, ...]], labels: Mapping[tuple[str, str], bool] | None = None) -> str:
    """What is to be read; the verdicts that were read back already stand in it."""
    told = labels or {}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADS)
    writer.writerows((*row, {True: "1", False: "0", None: ""}[told.get((row[0], row[1]))]) for row in rows)
    return "\ufeff" + out.getvalue()


def read_back(path: Path, drawn: list[tuple[str, ...]]) -> dict[tuple[str, str], bool] | Refused:
    """Labels by document and stratum, of what was drawn. A cell that cannot be read is refused with its line; documents of
    another draw are passed over, and a sheet that lacks some makes no ratio (``checked``)."""
    strata = {row[0]: row[1] for row in drawn}
    found: dict[tuple[str, str], bool] = {}
    reasons = []
    with path.open(encoding="utf-8-sig", newline="") as f:
        for line, row in enumerate(csv.DictReader(f), 2):
            key, said = (row.get("document") or "").strip(), (row.get("relevant") or "").strip().lower()
            if said and said not in (*YES, *NO):
                reasons.append(_wrong(path, line, "“relevant”列应填 1 或 0", "the column relevant holds 1 or 0"))
            elif said and key in strata:
                found[key, strata[key]] = said in YES
    return Refused(reasons=tuple(reasons[:20])) if reasons else found


def _wrong(path: Path, line: int, zh: str, en: str) -> Reason:
    return Reason(
        code="sample-sheet", says=Text(f"{path.name} 第 {line} 行：{zh}。", f"{path.name} line {line}: {en}.")
    )


def checked(desk: Desk, name: str, labels: dict[tuple[str, str], bool] | None, drawn: int) -> Checked:
    """``drawn`` is how many were drawn: unless all of them are read there is no ratio."""
    ((n, m),) = desk.rows(f"select count(*) filter (core), count(*) filter (not core) from {name}_scope")  # noqa: S608
    read = len(labels or ())
    if not labels or read < drawn:
        return Checked(precision=None, outside=None, recall=None, inside_n=n, outside_n=m, read=read, drawn=drawn)
    strata = {s: [yes for (_, at), yes in labels.items() if at == s] for s in ("within", "outside")}
    ratios = {s: wilson(sum(v), len(v)) if v else None for s, v in strata.items()}
    inside, outside = ratios["within"], ratios["outside"]
    both = recall(inside, outside, n, m) if inside and outside else None
    return Checked(precision=inside, outside=outside, recall=both, inside_n=n, outside_n=m, read=read, drawn=drawn)
