"""A city's sealed facts in one file, for a province or the centre, which verifies before it counts.

    bundle.zip
      manifest.json    place, the head the bundle ends with, the head it goes on from (or null) and its subtrees
      heads.jsonl      every head sealed in between, the last one included
      leaves.sha256    the leaf hash of each line, so that a damaged line is named
      entries.jsonl    canonical bytes, an entry a line

Rule 1: a bundle goes on from a head the receiver has accepted, or begins at entry 1; either way the accepted history is
worked out again and may not have changed.
Rule 2: reading is bounded: no line and no list longer than its limit is ever held, whatever the file claims.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text
from ipops.ledger import merkle
from ipops.ledger.decode import NotCanonical, entry_from_bytes
from ipops.ledger.entry import Entry
from ipops.ledger.heads import Head, head_from_json, read_heads
from ipops.ledger.merkle import WIDTH, Frontier, HashName

FORM = 1
MANIFEST, HEADS, LEAVES, ENTRIES = MEMBERS = ("manifest.json", "heads.jsonl", "leaves.sha256", "entries.jsonl")
LINE_LIMIT = 1 << 20  #: bytes of one entry
TEXT_LIMIT = 1 << 26  #: bytes of the manifest or of all heads
_BATCH = 4096  #: lines hashed at once,
_WEIGHT = 1 << 23  #: or bytes, whichever comes first
_KEYS = {"form", "type", "place", "after", "peaks", "head"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A bundle that was verified: entries ``after.size + 1`` … ``head.size`` of the journal of ``place``."""

    file: Path
    place: str
    after: Head | None
    head: Head

    @property
    def first(self) -> int:
        return self.after.size + 1 if self.after else 1

    def entries(self) -> Iterator[Entry]:
        """The entries in order, read again from the file, which must be the one that was verified."""
        with zipfile.ZipFile(self.file) as bundle, bundle.open(ENTRIES) as member:
            for line in io.BufferedReader(member):  # type: ignore[type-var]
                yield entry_from_bytes(line[:-1])


def write(
    file: Path,
    lines: Iterable[bytes],
    heads: Sequence[Head],
    place: str,
    *,
    after: Head | None = None,
    peaks: Mapping[HashName, Sequence[bytes]] | None = None,
) -> Bundle:
    """Write the bundle of ``place``: canonical bytes of the entries after ``after``, up to the last of ``heads``.

    ``heads`` in order of size, none at or below ``after``; with ``after`` come its ``peaks`` (``merkle.peaks_at``).
    Lines beyond the last head are not taken: only what is sealed leaves the house. The same input gives the same file.
    Raises ``ValueError`` if the lines do not give the head's roots: then the journal itself does not verify.
    """
    head, start = heads[-1], after.size if after else 0
    subtrees = {name: list((peaks or {}).get(name, [])) for name in merkle.hash_names()}
    manifest = {
        "form": FORM,
        "type": "ipops-bundle",
        "place": place,
        "after": after.as_json() if after else None,
        "peaks": {name: [p.hex() for p in found] for name, found in subtrees.items()},
        "head": head.as_json(),
    }
    edges = [Frontier.resume(start, found, name) for name, found in subtrees.items()]
    sealed = islice(lines, head.size - start)
    with TemporaryFile() as leaves, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr(_member(MANIFEST), _json(manifest))
        bundle.writestr(_member(HEADS), "".join(h.as_line() + "\n" for h in heads))
        with bundle.open(_member(ENTRIES), "w", force_zip64=True) as out:
            while block := list(islice(sealed, _BATCH)):
                out.write(b"\n".join([*block, b""]))
                for edge in edges:
                    hashes = merkle.leaf_hashes(block, edge.hash_name)
                    edge.extend(hashes)
                    if edge.hash_name == merkle.SHA256:
                        leaves.write(hashes)
        leaves.seek(0)
        with bundle.open(_member(LEAVES), "w", force_zip64=True) as out:
            while some := leaves.read(1 << 20):
                out.write(some)
    for edge in edges:
        if head.root(edge.hash_name) and (edge.size, edge.root().hex()) != (head.size, head.root(edge.hash_name)):
            raise ValueError(f"These entries do not give the {edge.hash_name} root of the head of {head.size}: verify.")
    return Bundle(file=file, place=place, after=after, head=head)


