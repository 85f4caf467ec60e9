"""Sets of documents: loaded, made into tables, frozen. A set is known by the hashes of its files; equal files are not loaded twice.

Sets are independent and load side by side, a process each.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from ipops.corpus.helpers import pool
from ipops.kernel.outcome import Reason, Refused
from ipops.lines.navigation.study.template import StudyFile, file_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file as it was read."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """``read = stored + merged + quarantined``; ``last_day`` is the latest publication in the tables."""

    files: tuple[Given, ...]
    read: int
    stored: int
    merged: int
    quarantined: int
    documents: int
    last_day: date | None
    tables: Path


def load_all(study: StudyFile, template: Path, out: Path) -> dict[str, Loaded] | Refused:
    """Every set of the study; a file that is not there is refused before anything is loaded."""
    wanted: dict[str, list[tuple[str, Path]]] = {}
    reasons: list[Reason] = []
    for code, one in study.sets.items():
        wanted[code] = []
        for name in one.files:
            found = file_of(template, name)
            if isinstance(found, Refused):
                reasons += found.reasons
            else:
                wanted[code].append((name, found))
    if reasons:
        return Refused(reasons=tuple(reasons))
    if len(wanted) == 1:
        return {code: load(files, out / code) for code, files in wanted.items()}
    with pool(len(wanted)) as helpers:
        running = {code: helpers.submit(load, files, out / code) for code, files in wanted.items()}
        return {code: one.result() for code, one in running.items()}


def load(files: Sequence[tuple[str, Path]], out: Path) -> Loaded:
    """One set: ``out/corpus`` and ``out/tables``. What is there already for the same files is taken as it is."""
    given = tuple(Given(name=n, sha256=_sha(p), size=p.stat().st_size) for n, p in files)
    kept = out / "loaded.json"
    told = [asdict(g) for g in given]
    if kept.is_file() and (known := json.loads(kept.read_text()))["files"] == told:
        return _known(known, given, out)
    from ipops.corpus.assembly.tables import make_tables
    from ipops.corpus.feeds.load import load as load_corpus

    out.mkdir(parents=True, exist_ok=True)
    done = list(load_corpus([(p, n) for n, p in files], out / "corpus"))
    make_tables(out / "corpus", out / "tables")
    counts = {
        "read": sum(d.documents for d in done),
        "stored": sum(d.stored for d in done),
        "merged": sum(d.merged for d in done),
        "quarantined": sum(len(d.quarantined) for d in done),
    }
    rows = duckdb.sql(f"select count(*), max(published_on) from '{out / 'tables' / 'documents.parquet'}'").fetchone()  # noqa: S608
    assert rows is not None
    plain = {"files": told, **counts, "documents": rows[0], "last_day": rows[1].isoformat() if rows[1] else None}
    kept.write_text(json.dumps(plain, ensure_ascii=False, indent=2))
    return _known(plain, given, out)


def _known(plain: dict[str, Any], given: tuple[Given, ...], out: Path) -> Loaded:
    return Loaded(
        files=given,
        read=plain["read"],
        stored=plain["stored"],
        merged=plain["merged"],
        quarantined=plain["quarantined"],
        documents=plain["documents"],
        last_day=date.fromisoformat(plain["last_day"]) if plain["last_day"] else None,
        tables=out / "tables",
    )


def _sha(path: Path) -> str:
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()
