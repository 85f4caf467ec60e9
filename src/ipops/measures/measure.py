"""A measure: an indicator's whole definition in one value. It is pure; it never runs itself (style D1).

Rule 1: what the notice does not say is ``Unknown`` here, with what would settle it; a pack may settle it by date.
Rule 2: a measure over facts is an Ibis expression that gives one row per *counted unit candidate* (``Rows``); windows,
places and de-duplication are the engine's (``compute``), so every measure adds up in the same way.
Rule 3: changing any part of a definition makes a new ``version``; growth across versions is refused without a bridge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.measures.params import Params
from ipops.measures.words import Counting, Direction, Figure, Over, Territory

Table = Any  #: an ``ibis.expr.types.Table``; ibis ships no types that mypy --strict can follow
Tables = Mapping[str, Table]
Fold = Literal["min", "max"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One attribute of a counted unit: how its rows fold into one (``max`` of booleans is *any*, ``min`` is *all*)."""

    name: str
    fold: Fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One figure shown beside the value: ``total`` adds the units up to one int64 (null where there is none to add)."""

    code: str
    title: Text
    total: Callable[[Table], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The expression of a measure over facts.

    ``kinds`` are the fact kinds it reads. ``of(tables, params)`` gives one or several tables (branches that never share
    a unit) with the columns ``n``, ``division`` (where the row belongs), ``day`` (the counted day), every key and every
    part; rows of one unit repeat them. ``keys(params)`` are the de-duplication key; a unit's day is its first counted
    day, so no unit counts in two years. ``repeats(params)`` says that one fact may give two rows (either side counts).
    ``beside(units, tables)`` puts next to each unit what other facts say about it, by its key. ``value`` names the
    column that is *the* value.
    """

    kinds: tuple[str, ...]
    of: Callable[[Tables, Params], tuple[Table, ...]]
    keys: Callable[[Params], tuple[str, ...]]
    repeats: Callable[[Params], bool]
    parts: tuple[Part, ...]
    beside: Callable[[Table, Tables], Table]
    columns: tuple[Column, ...]
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDay:
    """Which day of the register makes a unit count."""

    act: Text
    day: Text
    cite: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedAs:
    """The name, scopes and units under which the same figure appears among observations; other scopes are other figures.

    No ``scopes`` means any scope the source states, no ``units`` any unit: then the name itself is the goal's.
    """

    indicator: str
    scopes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTheSame:
    """A published figure that looks like this one and is another: shown beside it with the reason, never used."""

    indicator: str
    why: Text
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Every field of issue 2 section 6. ``growth`` says whether the target is a growth and which term names its method."""

    code: str
    title: Text
    unit: str
    unit_name: Text
    decimals: int
    direction: Direction
    figure: Figure | Unknown
    scope: Text | Unknown
    counting_unit: Counting | Text | Unknown
    dedup_key: Text | Unknown
    numerator: Text
    denominator: Text | None
    over_time: Over | Unknown
    over_place: Over | Unknown
    territory: Territory | Text | Unknown
    districts: Text
    counted_days: tuple[CountedDay, ...] | Unknown
    data_source: Text
    cut_off: Text | Unknown
    register_kinds: tuple[RightKind, ...] | Unknown
    growth: Text | Unknown | None
    clause: Citation
    version: int
    rows: Rows | None = None
    published_as: tuple[PublishedAs, ...] = ()
    not_the_same: tuple[NotTheSame, ...] = ()

    @property
    def is_growth(self) -> bool:
        """Whether the goal speaks of a growth, not of a level."""
        return self.growth is not None

    @property
    def column_codes(self) -> tuple[str, ...]:
        return tuple(c.code for c in self.rows.columns) if self.rows else ()


def catalogue(*groups: Iterable[Measure]) -> Mapping[str, Measure]:
    """The measures of several houses by code. Raises ``ValueError`` when two claim one code."""
    found: dict[str, Measure] = {}
    for m in (m for g in groups for m in g):
        if m.code in found:
            raise ValueError(f"Two measures claim the code {m.code!r}.")
        found[m.code] = m
    return found
