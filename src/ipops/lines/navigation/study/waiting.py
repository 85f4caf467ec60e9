"""The queue of a labelling desk: documents of the frozen set in the order in which they are to be read, from one file and what
people said so far. Those that no rule labelled come first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

#: What a queue may be narrowed to, as a condition over the documents beside their words.
STATES = {
    "open": "h.document is null",
    "no_rule": "d.rule = ''",
    "hand": "h.document is not null",
    "review": "h.standing in ('differ', 'unsure')",
    "against": "h.document is not null and exists (select 1 from unnest(h.out) x(n) where list_contains(string_split(d.rule, ' '), n)"
    " union all select 1 from unnest(h.under) x(n) where not list_contains(string_split(d.rule, ' '), n))",
}
_ORDER = "(h.document is not null), (d.rule <> ''), d.document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What people said of a document, as far as a queue wants to know."""

    document: str
    standing: str
    under: Sequence[str]
    out: Sequence[str]
    people: Sequence[str] = ()


@dataclass(frozen=True)
class Queue:
    """Countable and sliceable as a table wants it; narrowed by ``state``, ``node`` and ``text``, which may all be left out."""

    path: Path
    heard: tuple[Heard, ...] = ()
    conditions: tuple[str, ...] = ("d.within",)
    values: tuple[Any, ...] = ()

    def where(self, condition: str, *values: Any) -> Queue:
        return replace(self, conditions=(*self.conditions, condition), values=(*self.values, *values))

    def in_state(self, state: str) -> Queue:
        return self.where(STATES[state])

    def second(self, who: str) -> Queue:
        """What others have read and this person has not: for a second reading."""
        return self.where("h.document is not null and not list_contains(h.people, ?)", who)

    def under(self, node: str) -> Queue:
        """By what people said, else by the rule."""
        return self.where(
            "list_contains(coalesce(h.under, []), ?) or (list_contains(string_split(d.rule, ' '), ?) and not list_contains(coalesce(h.out, []), ?))",
            node, node, node,
        )  # fmt: skip

    def saying(self, text: str) -> Queue:
        """Words of title, abstract, owners, classes or number."""
        return self.where(
            "contains(lower(concat_ws(' ', d.document, d.title, d.abstract, d.owners, d.classes)), lower(?))", text
        )

    def order_by(self, *fields: str) -> Queue:
        """One order only: what waits longest first."""
        return self

    def count(self) -> int:
        ((n,),) = self._ask("select count(*)", "")
        return int(n)

    def __getitem__(self, part: slice) -> list[dict[str, Any]]:
        start, stop = part.start or 0, part.stop
        limit = f"limit {int(stop) - int(start)}" if stop is not None else ""
        names = ("document", "title", "owners", "classes", "rule", "standing", "under", "out")
        rows = self._ask(
            "select d.document, d.title, d.owners, d.classes, d.rule, coalesce(h.standing, ''), coalesce(h.under, []), coalesce(h.out, [])",
            f"order by {_ORDER} {limit} offset {int(start)}",
        )
        return [dict(zip(names, row, strict=True)) for row in rows]

    def following(self, document: str) -> str | None:
        """The next of the queue behind this one; behind the last, or behind one that is not in it, the first other one."""
        behind = f"select next from (select d.document, lead(d.document) over (order by {_ORDER}) as next"  # noqa: S608
        rows = self._ask(behind, ") where document = ? and next is not null", document)
        if rows:
            return str(rows[0][0])
        others = self.where("d.document <> ?", document)[0:1]
        return others[0]["document"] if others else None

    def _ask(self, select: str, tail: str, *last: Any) -> list[tuple[Any, ...]]:
        conditions = " and ".join(f"({c})" for c in self.conditions)
        con = duckdb.connect()
        try:
            con.register("said", _table(self.heard))
            sql = f"{select} from read_parquet(?) d left join said h using (document) where {conditions} {tail}"
            rows: list[tuple[Any, ...]] = con.execute(sql, [str(self.path), *self.values, *last]).fetchall()
            return rows
        finally:
            con.close()


def _table(heard: Iterable[Heard]) -> pa.Table:
    rows = list(heard)
    return pa.table({
        "document": pa.array([h.document for h in rows], pa.string()),
        "standing": pa.array([h.standing for h in rows], pa.string()),
        "under": pa.array([list(h.under) for h in rows], pa.list_(pa.string())),
        "out": pa.array([list(h.out) for h in rows], pa.list_(pa.string())),
        "people": pa.array([list(h.people) for h in rows], pa.list_(pa.string())),
    })  # fmt: skip


def progress(path: Path, heard: Iterable[Heard]) -> Mapping[str, int]:
    """Documents within the boundary, and how many stand in each state of the queue."""
    queue = Queue(path, tuple(heard))
    return {"all": queue.count()} | {state: queue.in_state(state).count() for state in STATES}
