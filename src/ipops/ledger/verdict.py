"""Does a stored journal still say what was sealed? Second half: joining the ranges and judging them by the heads.

Rule 1: where a row and the leaf file differ, the row counts as changed unless a head sides with it and none with the
file. Either way the entry is named.
Rule 2: a head kept outside counts like one kept inside; one that covers more entries than there are names the tail
that was removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text
from ipops.ledger import merkle
from ipops.ledger.audit import LEVEL, SHOWN, Checked, Difference, Range, Row, backwards, check, problem, ranges
from ipops.ledger.heads import Head
from ipops.ledger.merkle import WIDTH, Frontier, HashName


class Leaves(Protocol):
    """The leaf file of one hash; ``tiles.Tiles`` is one."""

    @property
    def size(self) -> int: ...

    def hashes(self, start: int, end: int) -> bytes: ...

    def root(self, size: int) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptHead:
    """A head and where it was kept: in the database, a file, an address."""

    head: Head
    where: Text


IN_DATABASE = Text("数据库", "the database")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``entries`` were looked at, ``sealed`` of them stand under ``heads`` heads. ``count`` problems, the first listed."""

    entries: int
    sealed: int
    heads: int
    hashes: tuple[HashName, ...]
    problems: tuple[Problem, ...]
    count: int

    @property
    def holds(self) -> bool:
        return self.count == 0

    def as_json(self) -> dict[str, Any]:
        return {
            "holds": self.holds,
            "entries": self.entries,
            "sealed": self.sealed,
            "heads": self.heads,
            "hashes": list(self.hashes),
            "count": self.count,
            "problems": [p.as_json() for p in self.problems],
        }


@dataclass(slots=True)
class _Track:
    """The trees of one hash: over the stored rows, and over the leaf file from where the two first differ."""

    rows: Frontier
    files: Frontier | None = None

    def grow(self, leaves: bytes, files: bytes, root: bytes) -> None:
        if self.files is None and files != leaves:
            self.files = self.rows.copy()
        if root:
            self.rows.graft(LEVEL, root)
        else:
            self.rows.extend(leaves)
        if self.files is not None:
            self.files.extend(files)


