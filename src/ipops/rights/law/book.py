"""The book: every rule as a frozen value, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TypeVar

import yaml

from ipops.kernel.citation import Citation
from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.rights.law import shapes

S = TypeVar("S", bound=shapes.Shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One period. ``length`` is a number where the docket computes it, words where more than one number decides."""

    id: str
    kinds: frozenset[str]
    who: str
    anchor: str
    length: int | str
    unit: str
    does: Text
    missed: Text | None
    rolls: bool
    restorable: bool
    cites: tuple[Citation, ...]

    @property
    def computes(self) -> bool:
        return isinstance(self.length, int) and self.unit in ("month", "year", "day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """Annuities in whole yuan by patent year, from the day on which the tariff is known to hold."""

    holds_from: date
    by_year: Mapping[RightKind, tuple[int, ...]]  #: index 0 is patent year 1
    cite: Citation

    def yuan(self, kind: RightKind, year: int) -> int | None:
        """The full annuity of a patent year; ``None`` past the years the tariff names."""
        years = self.by_year[kind]
        return years[year - 1] if 1 <= year <= len(years) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRule:
    percent_by_month: tuple[int, ...]
    cite: Citation
    first_month: Citation
    top_up: Citation

    @property
    def months(self) -> int:
        return len(self.percent_by_month)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    request: Money
    percent: int
    months: int
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReductionRule:
    id: str
    percent: int | None
    since: date
    says: Text
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """``years`` by day of filing, newest last; empty for a right without a fixed term."""

    kind: RightKind
    years: tuple[tuple[date, int], ...]
    never_past: tuple[str, int] | None
    anchor: str
    says: Text
    cite: Citation

    def length(self, filed_on: date) -> int | None:
        return next((years for since, years in reversed(self.years) if since <= filed_on), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    code: str
    says: Text
    paper: Money
    online: Money | None
    reducible: bool | None
    cite: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    reviewed_on: date
    deadlines: Mapping[str, Deadline]
    tariffs: tuple[Tariff, ...]
    late: LateRule
    restoration: Restoration
    reductions: Mapping[str, ReductionRule]
    reduced_years: tuple[tuple[date, int], ...]
    terms: Mapping[RightKind, Term]
    outdated: Mapping[str, Text]
    fees: Mapping[str, Fee]

    def tariff(self, paid_on: date) -> tuple[Tariff, bool]:
        """The tariff of a day of payment, and whether it is known to hold on that day (else the earliest we have)."""
        held = [t for t in self.tariffs if t.holds_from <= paid_on]
        return (held[-1], True) if held else (self.tariffs[0], False)

    def years_reduced(self, paid_on: date) -> int:
        """How many patent years from the year of grant may be reduced; none before the scheme began."""
        return next((n for since, n in reversed(self.reduced_years) if since <= paid_on), 0)


def _read(name: str, kind: type[S]) -> S:
    text = (resources.files("ipops.rights.law") / f"{name}.yaml").read_text(encoding="utf-8")
    return kind.model_validate(yaml.safe_load(text))


@cache
def book() -> Book:
    """The rules that ship with the program. Raises ``pydantic.ValidationError`` for a file that is not as it should be."""
    annuity, reduction = _read("annuity", shapes.AnnuityFile), _read("reduction", shapes.ReductionFile)
    terms, fees = _read("terms", shapes.TermsFile), _read("fees", shapes.FeesFile)
    periods = _read("deadlines", shapes.DeadlinesFile)
    r = annuity.restoration
    return Book(
        reviewed_on=min(f.reviewed_on for f in (annuity, reduction, terms, fees, periods)),
        deadlines=MappingProxyType({d.id: _deadline(d) for d in periods.deadlines}),
        tariffs=tuple(sorted(map(_tariff, annuity.tariffs), key=lambda t: t.holds_from)),
        late=LateRule(
            percent_by_month=annuity.late.percent_by_month,
            cite=annuity.late.cite.citation,
            first_month=annuity.late.first_month.citation,
            top_up=annuity.late.top_up.citation,
        ),
        restoration=Restoration(
            request=Money.yuan(r.request_yuan),
            percent=r.percent,
            months=r.months,
            cites=(r.cite.citation, r.request_cite.citation, r.percent_cite.citation),
        ),
        reductions=MappingProxyType({one.id: _reduction(one) for one in reduction.rules}),
        reduced_years=tuple(sorted((y.from_, y.years) for y in reduction.years)),
        terms=MappingProxyType({RightKind(t.kind): _term(t) for t in terms.terms}),
        outdated=MappingProxyType({o.kind: o.why.text for o in terms.outdated}),
        fees=MappingProxyType({code: _fee(code, f, fees.sources[f.source]) for code, f in fees.fees.items()}),
    )


def _deadline(d: shapes.DeadlineShape) -> Deadline:
    return Deadline(
        id=d.id,
        kinds=frozenset(d.kinds),
        who=d.who,
        anchor=d.anchor,
        length=d.length,
        unit=d.unit,
        does=d.does.text,
        missed=d.missed.text if d.missed else None,
        rolls=bool(d.rolls),
        restorable=bool(d.restorable),
        cites=tuple(c.citation for c in d.cites),
    )


def _tariff(t: shapes.TariffShape) -> Tariff:
    by_year = {}
    for kind, steps in t.steps.items():
        years: list[int] = []
        for last, yuan in sorted(steps.items()):
            years += [yuan] * (last - len(years))
        by_year[RightKind(kind)] = tuple(years)
    return Tariff(holds_from=t.holds_from, by_year=MappingProxyType(by_year), cite=t.cite.citation)


def _reduction(r: shapes.ReductionShape) -> ReductionRule:
    return ReductionRule(
        id=r.id, percent=r.percent, since=r.from_, says=r.says.text, cites=tuple(c.citation for c in r.cites)
    )


def _term(t: shapes.TermShape) -> Term:
    return Term(
        kind=RightKind(t.kind),
        years=tuple(sorted((y.filed_from or date.min, y.years) for y in t.years)),
        never_past=(t.never_past.anchor, t.never_past.years) if t.never_past else None,
        anchor=t.anchor,
        says=t.says.text,
        cite=t.cite.citation,
    )


def _fee(code: str, f: shapes.FeeShape, source: shapes.FeeSource) -> Fee:
    return Fee(
        code=code,
        says=f.says.text,
        paper=Money.yuan(f.yuan),
        online=Money.yuan(f.online) if f.online is not None else None,
        reducible=f.reducible,
        cite=Citation(document=source.document, clause=f.says.zh, grade=f.grade, source=source.source),
    )
