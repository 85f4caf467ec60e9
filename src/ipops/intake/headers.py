"""Which rows are the header, and which column is which field. Exact words only: a near miss is reported, not taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ipops.intake.profile import Profile
from ipops.intake.sheet import Merge, RawRow
from ipops.intake.values import clean, key, unit_of
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text

_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the table: 0-based index, the header as written, the money unit it names."""

    index: int
    header: str
    unit: str | None

    @property
    def name(self) -> str:
        return f"{letter(self.index)} {self.header}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """``first`` and ``last`` are positions in the rows looked at (not lines). ``fields`` maps field to column;
    ``columns`` has every column with a header."""

    first: int
    last: int
    columns: tuple[Column, ...]
    fields: Mapping[str, Column]
    texts: frozenset[tuple[str, ...]] = frozenset()

    def is_repeated_by(self, row: RawRow) -> bool:
        """The row is the header once more, as printed lists have it on every page."""
        return tuple(clean(c) for c in row.cells) in self.texts


def letter(index: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def find_header(rows: Sequence[RawRow], merges: Sequence[Merge], profile: Profile, at: Place) -> Header | Problem:
    """The block of rows, of up to ``profile.header_rows``, whose words name the most fields; the earliest and lowest of
    equals. Problem if a required field is nowhere, or one field is named by two columns."""
    aliases = profile.by_alias()
    best: Header | None = None
    best_doubles: dict[str, list[Column]] = {}
    best_score = (0, 0, 0)
    for first in range(len(rows)):
        for height in range(1, min(profile.header_rows, len(rows) - first) + 1):
            block = rows[first : first + height]
            columns, fields, doubles, ranks = _name_columns(block, merges, aliases)
            score = (len(fields), -ranks, -height)
            if fields and (best is None or score > best_score):
                texts = frozenset(tuple(clean(c) for c in r.cells) for r in block)
                best = Header(first=first, last=first + height - 1, columns=columns, fields=fields, texts=texts)
                best_score, best_doubles = score, doubles
    if best is None:
        return _no_header(rows, profile, at)
    missing = [n for n, rule in profile.fields.items() if rule.required and n not in best.fields]
    if missing:
        return _missing(best, missing, profile, at)
    if best_doubles:
        return _doubles(best_doubles, profile, at)
    return best


def plain_header(row: RawRow, at: Place) -> Header | Problem:
    """Without a profile: the row itself, every cell a field of that name; nameless columns go by their letter."""
    columns = tuple(
        Column(index=i, header=clean(c) or letter(i), unit=unit_of(clean(c))) for i, c in enumerate(row.cells)
    )
    seen: dict[str, list[Column]] = {}
    for c in columns:
        seen.setdefault(c.header, []).append(c)
    doubles = {n: cs for n, cs in seen.items() if len(cs) > 1}
    if doubles:
        return _doubles(doubles, None, at)
    texts = frozenset([tuple(clean(c) for c in row.cells)])
    return Header(first=0, last=0, columns=columns, fields={c.header: c for c in columns}, texts=texts)


def _name_columns(
    block: Sequence[RawRow], merges: Sequence[Merge], aliases: Mapping[str, str]
) -> tuple[tuple[Column, ...], dict[str, Column], dict[str, list[Column]], int]:
    grid = _spread(block, merges)
    width = max((len(r) for r in grid), default=0)
    columns = []
    claims: dict[str, list[tuple[int, Column]]] = {}
    for i in range(width):
        parts = _parts([row[i] for row in grid])
        if not parts:
            continue
        column = Column(index=i, header=" ".join(parts), unit=unit_of(parts[-1]) or unit_of(parts[0]))
        columns.append(column)
        for rank, words in enumerate(_spellings(parts)):
            field = aliases.get(words)
            if field is not None:
                claims.setdefault(field, []).append((rank, column))
                break
    fields, doubles, ranks = {}, {}, 0
    for field, claimed in claims.items():
        top = min(rank for rank, _ in claimed)
        ranks += top
        winners = [c for rank, c in claimed if rank == top]
        fields[field] = winners[0]
        if len(winners) > 1:
            doubles[field] = winners
    return tuple(columns), fields, doubles, ranks


def _spread(block: Sequence[RawRow], merges: Sequence[Merge]) -> list[list[str]]:
    """The block as texts, merged cells filled, and group heads spread to the right over the words beneath them."""
    width = max((len(r.cells) for r in block), default=0)
    grid = [[clean(c) for c in r.cells] + [""] * (width - len(r.cells)) for r in block]
    lines = {r.line: i for i, r in enumerate(block)}
    held = set()
    for m in merges:
        if m.top in lines and m.left <= width:
            top = lines[m.top]
            for line in range(m.top, m.bottom + 1):
                for col in range(m.left - 1, min(m.right, width)):
                    if line in lines:
                        grid[lines[line]][col] = grid[top][m.left - 1]
                        held.add((lines[line], col))
    for i in range(len(grid) - 1):
        for col in range(1, width):
            if not grid[i][col] and grid[i + 1][col] and (i, col) not in held:
                grid[i][col] = grid[i][col - 1]
    return grid


def _parts(cells: Sequence[str]) -> list[str]:
    parts: list[str] = []
    for c in cells:
        text = " ".join(c.split())
        if text and (not parts or parts[-1] != text):
            parts.append(text)
    return parts


def _spellings(parts: Sequence[str]) -> list[str]:
    """The header as a whole, without what stands in brackets, and its lowest part alone; best first."""
    whole = "".join(parts)
    tries = [whole, _BRACKETS.sub("", whole), parts[-1], _BRACKETS.sub("", parts[-1])]
    return [k for k in map(key, tries) if k]


def _no_header(rows: Sequence[RawRow], profile: Profile, at: Place) -> Problem:
    need = [rule for rule in profile.fields.values() if rule.required]
    return Problem(
        code="header-not-found",
        says=Text(
            f"前 {len(rows)} 行中没有找到表头；按“{profile.title.zh}”应有：{'、'.join(r.title.zh for r in need)}。",
            f"No header within the first {len(rows)} rows; “{profile.title.en}” needs: {', '.join(r.title.en for r in need)}.",
        ),
        at=at,
    )


def _missing(header: Header, missing: Sequence[str], profile: Profile, at: Place) -> Problem:
    found = "、".join(c.header for c in header.columns)
    zh = "；".join(f"{profile.fields[n].title.zh}（可写：{'、'.join(profile.fields[n].aliases[:6])}）" for n in missing)
    en = "; ".join(f"{profile.fields[n].title.en} (e.g. {', '.join(profile.fields[n].aliases[:6])})" for n in missing)
    return Problem(
        code="header-missing",
        says=Text(
            f"表头缺少：{zh}。找到的表头：{found}。请补上该列，或用 --profile 指定映射方案。",
            f"The header lacks: {en}. Headers found: {found}. Add the column, or map yours with --profile.",
        ),
        at=at,
    )


def _doubles(doubles: Mapping[str, Sequence[Column]], profile: Profile | None, at: Place) -> Problem:
    zh, en = [], []
    for name, columns in doubles.items():
        title = profile.fields[name].title.text if profile else Text(name, name)
        where = "、".join(c.name for c in columns)
        zh.append(f"{title.zh}：{where}")
        en.append(f"{title.en}: {where}")
    return Problem(
        code="header-twice",
        says=Text(
            f"有两列表头含义相同，无法判断以哪列为准（{'；'.join(zh)}）；请删去或改名其中一列。",
            f"Two columns mean the same and we cannot tell which one counts ({'; '.join(en)}); delete or rename one of them.",
        ),
        at=at,
    )
