"""A citation graph out of two files, and its CD values into a third: CSV or TSV (also gzipped) and Parquet.

Rule 1: columns are found by name; a file of two columns may have any names or none. What is ambiguous is refused.
Rule 2: a date that cannot be read is refused with its line; an empty one is a document without a date. A year alone counts
as its first day, a month as its first.
Rule 3: the result appears under its name when it is whole.
"""

from __future__ import annotations

import gzip
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from ipops.corpus.citation_graph.cd import STATUS, CdValues
from ipops.corpus.citation_graph.graph import UNDATED, CitationGraph, Ints, build
from ipops.kernel.outcome import Place, Reason, Refused
from ipops.kernel.text import Text

CITING, CITED = ("citing", "source", "from", "引用"), ("cited", "target", "to", "被引")
NODE = ("document", "node", "id", "name", "number", "publication_number", "文献")
DAY = ("date", "day", "published_on", "time", "year", "日期")
_FORMS = (r"^\d{4}-\d{2}-\d{2}(?:[T ].*)?$", r"^\d{8}$", r"^\d{4}-\d{2}$", r"^\d{4}$")


@dataclass(frozen=True, slots=True)
class Named:
    """A graph with the names of its documents, in the order of the nodes' file."""

    names: pa.Array
    graph: CitationGraph


@dataclass(frozen=True, slots=True)
class _Cells:
    """Two columns of a file as text; ``line`` is where its first row stands."""

    file: str
    first: pa.Array
    second: pa.Array
    line: int

    def at(self, row: int) -> Place:
        return Place(file=self.file, line=row + self.line)


def read(nodes: Path, edges: Path, *, to_itself: bool = True) -> Named | Refused:
    """The graph of the two files, or every reason why there is none."""
    named = _columns(nodes, (NODE, DAY))
    pairs = _columns(edges, (CITING, CITED))
    if isinstance(named, Refused) or isinstance(pairs, Refused):
        both = [r for got in (named, pairs) if isinstance(got, Refused) for r in got.reasons]
        return Refused(reasons=tuple(both))
    names = named.first
    if isinstance(twice := _twice(named), Refused):
        return twice
    days = _days(named)
    if isinstance(days, Refused):
        return days
    found = (pc.index_in(end, value_set=names) for end in (pairs.first, pairs.second))
    ends = [pc.fill_null(at, -1).to_numpy(zero_copy_only=False) for at in found]
    return Named(names, build(days, *ends, to_itself=to_itself))


def _refuse(code: str, zh: str, en: str, at: Place) -> Refused:
    return Refused(reasons=(Reason(code=code, says=Text(f"{at}：{zh}", f"{at}: {en}"), field=at.file),))


def _columns(path: Path, wanted: tuple[tuple[str, ...], tuple[str, ...]]) -> _Cells | Refused:
    got = _table(path, wanted)
    if isinstance(got, Refused):
        return got
    table, line = got
    lower = {name.strip().lstrip("\ufeff").lower(): i for i, name in enumerate(table.column_names)}
    places = [next((lower[w] for w in names if w in lower), None) for names in wanted]
    if None in places and table.num_columns == 2:
        places = [0, 1]
    if None in places:
        missing = " / ".join(" | ".join(names) for names, at in zip(wanted, places, strict=True) if at is None)
        return _refuse(
            "column-missing",
            f"缺少列 {missing}；现有：{'、'.join(table.column_names)}。",
            f"there is no column {missing}; there are {', '.join(table.column_names)}.",
            Place(file=path.name, line=1),
        )
    first, second = (_text(table.column(i)) for i in places if i is not None)
    return _Cells(path.name, first, second, line)


def _text(column: pa.ChunkedArray) -> pa.Array:
    return pc.utf8_trim_whitespace(column.cast(pa.string()).combine_chunks())


