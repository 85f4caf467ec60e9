"""What a criterion asks of a patent, gathered from the tables of a corpus and from lists handed in. One row an application."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ipops.corpus.high_value.readings import Award, Pledge
from ipops.corpus.model import TABLES

ENDING = ("lapse", "expiry", "invalidation")
ENDED = ("lapsed", "expired", "invalidated", "withdrawn", "rejected")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of the family: ``granted_on`` and ``ended_on`` where the corpus holds it."""

    number: str
    office: str | None
    here: bool
    granted_on: date | None = None
    ended_on: date | None = None
    looks_granted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    field: str
    title: str | None
    conditional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    on: date
    act: str
    code: str


@dataclass(slots=True, kw_only=True)
class Patent:
    """An application with all its publications. ``status`` is what the source last knew, ``status_on`` from when."""

    application: str
    documents: list[str] = field(default_factory=list)
    office: str | None = None
    right_type: str | None = None
    title: str | None = None
    filed_on: date | None = None
    granted_on: date | None = None
    status: str | None = None
    status_on: date | None = None
    ends_on: date | None = None
    family: list[Member] = field(default_factory=list)
    family_stated: bool = (
        False  #: a source listed the family; else its members are those of the corpus with equal priorities
    )
    industries: list[Industry] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    pledges: list[Pledge] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Lists from outside the corpus; ``None`` means that nobody looked, an empty tuple that there is none."""

    pledges: tuple[Pledge, ...] | None = None
    awards: tuple[Award, ...] | None = None
    industries: str = "sei"


def gather(tables: Path, outside: Outside, *, office: str = "CN") -> list[Patent]:
    """The invention applications of one office, in the order of their names."""
    documents = _rows(tables, "documents")
    found: dict[str, Patent] = {}
    of_document: dict[str, Patent] = {}
    for d in documents:
        if d["office"] == office and d["right_type"] == "invention":
            name = d["application"] or d["document"]
            patent = found.setdefault(name, Patent(application=name, office=office, right_type="invention"))
            _add(patent, d)
            of_document[d["document"]] = patent
    if not found:
        return []
    _families(tables, of_document, {d["document"]: d for d in documents})
    for row in _rows(tables, "fields"):
        if row["scheme"] == outside.industries and (p := of_document.get(row["document"])):
            p.industries.append(Industry(field=row["field"], title=row["title"], conditional=row["conditional"]))
    for row in _rows(tables, "events"):
        if (p := of_document.get(row["document"])) and row["on"] and row["act"]:
            p.events.append(Event(on=row["on"], act=row["act"], code=row["code"] or ""))
    _hand_in(found, outside.pledges or (), outside.awards or ())
    return [found[name] for name in sorted(found)]


def _hand_in(found: Mapping[str, Patent], pledges: Iterable[Pledge], awards: Iterable[Award]) -> None:
    for pledge in pledges:
        if pledge.application in found:
            found[pledge.application].pledges.append(pledge)
    for award in awards:
        if award.application in found:
            found[award.application].awards.append(award)


def _rows(tables: Path, name: str) -> Iterator[dict[str, Any]] | list[dict[str, Any]]:
    """Rows by the model's columns; a table or column that is not there is empty."""
    path, schema = tables / f"{name}.parquet", TABLES[name].arrow
    if not path.exists():
        return []
    wanted = [c for c in schema.names if c not in ("abstract", "abstract_zh", "abstract_en")]
    there = set(pq.read_schema(path).names)
    table = pq.read_table(path, columns=[c for c in wanted if c in there])
    for lacking in (c for c in wanted if c not in there):
        table = table.append_column(lacking, pa.nulls(len(table), schema.field(lacking).type))
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def _first(one: date | None, other: date | None) -> date | None:
    return min(filter(None, (one, other)), default=None)


def _add(p: Patent, d: Mapping[str, Any]) -> None:
    p.documents.append(d["document"])
    p.title = p.title or d["title_zh"] or d["title"]
    p.filed_on, p.granted_on = _first(p.filed_on, d["filed_on"]), _first(p.granted_on, d["granted_on"])
    newer = p.status is None or (d["legal_status_on"] or date.min) >= (p.status_on or date.min)
    if d["legal_status"] and newer:
        p.status, p.status_on = d["legal_status"], d["legal_status_on"]
    p.ends_on = d["ends_on"] or p.ends_on


def _families(tables: Path, of_document: Mapping[str, Patent], documents: Mapping[str, Mapping[str, Any]]) -> None:
    members: dict[str, dict[str, Member]] = defaultdict(dict)
    mine: dict[str, set[str]] = defaultdict(set)
    stated: set[str] = set()
    for row in _rows(tables, "families"):
        stated |= {row["family"]} if row["source"] == "stated" else set()
        members[row["family"]].setdefault(row["member"], _member(row, documents.get(row["document"] or "")))
        if patent := of_document.get(row["document"] or ""):
            mine[patent.application].add(row["family"])
    for patent in of_document.values():
        if not patent.family:
            every = {m.number: m for f in sorted(mine[patent.application]) for m in members[f].values()}
            patent.family = [every[n] for n in sorted(every)]
            patent.family_stated = bool(mine[patent.application] & stated)


def _member(row: Mapping[str, Any], d: Mapping[str, Any] | None) -> Member:
    """A number with kind B, C or E looks like a grant; whether it still stands is not said."""
    kind = row["member"].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").lstrip("0123456789")
    ended = d and d["legal_status"] in ENDED
    return Member(
        number=row["member"],
        office=row["office"],
        here=d is not None,
        granted_on=d["granted_on"] if d else None,
        ended_on=(d["ends_on"] or d["legal_status_on"] or date.min) if d and ended else None,
        looks_granted=kind[:1] in ("B", "C", "E"),
    )


def count(tables: Path) -> int:
    """Publications of the corpus, for a bar."""
    path = tables / "documents.parquet"
    return int(pc.count(pq.read_table(path, columns=["document"])["document"]).as_py()) if path.exists() else 0