def _member(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)  # its date stays 1980-01-01, so that the file depends on its content alone
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def _json(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class _Refuse(Exception):
    """Why the bundle is refused, on its way out."""

    def __init__(
        self, code: str, zh: str, en: str, *, member: str = "", line: int | None = None, offset: int | None = None
    ):
        self.problem = Problem(code=code, says=Text(zh, en), at=Place(file=member, line=line, offset=offset))


def read_and_verify(file: Path, *, accepted: Head | None = None, place: str | None = None) -> Bundle | Problem:
    """The bundle, if every line of it is sound and its history goes on from what was ``accepted``; else the problem.

    ``accepted`` is the last head accepted from this office, ``place`` the office it must come from; both if known.
    A problem in an entry names its line in ``entries.jsonl``.
    """
    try:
        with zipfile.ZipFile(file) as bundle:
            return _verified(file, bundle, accepted, place)
    except _Refuse as no:
        return no.problem
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as e:  # an encrypted one among them
        says = Text(f"文件损坏或不是数据包：{e}。", f"The file is damaged or no bundle: {e}.")
        return Problem(code="not-a-bundle", says=says, at=Place(file=str(file)))


def _verified(file: Path, bundle: zipfile.ZipFile, accepted: Head | None, place: str | None) -> Bundle:
    names = bundle.namelist()
    if sorted(names) != sorted(MEMBERS):
        raise _Refuse("not-a-bundle", f"数据包应恰含 {MEMBERS}。", f"A bundle holds exactly {', '.join(MEMBERS)}.")
    from_place, after, head, peaks = _manifest(_small(bundle, MANIFEST))
    if place is not None and from_place != place:
        raise _Refuse(
            "other-place",
            f"数据包来自 {from_place}，应来自 {place}。",
            f"The bundle is of {from_place}, not of {place}.",
            member=MANIFEST,
        )
    heads = read_heads(_small(bundle, HEADS), file=HEADS)
    if isinstance(heads, Problem):
        raise _Refuse(heads.code, heads.says.zh, heads.says.en, member=HEADS, line=heads.at.line)
    start = after.size if after else 0
    sizes = [h.size for h in heads]
    if not heads or heads[-1] != head or sizes != sorted(set(sizes)) or sizes[0] <= start:
        raise _Refuse("heads", "封印清单不连续。", "The list of heads is not in order.", member=HEADS)
    _goes_on(start, head, accepted)
    edges = _edges(after, peaks)
    marks: dict[int, Head] = {h.size: h for h in heads}
    if accepted is not None and accepted.size:
        if accepted.size == start:
            _hold(accepted, edges, "accepted")
        elif accepted.size in marks and not marks[accepted.size].says_the_same_as(accepted):
            raise _changed(accepted)
    with bundle.open(ENTRIES) as lines, bundle.open(LEAVES) as leaves:
        _walk(io.BufferedReader(lines), io.BufferedReader(leaves), edges, marks, accepted, start)  # type: ignore[type-var]
    return Bundle(file=file, place=from_place, after=after, head=head)


def _small(bundle: zipfile.ZipFile, name: str) -> str:
    with bundle.open(name) as member:
        data = member.read(TEXT_LIMIT + 1)
    if len(data) > TEXT_LIMIT:
        raise _Refuse("too-long", f"{name} 过大。", f"{name} is too long.", member=name)
    try:
        return data.decode()
    except UnicodeDecodeError as e:
        raise _Refuse(
            "not-text", f"{name} 不是 UTF-8。", f"{name} is not UTF-8.", member=name, offset=e.start
        ) from None


def _manifest(text: str) -> tuple[str, Head | None, Head, dict[str, list[bytes]]]:
    try:
        plain = json.loads(text)
        if plain.keys() != _KEYS or plain["form"] != FORM or plain["type"] != "ipops-bundle":
            raise ValueError
        after = None if plain["after"] is None else head_from_json(plain["after"])
        peaks = {name: [bytes.fromhex(p) for p in found] for name, found in plain["peaks"].items()}
        return str(plain["place"]), after, head_from_json(plain["head"]), peaks
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        zh, en = "manifest.json 不是第 1 版数据包的清单。", "manifest.json is no manifest of form 1."
        raise _Refuse("not-a-bundle", zh, en, member=MANIFEST) from None


def _goes_on(start: int, head: Head, accepted: Head | None) -> None:
    known = accepted.size if accepted else 0
    if start > known:
        zh = f"数据包自第 {start + 1} 条起，而已接受到第 {known} 条：中间缺失，请先提供第 {known + 1} 条起的数据包。"
        en = f"The bundle begins at entry {start + 1}; {known} are accepted. Ask for one that goes on from {known + 1}."
        raise _Refuse("gap", zh, en, member=MANIFEST)
    if head.size < known:
        zh = f"数据包止于第 {head.size} 条，而已接受到第 {known} 条：是旧包，或对方删除了尾部。"
        en = f"The bundle ends at entry {head.size}; {known} are accepted. It is an old one, or its tail was removed."
        raise _Refuse("shorter", zh, en, member=MANIFEST)


def _edges(after: Head | None, peaks: Mapping[str, list[bytes]]) -> dict[HashName, Frontier]:
    """The trees as they stood at ``after``, which its subtrees must give."""
    edges: dict[HashName, Frontier] = {}
    for name in merkle.hash_names():
        if after is not None and not after.root(name):
            continue
        try:
            edges[name] = Frontier.resume(after.size if after else 0, peaks.get(name, []), name)
        except ValueError:
            zh, en = "起始子树与起始封印的条数不符。", "The subtrees do not fit the head the bundle goes on from."
            raise _Refuse("peaks", zh, en, member=MANIFEST) from None
    if after is not None:
        _hold(after, edges, MANIFEST)
    return edges


def _hold(head: Head, edges: Mapping[HashName, Frontier], kept_in: str) -> None:
    for name, edge in edges.items():
        if head.root(name) and edge.root().hex() != head.root(name):
            if kept_in == "accepted":
                raise _changed(head)
            zh = f"所列内容算不出 {head.size} 条处的 {name} 封印。"
            raise _Refuse(
                "head", zh, f"The content does not give the {name} root at {head.size} entries.", member=kept_in
            )


def _changed(accepted: Head) -> _Refuse:
    zh = f"前 {accepted.size} 条与已接受的封印不符：对方改动了已上报的历史。"
    en = f"The first {accepted.size} entries are not those accepted before: their history was changed."
    return _Refuse("history-changed", zh, en, member=ENTRIES)


def _walk(
    lines: IO[bytes],
    leaves: IO[bytes],
    edges: Mapping[HashName, Frontier],
    marks: Mapping[int, Head],
    accepted: Head | None,
    start: int,
) -> None:
    """Every line once, in bounded memory; at each head's size the roots must agree."""
    last: Entry | None = None
    corrected: set[int] = set()
    at = start
    stops = sorted({*marks, *([accepted.size] if accepted and accepted.size > start else [])})
    for stop in stops:
        while at < stop:
            block: list[bytes] = []
            weight = 0
            while weight < _WEIGHT and len(block) < min(stop - at, _BATCH):
                n = at + len(block) + 1
                data = _line(lines, n - start)
                last = _entry(data, n, n - start, last, corrected)
                block.append(data)
                weight += len(data)
            hashes = {name: merkle.leaf_hashes(block, name) for name in edges}
            _named(hashes[merkle.SHA256], leaves.read(len(block) * WIDTH), at - start)
            for name, edge in edges.items():
                edge.extend(hashes[name])
            at += len(block)
        if accepted is not None and accepted.size == at:
            _hold(accepted, edges, "accepted")
        if at in marks:
            _hold(marks[at], edges, HEADS)
    if lines.read(1) or leaves.read(1):
        zh, en = "封印之后还有多余内容。", "There is more in the bundle than its head covers."
        raise _Refuse("more", zh, en, member=ENTRIES, line=at - start + 1)


def _line(lines: IO[bytes], number: int) -> bytes:
    line = lines.readline(LINE_LIMIT + 1)
    if not line:
        zh, en = f"缺少第 {number} 行起的内容。", f"The entries end before line {number}."
        raise _Refuse("missing", zh, en, member=ENTRIES, line=number)
    if not line.endswith(b"\n"):
        zh, en = f"第 {number} 行过长或未以换行结束。", f"Line {number} is too long or does not end."
        raise _Refuse("too-long", zh, en, member=ENTRIES, line=number)
    return line[:-1]


def _entry(data: bytes, n: int, number: int, before: Entry | None, corrected: set[int]) -> Entry:
    try:
        entry = entry_from_bytes(data)
    except NotCanonical as e:
        says, offset = e.problem.says, e.problem.at.offset
        raise _Refuse(
            e.problem.code,
            f"第 {number} 行：{says.zh}",
            f"Line {number}: {says.en}",
            member=ENTRIES,
            line=number,
            offset=offset,
        ) from None
    if entry.n != n:
        zh, en = f"第 {number} 行应为第 {n} 条，实为第 {entry.n} 条。", f"Line {number} is entry {entry.n}, not {n}."
        raise _Refuse("reordered", zh, en, member=ENTRIES, line=number)
    if before is not None and entry.recorded_at < before.recorded_at:
        zh, en = f"第 {number} 行的时刻早于前一行。", f"Line {number} claims a moment before the line in front."
        raise _Refuse("clock", zh, en, member=ENTRIES, line=number)
    if entry.supersedes is not None:
        if entry.supersedes in corrected:
            zh, en = (
                f"第 {number} 行再次更正第 {entry.supersedes} 条。",
                f"Line {number} corrects entry {entry.supersedes} again.",
            )
            raise _Refuse("corrected-twice", zh, en, member=ENTRIES, line=number)
        corrected.add(entry.supersedes)
    return entry


def _named(made: bytes, kept: bytes, done: int) -> None:
    """The lines' own hashes against those the bundle lists: the first that differs is named."""
    if made == kept:
        return
    for i in range(0, len(made), WIDTH):
        if made[i : i + WIDTH] != kept[i : i + WIDTH]:
            number = done + i // WIDTH + 1
            zh, en = f"第 {number} 行不是封印时的内容。", f"Line {number} is not what was sealed."
            raise _Refuse("changed", zh, en, member=ENTRIES, line=number)
