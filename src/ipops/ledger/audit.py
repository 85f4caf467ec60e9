"""Does a stored journal still say what was sealed? First half: looking at the rows, range by range, in any process.

Three things are held against one another: the stored rows (bytes, the columns beside them, the leaf hashes beside
them), the leaf files, and heads kept inside and outside. ``check`` looks at one range of rows and names what is wrong
in it; ``verdict.Audit`` joins the ranges in order and lets the heads judge where rows and leaf files differ.

Nothing here reads a database: callers bring the rows of each range.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text
from ipops.ledger import merkle
from ipops.ledger.columns import Columns, columns_of_plain
from ipops.ledger.decode import NotCanonical, entry_from_bytes
from ipops.ledger.merkle import WIDTH, HashName

Row = Sequence[Any]
#: A stored row is flat, in this order: the columns, both leaf hashes (SM3 may be ``None``), the canonical bytes.
ROW = (*Columns._fields, "leaf_sha256", "leaf_sm3", "canonical")
_LOOKUPS = Columns._fields.index("parties")
_LEAF: dict[HashName, int] = {name: ROW.index(f"leaf_{name}") for name in (merkle.SHA256, merkle.SM3)}
_BYTES = ROW.index("canonical")
_AT = ROW.index("recorded_at")
LEVEL = 13
RANGE = 1 << LEVEL  #: entries in one range: a complete subtree, so its root is worked out where its rows are read
JOURNAL = "journal"
SHOWN = 1_000  #: problems listed of one range; the rest are counted


class Range(NamedTuple):
    """Entries ``first`` … ``last``. Bring the first range every row with ``n <= last``, to have strays below 1 named."""

    first: int
    last: int


def ranges(size: int) -> list[Range]:
    """Ranges over entries 1 … ``size``: the largest of the highest number stored, the leaves kept, the heads' sizes."""
    return [Range(start + 1, min(start + RANGE, size)) for start in range(0, size, RANGE)]


@dataclass(frozen=True, slots=True)
class Difference:
    """The bytes stored as entry ``n`` do not give the hash that is kept of it, under ``hashes``.

    ``leaves`` are the hashes they give, ``claims`` the number they carry, ``offset`` where they stop being canonical.
    """

    n: int
    hashes: tuple[HashName, ...]
    leaves: Mapping[HashName, bytes]
    claims: int | None
    offset: int | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``check`` found in one range; small enough to send between processes."""

    span: Range
    entries: int
    leaves: Mapping[HashName, bytes]  #: worked out from the stored bytes; zeros where a row is missing
    kept: Mapping[HashName, bytes]  #: from the leaf files, where they are not the same as ``leaves``
    roots: Mapping[HashName, bytes]  #: of ``leaves``, if the range is a complete subtree
    differences: tuple[Difference, ...]
    missing: tuple[Range, ...]
    problems: tuple[Problem, ...]
    more: int  #: problems beyond those listed
    first_at: datetime | None
    last_at: datetime | None


def problem(code: str, zh: str, en: str, n: int, *, column: str = "", offset: int | None = None) -> Problem:
    return Problem(code=code, says=Text(zh, en), at=Place(file=JOURNAL, line=n, column=column, offset=offset))


def backwards(n: int) -> Problem:
    return problem(
        "clock", f"第 {n} 条的入账时刻早于前一条。", f"Entry {n} claims a moment before the one in front.", n
    )


def check(span: Range, rows: Iterable[Row], kept: Mapping[HashName, bytes]) -> Checked:
    """Check one range. ``rows`` as in ``ROW``; ``kept`` the leaf files' hashes of the range, by hash."""
    held, problems = _placed(span, rows)
    numbers = sorted(held)
    blocks = [held[n][_BYTES] or b"" for n in numbers]
    hashes = {name: merkle.leaf_hashes(blocks, name) for name in merkle.hash_names()}
    leaves = {name: _spread(span, numbers, made) for name, made in hashes.items()}
    plain = _parsed(numbers, blocks)
    for n in numbers:
        columns = plain[n]
        if columns is not None:
            problems += _columns_that_differ(n, held[n], columns)
    differences, beside = _compare(span, held, leaves, kept, plain)
    problems += beside
    timed = [(n, held[n][_AT]) for n in numbers if held[n][_AT] is not None]
    problems += [backwards(n) for (_, before), (n, after) in pairwise(timed) if after < before]
    whole = span.first % RANGE == 1 and span.last - span.first + 1 == RANGE
    return Checked(
        span=span,
        entries=len(numbers),
        leaves=leaves,
        kept={name: kept.get(name, b"") for name in leaves if kept.get(name, b"") != leaves[name]},
        roots={name: merkle.root(made, name) for name, made in leaves.items()} if whole else {},
        differences=tuple(differences),
        missing=_gaps(span, numbers),
        problems=tuple(problems[:SHOWN]),
        more=max(0, len(problems) - SHOWN),
        first_at=timed[0][1] if timed else None,
        last_at=timed[-1][1] if timed else None,
    )