def _table(path: Path, wanted: tuple[tuple[str, ...], ...]) -> tuple[pa.Table, int] | Refused:
    """The table, and the line of its first row."""
    try:
        if path.suffix == ".parquet":
            return pq.read_table(path), 1
        first = _first_line(path)
        delimiter = "\t" if "\t" in first else ","
        cells = [c.strip().strip('"').lstrip("\ufeff").lower() for c in first.rstrip("\r\n").split(delimiter)]
        known = {name for names in wanted for name in names}
        headed = bool(known & set(cells)) or len(cells) != 2
        table = pacsv.read_csv(
            path,
            read_options=pacsv.ReadOptions(autogenerate_column_names=not headed, block_size=1 << 24),
            parse_options=pacsv.ParseOptions(delimiter=delimiter),
            convert_options=pacsv.ConvertOptions(
                column_types={c: pa.string() for c in ([*first.rstrip("\r\n").split(delimiter)] if headed else [])}
                | {f"f{i}": pa.string() for i in range(len(cells))},
                strings_can_be_null=False,
            ),
        )
        return table, 2 if headed else 1
    except (pa.ArrowInvalid, OSError, UnicodeDecodeError) as bad:
        return _refuse("file-unreadable", f"读不了：{bad}", f"it cannot be read: {bad}", Place(file=path.name))


def _first_line(path: Path) -> str:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as f:
            return f.readline(1 << 16)
    with path.open(encoding="utf-8") as plain:
        return plain.readline(1 << 16)


def _twice(cells: _Cells) -> Refused | None:
    names = cells.first
    encoded = names.dictionary_encode()
    if len(encoded.dictionary) == len(names):
        return None
    _, first, counts = np.unique(encoded.indices.to_numpy(), return_index=True, return_counts=True)
    at = int(first[counts > 1].min())
    return _refuse(
        "document-twice",
        f"文献 {names[at]} 出现不止一次；每件文献只写一行。",
        f"document {names[at]} stands there more than once; write each document once.",
        cells.at(at),
    )


def _days(cells: _Cells) -> Ints | Refused:
    """Days since 1970-01-01; ``UNDATED`` for an empty cell."""
    written = cells.second
    empty = pc.or_kleene(pc.is_null(written), pc.equal(written, ""))
    readable = empty
    for form in _FORMS:
        readable = pc.or_kleene(readable, pc.match_substring_regex(written, form))
    digits = pc.replace_substring(pc.utf8_slice_codeunits(written, 0, 10), "-", "")
    full = pc.binary_join_element_wise(digits, "0101", "")
    full = pc.if_else(pc.equal(pc.utf8_length(digits), 4), full, pc.binary_join_element_wise(digits, "01", ""))
    full = pc.if_else(pc.equal(pc.utf8_length(digits), 8), digits, full)
    parsed = pc.strptime(pc.if_else(pc.and_(readable, pc.invert(empty)), full, None), "%Y%m%d", "s", error_is_null=True)
    # 30 February would slide into March: the day read must be the day written.
    moved = pc.not_equal(pc.strftime(parsed, "%Y%m%d"), full)
    wrong = pc.and_(pc.or_(pc.is_null(parsed), pc.fill_null(moved, False)), pc.invert(empty))
    if pc.any(wrong).as_py():
        at = int(pc.index(wrong, True).as_py())
        return _refuse(
            "date-unreadable",
            f"日期“{written[at]}”读不懂；请写成 2015-03-20、20150320、2015-03 或 2015，未知则留空。",
            f"the date {str(written[at])!r} cannot be read; write 2015-03-20, 20150320, 2015-03 or 2015, or leave it empty.",
            cells.at(at),
        )
    days = parsed.cast(pa.date32()).cast(pa.int32())
    known: Ints = pc.fill_null(days, UNDATED).to_numpy(zero_copy_only=False)
    return known


def table_of(names: pa.Array, values: CdValues) -> pa.Table:
    """The values as they are written: ``cd`` is null where nobody is in the window."""
    return pa.table(
        {
            "document": names,
            "cd": pa.array(values.cd, from_pandas=True),
            "only_focal": values.only_focal,
            "both": values.both,
            "only_references": values.only_references,
            "references": values.references,
            "status": pa.DictionaryArray.from_arrays(values.status, list(STATUS)).cast(pa.string()),
        }
    )


def write(table: pa.Table, path: Path) -> None:
    """By the name's ending: ``.parquet``, ``.tsv``, else CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".part")
    if path.suffix == ".parquet":
        pq.write_table(table, half)
    else:
        pacsv.write_csv(table, half, pacsv.WriteOptions(delimiter="\t" if path.suffix == ".tsv" else ","))
    os.replace(half, path)