@dataclass(slots=True)
class Audit:
    """Give it every range's ``Checked`` in order, then ask for the report."""

    heads: tuple[KeptHead, ...]
    leaves: Mapping[HashName, Leaves]
    _tracks: dict[HashName, _Track] = field(default_factory=dict)
    _at_heads: dict[tuple[HashName, int], tuple[bytes, bytes]] = field(default_factory=dict)
    _differences: list[Difference] = field(default_factory=list)
    _missing: list[Range] = field(default_factory=list)
    _problems: list[Problem] = field(default_factory=list)
    _more: int = 0
    _entries: int = 0
    _highest: int = 0
    _last_at: datetime | None = None

    def __post_init__(self) -> None:
        self._tracks = {name: _Track(Frontier(name)) for name in merkle.hash_names()}

    def size(self, highest: int) -> int:
        """How far to look when ``highest`` is the highest number stored: for ``audit.ranges``."""
        return max([highest, *(k.head.size for k in self.heads), *(t.size for t in self.leaves.values())])

    def add(self, found: Checked) -> None:
        cuts = sorted({k.head.size for k in self.heads if found.span.first <= k.head.size < found.span.last})
        for name, track in self._tracks.items():
            made, files = found.leaves[name], found.kept.get(name, found.leaves[name])
            done = 0
            for size in cuts:
                to = (size - found.span.first + 1) * WIDTH
                track.grow(made[done:to], files[done:to], b"")
                self._at_heads[name, size] = _roots(track)
                done = to
            track.grow(made[done:], files[done:], b"" if done else found.roots.get(name, b""))
            if any(k.head.size == found.span.last for k in self.heads):
                self._at_heads[name, found.span.last] = _roots(track)
        if self._last_at and found.first_at and found.first_at < self._last_at:
            self._problems.append(backwards(found.span.first))
        self._last_at = found.last_at or self._last_at
        self._entries += found.entries
        if found.entries:
            self._highest = found.missing[-1].first - 1 if _ends_missing(found) else found.span.last
        self._missing += found.missing
        room = max(0, SHOWN - len(self._differences))
        self._differences += found.differences[:room]
        self._problems += found.problems
        self._more += found.more + max(0, len(found.differences) - room)

    def report(self) -> Report:
        problems = [*self._problems, *map(self._judge, self._differences), *self._gaps(), *self._of_heads()]
        problems += [*self._of_twins(), *self._of_files()]
        problems.sort(key=lambda p: p.at.line or 0)
        sound = [k for k in self.heads if k.head.size <= self._highest]
        return Report(
            entries=self._entries,
            sealed=max((k.head.size for k in sound), default=0),
            heads=len(self.heads),
            hashes=tuple(self._tracks),
            problems=tuple(problems[:SHOWN]),
            count=len(problems) + self._more,
        )

    def _agree(self, name: HashName, kept: KeptHead) -> tuple[bool, bool]:
        """Whether the rows, and the leaf file, give this head's root."""
        rows, files = self._at_heads.get((name, kept.head.size), (b"", b""))
        root = bytes.fromhex(kept.head.root(name))
        return rows == root, files == root

    def _judge(self, d: Difference) -> Problem:
        n, claims = d.n, d.claims
        if (side := self._head_for_the_row(d)) is not None:
            zh = f"第 {n} 条与杂凑文件不符；{side.where.zh}所存封印支持库中记录。"
            en = f"Entry {n} and the leaf file differ; the head kept in {side.where.en} sides with the entry."
            return _file_problem(d.hashes[0], Text(zh, en), n)
        if claims is not None and claims != n and self._stands_at(claims, d):
            zh = f"第 {n} 条处存放的是第 {claims} 条：顺序被调换。"
            return problem("reordered", zh, f"Entry {claims} stands in the place of entry {n}: reordered.", n)
        if d.hashes and len(d.hashes) < len(self._tracks):  # the same bytes still give the other hash
            name = d.hashes[0]
            if name in self.leaves and self.leaves[name].size >= n:
                zh, en = f"杂凑文件 {name} 的第 {n} 项被改动。", f"Item {n} of the leaf file {name} was changed."
                return _file_problem(name, Text(zh, en), n)
            zh, en = (
                f"第 {n} 条的列“leaf_{name}”不是其字节的杂凑值。",
                f"Entry {n}: column leaf_{name} is not its hash.",
            )
            return problem("column", zh, en, n, column=f"leaf_{name}")
        where_zh = "" if d.offset is None else f"，自第 {d.offset} 字节起不成规范形式"
        where_en = "" if d.offset is None else f" (not canonical from byte {d.offset} on)"
        zh, en = f"第 {n} 条的字节被改动{where_zh}。", f"Entry {n}: its bytes were changed{where_en}."
        return problem("changed", zh, en, n, column="canonical", offset=d.offset)

    def _head_for_the_row(self, d: Difference) -> KeptHead | None:
        """A head that sides with the row against the leaf file, if none sides with the file."""
        found = None
        for name in d.hashes:
            for kept in self.heads:
                if kept.head.size >= d.n and kept.head.root(name):
                    row, file = self._agree(name, kept)
                    if file and not row:
                        return None
                    if row and not file:
                        found = kept
        return found

    def _stands_at(self, n: int, d: Difference) -> bool:
        return any(
            self.leaves[h].hashes(n - 1, n) == leaf for h, leaf in d.leaves.items() if h in self.leaves and n > 0
        )

    def _gaps(self) -> list[Problem]:
        """Missing entries; the tail beyond the last one stored is told by who still knows of it."""
        made = []
        for gap in _joined(self._missing):
            if gap.first <= self._highest:
                which_zh, which_en = _which(gap)
                made.append(problem("missing", f"缺少{which_zh}。", f"{which_en} missing.", gap.first))
                continue
            which_zh, which_en = _which(gap)
            for kept in self.heads:
                if kept.head.size >= gap.first:
                    zh = f"尾部被删除：{kept.where.zh}所存封印含 {kept.head.size} 条，库中只到第 {self._highest} 条；缺少{which_zh}。"
                    en = (
                        f"The tail was removed: the head kept in {kept.where.en} covers {kept.head.size} entries, "
                        f"the journal ends at {self._highest}; {which_en} missing."
                    )
                    made.append(problem("removed-tail", zh, en, gap.first))
                    break
            else:
                zh = f"尾部被删除：杂凑文件多于库中记录；缺少{which_zh}。"
                made.append(problem("removed-tail", zh, f"The tail was removed: {which_en} missing.", gap.first))
        return made

    def _of_heads(self) -> list[Problem]:
        """The first head that the rows do not give, where no entry named above explains it."""
        explained = min([*(d.n for d in self._differences), *(g.first for g in self._missing)], default=None)
        heads = sorted((k for k in self.heads if k.head.size), key=lambda k: k.head.size)
        sound = [0]
        for kept in heads:
            size = kept.head.size
            wrong = [n for n in self._tracks if kept.head.root(n) and not self._agree(n, kept)[0]]
            if not wrong:
                sound.append(size)
            elif explained is None or explained > size:
                first, names = max(s for s in sound if s < size) + 1, ", ".join(wrong)
                zh = (
                    f"{kept.where.zh}所存封印（{size} 条，{names}）与库中记录和杂凑文件都不符："
                    f"第 {first} 至 {size} 条中有改动。"
                )
                en = (
                    f"The head of {size} entries kept in {kept.where.en} ({names}) agrees neither with the journal "
                    f"nor with the leaf file: something among entries {first} to {size} was changed."
                )
                return [problem("head", zh, en, first)]
        return []

    def _of_files(self) -> list[Problem]:
        """Leaf files that are behind the heads, or whose node cache is wrong."""
        made = []
        for name in self._tracks:
            tiles = self.leaves.get(name)
            kept = max((k for k in self.heads if k.head.root(name)), key=lambda k: k.head.size, default=None)
            if kept is None or kept.head.size > self._highest:
                continue
            if tiles is None or tiles.size < kept.head.size:
                zh, en = f"杂凑文件 {name} 不全，请重建。", f"The leaf file {name} is behind the heads; build it again."
                made.append(_file_problem(name, Text(zh, en)))
            elif self._agree(name, kept)[1] and tiles.root(kept.head.size).hex() != kept.head.root(name):
                zh, en = f"节点缓存 {name} 有误，请重建。", f"The node cache {name} is wrong; build it again."
                made.append(Problem(code="node-cache", says=Text(zh, en), at=Place(file=f"nodes8.{name}")))
        return made

    def _of_twins(self) -> list[Problem]:
        """Heads of one size that do not say the same: one of them was made up."""
        first: dict[int, KeptHead] = {}
        made = []
        for kept in self.heads:
            other = first.setdefault(kept.head.size, kept)
            if not kept.head.says_the_same_as(other.head):
                zh = f"{other.where.zh}与{kept.where.zh}所存的 {kept.head.size} 条封印不同：其中之一被改动。"
                en = (
                    f"The heads of {kept.head.size} entries kept in {other.where.en} and in {kept.where.en} differ: "
                    "one of them was changed."
                )
                made.append(problem("heads-differ", zh, en, kept.head.size))
        return made


