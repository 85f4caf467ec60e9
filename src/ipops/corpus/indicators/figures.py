"""Figures of portfolios, fields and places: each a value with its status, what it rests on, and what was left out.

Rule: a figure rests only on what is known; the part that is not stands beside it (``share_known``), and without any there is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

UNPUBLISHED_MONTHS = (
    18  #: an application is published after at most so long (专利法 第三十四条); counts of later years are not whole
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """``n`` is how many things it rests on, ``share_known`` which part of all there were."""

    code: str
    value: float | None
    status: str
    n: int
    share_known: float | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "value": self.value,
            "status": self.status,
            "n": self.n,
            "share_known": self.share_known,
        }


def _figure(code: str, value: float | None, n: int, known: int | None = None, of: int | None = None) -> Figure:
    share = known / of if of and known is not None else None
    return Figure(code=code, value=value, status="undefined" if value is None else "ok", n=n, share_known=share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advantage:
    """``rta`` of one place in one field; ``symmetric`` is (RTA - 1)/(RTA + 1); ``small`` says that the place has fewer patents than
    the source compares (OECD: more than 500)."""

    place: str
    field: str
    count: Fraction
    rta: float | None
    symmetric: float | None
    status: str
    small: bool


def rta(counts: Iterable[tuple[str, str, Fraction]], *, least: int = 500) -> list[Advantage]:
    """Revealed technological advantage of every place in every field. ``counts`` are place, field and (fractional) patents."""
    cell: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    place: dict[str, Fraction] = defaultdict(Fraction)
    field: dict[str, Fraction] = defaultdict(Fraction)
    for p, f, n in counts:
        cell[p, f] += n
        place[p] += n
        field[f] += n
    total = sum(place.values(), Fraction())
    made = []
    for p in sorted(place):
        for f in sorted(field):
            known = place[p] > 0 and field[f] > 0
            value = cell[p, f] / field[f] / (place[p] / total) if known else None
            made.append(
                Advantage(
                    place=p, field=f, count=cell[p, f], rta=float(value) if value is not None else None,
                    symmetric=float((value - 1) / (value + 1)) if value is not None else None,
                    status="ok" if known else "undefined", small=place[p] <= least,
                )
            )  # fmt: skip
    return made


def hhi(owners: Iterable[tuple[str | None, Fraction]]) -> Figure:
    """Σ s² over resolved owners; ``share_known`` is the resolved part. Joint patents come in by their fractions."""
    sums: dict[str, Fraction] = defaultdict(Fraction)
    unresolved = Fraction()
    for owner, n in owners:
        if owner is None:
            unresolved += n
        else:
            sums[owner] += n
    known = sum(sums.values(), Fraction())
    value = float(sum((n / known) ** 2 for n in sums.values())) if known else None
    total = known + unresolved
    made = _figure("hhi", value, len(sums))
    return Figure(
        code=made.code, value=value, status=made.status, n=made.n, share_known=float(known / total) if total else None
    )


def median(values: Sequence[int | float]) -> float | None:
    if not values:
        return None
    ordered, middle = sorted(values), len(values) // 2
    return float(ordered[middle]) if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def cycle_time(pairs: Iterable[tuple[date | None, date | None]]) -> Figure:
    """Median age in years (of 365.25 days) of what is cited, at the publication of who cites; pairs are citing, cited."""
    every = list(pairs)
    ages = [(a - b).days / 365.25 for a, b in every if a is not None and b is not None and a >= b]
    return _figure("cycle_time", median(ages), len(ages), len(ages), len(every))


def h_index(cited: Iterable[int]) -> Figure:
    """The greatest h with h patents cited h times or more; zero is a value."""
    ordered = sorted(cited, reverse=True)
    h = sum(n > i for i, n in enumerate(ordered))
    return _figure("h_index", float(h) if ordered else None, len(ordered))


def self_citation(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> Figure:
    """Citations between documents with an owner in common, of all whose both ends have a resolved owner."""
    every = list(pairs)
    known = [(a, b) for a, b in every if a and b]
    value = sum(bool(a & b) for a, b in known) / len(known) if known else None
    return _figure("self_citation", value, len(known), len(known), len(every))


def whole_years(through: date) -> int:
    """The last year whose filings are all published by the last day of the data."""
    months = through.year * 12 + through.month - 1 - UNPUBLISHED_MONTHS
    return months // 12 - 1


def growth(by_year: Mapping[int, int], first: int, last: int, through: date) -> Figure:
    """Compound growth a year between two years; ``truncated`` if the last one is not all published yet."""
    begins, ends = by_year.get(first, 0), by_year.get(last, 0)
    years = last - first
    value = (ends / begins) ** (1 / years) - 1 if begins > 0 and years > 0 else None
    made = _figure("growth", value, begins + ends)
    if value is not None and last > whole_years(through):
        return Figure(code=made.code, value=value, status="truncated", n=made.n)
    return made


def cohort_means(families: Iterable[tuple[bool, int | None, int | None, str | None]]) -> dict[tuple[int, str], float]:
    """Mean citations of a year and field, over living and dead."""
    sums: dict[tuple[int, str], list[int]] = defaultdict(list)
    for _, cited, year, field in families:
        if cited is not None and year is not None and field is not None:
            sums[year, field].append(cited)
    return {cohort: sum(n) / len(n) for cohort, n in sums.items()}


def portfolio_strength(
    families: Iterable[tuple[bool, int | None, int | None, str | None]], means: Mapping[tuple[int, str], float]
) -> Figure:
    """Σ citations / mean over living families with a cohort whose mean is above zero; a dead family has none."""
    every = list(families)
    alive = [f for f in every if f[0]]
    parts = [cited / means[year, field] for _, cited, year, field in alive
             if cited is not None and year is not None and field is not None and means.get((year, field), 0) > 0]  # fmt: skip
    return _figure("strength", sum(parts) if parts else None, len(parts), len(parts), len(alive))
