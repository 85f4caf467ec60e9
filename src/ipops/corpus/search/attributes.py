"""What a condition may ask of a document besides its words: classes, owners, places, kinds, status, days.

Rule 1: values are compared in the form of ``tokens.normal``; a class by its beginning (B64 finds B64C39/02), a name by the words
in it, everything else as a whole.
Rule 2: a document without a value does not pass, whatever is asked; ``NOT`` lets it pass.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ipops.corpus.search.bm25 import Ints, Longs
from ipops.corpus.search.tokens import normal

UNDATED = np.iinfo(np.int32).min
Mask = NDArray[np.bool_]
TABLES = ("documents", "classes", "parties")
DAYS = {"filed": "filed_on", "published": "published_on", "granted": "granted_on"}
_OF_DOCUMENT = {
    "office": "office",
    "kind": "kind",
    "type": "right_type",
    "legal": "legal_status",
    "stage": "stage",
    "number": "document",
}
_ROLES = {"owner": ("applicant", "owner", "owner_now"), "inventor": ("inventor",)}
_MAIN_GROUP = re.compile(r"[a-hy]\d{2}[a-z]\d{1,4}")
_SQUEEZE = re.compile(r"[\s\-./,、·;:()]+")


def squeezed(text: str) -> str:
    """A number without blanks and strokes: ``"CN 101234567 A"`` and ``"cn101234567a"`` are one."""
    return _SQUEEZE.sub("", normal(text))


def symbol(text: str) -> str:
    """A class without blanks: ``"B64C  39/02"`` and ``"b64c39/02"`` are one; the stroke stays, for B64C3/902 is another."""
    return re.sub(r"\s+", "", normal(text))


def beginning_of(asked: str) -> str:
    """What the symbols asked for begin with. A main group without a stroke is that group, not its longer neighbours."""
    bare = symbol(asked).rstrip("*")
    return f"{bare}/" if _MAIN_GROUP.fullmatch(bare) and not asked.endswith("*") else bare


@dataclass(frozen=True, slots=True)
class Keyed:
    """Sorted values, and the documents of each: ``documents[starts[v]:starts[v + 1]]``."""

    values: list[str]
    starts: Longs
    documents: Ints

    @classmethod
    def of(cls, values: Iterable[str], documents: Ints) -> Keyed:
        pairs = pa.table({"v": pa.array(values, pa.string()), "d": documents})
        pairs = pairs.filter(pc.and_(pc.is_valid(pairs["v"]), pc.greater_equal(pairs["d"], 0)))
        pairs = pairs.group_by(["v", "d"]).aggregate([]).sort_by([("v", "ascending"), ("d", "ascending")])
        known = pairs["v"].combine_chunks().dictionary_encode() if len(pairs) else None
        if known is None:
            return cls([], np.zeros(1, dtype=np.int64), np.empty(0, dtype=np.int32))
        words = known.dictionary.to_pylist()
        order = sorted(range(len(words)), key=words.__getitem__)  # Python's order of characters, as bisect has it
        rank = np.empty(len(words), dtype=np.int32)
        rank[order] = np.arange(len(words), dtype=np.int32)
        at = rank[known.indices.to_numpy()]
        by = np.argsort(at, kind="stable")
        starts = np.searchsorted(at[by], np.arange(len(words) + 1)).astype(np.int64)
        return cls([words[i] for i in order], starts, pairs["d"].to_numpy()[by].astype(np.int32))

    def beginning(self, prefix: str) -> Ints:
        low, high = bisect_left(self.values, prefix), bisect_left(self.values, prefix + "\U0010ffff")
        return self.documents[self.starts[low] : self.starts[high]]

    def equal(self, value: str) -> Ints:
        at = bisect_left(self.values, value)
        if at == len(self.values) or self.values[at] != value:
            return self.documents[:0]
        return self.documents[self.starts[at] : self.starts[at + 1]]

    def having(self, words: list[str]) -> Ints:
        """The documents of every value with all the words in it, wherever they stand."""
        hits = [i for i, v in enumerate(self.values) if all(w in v for w in words)]
        parts = [self.documents[self.starts[i] : self.starts[i + 1]] for i in hits]
        return np.concatenate([self.documents[:0], *parts])


@dataclass(frozen=True, slots=True)
class Attributes:
    """All of a corpus. ``keyed`` by the names of fields; ``days`` since 1970-01-01, ``UNDATED`` where there is none."""

    documents: list[str]
    keyed: Mapping[str, Keyed]
    days: Mapping[str, Ints]

    @property
    def count(self) -> int:
        return len(self.documents)

    def where(self, field: str, value: str) -> Mask:
        """Who has the value, by rule 1."""
        found = self.keyed[field]
        if field == "class":
            return self._mask(found.beginning(beginning_of(value)))
        if field in _ROLES:
            return self._mask(found.having([w for w in re.split(r"[\s,.;]+", normal(value)) if w]))
        return self._mask(found.equal(squeezed(value)))

    def between(self, field: str, first: int | None, last: int | None) -> Mask:
        """Whose day lies in the stretch, both ends included; an open end is open."""
        day = self.days[field]
        made: Mask = day != UNDATED
        if first is not None:
            made = made & (day >= first)
        return made & (day <= last) if last is not None else made

    def save(self, path: Path) -> None:
        """One file; ``load`` gives the same back."""
        arrays: dict[str, Any] = {"documents": _packed(self.documents)}
        arrays |= {f"day.{f}": d for f, d in self.days.items()}
        for f, k in self.keyed.items():
            arrays |= {f"values.{f}": _packed(k.values), f"starts.{f}": k.starts, f"at.{f}": k.documents}
        np.savez(path, **arrays)

    @classmethod
    def load(cls, path: Path) -> Attributes:
        with np.load(path) as got:
            fields = [n.removeprefix("values.") for n in got.files if n.startswith("values.")]
            keyed = {f: Keyed(_unpacked(got[f"values.{f}"]), got[f"starts.{f}"], got[f"at.{f}"]) for f in fields}
            return cls(_unpacked(got["documents"]), keyed, {f: got[f"day.{f}"] for f in DAYS})

    def _mask(self, documents: Ints) -> Mask:
        made = np.zeros(self.count, dtype=bool)
        made[documents] = True
        return made


def attributes_of(tables: Mapping[str, Any]) -> Attributes:
    """Out of the tables of a corpus (Arrow); ``documents`` is needed, of the others what is there."""
    documents = tables["documents"]
    names = documents["document"].combine_chunks()
    everyone = np.arange(len(names), dtype=np.int32)
    keyed = {f: Keyed.of(_each(documents[c], squeezed), everyone) for f, c in _OF_DOCUMENT.items()}
    keyed["family"] = Keyed.of(_each(documents["family"], squeezed), everyone)
    keyed["class"] = _linked(tables.get("classes"), "symbol", names, symbol)
    parties = tables.get("parties")
    for field, roles in _ROLES.items():
        of_role = None if parties is None else parties.filter(pc.is_in(parties["role"], pa.array(roles)))
        keyed[field] = _linked(of_role, "name", names, normal)
    days = {f: _days(documents[c]) for f, c in DAYS.items()}
    return Attributes(names.to_pylist(), keyed, days)


def _linked(table: Any, column: str, names: Any, form: Any) -> Keyed:
    if table is None:
        return Keyed.of([], np.empty(0, dtype=np.int32))
    at = pc.fill_null(pc.index_in(table["document"], value_set=names), -1).to_numpy().astype(np.int32)
    return Keyed.of(_each(table[column], form), at)


def _each(column: Any, form: Any) -> Any:
    """Every value in its form, each distinct one worked out once."""
    encoded = column.combine_chunks().dictionary_encode()
    forms = pa.array([form(v) for v in encoded.dictionary.to_pylist()], pa.string())
    return forms.take(encoded.indices)


def _days(column: Any) -> Ints:
    found: Ints = pc.fill_null(column.cast(pa.date32()).cast(pa.int32()), UNDATED).to_numpy().astype(np.int32)
    return found


def _packed(values: list[str]) -> Any:
    return np.frombuffer("\0".join(values).encode(), dtype=np.uint8)


def _unpacked(packed: Any) -> list[str]:
    told = packed.tobytes().decode()
    return told.split("\0") if told else []