def _placed(span: Range, rows: Iterable[Row]) -> tuple[dict[int, Row], list[Problem]]:
    """Rows by number; a number that stands twice or outside the range is an added row."""
    held: dict[int, Row] = {}
    problems = []
    for row in rows:
        n = row[0]
        if n in held or not span.first <= n <= span.last:
            en = f"A row numbered {n} was added where no entry belongs."
            problems.append(problem("added", f"多出一行，编号 {n}，此处不应有记录。", en, n))
        else:
            held[n] = row
    return held, problems


def _gaps(span: Range, numbers: Sequence[int]) -> tuple[Range, ...]:
    edges = [span.first - 1, *numbers, span.last + 1]
    return tuple(Range(a + 1, b - 1) for a, b in pairwise(edges) if b - a > 1)


def _spread(span: Range, numbers: Sequence[int], leaves: bytes) -> bytes:
    """Leaf hashes at their places, zeros where a row is missing."""
    if len(numbers) == span.last - span.first + 1:
        return leaves
    made = bytearray((span.last - span.first + 1) * WIDTH)
    for i, n in enumerate(numbers):
        at = (n - span.first) * WIDTH
        made[at : at + WIDTH] = leaves[i * WIDTH : (i + 1) * WIDTH]
    return bytes(made)


def _parsed(numbers: Sequence[int], blocks: Sequence[bytes]) -> dict[int, Columns | None]:
    """The columns that each entry's bytes give; ``None`` where they cannot be read."""
    made: dict[int, Columns | None] = {}
    for n, data in zip(numbers, blocks, strict=True):
        try:
            made[n] = columns_of_plain(json.loads(data))
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            made[n] = None
    return made


def _columns_that_differ(n: int, row: Row, columns: Columns) -> list[Problem]:
    lookups = [tuple(codes or ()) for codes in row[_LOOKUPS : len(columns)]]
    if tuple(row[:_LOOKUPS]) == columns[:_LOOKUPS] and tuple(lookups) == columns[_LOOKUPS:]:
        return []
    found = []
    for name, stored, true in zip(Columns._fields, row, columns, strict=False):
        if (tuple(stored or ()) if isinstance(true, tuple) else stored) != true:
            zh = f"第 {n} 条的列“{name}”与规范字节不符：列为 {stored!r}，字节为 {true!r}。"
            en = f"Entry {n}: column {name} says {stored!r}, the bytes say {true!r}."
            found.append(problem("column", zh, en, n, column=name))
    return found


def _compare(
    span: Range,
    held: Mapping[int, Row],
    leaves: Mapping[HashName, bytes],
    kept: Mapping[HashName, bytes],
    plain: Mapping[int, Columns | None],
) -> tuple[list[Difference], list[Problem]]:
    """The hashes of the stored bytes against those in the leaf files and those beside the rows."""
    differing: dict[int, dict[HashName, bytes]] = {}
    problems: list[Problem] = []
    for name, made in leaves.items():
        files = kept.get(name, b"")
        if files == made and b"".join([held[n][_LEAF[name]] or b"" for n in sorted(held)]) == made:
            continue
        for n, row in held.items():
            at = (n - span.first) * WIDTH
            leaf, file, beside = made[at : at + WIDTH], files[at : at + WIDTH], row[_LEAF[name]]
            stands = beside is None or bytes(beside) == leaf
            if (file or beside or leaf) != leaf:
                differing.setdefault(n, {})[name] = leaf
            elif not stands:
                zh, en = (
                    f"第 {n} 条的列“leaf_{name}”不是其字节的杂凑值。",
                    f"Entry {n}: column leaf_{name} is not its hash.",
                )
                problems.append(problem("column", zh, en, n, column=f"leaf_{name}"))
    for n, columns in plain.items():
        if columns is None:
            differing.setdefault(n, {})
    return [_difference(n, held[n][_BYTES] or b"", found, plain[n]) for n, found in sorted(differing.items())], problems


def _difference(n: int, data: bytes, found: dict[HashName, bytes], columns: Columns | None) -> Difference:
    offset = None
    try:
        entry_from_bytes(bytes(data))
    except NotCanonical as e:
        offset = e.problem.at.offset
    return Difference(n, tuple(found), found, None if columns is None else columns.n, offset)
