"""Which field or industry a symbol belongs to: tables with an edition, given by path. A main group counts before its subclass.

Two forms are read: WIPO's table of 35 fields as it is published (CSV), and our own, a CSV with the columns ``scheme, edition,
code, title, ipc`` and, if there are, ``sector`` and ``condition``. ``ipc`` is a subclass, a main group (``G01N33/00``) or a full
symbol; the longest that fits wins. A row with a condition (keywords, as in the concordance of emerging industries) says that
a symbol alone does not decide.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ipops.corpus.classes.symbols import normalise
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text

OURS = ("scheme", "edition", "code", "title", "ipc")
_WIPO = ("Field_number", "Sector_en", "Field_en", "IPC_code")
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field or industry of one edition of a table."""

    scheme: str
    edition: str
    code: str
    title: str
    sector: str | None = None
    conditional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance:
    """A table read: fields by the subclass, main group or symbol they claim. One symbol may lie in several fields."""

    scheme: str
    edition: str
    by_symbol: Mapping[str, tuple[Field, ...]]

    def fields_of(self, symbol: str, main_group: str | None, subclass: str | None) -> tuple[Field, ...]:
        """The fields of a symbol: by itself, failing that by its main group, failing that by its subclass."""
        for key in (symbol, main_group, subclass):
            if key and (found := self.by_symbol.get(key)):
                return found
        return ()


def read_concordance(path: Path) -> tuple[Concordance, ...] | tuple[Problem, ...]:
    """Every scheme in the file; problems with their lines if any row cannot be used."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            rows = list(csv.DictReader(f, delimiter="\t" if path.suffix.lower() in (".tsv", ".tab") else ","))
    except (OSError, UnicodeDecodeError, csv.Error) as e:
        return (_problem(path, 1, f"无法读取（{e}）。", f"It cannot be read ({e})."),)
    names = set(rows[0]) if rows else set()
    if set(_WIPO) <= names:
        return _built(path, [_of_wipo(r) for r in rows])
    missing = [n for n in OURS if n not in names]
    if missing:
        lacking = ", ".join(missing)
        return (_problem(path, 1, f"缺少列：{lacking}。", f"Columns are missing: {lacking}."),)
    return _built(path, [_of_ours(r) for r in rows])


def _of_wipo(row: Mapping[str, str]) -> tuple[Field, str]:
    pattern = row["IPC_code"].strip().removesuffix("%").removesuffix("/")
    updated = _YEAR.search(row.get("Updated_on") or "")
    field = Field(
        scheme="wipo35",
        edition=updated[0] if updated else "2008",
        code=row["Field_number"].strip(),
        title=row["Field_en"].strip(),
        sector=row["Sector_en"].strip(),
    )
    return field, f"{pattern[:4]}{pattern[4:].strip()}/00" if len(pattern) > 4 else pattern


def _of_ours(row: Mapping[str, str]) -> tuple[Field, str]:
    field = Field(
        scheme=row["scheme"].strip(),
        edition=row["edition"].strip(),
        code=row["code"].strip(),
        title=row["title"].strip(),
        sector=(row.get("sector") or "").strip() or None,
        conditional=bool((row.get("condition") or "").strip()),
    )
    return field, row["ipc"].strip()


def _built(path: Path, rows: Iterable[tuple[Field, str]]) -> tuple[Concordance, ...] | tuple[Problem, ...]:
    held: dict[str, dict[str, list[Field]]] = {}
    editions: dict[str, str] = {}
    problems = []
    for line, (field, symbol) in enumerate(rows, 2):
        known = normalise("ipc", symbol)
        if not known.well_formed or not field.scheme or not field.edition or not field.code:
            problems.append(
                _problem(
                    path,
                    line,
                    f"第 {line} 行的分类号“{symbol}”或代码、版本不可用。",
                    f"Line {line}: symbol {symbol!r}, code or edition cannot be used.",
                )
            )
            continue
        held.setdefault(field.scheme, {}).setdefault(known.symbol, []).append(field)
        editions[field.scheme] = max(editions.get(field.scheme, ""), field.edition)
    if problems:
        return tuple(problems)
    return tuple(
        Concordance(scheme=s, edition=editions[s], by_symbol={k: tuple(dict.fromkeys(v)) for k, v in table.items()})
        for s, table in held.items()
    )


def _problem(path: Path, line: int, zh: str, en: str) -> Problem:
    return Problem(code="concordance", says=Text(zh, en), at=Place(file=path.name, line=line))
