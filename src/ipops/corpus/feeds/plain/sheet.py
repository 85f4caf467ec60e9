"""Plain documents read into whole columns: no tree, no row of Python. What a segment holds of them becomes its tables at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ipops.corpus.feeds.plain import document as d
from ipops.corpus.feeds.plain import names as tags
from ipops.corpus.feeds.plain import words as w
from ipops.corpus.feeds.plain.scan import DEPTH, NODES, Ints, names_of
from ipops.corpus.feeds.prologue import Prologue
from ipops.corpus.feeds.record import Record
from ipops.corpus.feeds.us_xml import ROOTS, document_of
from ipops.corpus.identity.keys import publication_key

_EPOCH = date(1970, 1, 1)
_TABLES = {"parties": w.PARTIES, "classes": w.CLASSES, "citations": w.CITED, "literature": w.LITERATURE, "claims": w.CLAIMS, "priorities": w.PRIORITIES}  # fmt: skip
_ENCODINGS = ("utf-8", "ascii")
_NAMES = names_of(tags.NAMES)


class Sheet:
    """Rows of plain documents until a segment takes them."""

    def __init__(self) -> None:
        self._nodes, self._stack, self._seen = (
            np.empty((NODES, 7), np.int32),
            np.empty((DEPTH, 3), np.int32),
            np.empty(48, np.int32),
        )
        self._out = w.Out(
            pool=np.empty(1 << 20, np.uint8), rows=np.empty((1 << 12, w.WIDTH), np.int32), depends=np.empty(1 << 12, np.int32),
            fields=np.empty(d.FIELDS, np.int32), at=np.zeros(4, np.int64),
        )  # fmt: skip

    def read(self, data: NDArray[np.uint8], prologue: Prologue | None, doc: int) -> tuple[Record, int] | None:
        """The document whose root begins where the prologue ends, as number ``doc``, and where the next one begins; its rows are kept
        here. ``None`` where the tree has to be asked."""
        if prologue is None or prologue.root not in ROOTS or prologue.declared or prologue.encoding not in _ENCODINGS:
            return None
        count, end = d.nodes_of(data, prologue.body, *_NAMES, self._nodes, self._stack, self._seen)
        if count < 0:
            return None
        self._widen(4 * (end - prologue.body) + 4096, 2 * count + 16)
        return (self._record(), end) if d.rows_of(data, self._nodes, doc, *self._out) else None

    def _widen(self, words: int, rows: int) -> None:
        """Room for a document's words, however often they are said, and for two rows a node."""
        at, out = self._out.at, self._out
        if at[w.POOL] + words > len(out.pool):
            out = out._replace(pool=_longer(out.pool, int(at[w.POOL]) + words))
        if at[w.ROWS] + rows > len(out.rows):
            out = out._replace(rows=_longer(out.rows, int(at[w.ROWS]) + rows))
        if at[w.DEPENDS] + rows > len(out.depends):
            out = out._replace(depends=_longer(out.depends, int(at[w.DEPENDS]) + rows))
        self._out = out

    def _record(self) -> Record:
        fields, pool = self._out.fields.tolist(), self._out.pool.data

        def said(place: int) -> str | None:
            begin = fields[place]
            return None if begin < 0 else str(pool[begin : fields[place + 1]], "utf-8")

        office, number, kind = said(d.OFFICE) or "US", said(d.NUMBER), said(d.KIND)
        assert number is not None
        grant = bool(fields[d.GRANTED])
        record = Record(publication_key(office, number, kind))
        record.document = document_of(
            office=office, number=number, kind=kind, grant=grant, published=_date(fields[d.PUBLISHED_ON]), type_=said(d.TYPE),
            filed_raw=said(d.FILED), filed_office=said(d.FILED_OFFICE), filed_on=_date(fields[d.FILED_ON]),
            title=said(d.TITLE), abstract=said(d.ABSTRACT), claims_n=said(d.CLAIMS_N),
        )  # fmt: skip
        record.document["references_listed"] = True if fields[d.LISTED] else (None if grant else False)
        return record

    def table(self, name: str, schema: pa.Schema, head: Callable[[Ints], list[pa.Array]]) -> pa.Table | None:
        """Rows of a table; ``head`` makes the first columns from the numbers of the documents. ``None`` where there are none."""
        every = self._out.rows[: self._out.at[w.ROWS]]
        rows = every[every[:, -1] == _TABLES.get(name, -1)]
        if not len(rows):
            return None
        columns = getattr(self, f"_{name}")(rows)
        first = head(rows[:, 0])
        return pa.Table.from_arrays([*first, *columns], schema=schema)

    def _text(self, rows: Ints, column: int) -> pa.Array:
        begin, end = np.ascontiguousarray(rows[:, column]), np.ascontiguousarray(rows[:, column + 1])
        there = begin >= 0
        lengths = np.where(there, end - begin, 0)
        begin, end = np.where(there, begin, 0).astype(np.int32), np.where(there, end, 0).astype(np.int32)
        offsets, into = np.empty(len(rows) + 1, np.int32), np.empty(int(lengths.sum()), np.uint8)
        d.gather(self._out.pool, begin, end, offsets, into)
        valid = None if there.all() else pa.py_buffer(np.packbits(there, bitorder="little"))
        return pa.StringArray.from_buffers(len(rows), pa.py_buffer(offsets), pa.py_buffer(into), valid)

    def _parties(self, rows: Ints) -> list[pa.Array]:
        n = len(rows)
        return [
            _coded(rows[:, 1], tags.ROLES), _whole(rows[:, 2]), self._text(rows, 3), pa.nulls(n, pa.list_(pa.string())), _coded(rows[:, 5], tags.BODIES),
            self._text(rows, 6), self._text(rows, 8), self._text(rows, 10), pa.nulls(n, pa.string()),
        ]  # fmt: skip

    def _classes(self, rows: Ints) -> list[pa.Array]:
        return [
            _coded(rows[:, 1], tags.SCHEMES), self._text(rows, 2), self._text(rows, 4), pa.array(rows[:, 6] == 1, mask=rows[:, 6] < 0),
            pa.array(rows[:, 7] == 1), _whole(rows[:, 8]), _days(rows[:, 9]), self._text(rows, 10),
        ]  # fmt: skip

    def _citations(self, rows: Ints) -> list[pa.Array]:
        n = len(rows)
        return [
            pa.array(np.ones(n, bool)), self._text(rows, 1), self._text(rows, 3), self._text(rows, 5), self._text(rows, 7), _days(rows[:, 9]),
            _coded(rows[:, 10], tags.ORIGINS), pa.nulls(n, pa.string()), _whole(rows[:, 11]),
        ]  # fmt: skip

    def _literature(self, rows: Ints) -> list[pa.Array]:
        none = pa.nulls(len(rows), pa.string())
        return [_whole(rows[:, 1]), self._text(rows, 2), _coded(rows[:, 4], tags.ORIGINS), none]

    def _claims(self, rows: Ints) -> list[pa.Array]:
        alone = rows[:, 4] == rows[:, 5]
        offsets = pa.array(np.append(rows[:, 4], rows[-1, 5]).astype(np.int32))
        depends = pa.array(self._out.depends[: rows[-1, 5]])
        lang = pa.repeat("en", len(rows))
        return [
            _whole(rows[:, 1]),
            self._text(rows, 2),
            lang,
            pa.array(alone),
            pa.ListArray.from_arrays(offsets, depends, mask=pa.array(alone)),
        ]

    def _priorities(self, rows: Ints) -> list[pa.Array]:
        related = rows[:, 7] < -1
        said = self._text(np.where(related[:, None], -1, rows), 7)
        kinds = _coded(np.where(related, -2 - rows[:, 7], -1), tags.BENEFITS)
        return [_whole(rows[:, 1]), self._text(rows, 2), self._text(rows, 4), _days(rows[:, 6]), kinds.fill_null(said)]


def _longer(held: Any, least: int) -> Any:
    made = np.empty((max(least, 2 * len(held)), *held.shape[1:]), held.dtype)
    made[: len(held)] = held
    return made


@lru_cache(maxsize=1 << 12)
def _date(days: int) -> date | None:
    return None if days == w.UNKNOWN else _EPOCH + timedelta(days)


def _coded(codes: Ints, words: tuple[str, ...]) -> pa.Array:
    indices = pa.array(np.ascontiguousarray(codes), mask=codes < 0)
    return pa.array(words, pa.string()).take(indices)


def _whole(numbers: Ints) -> pa.Array:
    return pa.array(np.ascontiguousarray(numbers), mask=numbers < 0)


def _days(days: Ints) -> pa.Array:
    return pa.array(np.ascontiguousarray(days), mask=days == w.UNKNOWN).view(pa.date32())