def _roots(track: _Track) -> tuple[bytes, bytes]:
    rows = track.rows.root()
    if track.files is None:
        return rows, rows
    return rows, track.files.root() if track.files.size == track.rows.size else b""


def _ends_missing(found: Checked) -> bool:
    return bool(found.missing) and found.missing[-1].last == found.span.last


def _file_problem(name: HashName, says: Text, n: int | None = None) -> Problem:
    return Problem(code="leaf-file", says=says, at=Place(file=f"leaves.{name}", line=n))


def _which(gap: Range) -> tuple[str, str]:
    if gap.first == gap.last:
        return f"第 {gap.first} 条", f"entry {gap.first} is"
    return f"第 {gap.first} 至 {gap.last} 条", f"entries {gap.first} to {gap.last} are"


def _joined(gaps: Iterable[Range]) -> list[Range]:
    made: list[Range] = []
    for gap in gaps:
        if made and made[-1].last + 1 == gap.first:
            made[-1] = Range(made[-1].first, gap.last)
        else:
            made.append(gap)
    return made


def verify(
    rows: Iterable[Row], leaves: Mapping[HashName, Leaves], heads: Iterable[KeptHead], *, highest: int
) -> Report:
    """The whole audit in one process over rows in order of number; ``highest`` is the highest number stored."""
    audit = Audit(tuple(heads), leaves)
    left = iter(rows)
    row = next(left, None)
    for span in ranges(audit.size(highest)):
        some = []
        while row is not None and row[0] <= span.last:
            some.append(row)
            row = next(left, None)
        audit.add(check(span, some, {name: tiles.hashes(span.first - 1, span.last) for name, tiles in leaves.items()}))
    return audit.report()
